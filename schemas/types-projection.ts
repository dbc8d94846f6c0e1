import type { JSONSchema } from 'json-schema-to-typescript';

/** Keywords that say something about types; whatever else a schema holds stays out of generated code. */
const KEPT = new Set(['type', 'required', 'enum', 'const', '$ref', 'description', 'additionalProperties']);
/** Keywords whose members are schemas by name: the names are kept, whatever they are. */
const BY_NAME = new Set(['properties', '$defs', 'patternProperties']);
const LISTS = new Set(['anyOf', 'oneOf', 'allOf']);

/** `multi-select` and `multiSelect` -> `MultiSelect`. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A schema reduced to what makes types. `nameOf` gives its definitions the names of their types. */
export function typesProjection(schema: unknown, nameOf?: (definition: string) => string): JSONSchema {
  return project(schema, nameOf) as JSONSchema;
}

function project(schema: unknown, nameOf?: (definition: string) => string): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (BY_NAME.has(keyword)) {
      const named = Object.entries(value).map(([name, member]) => {
        const reduced = project(member);
        return [
          name,
          keyword === '$defs' && nameOf ? { ...(reduced as object), title: nameOf(name) } : reduced,
        ];
      });
      return [[keyword, Object.fromEntries(named)]];
    }
    if (LISTS.has(keyword)) return [[keyword, (value as unknown[]).map((member) => project(member))]];
    if (keyword === 'items' || keyword === 'additionalProperties') return [[keyword, project(value)]];
    return KEPT.has(keyword) ? [[keyword, value]] : [];
  });
  return Object.fromEntries(kept);
}
