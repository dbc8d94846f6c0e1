import type { Access, ObjectAccess } from '../access/index.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField, ModelObject } from '../model/model.ts';

type Body = Readonly<Record<string, unknown>>;

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

/** The line items among changed values, which the type of their field has read. */
export function givenLines(
  access: Access,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
): GivenLines[] {
  return [...changes].flatMap(([field, value]): GivenLines[] => {
    if (!field.lines || value === null) return [];
    const child = access.object(field.lines.object);
    if (!child) throw new Problem('record.not_allowed', { action: 'update', object: field.name });
    const at = `${path}/${field.name}`;
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

/** Names of the fields of an object whose line items a body gives. */
export const linesNamed = ({ fields, aliases }: ModelObject, body: unknown): ModelField[] =>
  Object.keys(Object(body)).flatMap((name) => {
    const field = fields.get(aliases.get(name) ?? name);
    return field?.lines ? [field] : [];
  });

/** How many new line items bodies give at most, by field. */
export function newLinesIn(object: ModelObject, bodies: readonly unknown[]): ReadonlyMap<ModelField, number> {
  const counts = new Map<ModelField, number>();
  for (const body of bodies) {
    for (const field of linesNamed(object, body)) {
      const given = (body as Body)[field.name] as { add?: unknown } | undefined;
      const list = Array.isArray(given) ? given : Array.isArray(given?.add) ? given.add : [];
      counts.set(field, (counts.get(field) ?? 0) + list.length);
    }
  }
  return counts;
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
