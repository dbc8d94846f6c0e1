import type { JsonSchema } from '../field-types/index.ts';
import { type Body, isBody } from './document.ts';
import { typedProperty, typeOf } from './property.ts';
import type { Path } from './report.ts';

/** A value of a document and the schema that it stands under. */
export interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly schema: JsonSchema;
  /** the objects around it, outermost first */
  readonly around: readonly Body[];
  /** the name of a member, not its value */
  readonly isName?: true;
}

const definitionOf = (root: JsonSchema, reference: string): JsonSchema =>
  (root.$defs as Readonly<Record<string, JsonSchema>>)[reference.replace('#/$defs/', '')]!;

/** The schema that says what `value` is: references followed, a field by its type. */
export function schemaFor(root: JsonSchema, schema: JsonSchema, value: unknown): JsonSchema {
  if (typeof schema.$ref === 'string') return schemaFor(root, definitionOf(root, schema.$ref), value);
  if (schema['x-typed'] === true) {
    const type = typeOf(value);
    return type ? typedProperty(type) : schema;
  }
  return schema;
}

/** The schema of a member of an object, if it says anything of it. */
export function memberSchema(schema: JsonSchema, name: string): JsonSchema | undefined {
  const properties = schema.properties as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  return isBody(schema.additionalProperties) ? schema.additionalProperties : undefined;
}

/** Every value of a document under its schema, outermost first. This one walk serves all that schemas mark. */
export function placesIn(root: JsonSchema, body: unknown): Place[] {
  const places: Place[] = [];
  const visit = (given: JsonSchema, value: unknown, path: Path, around: readonly Body[]): void => {
    const schema = schemaFor(root, given, value);
    // what stands beside a reference says something too
    places.push({
      path,
      value,
      schema: given === schema ? schema : { ...schema, ...marksOf(given) },
      around,
    });
    if (Array.isArray(value)) {
      const items = schema.items as JsonSchema | undefined;
      if (items) for (const [index, item] of value.entries()) visit(items, item, [...path, index], around);
    } else if (isBody(value)) {
      const inside = [...around, value];
      const names = schema.propertyNames as JsonSchema | undefined;
      for (const [name, member] of Object.entries(value)) {
        const at = [...path, name];
        if (names) {
          places.push({
            path: at,
            value: name,
            schema: schemaFor(root, names, name),
            around: inside,
            isName: true,
          });
        }
        const one = memberSchema(schema, name);
        if (one) visit(one, member, at, inside);
      }
    }
  };
  visit(root, body, [], []);
  return places;
}

const marksOf = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword.startsWith('x-')));
