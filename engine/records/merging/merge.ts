import type { Access, ObjectAccess } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { persistentTransaction } from '../../db/connect.ts';
import { Problem, type ProblemItem, problemItem } from '../../errors.ts';
import { uuidv7 } from '../../ids.ts';
import { isMergeable } from '../../model/index.ts';
import type { ModelObject } from '../../model/model.ts';
import { doneOnBehalf } from '../behalf.ts';
import { tableOf } from '../frame.ts';
import { columnsNow } from '../held.ts';
import { keepAnswer, type RepeatKey } from '../idempotency.ts';
import { type NarrowRecord, readNarrow } from '../narrow.ts';
import { assertCan, objectAccessOf } from '../plan.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { isLostRace, problemOf } from '../postgres-errors.ts';
import { rollupGroupsOf, writeGroup } from '../remove.ts';
import { rollingUpNow } from '../rollups.ts';
import { lockTree } from '../tree.ts';
import { judgeUpdate, readForUpdate, writeRow } from '../update-row.ts';
import { moveFiles, moveKept } from './beside.ts';
import { heldOf, heldOnce } from './held.ts';
import { insertLedger, insertMerge, type LedgerRow } from './ledger.ts';
import { lockPointers, movePointers } from './move-pointers.ts';
import type { MergeRequest } from './request.ts';
import { standApart } from './stand-apart.ts';
import { bodyOf, readTaken, type Taken } from './taken-values.ts';
import { countMoves, type Moves } from './visible-moves.ts';

/** What a merge has done, as far as whoever asked for it sees that. */
export interface Merged extends Moves {
  /** by it the merge is undone */
  readonly merge: string;
  /** the record that stays */
  readonly id: string;
}

/** Refuses what is no record by itself. */
function assertMergeable(object: ModelObject): void {
  if (!isMergeable(object)) throw new Problem('record.no_merge_object', { object: object.name });
}

/** Nobody comes to point at one of them from here on: whoever makes something below them waits, and finds them in the bin. */
async function lockRecords(
  { model }: RequestContext,
  client: Connection,
  { object }: ObjectAccess,
  ids: readonly string[],
): Promise<void> {
  const text = `SELECT t.id FROM ${tableOf(model, object)} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR UPDATE OF t`;
  await runStatement(client, { text, values: [ids] });
}

/** The records as they stand, if the actor may make them one; every refusal at once, by its place in the body. */
async function readMerged(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  { id, others, ifVersions }: Pick<MergeRequest, 'id' | 'others' | 'ifVersions'>,
): Promise<ReadonlyMap<string, NarrowRecord>> {
  const problems: ProblemItem[] = [];
  const found = new Map<string, NarrowRecord>();
  for (const [index, one] of [id, ...others].entries()) {
    const record = await readNarrow(ctx, client, { access, object, id: one, names: [] });
    const isSurvivor = index === 0;
    const refuse = (code: 'record.not_found' | 'record.forbidden' | 'record.stale'): void => {
      if (isSurvivor) throw new Problem(code);
      problems.push(problemItem(`/others/${index - 1}`, code));
    };
    if (!record) {
      refuse('record.not_found');
      continue;
    }
    if (!record.isCurrent) throw new Problem('record.model_changed');
    const may = record.isIn(object.rows('merge')) && (isSurvivor || record.isIn(object.rows('delete')));
    const seen = ifVersions.get(one);
    if (!may) refuse('record.forbidden');
    else if (seen !== undefined && seen !== record.version) {
      throw new Problem('record.stale');
    }
    found.set(one, record);
  }
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  return found;
}

/** What is checked of records before they are shown side by side, without anything being locked. */
export async function assertMayMerge(
  ctx: RequestContext,
  access: Access,
  object: ObjectAccess,
  request: Pick<MergeRequest, 'id' | 'others' | 'ifVersions'>,
): Promise<void> {
  assertMergeable(object.object);
  assertCan(object, 'merge');
  assertCan(object, 'delete');
  await readMerged(ctx, ctx.db.forWorkspace(ctx.workspace), access, object, request);
}

