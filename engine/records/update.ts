import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { lockCounting } from './gapless.ts';
import { linesNamed } from './given-lines.ts';
import { type NumberSupply, reserveNumbers } from './numbering.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import type { Connection } from './postgres.ts';
import { isLostRace, problemOf } from './postgres-errors.ts';
import type { Written } from './prepare.ts';
import { lockTree } from './tree.ts';
import { type RecordChange, updateRow } from './update-row.ts';
import { wantedForLines } from './wanted-numbers.ts';
import { changeRecord } from './write-lines.ts';

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
    const isAlone = linesNamed(object.object, change.values).size === 0;
    if (isAlone) return await updateRow(ctx, pool, access, object, change, pool);
  } catch (error) {
    if (!isLostRace(error)) throw problemOf(error, object.object);
  }
  try {
    const wanted = wantedForLines(ctx, object, [change.values]);
    const numbers = await reserveNumbers(ctx, wanted);
    return await persistentTransaction(pool, async (client) => {
      await lockCounting(ctx, client, { open: wanted });
      await lockTree(ctx, client, object.object, [change.values]);
      return changeRecord(ctx, client, access, object, change, numbers(client));
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
  return changeRecord(ctx, client, access, object, change, numbers);
}
