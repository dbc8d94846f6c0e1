import type { Access, ObjectAccess } from '../access/index.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { Values } from '../rules/index.ts';

type Body = Readonly<Record<string, unknown>>;

/** A line item or link that is there. */
export interface HeldLine {
  readonly id: string;
  readonly values: Values;
}

/** A line item as a body gives it. */
export interface GivenLine {
  readonly id: string;
  readonly isNew: boolean;
  readonly values: Body;
  /** of the line inside the request */
  readonly path: string;
}

/** The line items that a body gives for one field. */
export interface GivenLines {
  readonly field: ModelField;
  readonly child: ObjectAccess;
  /** the list is all there is; else what it does not name stays */
  readonly isWhole: boolean;
  readonly lines: readonly GivenLine[];
  readonly removed: readonly string[];
}

const isList = (value: unknown): value is readonly Body[] => Array.isArray(value);

function lineOf({ id, ...values }: Body, path: string): GivenLine {
  return { id: typeof id === 'string' ? id : uuidv7(), isNew: id === undefined, values, path };
}

const linesAt = (lines: readonly Body[], path: string): GivenLine[] =>
  lines.map((line, index) => lineOf(line, `${path}/${index}`));

/** Records that a body links this one with, beside the links that are there. */
function givenLinks(
  field: ModelField,
  child: ObjectAccess,
  value: WireValue,
  path: string,
  held: readonly HeldLine[],
): GivenLines {
  const to = field.lines!.to!;
  const known = new Map(held.map(({ id, values }) => [values.get(to), id]));
  const isWhole = Array.isArray(value);
  const { add, remove } = isWhole ? { add: value, remove: [] } : (value as { add: Body[]; remove: string[] });
  const lines = (add as readonly (string | Body)[]).map((member, index): GivenLine => {
    const { id: target, ...said } = typeof member === 'string' ? { id: member } : member;
    const at = `${path}${isWhole ? '' : '/add'}/${index}`;
    const id = known.get(target as string);
    return id === undefined
      ? { id: uuidv7(), isNew: true, values: { [to]: target, ...said }, path: at }
      : { id, isNew: false, values: said, path: at };
  });
  const named = new Set(lines.map(({ id }) => id));
  const removed = isWhole
    ? held.filter(({ id }) => !named.has(id)).map(({ id }) => id)
    : remove.flatMap((target) => known.get(target) ?? []);
  return { field, child, isWhole: false, lines, removed };
}

/** The line items and links among changed values, which the type of their field has read. */
export function givenLines(
  access: Access,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
  held: ReadonlyMap<ModelField, readonly HeldLine[]> = new Map(),
): GivenLines[] {
  return [...changes].flatMap(([field, value]): GivenLines[] => {
    if (!field.lines || value === null) return [];
    const child = access.object(field.lines.object);
    if (!child) throw new Problem('record.not_allowed', { action: 'update', object: field.name });
    const at = `${path}/${field.name}`;
    if (field.lines.to !== undefined) return [givenLinks(field, child, value, at, held.get(field) ?? [])];
    if (isList(value)) {
      return [{ field, child, isWhole: true, lines: linesAt(value, at), removed: [] }];
    }
    const { add, change, remove } = value as unknown as Record<'add' | 'change', Body[]> & {
      remove: string[];
    };
    const lines = [...linesAt(change, `${at}/change`), ...linesAt(add, `${at}/add`)];
    return [{ field, child, isWhole: false, lines, removed: remove }];
  });
}

/** What a body gives of line items and links, by field; under former names too. */
export const linesNamed = (
  { fields, aliases }: ModelObject,
  body: unknown,
): ReadonlyMap<ModelField, unknown> =>
  new Map(
    Object.entries(Object(body)).flatMap(([name, given]): [ModelField, unknown][] => {
      const field = fields.get(aliases.get(name) ?? name);
      return field?.lines ? [[field, given]] : [];
    }),
  );

/** The bodies of the new line items and links that bodies give at most, by field. */
export function newLinesIn(
  object: ModelObject,
  bodies: readonly unknown[],
): ReadonlyMap<ModelField, readonly unknown[]> {
  const found = new Map<ModelField, unknown[]>();
  for (const [field, given] of bodies.flatMap((body) => [...linesNamed(object, body)])) {
    const { add } = Object(given);
    const list = Array.isArray(given) ? given : Array.isArray(add) ? add : [];
    found.set(field, [...(found.get(field) ?? []), ...list]);
  }
  return found;
}

/** How many line items and links bodies name in all. */
export function countLines(object: ModelObject, bodies: readonly unknown[]): number {
  const given = bodies.flatMap((body) => [...linesNamed(object, body).values()]);
  const lists = given.flatMap((one) => [
    one,
    ...['add', 'change', 'remove'].map((word) => Object(one)[word]),
  ]);
  return lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
}

/** What a line item may not say, as it is said by where it stands. */
export const strayProblems = ({ field, lines }: GivenLines): ProblemItem[] =>
  lines
    .filter(({ values }) => Object.hasOwn(values, field.lines!.via))
    .map(({ path }) => {
      const name = field.lines!.via;
      return problemItem(`${path}/${name}`, 'record.read_only', { name });
    });

/** The body of a line item with the record that it belongs to. */
export const withParent = ({ field }: GivenLines, { values }: GivenLine, parent: string): Body => ({
  ...values,
  [field.lines!.via]: parent,
});
