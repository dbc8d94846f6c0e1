import type { JsonSchema } from '../field-types/index.ts';
import { type Document, isBody } from './document.ts';
import { pathOf, schemaFrom } from './folder.ts';
import { kindOf } from './kinds/index.ts';
import { memberSchema, schemaFor } from './walk.ts';

/**
 * The value with the keys of its objects in the order of their schema; those that the schema does not
 * name (fields, labels in further languages) keep the order of their author.
 */
function inOrder(root: JsonSchema, given: JsonSchema, value: unknown): unknown {
  const schema = schemaFor(root, given, value);
  if (Array.isArray(value)) {
    const items = schema.items as JsonSchema | undefined;
    return items ? value.map((item) => inOrder(root, items, item)) : value;
  }
  if (!isBody(value)) return value;
  const stated = Object.keys((schema.properties as object | undefined) ?? {});
  const names = [
    ...stated.filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !stated.includes(name)),
  ];
  return Object.fromEntries(
    names.map((name) => {
      const member = memberSchema(schema, name);
      return [name, member ? inOrder(root, member, value[name]) : value[name]];
    }),
  );
}

/** The text of a document as `export` writes it: the same for the same document on every machine. */
export function writeDocument(document: Document): string {
  const { schema } = kindOf(document);
  const body = inOrder(schema, schema, document.body) as object;
  const $schema = schemaFrom(pathOf(document), document.kind);
  return `${JSON.stringify({ $schema, ...body }, null, 2)}\n`;
}
