import type { FormDescription, Labels } from '../../runtime-ui/api/types.ts';
import type { WidgetOption } from '../../runtime-ui/form/widget.ts';
import type { FieldTypeInfo, SettingSchema } from '../api/types.ts';
import { type Documents, ofKind, under } from '../draft/documents.ts';
import type { FieldDraft } from '../draft/field.ts';
import { factsOf, type OptionBody } from '../draft/object.ts';
import type { TextKey, Translate } from '../i18n/index.ts';

/** What settings may refer to, and the language they are shown in. */
export interface SettingsContext {
  readonly documents: Documents;
  readonly object: string;
  readonly currency: string;
  readonly t: Translate;
  readonly label: (labels: Labels | undefined) => string;
}

const choice = (value: string, label: string): WidgetOption => ({ value, label: label || value });

const objectChoices = ({ documents, label }: SettingsContext): readonly WidgetOption[] =>
  ofKind(documents, 'object')
    .filter((document) => !factsOf(document).isArchived)
    .map((document) => choice(document.key, label(factsOf(document).labels)));

const setChoices = ({ documents, label }: SettingsContext): readonly WidgetOption[] =>
  ofKind(documents, 'option-set').map(({ key, body }) => choice(key, label(body.labels)));

const stageChoices = ({ documents, object, label }: SettingsContext): readonly WidgetOption[] =>
  (under(documents, 'pipeline', object)[0]?.body.stages ?? []).map(
    (stage: { name: string; labels: Labels }) => choice(stage.name, label(stage.labels)),
  );

/** The options of a draft: its own, or those of the set that it names. */
export function optionsOf(draft: FieldDraft, documents: Documents): readonly OptionBody[] {
  const set = documents.get(`option-set/${draft.settings.optionSet}`);
  return set ? (set.body.options ?? []) : draft.options;
}

/** Fields of an object by API name; of its relations those that point at `target`. */
const fieldChoices = ({ documents, label }: SettingsContext, object: string, target?: string) =>
  Object.entries<any>(documents.get(`object/${object}`)?.body.properties ?? {})
    .map(([name, property]) => [name, property['x-field'] ?? {}] as const)
    .filter(([, field]) => field.archived !== true && (target === undefined || field.target === target))
    .map(([name, field]) => choice(name, label(field.labels)));

/** What a text of a setting may be, when it names something. `around` is the setting that it is a part of. */
function choicesOf(
  schema: SettingSchema,
  draft: FieldDraft,
  context: SettingsContext,
  around: Readonly<Record<string, unknown>> = {},
  word = '',
) {
  const items = schema.items as SettingSchema | undefined;
  switch (schema['x-ref'] ?? items?.['x-ref']) {
    case 'object':
      return objectChoices(context);
    case 'field':
    case 'sort':
      return fieldChoices(
        context,
        String(around.object ?? context.object),
        word === 'via' ? context.object : undefined,
      );
    case 'option-set':
      return setChoices(context);
    case 'stage':
      return stageChoices(context);
    case 'option':
      return optionsOf(draft, context.documents)
        .filter((option) => !option.archived)
        .map(({ value, labels, color }) => ({
          ...choice(value, context.label(labels)),
          ...(color && { color }),
        }));
  }
  const values = schema.enum as readonly string[] | undefined;
  return values?.map((value) => choice(value, context.t(`field.settingValue.${value}` as TextKey)));
}

/** Words that are values of the field itself are typed as its own widget takes them. */
const VALUES: ReadonlySet<string> = new Set(['default', 'minimum', 'maximum']);

/** Decimals are typed and shown as texts, so that no digit is lost. */
export const isDecimal = (schema: SettingSchema): boolean =>
  schema.type === 'number' || (Array.isArray(schema.type) && schema.type.includes('number'));

function widgetOf(word: string, schema: SettingSchema, type: FieldTypeInfo, hasChoices: boolean): string {
  if (schema.type === 'array') return 'multi-select';
  if (hasChoices) return 'select';
  if (VALUES.has(word)) return type.widget;
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'integer' || isDecimal(schema)) return 'number';
  return schema['x-expression'] ? 'long-text' : 'text';
}

type Described = { readonly schema: object; readonly ui: object };

