import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { type ProblemItem, problemItem } from '../errors.ts';
import { isCellProblem, type WireValue } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { isEncrypted } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { isSameIn, requiredProblem, type Verdict } from '../rules/index.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { type Frame, tableOf } from './frame.ts';
import { type GivenLine, type GivenLines, type HeldLine, strayProblems } from './given-lines.ts';
import { makeFrame } from './make-frame.ts';
import { memberOf } from './members.ts';
import { type NarrowRecord, storedValues } from './narrow.ts';
import type { OutputValue } from './output.ts';
import { type Connection, runStatement } from './postgres.ts';
import { allSealed } from './secrets.ts';
import { columnSql, wireSql } from './value-sql.ts';
import { compileWriter, rawColumns } from './writer.ts';

/** What becomes of the line items of a record. */
export interface LinePlan {
  readonly given: GivenLines;
  readonly created: readonly GivenLine[];
  readonly changed: readonly GivenLine[];
  readonly removed: readonly string[];
  /** ids of all that are there afterwards */
  readonly order: readonly string[];
  readonly isMoved: boolean;
  /** of links: what is linked */
  readonly names: ReadonlyMap<string, string>;
  readonly problems: readonly ProblemItem[];
}

/** Values of these fields that the record stores itself. */
const storedNames = ({ fields, aliases }: ModelObject, names: Iterable<string>): string[] => {
  const stored = [...names].flatMap((name) => {
    const field = fields.get(aliases.get(name) ?? name);
    return field && !field.system && field.columns.length > 0 ? [field.name] : [];
  });
  return [...new Set(stored)].sort();
};

/** The line items of a record in their order, with what they hold of the fields that they are given with or judged by. */
export const readLines = (
  ctx: RequestContext,
  on: Connection,
  field: ModelField,
  parent: string,
  given: unknown,
  judged: readonly string[] = [],
): Promise<readonly HeldLine[]> =>
  linesBelow(ctx, on, field, parent, [...namesGiven(given, field), ...judged], '');

/**
 * The same, locked in the order of their ids. They are locked before their parent is: who writes one by itself
 * locks that first.
 */
export const lockLines = (
  ctx: RequestContext,
  client: Connection,
  field: ModelField,
  parent: string,
  given: unknown,
  judged: readonly string[] = [],
): Promise<readonly HeldLine[]> =>
  linesBelow(ctx, client, field, parent, [...namesGiven(given, field), ...judged], 'FOR NO KEY UPDATE OF t');

async function linesBelow(
  ctx: RequestContext,
  client: Connection,
  { lines }: ModelField,
  parent: string,
  given: Iterable<string>,
  lock: string,
): Promise<readonly HeldLine[]> {
  // of links only those that the actor sees are there: a list says nothing of the others
  const access = accessOf(ctx.model, lines!.to === undefined ? ENGINE : ctx.actor);
  const child = access.object(lines!.object);
  if (!child) return [];
  const binder = makeBinder(ctx);
  const id = binder.parameter(parent, 'uuid');
  const row = { access: child, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder, { canJoin: false });
  const names = storedNames(child.object, given);
  const output =
    lines!.to === undefined
      ? storedValues(frame, child, names)
      : seenValues(frame, child, [lines!.to, ...names]);
  const via = quote(child.object.fields.get(lines!.via)!.columns[0]!.name);
  const columns = ['t.id', child.object.hasPlaces ? 't.place' : 'NULL', ...rawColumns(output)];
  const text = `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, child.object)} t WHERE t.${via} = ${id} AND ${frame.live(row).join(' AND ')} ORDER BY t.id ${lock}`;
  const { rows, oids } = await runStatement(client, { text, values: binder.values });
  const write = compileWriter(output, oids.slice(2));
  const placeOf = (row: readonly (string | null)[]) => Number(row[1] ?? Number.POSITIVE_INFINITY);
  return rows
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a[0]! < b[0]! ? -1 : 1))
    .map((row): HeldLine => {
      const values = allSealed(ctx, child.object, JSON.parse(write(row.slice(2))));
      return { id: row[0]!, values: new Map(Object.entries(values)) };
    })
    .filter(({ values }) => lines!.to === undefined || values.get(lines!.to) !== null);
}

/** What the actor may see of links; of what they may not see it is null. */
const seenValues = (frame: Frame, child: ObjectAccess, names: readonly string[]): OutputValue[] =>
  [...new Set(names)].flatMap((name) => {
    const member = memberOf(child, name);
    return member
      ? [
          {
            name,
            sql: isEncrypted(member.field)
              ? columnSql(frame, { access: child, alias: 't' }, member)
              : wireSql(frame, { access: child, alias: 't' }, member),
            isList: member.type.kind === 'list',
          },
        ]
      : [];
  });

