import { Ajv2020 } from 'ajv/dist/2020.js';
import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  type JsonSchema,
  type PropertyFault,
  quoted,
  refuse,
} from './define-field-type.ts';
import { isMatch, longestFor, patternFault } from './patterns.ts';

/**
 * JSON Schemas that admins write for the values of a field. They are trees without references, so each of their
 * nodes looks at each node of a value once at most; patterns run by RE2. They are walked, not compiled: compiling
 * one of two hundred nodes takes Ajv 100 ms on the request that comes first.
 */

type Schema = Readonly<Record<string, any>>;
type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const points = (text: string): number => [...text].length;

const spelled = new WeakMap<object, string>();

/** A value in one spelling: equal values are equal texts, whatever the order of their members. Said once of each. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = spelled.get(value);
  if (text === undefined) {
    text = Array.isArray(value)
      ? `[${value.map(canonical).join()}]`
      : `{${Object.entries(value)
          .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
          .sort()
          .join()}}`;
    spelled.set(value, text);
  }
  return text;
}

const members = new WeakMap<object, ReadonlySet<string>>();

/** Whether a list of a schema has an equal of the value. */
function isAmong(list: readonly unknown[], value: unknown): boolean {
  let known = members.get(list);
  if (!known) {
    known = new Set(list.map(canonical));
    members.set(list, known);
  }
  return known.has(canonical(value));
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const isMultiple = (value: number, of: number): boolean => {
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9;
};

/** Words that judge a value by itself. A word about another kind of value holds. */
const JUDGES: Readonly<Record<string, (value: any, limit: any) => boolean>> = {
  type: (value, types) => [types].flat().some((type: string) => TYPES[type]!(value)),
  enum: (value, known) => isAmong(known, value),
  const: (value, one) => canonical(one) === canonical(value),
  required: (value, names) => !isObject(value) || names.every((name: string) => Object.hasOwn(value, name)),
  pattern: (value, pattern) => typeof value !== 'string' || isMatch(pattern, value),
  minLength: (value, limit) => typeof value !== 'string' || points(value) >= limit,
  maxLength: (value, limit) => typeof value !== 'string' || points(value) <= limit,
  minimum: (value, limit) => typeof value !== 'number' || value >= limit,
  maximum: (value, limit) => typeof value !== 'number' || value <= limit,
  exclusiveMinimum: (value, limit) => typeof value !== 'number' || value > limit,
  exclusiveMaximum: (value, limit) => typeof value !== 'number' || value < limit,
  multipleOf: (value, of) => typeof value !== 'number' || isMultiple(value, of),
  minItems: (value, limit) => !Array.isArray(value) || value.length >= limit,
  maxItems: (value, limit) => !Array.isArray(value) || value.length <= limit,
  uniqueItems: (value, isAsked) =>
    !isAsked || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length,
  minProperties: (value, limit) => !isObject(value) || Object.keys(value).length >= limit,
  maxProperties: (value, limit) => !isObject(value) || Object.keys(value).length <= limit,
};

/** The first breach of a word, where it stands in the value. */
interface Breach {
  readonly at: Path;
  readonly word: string;
  readonly limit: unknown;
}

const holds = (schema: unknown, value: unknown): boolean => walk(schema, value, []) === undefined;

const first = <T>(list: Iterable<T>, find: (one: T) => Breach | undefined): Breach | undefined => {
  for (const one of list) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
};

type Walker = (below: any, value: any, at: Path, schema: Schema) => Breach | boolean | undefined;

const otherMembers = (value: object, { properties = {} }: Schema): [string, unknown][] =>
  Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name));

/** Words with schemas of their own. `false`: the word itself does not hold. */
const WALKERS: Readonly<Record<string, Walker>> = {
  properties: (schemas: Schema, value, at) =>
    isObject(value)
      ? first(Object.entries(schemas), ([name, schema]) =>
          Object.hasOwn(value, name) ? walk(schema, value[name], [...at, name]) : undefined,
        )
      : undefined,
  additionalProperties: (below, value, at, schema) =>
    isObject(value)
      ? first(otherMembers(value, schema), ([name, member]) =>
          below === false
            ? { at: [...at, name], word: 'additionalProperties', limit: false }
            : walk(below, member, [...at, name]),
        )
      : undefined,
  propertyNames: (below, value, at) =>
    isObject(value) ? first(Object.keys(value), (name) => walk(below, name, [...at, name])) : undefined,
  prefixItems: (schemas: readonly unknown[], value, at) =>
    Array.isArray(value)
      ? first(value.slice(0, schemas.length).entries(), ([index, item]) =>
          walk(schemas[index], item, [...at, index]),
        )
      : undefined,
  items: (below, value, at, { prefixItems = [] }) =>
    Array.isArray(value)
      ? first([...value.entries()].slice(prefixItems.length), ([index, item]) =>
          walk(below, item, [...at, index]),
        )
      : undefined,
  contains: (below, value) => !Array.isArray(value) || value.some((item) => holds(below, item)),
  allOf: (schemas: readonly unknown[], value, at) => first(schemas, (schema) => walk(schema, value, at)),
  anyOf: (schemas: readonly unknown[], value) => schemas.some((schema) => holds(schema, value)),
  oneOf: (schemas: readonly unknown[], value) =>
    schemas.filter((schema) => holds(schema, value)).length === 1,
  not: (below, value) => !holds(below, value),
  if: (below, value, at, schema) => walk(holds(below, value) ? schema.then : schema.else, value, at),
};

