import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type PoolClient, persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import {
  assertCan,
  heldThrough,
  objectAccessOf,
  removeUnchanged,
  type TakenBack,
  takeBackUpdates,
} from '../records/index.ts';
import { underLease } from './job.ts';
import { assertLeased, type Lease, type Taken, takeLease } from './lease.ts';
import {
  askToUndo,
  endImport,
  type ImportReport,
  type KeptRecord,
  type KnownImport,
  LEASE,
  noteReport,
} from './ledger.ts';
import { importOf } from './report.ts';
import { type TouchedRecord, touchedObjects, touchedRecords } from './rows-done.ts';

type Undone = NonNullable<ImportReport['undo']>;

/**
 * The objects whose records an import touched, in the order in which they are taken back: what was written last goes first, what was
 * made as rows named it last. Objects that have been archived since keep their records.
 */
async function objectsOf(ctx: RequestContext, { id, files }: KnownImport): Promise<readonly string[]> {
  const named = files.map(({ object }) => object).reverse();
  const touched = (await touchedObjects(ctx, id)).map(({ object }) => object);
  return [...new Set([...named, ...touched])].filter((name) => ctx.model.objects.has(name));
}

/** Whoever takes back what an import did may delete what it made, and change what it changed. */
async function assertMayUndo(ctx: RequestContext, known: KnownImport): Promise<void> {
  const access = accessOf(ctx.model, ctx.actor);
  for (const name of await objectsOf(ctx, known)) {
    const object = access.object(name) ?? objectAccessOf(ctx, name).object;
    const own = known.files.filter((file) => file.object === name);
    if (own.length === 0 || own.some(({ created }) => created > 0)) assertCan(object, 'delete');
    if (own.some(({ updated }) => updated > 0)) assertCan(object, 'update');
  }
}

/** Adds records that stay, each once, and no more of them than an answer holds. */
function keepAll(kept: readonly KeptRecord[], more: readonly KeptRecord[]): readonly KeptRecord[] {
  const known = new Set(kept.map(({ object, id }) => `${object}/${id}`));
  return [...kept, ...more.filter(({ object, id }) => !known.has(`${object}/${id}`))].slice(
    0,
    LIMITS.pageSize,
  );
}

/** Gives changed records back what they held. */
async function takeBack(
  ctx: RequestContext,
  client: PoolClient,
  object: string,
  records: readonly TouchedRecord[],
): Promise<{ readonly restored: number; readonly kept: readonly KeptRecord[] }> {
  const changed = records.filter(({ held }) => held.length > 0);
  if (changed.length === 0) return { restored: 0, kept: [] };
  const held = changed.map((one) => ({
    id: one.id,
    held: one.held.map(({ values }) => values).reduce(heldThrough, {}),
  }));
  const taken = await takeBackUpdates(ctx, client, object, held);
  const withLines = new Set(
    changed.filter((one) => one.held.some(({ hasLines }) => hasLines)).map(({ id }) => id),
  );
  const kept = taken.flatMap(({ id, stays }: TakenBack): KeptRecord[] => {
    if (stays)
      return [{ object, id, reason: stays.reason, ...(stays.fields.length > 0 && { fields: stays.fields }) }];
    return withLines.has(id) ? [{ object, id, reason: 'lines' }] : [];
  });
  return { restored: taken.filter(({ isBack }) => isBack).length, kept };
}

/** Takes back what an import did to one object, youngest first: children go before their parents. */
async function undoObject(
  ctx: RequestContext,
  lease: Lease,
  objectName: string,
  begun: ImportReport & { readonly undo: Undone },
  stopping: AbortSignal,
): Promise<ImportReport & { readonly undo: Undone }> {
  const { access, object } = objectAccessOf(ctx, objectName);
  let report = begun;
  let before: string | undefined;
  for (let isMore = true; isMore; ) {
    stopping.throwIfAborted();
    const done = await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
      await assertLeased(ctx, client, lease);
      const records = await touchedRecords(ctx, client, lease.id, objectName, before, LIMITS.importChunk);
      const made = records.filter(({ isMade }) => isMade);
      const gone = made.length > 0 ? await removeUnchanged(ctx, client, access, object, made) : undefined;
      const changed = records.filter(({ isMade }) => !isMade);
      const back = await takeBack(ctx, client, objectName, changed);
      const kept = [...(gone?.kept ?? [])].map(([id, reason]) => ({ object: objectName, id, reason }));
      const undo: Undone = {
        removed: report.undo.removed + (gone?.removed.length ?? 0),
        restored: report.undo.restored + back.restored,
        kept: keepAll(report.undo.kept, [...kept, ...back.kept]),
      };
      await noteReport(ctx, client, lease.id, { ...report, undo });
      return { records, undo };
    });
    report = { ...report, undo: done.undo };
    before = done.records.at(-1)?.id;
    isMore = done.records.length === LIMITS.importChunk;
  }
  return report;
}

/**
 * Puts the records that an import made into the recycle bin, with the links that came with them, and gives those that it changed
 * back what they held; but for what somebody has changed since, or what other records refer to: that stays and is said.
 */
export async function undoRecords(
  ctx: RequestContext,
  lease: Lease,
  known: KnownImport,
  stopping: AbortSignal,
): Promise<void> {
  await assertMayUndo(ctx, known);
  let report = { ...known.report, undo: known.report.undo ?? { removed: 0, restored: 0, kept: [] } };
  for (const name of await objectsOf(ctx, known))
    report = await undoObject(ctx, lease, name, report, stopping);
  await endImport(ctx, ctx.db.forWorkspace(ctx.workspace), lease.id, 'undone', report);
}

/** Somebody wants an import to be undone, by any process: from here on it is being undone. */
export async function orderUndo(ctx: RequestContext, id: string): Promise<void> {
  const known = await importOf(ctx, id);
  if (known.isDry) throw new Problem('import.dry');
  if (known.state === 'undone') throw new Problem('import.undone');
  await assertMayUndo(ctx, known);
  if (!(await askToUndo(ctx, id))) throw new Problem('import.running');
}

/** Waits for an import whose process may be gone, for as long as its word counts. */
async function takeSilent(ctx: RequestContext, id: string): Promise<Taken | undefined> {
  for (let left = LEASE + 1; left > 0; left -= 1) {
    const taken = await takeLease(ctx, id);
    if (taken) return taken;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return undefined;
}

/** Undoes an import at once, in this process; one whose own process has ended before it was done, too. */
export async function undoImport(given: RequestContext, id: string): Promise<void> {
  const ctx: RequestContext = { ...given, actor: { ...given.actor, source: 'import' } };
  const before = await importOf(ctx, id);
  if (before.state === 'running') {
    const taken = await takeSilent(ctx, id);
    if (!taken) throw new Problem('import.running');
    await endImport(ctx, ctx.db.forWorkspace(ctx.workspace), id, 'failed', before.report);
  }
  await orderUndo(ctx, id);
  const known = await importOf(ctx, id);
  const taken = await takeLease(ctx, id);
  if (!taken) throw new Problem('import.running');
  await underLease(ctx, taken.lease, { report: known.report }, (stopping) =>
    undoRecords(ctx, taken.lease, known, stopping),
  );
}
