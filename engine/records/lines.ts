import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { isCellProblem, type WireValue } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { isSame } from '../rules/index.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { type Frame, liveConditions, makeFrame, tableOf, wireSql } from './frame.ts';
import { type GivenLine, type GivenLines, type HeldLine, strayProblems, withParent } from './given-lines.ts';
import { memberOf } from './members.ts';
import { type NarrowRecord, storedValues } from './narrow.ts';
import type { NumberSupply } from './numbering.ts';
import type { OutputValue } from './output.ts';
import { type Connection, runStatement } from './postgres.ts';
import { insertRows, type PreparedRecord, prepareRecords } from './prepare.ts';
import { deleteInside } from './remove.ts';
import { judgeUpdate, readForUpdate, updateRow } from './update-row.ts';
import { assertWithin } from './within.ts';
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

/** The line items of a record in their order, with what they hold of the fields that a body gives. */
export const readLines = (
  ctx: RequestContext,
  on: Connection,
  field: ModelField,
  parent: string,
  body: unknown,
): Promise<readonly HeldLine[]> => linesBelow(ctx, on, field, parent, namesGiven(body, field), '');

/**
 * The same, locked in the order of their ids. They are locked before their parent is: who writes one by itself
 * locks that first.
 */
export const lockLines = (
  ctx: RequestContext,
  client: Connection,
  field: ModelField,
  parent: string,
  body: unknown,
): Promise<readonly HeldLine[]> =>
  linesBelow(ctx, client, field, parent, namesGiven(body, field), 'FOR NO KEY UPDATE OF t');

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
  const text = `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, child.object)} t WHERE t.${via} = ${id} AND ${liveConditions(frame, row).join(' AND ')} ORDER BY t.id ${lock}`;
  const { rows, oids } = await runStatement(client, { text, values: binder.values });
  const write = compileWriter(output, oids.slice(2));
  const placeOf = (row: readonly (string | null)[]) => Number(row[1] ?? Number.POSITIVE_INFINITY);
  return rows
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a[0]! < b[0]! ? -1 : 1))
    .map(
      (row): HeldLine => ({ id: row[0]!, values: new Map(Object.entries(JSON.parse(write(row.slice(2))))) }),
    )
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
            sql: wireSql(frame, { access: child, alias: 't' }, member),
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
    return isCellProblem(read) || !isSame(held.values.get(field.name), read);
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

/** Problems of one line where it stands in the body. */
function problemsOf(error: unknown, { path }: GivenLine): readonly ProblemItem[] {
  if (!(error instanceof Problem)) throw error;
  return error.items.length > 0 ? error.items : [{ path, code: error.code, message: error.text }];
}

/** New line items of records, judged where these stand already. */
async function createLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  wanted: readonly { readonly plan: LinePlan; readonly parent: string }[],
  numbers: NumberSupply | undefined,
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const [child, some] of Map.groupBy(wanted, ({ plan }) => plan.given.child)) {
    const records = some.flatMap(({ plan, parent }) =>
      plan.created.map((line) => ({
        values: withParent(plan.given, line, parent),
        path: line.path,
        id: line.id,
        isLine: true,
        ...(child.object.hasPlaces && { place: plan.order.indexOf(line.id) + 1 }),
      })),
    );
    if (records.length === 0) continue;
    if (!child.can('create')) {
      throw new Problem('record.not_allowed', { action: 'create', object: child.object.name });
    }
    const judged = await prepareRecords(ctx, client, access, child, records, numbers);
    const found = judged.flatMap((one) => ('problems' in one ? one.problems : []));
    problems.push(...found);
    if (found.length > 0) continue;
    const prepared = judged.map((one) => (one as { prepared: PreparedRecord }).prepared);
    await insertRows(ctx, client, child, prepared);
    await assertWithin(ctx, client, access, child, prepared);
  }
  return problems;
}

async function changeLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  { given, changed }: LinePlan,
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const line of changed) {
    const { id, values, path } = line;
    try {
      await updateRow(ctx, client, access, given.child, { id, values, path });
    } catch (error) {
      problems.push(...problemsOf(error, line));
    }
  }
  return problems;
}

/** Places are no values of the lines: their versions stay. */
async function placeLines(
  { model }: RequestContext,
  client: Connection,
  { given: { child }, order }: LinePlan,
): Promise<void> {
  if (!child.object.hasPlaces) return;
  const text =
    `UPDATE ${tableOf(model, child.object)} t SET place = v.place FROM unnest($1::uuid[], $2::int[]) v (id, place)` +
    ' WHERE t.id = v.id AND t.place IS DISTINCT FROM v.place';
  await runStatement(client, { text, values: [order, order.map((_, index) => index + 1)] });
}

/** Writes the line items of records that are written already, or says everything that is wrong with them. */
export async function writeLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  wanted: readonly { readonly plan: LinePlan; readonly parent: string }[],
  numbers?: NumberSupply,
): Promise<void> {
  const problems: ProblemItem[] = [];
  for (const { plan } of wanted) {
    for (const id of plan.removed) await deleteInside(ctx, client, plan.given.child.object.name, id);
    problems.push(...(await changeLines(ctx, client, access, plan)));
  }
  problems.push(...(await createLines(ctx, client, access, wanted, numbers)));
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  for (const { plan } of wanted) {
    // new records among others: those that had no place yet stand before them
    if (plan.order.length > plan.created.length) await placeLines(ctx, client, plan);
  }
}

/** What is wrong with line items, while nothing is written yet. */
export async function judgeLines(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  plans: readonly LinePlan[],
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const plan of plans) {
    problems.push(...(await judgeNew(ctx, on, access, plan)), ...(await judgeChanged(ctx, on, access, plan)));
  }
  return problems;
}

const NO_NUMBERS: NumberSupply = async (_, records) => records.map(() => new Map());

async function judgeNew(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  { given: { child, field }, created }: LinePlan,
): Promise<readonly ProblemItem[]> {
  const records = created.map(({ values, path }) => ({ values, path, isLine: true }));
  const judged = await prepareRecords(ctx, on, access, child, records, NO_NUMBERS);
  // to which record it belongs it says by where it stands
  const open = new Set(records.map(({ path }) => `${path}/${field.lines!.via}`));
  return judged
    .flatMap((one) => ('problems' in one ? one.problems : []))
    .filter(({ path }) => !open.has(path));
}

async function judgeChanged(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  { given: { child }, changed }: LinePlan,
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const line of changed) {
    const change = { id: line.id, values: line.values, path: line.path };
    try {
      const before = await readForUpdate(ctx, on, access, child, change, false);
      problems.push(...(await judgeUpdate(ctx, on, access, child, change, before)).problems);
    } catch (error) {
      problems.push(...problemsOf(error, line));
    }
  }
  return problems;
}

/** Names of the values that the line items of a body give. */
function namesGiven(body: unknown, { name, lines }: ModelField): ReadonlySet<string> {
  const given = Object(body)[name];
  const { change, add } = Object(given);
  const said = Array.isArray(given) ? given : lines!.to === undefined ? change : add;
  const names = (Array.isArray(said) ? said : []).flatMap((line) =>
    typeof line === 'object' ? Object.keys(Object(line)) : [],
  );
  return new Set(names);
}
