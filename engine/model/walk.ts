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

/**
 * The values of a document whose schema is wanted, outermost first. This one walk serves all that schemas mark.
 */
export function placesIn(
  root: JsonSchema,
  body: unknown,
  isWanted: (schema: JsonSchema) => boolean,
): Place[] {
  const places: Place[] = [];
  const path: (string | number)[] = [];
  const around: Body[] = [];
  const note = (value: unknown, schema: JsonSchema, name?: { readonly isName: true }): void => {
    if (isWanted(schema)) {
      places.push({ path: [...path], value, schema, around: [...around], ...name });
    }
  };
  const visit = (given: JsonSchema, value: unknown): void => {
    const schema = schemaFor(root, given, value);
    // what stands beside a reference says something too
    note(value, given === schema ? schema : besideReference(given, schema));
    if (Array.isArray(value)) {
      const items = schema.items as JsonSchema | undefined;
      if (!items) return;
      for (const [index, item] of value.entries()) {
        path.push(index);
        visit(items, item);
        path.pop();
      }
    } else if (isBody(value)) {
      around.push(value);
      const names = schema.propertyNames as JsonSchema | undefined;
      for (const name of Object.keys(value)) {
        path.push(name);
        if (names) note(name, schemaFor(root, names, name), { isName: true });
        const one = memberSchema(schema, name);
        if (one) visit(one, value[name]);
        path.pop();
      }
      around.pop();
    }
  };
  visit(root, body);
  return places;
}

const joined = new WeakMap<JsonSchema, WeakMap<JsonSchema, JsonSchema>>();

/** A schema with the marks that stand beside the reference to it. */
function besideReference(given: JsonSchema, schema: JsonSchema): JsonSchema {
  const known = joined.get(given) ?? new WeakMap();
  joined.set(given, known);
  let both = known.get(schema);
  if (!both) {
    const marks = Object.entries(given).filter(([keyword]) => keyword.startsWith('x-'));
    both = marks.length === 0 ? schema : { ...schema, ...Object.fromEntries(marks) };
    known.set(schema, both);
  }
  return both;
}
