import type { FormDescription } from '../../runtime-ui/api/types.ts';
import type { SettingSchema } from '../api/types.ts';
import { choicesOf, type SchemaContext } from './choices.ts';

/** Words of a document by name, with the schemas that say what they may hold. */
export type Words = Readonly<Record<string, SettingSchema>>;

type Values = Readonly<Record<string, unknown>>;

/** Words that are values of the field itself are typed as its own widget takes them. */
const VALUES: ReadonlySet<string> = new Set(['default', 'minimum', 'maximum']);

/** Lists whose order says something. */
const ORDERED: ReadonlySet<string> = new Set(['path', 'sort']);

/** Decimals are typed and shown as texts, so that no digit is lost. */
const isDecimal = ({ type }: SettingSchema): boolean =>
  type === 'number' || (Array.isArray(type) && type.includes('number'));

/** One of a few numbers, each with a name of its own, is chosen as a text is. */
const isNumbered = ({ type, enum: values }: SettingSchema): boolean =>
  type === 'integer' && values !== undefined;

const partsOf = (schema: SettingSchema): Words | undefined => schema.properties as Words | undefined;

/** A text in several languages: its parts are the languages. */
const isLabels = ({ type, propertyNames }: SettingSchema): boolean =>
  type === 'object' && propertyNames !== undefined;

/** A value of any shape, which is typed as it is: a JSON Schema. */
const isWhole = ({ type }: SettingSchema): boolean => [type].flat().includes('object');

function widgetOf(word: string, schema: SettingSchema, context: SchemaContext, hasChoices: boolean): string {
  const { type, items, maxLength } = schema;
  if (type === 'array') {
    const named = (items as SettingSchema | undefined)?.['x-ref'];
    return named !== undefined && ORDERED.has(named) ? 'ordered' : 'multi-select';
  }
  if (isWhole(schema)) return 'json';
  if (hasChoices) return 'select';
  if (VALUES.has(word) && context.value) return context.value.widget;
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || isDecimal(schema)) return 'number';
  if (schema['x-expression']) return 'expression';
  return typeof maxLength === 'number' && maxLength > 300 ? 'long-text' : 'text';
}

type Described = { readonly schema: object; readonly ui: object };

const described = (parts: readonly (readonly [string, Described])[]) => ({
  properties: Object.fromEntries(parts.map(([name, { schema }]) => [name, schema])),
  ui: Object.fromEntries(parts.map(([name, { ui }]) => [name, ui])),
});

/** A text in several languages: an input each, labelled with what it is and its language. */
function describeLabels(title: string, schema: SettingSchema, { t, languages }: SchemaContext): Described {
  const parts = languages.map((language) => {
    const text = { label: title, language: t(`designer.language.${language}`) };
    const { type, maxLength } = partsOf(schema)![language]!;
    return [
      language,
      { schema: { type, maxLength, title: t('field.labelIn', text) }, ui: { 'ui:widget': 'text' } },
    ] as const;
  });
  const { properties, ui } = described(parts);
  return { schema: { type: 'object', title: '', properties }, ui: { ...ui, 'ui:title': '' } };
}

/** A word of several parts: each is described like a word of its own. */
function describeParts(title: string, schema: SettingSchema, context: SchemaContext, value: unknown) {
  const around = (value ?? {}) as Values;
  const parts = Object.entries(partsOf(schema)!)
    .filter(([, part]) => part['x-later'] !== true)
    .map(([name, part]) => [name, describe(name, part, context, around)] as const);
  const { properties, ui } = described(parts);
  return { schema: { type: 'object', title, properties, required: schema.required }, ui };
}

/** The kind of value that an expression shall give: of a field's own that of the type that its words name, or of its own. */
function kindWanted(returns: string, { kindOf, value }: SchemaContext, around: Values): string {
  if (returns !== 'field') return returns;
  return kindOf(String(around.returns ?? value?.type)) ?? returns;
}

/** One word as rjsf takes it; `around` are the words beside it as they are now. */
function describe(word: string, given: SettingSchema, context: SchemaContext, around: Values): Described {
  const title = context.label(given['x-labels']) || word;
  if (isLabels(given)) return describeLabels(title, given, context);
  if (partsOf(given)) return describeParts(title, given, context, around[word]);
  const choices = choicesOf(word, given, context, around);
  const schema = Object.fromEntries(
    Object.entries(given).filter(([keyword]) => !/^(x-|default$|enum$|description$|minItems$)/.test(keyword)),
  );
  const preset = given.default;
  const shown = choices?.find(({ value }) => value === String(preset))?.label ?? preset;
  const expression = given['x-expression'];
  const help = context.label(given['x-help']);
  return {
    schema: { ...schema, title, ...((isDecimal(given) || isNumbered(given)) && { type: 'string' }) },
    ui: {
      'ui:widget': widgetOf(word, given, context, choices !== undefined),
      ...(isWhole(given) && { 'ui:field': 'value' }),
      ...(shown !== undefined && { 'ui:placeholder': String(shown) }),
      ...(help && { 'ui:help': help }),
      'ui:options': {
        ...(context.value && { fieldType: context.value.type }),
        ...(choices && { options: choices }),
        ...(VALUES.has(word) && { currency: context.currency, scale: context.value?.scale }),
        ...(expression && {
          expression: {
            scope: expression.scope,
            returns: kindWanted(expression.returns, context, around),
            object: String(expression.target ?? around.object ?? around.target ?? context.object),
            home: String(context.object),
          },
        }),
      },
    },
  };
}

/** Nothing can be chosen from nothing, and what this version does not run is not offered. */
export const isOffered = (
  word: string,
  schema: SettingSchema,
  context: SchemaContext,
  around: Values,
): boolean => schema['x-later'] !== true && (choicesOf(word, schema, context, around)?.length ?? 1) > 0;

/** The form of some words, as rjsf takes it. */
export function schemaForm(
  words: Words,
  required: readonly string[],
  context: SchemaContext,
  values: Values,
  columns = 2,
): FormDescription {
  const parts = Object.entries(words).map(
    ([word, schema]) => [word, describe(word, schema, context, values)] as const,
  );
  const { properties, ui } = described(parts);
  const fields = Object.entries(words).map(([field, schema]) => ({
    field,
    span:
      partsOf(schema) || isWhole(schema) || schema.type === 'array' || schema['x-expression'] ? columns : 1,
  }));
  return {
    schema: { type: 'object', properties, required: required.filter((word) => word in words) },
    uiSchema: { 'ui:sections': [{ id: 'words', label: '', columns, fields }], ...ui },
    rules: [],
  };
}

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of a document as a form holds it. */
function toForm(schema: SettingSchema | undefined, value: unknown): unknown {
  if (!schema) return value;
  if ((isDecimal(schema) || isNumbered(schema)) && typeof value === 'number') return String(value);
  const parts = partsOf(schema);
  if (!parts || !isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toForm(parts[name], part)]));
}

/** What a form holds as a document says it: what is empty is left out. */
function fromForm(schema: SettingSchema | undefined, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (schema && (schema.type === 'number' || isNumbered(schema)) && typeof value === 'string')
    return Number(value);
  const parts = schema && partsOf(schema);
  if (!parts || !isRecord(value)) return value;
  const entries = Object.entries(value)
    .map(([name, part]) => [name, fromForm(parts[name], part)] as const)
    .filter(([, part]) => part !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export const toFormValues = (words: Words, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([word, value]) => [word, toForm(words[word], value)]));

export const fromFormValues = (words: Words, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([word, value]) => [word, fromForm(words[word], value)]));
