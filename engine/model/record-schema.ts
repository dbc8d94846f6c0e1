import { textIn } from '../errors.ts';
import type { JsonSchema } from '../field-types/index.ts';
import type { ModelField, ModelObject } from './model.ts';

export interface RecordSchemaOptions {
  /** create and patch: what may be sent; answer: what comes back; form: as a form holds it, where empty is absent */
  readonly mode: 'create' | 'patch' | 'answer' | 'form';
  /** titles in this language; without one there are none */
  readonly locale?: string;
  /** which fields it has; default: all, but in bodies only those that may be written */
  readonly includes?: (field: ModelField) => boolean;
  /** a field as whoever asks may know it; default: as it is */
  readonly told?: (field: ModelField) => ModelField;
}

const isWritten = (field: ModelField): boolean => !field.system && !field.engineWritten && !field.readOnly;

/** The schema, with null as a further value. */
function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema as { type?: string; enum?: readonly unknown[] };
  return {
    ...schema,
    ...(typeof type === 'string' && { type: [type, 'null'] }),
    ...(values && { enum: [...values, null] }),
  };
}

/** A composite has one widget, which knows its parts: a form does not go into it. */
function formSchema({ type, ...field }: ModelField): JsonSchema {
  if (!type.parts) return type.valueSchema({ ...field });
  return type.kind === 'list' ? { type: 'array', items: {} } : {};
}

function propertySchema(
  named: ModelField,
  { mode, locale, told = (field) => field }: RecordSchemaOptions,
): JsonSchema {
  const field = told(named);
  const value = mode === 'form' ? formSchema(field) : field.type.valueSchema(field);
  const isNullable = mode !== 'form' && field.type.kind !== 'list' && field.name !== 'id';
  return {
    ...(locale !== undefined && { title: textIn(field.labels, locale) || field.name }),
    ...(isNullable ? orNull(value) : value),
    ...(field.default !== undefined && mode !== 'answer' && mode !== 'patch' && { default: field.default }),
  };
}

/** What a stage says beside its key. */
function stageParts(
  field: ModelField,
  object: ModelObject,
  { mode }: RecordSchemaOptions,
): [string, JsonSchema][] {
  if (!field.type.hasStages || mode === 'form') return [];
  const pipeline = { type: ['string', 'null'], enum: [...object.pipelines.map(({ name }) => name), null] };
  const since = { type: ['string', 'null'], format: 'date-time' };
  return [
    [`${field.name}_pipeline`, pipeline],
    ...(mode === 'answer' ? [[`${field.name}_since`, since] as [string, JsonSchema]] : []),
  ];
}

/** The JSON Schema of a record of the object. */
export function recordSchema(object: ModelObject, options: RecordSchemaOptions): JsonSchema {
  const { mode, locale } = options;
  const includes = options.includes ?? (mode === 'answer' ? () => true : isWritten);
  const fields = [...object.fields.values()].filter(includes);
  const properties = fields.flatMap((field) => [
    [field.name, propertySchema(field, options)] as const,
    ...stageParts(field, object, options),
  ]);
  const required =
    mode === 'answer'
      ? ['id']
      : mode === 'patch'
        ? []
        : fields.filter((field) => field.required && isWritten(field)).map(({ name }) => name);
  return {
    type: 'object',
    ...(locale !== undefined && { title: textIn(object.labels, locale) || object.name }),
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    ...(mode !== 'form' && { additionalProperties: false }),
  };
}
