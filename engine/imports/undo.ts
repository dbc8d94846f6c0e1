import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { assertCan, type KeptReason, objectAccessOf, removeUnchanged } from '../records/index.ts';
import { endImport, type ImportReport, type KeptRecord, type KnownImport, madeRecords } from './ledger.ts';
import { importOf } from './report.ts';

/** Milliseconds without a row written after which an import that says it runs does not: its process is gone. */
const SILENCE = 120_000;

/** Whether the process of an import may still be at work. */
const isRunning = ({ state, writtenAt }: KnownImport): boolean =>
  state === 'running' && Date.now() - writtenAt < SILENCE;

interface Undone {
  removed: number;
  readonly kept: KeptRecord[];
}

/** Removes what an import made of one object, youngest first: children go before their parents. */
async function undoObject(
  ctx: RequestContext,
  id: string,
  objectName: string,
  undone: Undone,
): Promise<void> {
  const { access, object } = objectAccessOf(ctx, objectName);
  let before: string | undefined;
  for (let isMore = true; isMore; ) {
    const { made, result } = await persistentTransaction(
      ctx.db.forWorkspace(ctx.workspace),
      async (client) => {
        const records = await madeRecords(ctx, client, id, objectName, before, LIMITS.importChunk);
        return { made: records, result: await removeUnchanged(ctx, client, access, object, records) };
      },
    );
    undone.removed += result.removed.length;
    for (const [record, reason] of result.kept) keep(undone, objectName, record, reason);
    before = made.at(-1)?.id;
    isMore = made.length === LIMITS.importChunk;
  }
}

function keep(undone: Undone, object: string, id: string, reason: KeptReason): void {
  if (undone.kept.length < LIMITS.pageSize) undone.kept.push({ object, id, reason });
}

/**
 * Puts the records that an import made into the recycle bin, with the links that came with them, but for those that somebody has changed
 * since or that other records refer to: these stay and are said. What it changed stays changed.
 */
export async function undoImport(given: RequestContext, id: string): Promise<void> {
  const ctx: RequestContext = { ...given, actor: { ...given.actor, source: 'import' } };
  const { known, report } = await importOf(ctx, id);
  if (isRunning(known)) throw new Problem('import.running');
  if (known.state === 'undone') throw new Problem('import.undone');
  // objects that have been archived since keep their records
  const access = accessOf(ctx.model, ctx.actor);
  const objects = [...new Set(known.files.map(({ object }) => object))].filter((name) =>
    ctx.model.objects.has(name),
  );
  for (const name of objects) assertCan(access.object(name) ?? objectAccessOf(ctx, name).object, 'delete');
  const undone: Undone = { removed: 0, kept: [] };
  for (const name of objects.reverse()) await undoObject(ctx, id, name, undone);
  const after: ImportReport = { ...report, undo: undone };
  await endImport(ctx, id, 'undone', known.files, after);
}
