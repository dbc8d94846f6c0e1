import type { FieldType, JsonSchema } from './define-field-type.ts';

/**
 * Keywords of our own in schemas: a name for people, names of the values of a word, what a text refers to, where an expression stands,
 * (a field of the object that another word names by `x-in`), and what this version knows but does not run yet (`true`, or a list of values).
 */
export const SCHEMA_KEYWORDS = [
  'x-labels',
  'x-help',
  'x-description',
  'x-values',
  'x-ref',
  'x-in',
  'x-expression',
  'x-later',
] as const;

/**
 * JSON Schema of a property of an object document that is of `type`: the type's own words of
 * `x-field` and JSON Schema's words beside it. With `frame`, the words of `x-field` that all types
 * share, nothing else is allowed; without, the words of the frame are left to its own schema.
 */
export function propertySchema(type: FieldType, frame?: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const closed = frame === undefined ? {} : { additionalProperties: false };
  return {
    type: 'object',
    properties: {
      'x-field': {
        type: 'object',
        properties: { ...frame, type: { const: type.name }, ...type.settings.properties },
        required: ['type', ...(type.settings.required ?? [])],
        ...closed,
      },
      ...type.words,
    },
    required: ['x-field'],
    ...closed,
  };
}