/** Gives the survivor its values, judged as any change of it, and tells its history. */
async function writeSurvivor(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  merge: string,
  { id, others, given }: MergeRequest,
  taken: Taken,
): Promise<readonly LedgerRow[]> {
  const { values, problems } = await bodyOf(ctx, client, access, object, given, taken);
  const files = await moveFiles(ctx, client, object.object, id, taken.fields, values);
  const change = { id, values, path: '/values', by: 'merge' } as const;
  const record = await readForUpdate(ctx, client, access, object, change, true);
  const judged = await judgeUpdate(ctx, client, access, object, change, record);
  const refused = [...problems, ...judged.problems];
  if (refused.length > 0) throw new Problem('record.invalid', {}, refused);
  const changed = [...judged.verdict.changes.keys()].filter(({ type }) => !type.apart);
  const before = await columnsNow(ctx, client, object.object, id);
  const told = { merged: [null, { id: merge, records: others.length }] } as unknown as Parameters<
    typeof writeRow
  >[6];
  await writeRow(ctx, client, access, object, change, judged, told);
  const after = await columnsNow(ctx, client, object.object, id);
  return [...files, ...heldOf(object.object, id, changed, before, after)];
}

/** Makes several records one, in a transaction of the caller's. */
async function mergeInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  merge: string,
  request: MergeRequest,
  taken: Taken,
): Promise<Merged> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const { id, others } = request;
  const together = { object: object.object, survivor: id, others };
  if (object.object.tree) await lockTree(ctx, client, object.object, [{ [object.object.tree]: id }]);
  // whoever writes one of what points at them locks that before them
  await lockPointers(ctx, client, together);
  await lockRecords(ctx, client, object, [id, ...others]);
  const records = await readMerged(ctx, client, access, object, request);
  for (const [source, { version }] of taken.sources)
    if (records.get(source)?.version !== version) throw new Problem('record.conflict');
  const moves = await countMoves(ctx, client, access, object, request);
  const { model, actor, now } = ctx;
  const objectId = object.object.id;
  await insertMerge(model, client, { id: merge, objectId, survivor: id, others, by: actor.userId, at: now });
  const ledger = await rollingUpNow(ctx, client, async (inside) => {
    const apart = await standApart(inside, client, together);
    const moved = await movePointers(inside, client, together, merge);
    const group = {
      object: object.object,
      records: others.map((one) => ({ id: one, version: records.get(one)!.version })),
    };
    for (const one of group.records) {
      const onBehalf = doneOnBehalf(ctx, object, 'delete', records.get(one.id)!.isIn);
      const told = { merged_into: [null, id] as const };
      const move = { operation: 'merge', deletion: merge, onBehalf, told } as const;
      await writeGroup(inside, client, { object: group.object, records: [one] }, move);
    }
    await rollupGroupsOf(inside, client, [group]);
    return [...apart, ...moved, ...(await moveKept(inside, client, together))];
  });
  // behind the roll-ups: rules ask for what is below the survivor by now
  const written = await rollingUpNow(ctx, client, (inside) =>
    writeSurvivor(inside, client, access, object, merge, request, taken),
  );
  await insertLedger(model, client, merge, heldOnce([...ledger, ...written]));
  return { merge, id, ...moves };
}

/** Makes several records one: all of it, or nothing. */
export async function mergeRecords(
  ctx: RequestContext,
  objectName: string,
  request: MergeRequest,
  key?: RepeatKey,
): Promise<Merged> {
  const { object } = objectAccessOf(ctx, objectName);
  assertMergeable(object.object);
  assertCan(object, 'merge');
  assertCan(object, 'delete');
  const taken = await readTaken(ctx, object, request);
  if (taken.problems.length > 0) throw new Problem('record.invalid', {}, taken.problems);
  const merge = uuidv7();
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const done = await mergeInside(ctx, client, objectName, merge, request, taken);
    if (key) {
      const values: unknown[] = [];
      const kept = keepAnswer(ctx, key, { status: 200, answer: JSON.stringify(done) }, values);
      await runStatement(client, { text: `WITH ${kept} SELECT`, values });
    }
    return done;
  }).catch((error: unknown) => {
    throw isLostRace(error) ? new Problem('record.conflict') : problemOf(error, object.object);
  });
}
