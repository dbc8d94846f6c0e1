import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import type { ModelField } from '../model/model.ts';
import { lockCounting } from './gapless.ts';
import { givenLines, type HeldLine, linesNamed } from './given-lines.ts';
import { asksAgain, problemsBefore, problemsBehindLines } from './judge-again.ts';
import { isNothing, judgeLines, lineTrace, lockLines, planLines, withHeld, writeLines } from './lines.ts';
import { type NumberSupply, reserveNumbers } from './numbering.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import type { Connection } from './postgres.ts';
import { isLostRace, problemOf } from './postgres-errors.ts';
import type { Written } from './prepare.ts';
import { rollingUpNow } from './rollups.ts';
import { lockTree } from './tree.ts';
import { judgeUpdate, type RecordChange, readForUpdate, updateRow, writeRow } from './update-row.ts';
import { wantedForLines } from './wanted-numbers.ts';

/** One attempt in a transaction, with the line items that the body gives. */
async function attempt(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  numbers: NumberSupply | undefined,
): Promise<Written> {
  const fields = linesNamed(object.object, change.values);
  if (fields.length === 0) return updateRow(ctx, client, access, object, change);
  return changeWithLines(ctx, client, access, object, change, fields, numbers);
}

/** Behind the lock on the record its line items are as they will be until it is given up. */
async function readWithLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  fields: readonly ModelField[],
) {
  for (const field of fields) await lockLines(ctx, client, field, change.id, {});
  const before = await readForUpdate(ctx, client, access, object, change, true);
  const held = new Map<ModelField, readonly HeldLine[]>();
  for (const field of fields) {
    held.set(field, await lockLines(ctx, client, field, change.id, change.values));
  }
  return { before: withHeld(before, held), held };
}

async function changeWithLines(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  change: RecordChange,
  fields: readonly ModelField[],
  numbers: NumberSupply | undefined,
): Promise<Written> {
  const { before, held } = await readWithLines(ctx, client, access, object, change, fields);
  const judged = await judgeUpdate(ctx, client, access, object, change, before);
  const given = givenLines(access, judged.verdict.changes, change.path, held);
  const plans = given.map((lines) => planLines(lines, held.get(lines.field) ?? []));
  const problems = [
    ...problemsBefore(object.object, given, judged.problems),
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

/**
 * Changes one record. Of two writers on one version the slower one is judged again under a lock, so
 * without `ifVersion` the last write wins, field by field.
 */
export async function updateRecord(
  ctx: RequestContext,
  objectName: string,
  change: RecordChange,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  const pool = ctx.db.forWorkspace(ctx.workspace);
  try {
    const isAlone = linesNamed(object.object, change.values).length === 0;
    if (isAlone) return await updateRow(ctx, pool, access, object, change, pool);
  } catch (error) {
    if (!isLostRace(error)) throw error;
  }
  try {
    const wanted = wantedForLines(ctx, object, [change.values]);
    const numbers = await reserveNumbers(ctx, wanted);
    return await persistentTransaction(pool, async (client) => {
      await lockCounting(ctx, client, { open: wanted });
      await lockTree(ctx, client, object.object, [change.values]);
      return attempt(ctx, client, access, object, change, numbers(client));
    });
  } catch (error) {
    throw isLostRace(error) ? new Problem('record.conflict') : problemOf(error, object.object);
  }
}

/** The same inside a transaction of the caller's: the record is locked at once. */
export function updateInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  change: RecordChange,
  numbers?: NumberSupply,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'update');
  return attempt(ctx, client, access, object, change, numbers);
}
