import type { FieldTypeInfo, SettingSchema } from '../api/types.ts';

type Schemas = Readonly<Record<string, SettingSchema>>;

const schemasIn = (schema: SettingSchema, keyword: string): Schemas => (schema[keyword] ?? {}) as Schemas;

const asSchema = (given: unknown): SettingSchema | undefined =>
  typeof given === 'object' && given !== null ? (given as SettingSchema) : undefined;

/** A schema where it refers to a definition of its document: the definition. */
function resolved(schema: SettingSchema | undefined, root: SettingSchema): SettingSchema | undefined {
  const name = typeof schema?.$ref === 'string' ? schema.$ref.split('/').at(-1)! : undefined;
  return name === undefined ? schema : { ...schemasIn(root, '$defs')[name], ...schema };
}

/** A field with the words that its type adds, beside `x-field` and in it; the types are what `type` may be. */
function typed(schema: SettingSchema, value: unknown, types: readonly FieldTypeInfo[]): SettingSchema {
  const frame = schemasIn(schema, 'properties')['x-field'];
  if (!frame) return schema;
  const said = (value as { 'x-field'?: { type?: unknown } } | undefined)?.['x-field']?.type;
  const type = types.find(({ name }) => name === said);
  const offered = types.filter(({ offered: isOffered }) => isOffered !== false);
  const words = schemasIn(frame, 'properties');
  const own = {
    ...words,
    type: {
      ...words.type,
      enum: offered.map(({ name }) => name),
      'x-choices': offered.map(({ name, labels, help }) => ({ value: name, labels, help })),
    },
    ...type?.settings.properties,
  };
  return {
    ...schema,
    properties: {
      ...schemasIn(schema, 'properties'),
      ...type?.words,
      'x-field': { ...frame, properties: own },
    },
  };
}

const memberOf = (value: unknown, step: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;

/** The schema of what stands at a path of a document, as far as there is one. */
export function schemaAt(
  root: SettingSchema,
  path: readonly string[],
  document: unknown,
  types: readonly FieldTypeInfo[],
): SettingSchema | undefined {
  let schema: SettingSchema | undefined = root;
  let value = document;
  for (const step of path) {
    value = memberOf(value, step);
    const next: SettingSchema | undefined =
      schema.type === 'array'
        ? asSchema(schema.items)
        : (schemasIn(schema, 'properties')[step] ?? asSchema(schema.additionalProperties));
    const found = resolved(next, root);
    if (!found) return undefined;
    schema = typed(found, value, types);
  }
  return schema;
}
