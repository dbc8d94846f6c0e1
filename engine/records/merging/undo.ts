import type { Access } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { persistentTransaction } from '../../db/connect.ts';
import { quote } from '../../db/names.ts';
import { Problem } from '../../errors.ts';
import { isUuid } from '../../ids.ts';
import type { ModelObject } from '../../model/model.ts';
import { systemTable, tableOf } from '../frame.ts';
import { assertCan, objectAccessOf } from '../plan.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { isLostRace, problemOf } from '../postgres-errors.ts';
import { readableRecords } from '../readable-records.ts';
import { deletedWith, rollupGroupsOf, writeGroup } from '../remove.ts';
import { rollingUpOnce } from '../rollups.ts';
import { assertTree, lockTree } from '../tree.ts';
import { renewConsents } from './beside.ts';
import { closeMerge, ledgerOf, undoneFrom } from './ledger.ts';
import type { Together } from './stand-apart.ts';
import { type KeptChange, lockMoved, takeBackKept, takeBackPointers, takeBackValues } from './take-back.ts';

/** What an undo comes to. */
export interface Unmerged {
  /** ids of the records that are there again */
  readonly restored: readonly string[];
  /** what somebody has changed since and stays, as far as the caller sees it */
  readonly kept: readonly KeptChange[];
}

/** The merge, if the actor may undo it. */
async function findMerge(
  { model, actor, now }: RequestContext,
  client: Connection,
  object: ModelObject,
  id: string,
): Promise<Together> {
  const { rows } = await runStatement(client, {
    text: `SELECT survivor, array_to_string(others, ','), undone_at FROM ${systemTable(model, '_merge')} WHERE id = $1::uuid AND object_id = $2 AND by_user = $3::uuid AND at > $4::timestamptz FOR UPDATE`,
    values: [id, object.id, actor.userId, undoneFrom(now)],
  });
  const [survivor, others, undoneAt] = rows[0] ?? [];
  if (!survivor) throw new Problem('record.no_merge');
  if (undoneAt !== null) throw new Problem('record.merge_undone');
  return { object, survivor, others: others!.split(',') };
}

/** Locks the records, and says which of the others lie in the bin for this merge. */
async function lockMerged(
  { model }: RequestContext,
  client: Connection,
  { object, survivor, others }: Together,
  merge: string,
): Promise<{ readonly back: readonly string[]; readonly isLive: boolean }> {
  const text = `SELECT t.id, t.deleted_at IS NOT NULL, t.deletion, t.deletion IN (SELECT m.id FROM ${systemTable(model, '_merge')} m) FROM ${tableOf(model, object)} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: [[survivor, ...others]] });
  const own = rows.find(([id]) => id === survivor);
  if (own?.[1] === 't' && own[3] === 't') throw new Problem('record.merged_on');
  return {
    back: rows.flatMap(([id, isBinned, deletion]) =>
      id !== survivor && isBinned === 't' && deletion === merge ? [id!] : [],
    ),
    isLive: own?.[1] === 'f',
  };
}

/** Those that have come back stand where they stood: not below something that stands below them by now. */
async function assertNoCircle(
  ctx: RequestContext,
  client: Connection,
  { object }: Together,
  back: readonly string[],
): Promise<void> {
  const field = object.tree === undefined ? undefined : object.fields.get(object.tree);
  if (!field) return;
  const { rows } = await runStatement(client, {
    text: `SELECT t.id, t.${quote(field.columns[0]!.name)} FROM ${tableOf(ctx.model, object)} t WHERE t.id = ANY($1::uuid[])`,
    values: [back],
  });
  for (const [id, parent] of rows)
    await assertTree(ctx, client, object, { id: id!, path: '' }, new Map([[field, parent ?? null]]));
}

async function undoInside(
  ctx: RequestContext,
  client: Connection,
  engine: Access,
  object: ModelObject,
  merge: string,
): Promise<{ readonly restored: readonly string[]; readonly kept: readonly KeptChange[] }> {
  const together = await findMerge(ctx, client, object, merge);
  const { survivor } = together;
  if (object.tree) await lockTree(ctx, client, object, [{ [object.tree]: survivor }]);
  const rows = await ledgerOf(ctx.model, client, merge);
  await lockMoved(ctx, client, survivor, rows('moved'));
  const { back, isLive } = await lockMerged(ctx, client, together, merge);
  const isBack = (origin: string | null): boolean => origin !== null && back.includes(origin);
  const values = isLive
    ? await takeBackValues(ctx, client, engine, together, merge, rows('value'))
    : { back: new Set<string>(), kept: [] };
  const groups = await deletedWith(ctx, client, merge);
  for (const group of groups)
    await writeGroup(ctx, client, group, { operation: 'restore', deletion: null, onBehalf: undefined });
  const kept = await takeBackPointers(ctx, client, together, isBack, rows('moved'));
  await takeBackKept(ctx, client, together, isBack, [
    ...rows('team'),
    ...rows('file').filter(({ field }) => values.back.has(field)),
  ]);
  await closeMerge(ctx.model, client, merge, ctx.now);
  await renewConsents(ctx, client, object, [survivor, ...back]);
  await rollupGroupsOf(ctx, client, groups);
  await assertNoCircle(ctx, client, together, [survivor, ...back]);
  return { restored: back, kept: [...values.kept, ...kept] };
}

/** Of what stays, that which the actor may read by now. */
async function seenOf(ctx: RequestContext, kept: readonly KeptChange[]): Promise<readonly KeptChange[]> {
  const seen: KeptChange[] = [];
  for (const [, some] of Map.groupBy(kept, ({ object, field }) => `${object} ${field}`)) {
    const { object, field } = some[0]!;
    const ids = some.map(({ id }) => id);
    const readable = await readableRecords(ctx, object, ids, field).catch((error: unknown) => {
      // of an object of which they know nothing
      if (error instanceof Problem) return new Set<string>();
      throw error;
    });
    seen.push(...some.filter(({ id }) => readable.has(id)));
  }
  return seen;
}

/**
 * Undoes a merge: everything that nobody has changed since is as it was before. Asked by whoever made it, and done with the
 * engine's rights, as what they do not see was moved too.
 */
export async function undoMerge(
  ctx: RequestContext,
  engine: Access,
  objectName: string,
  id: string,
): Promise<Unmerged> {
  const { object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'merge');
  if (!isUuid(id)) throw new Problem('record.no_merge');
  const done = await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    rollingUpOnce(ctx, client, (inside) =>
      undoInside(inside, client, engine, object.object, id.toLowerCase()),
    ),
  ).catch((error: unknown) => {
    throw isLostRace(error) ? new Problem('record.conflict') : problemOf(error, object.object);
  });
  return { restored: done.restored, kept: await seenOf(ctx, done.kept) };
}
