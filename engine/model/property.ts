import objectSchema from '../../schemas/object.schema.json' with { type: 'json' };
import { type FieldType, fieldType, type JsonSchema, propertySchema } from '../field-types/index.ts';
import { isBody } from './document.ts';

const { properties } = objectSchema.$defs.field;

/** The words of `x-field` that all types share. */
export const FIELD_FRAME: Readonly<Record<string, JsonSchema>> = properties['x-field'].properties;

const known = new Map<string, JsonSchema>();

/** The whole schema of a property of a type: the frame, the type's settings, and JSON Schema's words that it takes. */
export function typedProperty(type: FieldType): JsonSchema {
  let schema = known.get(type.name);
  if (!schema) {
    const typed = propertySchema(type, FIELD_FRAME) as { properties: Readonly<Record<string, JsonSchema>> };
    schema = typed;
    known.set(type.name, schema);
  }
  return schema;
}

/** The type that a property says it is of, if the catalogue has it and offers it. */
export function typeOf(property: unknown): FieldType | undefined {
  const field = isBody(property) ? property['x-field'] : undefined;
  const type = isBody(field) && typeof field.type === 'string' ? fieldType(field.type) : undefined;
  return type?.offered === false ? undefined : type;
}