function walk(schema: unknown, value: unknown, at: Path): Breach | undefined {
  if (schema === false) return { at, word: 'false', limit: schema };
  if (!isObject(schema)) return undefined;
  for (const [word, limit] of Object.entries(schema)) {
    const verdict = JUDGES[word]?.(value, limit) ?? WALKERS[word]?.(limit, value, at, schema) ?? true;
    if (verdict === false) return { at, word, limit };
    if (verdict !== true) return verdict;
  }
  return undefined;
}

/** Why a value breaks a schema that has no faults; undefined where it does not. */
export function breachOf(schema: JsonSchema, value: unknown): CellProblem | undefined {
  const breach = walk(schema, value, []);
  if (!breach) return undefined;
  const at = `/${breach.at.join('/')}`;
  return refuse('value.json_schema', { at: quoted(at), word: breach.word, limit: quoted(breach.limit) });
}

const longest = new WeakMap<JsonSchema, number>();

/** Characters of the longest JSON that the patterns of a schema may judge: each meets each text once at most. */
export function longestJson(schema: JsonSchema): number {
  let known = longest.get(schema);
  if (known === undefined) {
    known = Math.min(longestFor(...patternsIn(schema)), LIMITS.longTextLength);
    longest.set(schema, known);
  }
  return known;
}

const patternsIn = (schema: unknown): string[] =>
  isObject(schema)
    ? [
        ...(typeof schema.pattern === 'string' ? [schema.pattern] : []),
        ...inside(schema).flatMap(([, one]) => patternsIn(one)),
      ]
    : [];

type Shape = 'schema' | 'schemas' | 'map';

const SHAPES: Readonly<Record<string, Shape>> = Object.fromEntries([
  ...['additionalProperties', 'propertyNames', 'items', 'contains', 'not', 'if', 'then', 'else'].map(
    (word) => [word, 'schema'] as const,
  ),
  ...['prefixItems', 'allOf', 'anyOf', 'oneOf'].map((word) => [word, 'schemas'] as const),
  ['properties', 'map'] as const,
]);

const SAYS_ONLY: ReadonlySet<string> = new Set(['title', 'description', 'default', 'examples']);

const isKnown = (word: string): boolean =>
  Object.hasOwn(JUDGES, word) || Object.hasOwn(SHAPES, word) || SAYS_ONLY.has(word);

/** The schemas right inside one, with the keys that lead to them. */
function inside(schema: Schema): [path: Path, schema: unknown][] {
  return Object.entries(schema).flatMap(([word, value]): [Path, unknown][] => {
    const shape = Object.hasOwn(SHAPES, word) ? SHAPES[word] : undefined;
    if (shape === 'schema') return [[[word], value]];
    if (shape === 'schemas' && Array.isArray(value)) return value.map((one, index) => [[word, index], one]);
    if (shape === 'map' && isObject(value))
      return Object.entries(value).map(([name, one]) => [[word, name], one]);
    return [];
  });
}

/** What is wrong with a schema that a document states: its size, words that are not known here, patterns, its shape. */
export function schemaFaults(root: unknown, at: Path): PropertyFault[] {
  const faults: PropertyFault[] = [];
  const size = JSON.stringify(root).length;
  if (size > LIMITS.jsonSchemaSize)
    return [{ path: at, code: 'document.too_large', params: { given: size, limit: LIMITS.jsonSchemaSize } }];
  const open: { path: Path; schema: unknown; depth: number }[] = [{ path: at, schema: root, depth: 1 }];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, schema, depth } = next;
    count += 1;
    if (count > LIMITS.jsonSchemaNodes)
      return [{ path: at, code: 'document.json_schema_size', params: { limit: LIMITS.jsonSchemaNodes } }];
    if (depth > LIMITS.jsonSchemaDepth)
      return [{ path, code: 'document.json_schema_depth', params: { limit: LIMITS.jsonSchemaDepth } }];
    if (!isObject(schema)) continue;
    for (const word of Object.keys(schema).filter((one) => !isKnown(one)))
      faults.push({ path: [...path, word], code: 'document.json_schema_word', params: { word } });
    const fault = typeof schema.pattern === 'string' ? patternFault(schema.pattern) : undefined;
    if (fault !== undefined)
      faults.push({ path: [...path, 'pattern'], code: 'document.pattern_text', params: { fault } });
    for (const [steps, one] of inside(schema))
      open.push({ path: [...path, ...steps], schema: one, depth: depth + 1 });
  }
  return faults.length > 0 ? faults : shapeFaults(root, at);
}

const metaSchema = new Ajv2020({ strict: false });

/** What the meta-schema of JSON Schema says against it. */
function shapeFaults(schema: unknown, at: Path): PropertyFault[] {
  if (metaSchema.validateSchema(schema as JsonSchema)) return [];
  const { instancePath = '', message = '' } = metaSchema.errors?.[0] ?? {};
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [{ path: [...at, ...steps], code: 'document.json_schema', params: { reason: message } }];
}