/** A setting of several parts: each is described like a setting of its own. */
function describeParts(
  word: string,
  schema: SettingSchema,
  draft: FieldDraft,
  type: FieldTypeInfo,
  context: SettingsContext,
): Described {
  const around = (draft.settings[word] ?? {}) as Readonly<Record<string, unknown>>;
  const parts = Object.entries(schema.properties as Readonly<Record<string, SettingSchema>>).map(
    ([name, part]) => [name, describe(name, part, draft, type, context, around)] as const,
  );
  return {
    schema: {
      type: 'object',
      title: context.label(schema['x-labels']) || word,
      properties: Object.fromEntries(parts.map(([name, part]) => [name, part.schema])),
      required: schema.required,
    },
    ui: Object.fromEntries(parts.map(([name, { ui }]) => [name, ui])),
  };
}

function describe(
  word: string,
  schema: SettingSchema,
  draft: FieldDraft,
  type: FieldTypeInfo,
  context: SettingsContext,
  around?: Readonly<Record<string, unknown>>,
): Described {
  if (schema.properties) return describeParts(word, schema, draft, type, context);
  const {
    'x-labels': labels,
    'x-ref': _,
    'x-expression': __,
    'x-later': ___,
    default: preset,
    ...rest
  } = schema;
  const choices = choicesOf(schema, draft, context, around, word);
  const { enum: ____, ...words } = rest;
  const shown = choices?.find(({ value }) => value === preset)?.label ?? preset;
  return {
    schema: { ...words, title: context.label(labels) || word, ...(isDecimal(schema) && { type: 'string' }) },
    ui: {
      'ui:widget': widgetOf(word, schema, type, choices !== undefined),
      ...(shown !== undefined && { 'ui:placeholder': String(shown) }),
      'ui:options': {
        fieldType: type.name,
        ...(choices && { options: choices }),
        ...(VALUES.has(word) && { currency: context.currency, scale: draft.settings.scale }),
      },
    },
  };
}

/** Nothing can be chosen from nothing, and what this version does not run is not offered. */
const isOffered = (
  word: string,
  schema: SettingSchema,
  draft: FieldDraft,
  context: SettingsContext,
): boolean =>
  word !== 'options' &&
  schema['x-later'] !== true &&
  (schema['x-ref'] !== 'option-set' || setChoices(context).length > 0) &&
  (choicesOf(schema, draft, context)?.length ?? 1) > 0;

/** Whether a type has settings at all, and whether one of them must be made. */
export const settingsOf = (type: FieldTypeInfo, draft: FieldDraft, context: SettingsContext) => {
  const all = { ...type.settings.properties, ...type.words };
  const words = Object.keys(all).filter((word) => isOffered(word, all[word]!, draft, context));
  const required = new Set(type.settings.required ?? []);
  return {
    required: words.filter((word) => required.has(word)),
    optional: words.filter((word) => !required.has(word)),
  };
};

/** The form of some settings of a type, as rjsf takes it. */
export function settingsForm(
  type: FieldTypeInfo,
  words: readonly string[],
  draft: FieldDraft,
  context: SettingsContext,
): FormDescription {
  const all = { ...type.settings.properties, ...type.words };
  const described = words.map((word) => [word, describe(word, all[word]!, draft, type, context)] as const);
  const required = (type.settings.required ?? []).filter((word) => words.includes(word));
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(described.map(([word, { schema }]) => [word, schema])),
      required,
    },
    uiSchema: {
      'ui:sections': [
        { id: 'settings', label: '', columns: 2, fields: words.map((field) => ({ field, span: 1 })) },
      ],
      ...Object.fromEntries(described.map(([word, { ui }]) => [word, ui])),
    },
    rules: [],
  };
}

/** The values of a draft's settings as the form holds them. */
export function toForm(draft: FieldDraft, type: FieldTypeInfo): Readonly<Record<string, unknown>> {
  const given: Readonly<Record<string, unknown>> = { ...draft.settings, ...draft.words };
  return Object.fromEntries(
    Object.entries(given).map(([word, value]) => {
      const schema = type.words[word] ?? type.settings.properties[word];
      return [word, schema && isDecimal(schema) && typeof value === 'number' ? String(value) : value];
    }),
  );
}

/** The draft with the values that a form of settings holds. */
export function fromForm(
  draft: FieldDraft,
  type: FieldTypeInfo,
  values: Readonly<Record<string, unknown>>,
): FieldDraft {
  const settings: Record<string, unknown> = { ...draft.settings };
  const words: Record<string, unknown> = { ...draft.words };
  for (const [word, given] of Object.entries(values)) {
    const schema = type.words[word] ?? type.settings.properties[word];
    const value = given === null || given === '' ? undefined : given;
    const typed = schema?.type === 'number' && typeof value === 'string' ? Number(value) : value;
    if (word in type.words) words[word] = typed;
    else settings[word] = typed;
  }
  return { ...draft, settings, words };
}