const heldValue = ({ lines }: ModelField, held: readonly HeldLine[]): WireValue =>
  lines!.to === undefined
    ? (held.map(({ id }) => ({ id })) as never)
    : held.map(({ values }) => String(values.get(lines!.to!))).sort();

/** A record with what it holds of line items: which there are, in their order; and of links. */
export const withHeld = (
  record: NarrowRecord,
  held: ReadonlyMap<ModelField, readonly HeldLine[]>,
): NarrowRecord => ({
  ...record,
  values: new Map([
    ...record.values,
    ...[...held].map(([field, lines]) => [field.name, heldValue(field, lines)] as const),
  ]),
});

/** Whether the line says something that the record does not hold yet. What cannot be read is judged with the rest. */
function isChanged({ fields, aliases }: ModelObject, { values }: GivenLine, held: HeldLine): boolean {
  return Object.entries(values).some(([name, value]) => {
    const field = fields.get(aliases.get(name) ?? name);
    if (!field || !held.values.has(field.name)) return true;
    const read = value === null ? null : field.type.normalise(value, field);
    return isCellProblem(read) || !isSameIn(field, held.values.get(field.name), read);
  });
}

/** What the given lines come to, beside those that are there. */
export function planLines(given: GivenLines, held: readonly HeldLine[]): LinePlan {
  const known = new Map(held.map((line) => [line.id, line]));
  const named = new Set(given.lines.map(({ id }) => id));
  const unknown = given.lines.filter(({ id, isNew }) => !isNew && !known.has(id));
  const removed = given.isWhole
    ? held.filter(({ id }) => !named.has(id)).map(({ id }) => id)
    : given.removed.filter((id) => known.has(id));
  const created = given.lines.filter(({ isNew }) => isNew);
  const gone = new Set(removed);
  const stays = held.filter(({ id }) => !gone.has(id)).map(({ id }) => id);
  const order = given.isWhole ? given.lines.map(({ id }) => id) : [...stays, ...created.map(({ id }) => id)];
  const { field } = given;
  const { to } = field.lines!;
  const path = `/${field.name}`;
  const limit = to === undefined ? LIMITS.lineItems : LIMITS.linksPerRecord;
  const tooMany = to === undefined ? 'value.too_many_lines' : 'value.too_many_links';
  return {
    given,
    created,
    changed: given.lines.filter(
      (line) => known.has(line.id) && isChanged(given.child.object, line, known.get(line.id)!),
    ),
    removed,
    order,
    names: new Map(
      to === undefined
        ? []
        : [
            ...held.map(({ id, values }) => [id, String(values.get(to))] as const),
            ...created.map(({ id, values }) => [id, String(values[to])] as const),
          ],
    ),
    isMoved: order.filter((id) => known.has(id)).join() !== stays.join(),
    problems: [
      ...strayProblems(given),
      ...unknown.map((line) => problemItem(`${line.path}/id`, 'record.line', { given: line.id })),
      ...(order.length > limit ? [problemItem(path, tooMany, { given: order.length, limit })] : []),
    ],
  };
}

export const isNothing = ({ created, changed, removed, isMoved }: LinePlan): boolean =>
  created.length + changed.length + removed.length === 0 && !isMoved;

/** What the history of the parent says of a change of its line items; each of them has a history of its own. */
export function lineTrace({ created, changed, removed, isMoved, names }: LinePlan): WireValue {
  const told = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id);
  return {
    ...(created.length > 0 && { added: told(created.map(({ id }) => id)) }),
    ...(changed.length > 0 && { changed: told(changed.map(({ id }) => id)) }),
    ...(removed.length > 0 && { removed: told(removed) }),
    ...(isMoved && { moved: true }),
  };
}

/**
 * Line items that have to be there and of which a change leaves none: whoever takes the last one away. A list
 * without members is told by the rules.
 */
export function lackingLines(
  plans: readonly LinePlan[],
  { states, problems }: Verdict,
  path: string,
): readonly ProblemItem[] {
  const told = new Set(problems.map((problem) => problem.path));
  return plans.flatMap(({ given: { field }, order }) => {
    const { name, required } = field;
    const isAsked = states.required.has(name) || (required && !states.hidden.has(name));
    if (order.length > 0 || !isAsked || told.has(`${path}/${name}`)) return [];
    return [requiredProblem(path, field, states.required.get(name))];
  });
}

/** Names of the values that line items are given with. */
function namesGiven(given: unknown, { lines }: ModelField): ReadonlySet<string> {
  const { change, add } = Object(given);
  const said = Array.isArray(given) ? given : lines!.to === undefined ? change : add;
  const names = (Array.isArray(said) ? said : []).flatMap((line) =>
    typeof line === 'object' ? Object.keys(Object(line)) : [],
  );
  return new Set(names);
}
