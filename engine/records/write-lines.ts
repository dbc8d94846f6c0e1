import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { itemsOf, Problem, type ProblemItem } from '../errors.ts';
import type { ModelField } from '../model/model.ts';
import { lineReads } from '../rules/index.ts';
import { tableOf } from './frame.ts';
import { type GivenLine, givenLines, type HeldLine, linesNamed, withParent } from './given-lines.ts';
import { asksAgain, problemsBefore, problemsBehindLines } from './judge-again.ts';
import { judgeLines } from './judge-lines.ts';
import {
  isNothing,
  type LinePlan,
  lackingLines,
  lineTrace,
  lockLines,
  planLines,
  withHeld,
} from './lines.ts';
import type { NumberSupply } from './numbering.ts';
import { type Connection, runStatement } from './postgres.ts';
import { insertRows, type PreparedRecord, prepareRecords, type Written } from './prepare.ts';
import { deleteInside } from './remove.ts';
import { rollingUpNow } from './rollups.ts';
import { judgeUpdate, type RecordChange, readForUpdate, updateRow, writeRow } from './update-row.ts';
import { assertWithin } from './within.ts';

/** Line items of a record that is written already. */
interface WantedLines {
  readonly plan: LinePlan;
  readonly parent: string;
}

/** One attempt at a change inside a transaction, with the line items and links that the body gives. */
export async function changeRecord(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  numbers: NumberSupply | undefined,
): Promise<Written> {
  const lines = linesNamed(object.object, change.values);
  if (lines.size === 0) return updateRow(ctx, client, access, object, change);
  return changeWithLines(ctx, client, access, object, change, lines, numbers);
}

/** Behind the lock on the record its line items are as they will be until it is given up. */
async function readWithLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  lines: ReadonlyMap<ModelField, unknown>,
) {
  for (const field of lines.keys()) await lockLines(ctx, client, field, change.id, undefined);
  const before = await readForUpdate(ctx, client, access, object, change, true);
  const held = new Map<ModelField, readonly HeldLine[]>();
  const reads = lineReads(ctx.model, object.object);
  for (const [field, given] of lines) {
    held.set(field, await lockLines(ctx, client, field, change.id, given, reads.get(field.name)));
  }
  return { before: withHeld(before, held), held };
}

async function changeWithLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  lines: ReadonlyMap<ModelField, unknown>,
  numbers: NumberSupply | undefined,
): Promise<Written> {
  const { before, held } = await readWithLines(ctx, client, access, object, change, lines);
  const judged = await judgeUpdate(ctx, client, access, object, change, before, held);
  const given = givenLines(access, judged.verdict.changes, change.path, held);
  const plans = given.map((one) => planLines(one, held.get(one.field) ?? []));
  const problems = [
    ...problemsBefore(object.object, given, judged.problems),
    ...lackingLines(plans, judged.verdict, change.path),
    ...plans.flatMap((plan) => plan.problems),
  ];
  if (problems.length > 0) {
    const inLines = await judgeLines(ctx, client, access, plans);
    throw new Problem('record.invalid', {}, [...problems, ...inLines]);
  }
  const wanted = plans.filter((plan) => !isNothing(plan)).map((plan) => ({ plan, parent: change.id }));
  const isOwn = [...judged.verdict.changes.keys()].some(({ type }) => !type.apart);
  if (!isOwn && wanted.length === 0) return { id: change.id, version: before.version };
  const told = Object.fromEntries(
    wanted.map(({ plan }) => [plan.given.field.id, [null, lineTrace(plan)] as const]),
  );
  const { id, version } = await writeRow(ctx, client, access, object, change, judged, told);
  await rollingUpNow(ctx, client, (inside) => writeLines(inside, client, access, wanted, numbers));
  if (asksAgain(object.object, given)) {
    const behind = await problemsBehindLines(ctx, client, object, [{ id, reading: judged.reading }]);
    if (behind.length > 0) throw new Problem('record.invalid', {}, behind);
  }
  // read anew: by now it has what it rolls up
  return { id, version };
}

/** Writes the line items of new records, and asks again the rules that read them. */
export async function insertLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  prepared: readonly PreparedRecord[],
  numbers: NumberSupply | undefined,
): Promise<void> {
  const wanted = prepared.flatMap(({ id, lines }) =>
    lines.map((given) => ({ plan: planLines(given, []), parent: id })),
  );
  if (wanted.length === 0) return;
  await rollingUpNow(ctx, client, (inside) => writeLines(inside, client, access, wanted, numbers));
  const asked = prepared.filter(({ lines }) => asksAgain(object.object, lines));
  const problems = await problemsBehindLines(ctx, client, object, asked);
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
}

/** Problems of one line where it stands in the body. What the database refused has ended the transaction. */
function problemsOf(error: unknown, { path }: GivenLine): readonly ProblemItem[] {
  if (!(error instanceof Problem) || error.cause !== undefined) throw error;
  return itemsOf(error, path);
}

/** New line items of records, judged where these stand already. */
async function createLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  wanted: readonly WantedLines[],
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
    await insertLines(ctx, client, access, child, prepared, numbers);
    await assertWithin(ctx, client, access, child, prepared);
  }
  return problems;
}

async function changeLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  { given, changed }: LinePlan,
  numbers: NumberSupply | undefined,
): Promise<readonly ProblemItem[]> {
  const problems: ProblemItem[] = [];
  for (const line of changed) {
    const { id, values, path } = line;
    try {
      await changeRecord(ctx, client, access, given.child, { id, values, path }, numbers);
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
async function writeLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  wanted: readonly WantedLines[],
  numbers: NumberSupply | undefined,
): Promise<void> {
  const problems: ProblemItem[] = [];
  for (const { plan } of wanted) {
    for (const id of plan.removed) await deleteInside(ctx, client, plan.given.child.object.name, id);
    problems.push(...(await changeLines(ctx, client, access, plan, numbers)));
  }
  problems.push(...(await createLines(ctx, client, access, wanted, numbers)));
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  for (const { plan } of wanted) {
    // new records among others: those that had no place yet stand before them
    if (plan.order.length > plan.created.length) await placeLines(ctx, client, plan);
  }
}
