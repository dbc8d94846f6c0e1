import type { RequestContext } from '../context.ts';
import { messageOf, Problem } from '../errors.ts';
import { keepLease, type Lease, LeaseLost, leaveLease, WORD } from './lease.ts';
import { endImport, type ImportReport } from './ledger.ts';
import { NO_FILE } from './make-missing.ts';
import type { FilePlan } from './map.ts';
import type { ImportOptions } from './options.ts';
import { forgetDone, touchedObjects } from './rows-done.ts';
import { makeRun, type RunBegin } from './run.ts';
import { takeFiles } from './take.ts';

/** Somebody wants the import to end: what is written stays. */
export class Cancelled extends Error {}
/** The process ends; another one, or the next, goes on. */
export class Leaving extends Error {}

/** What an import is made of. */
export interface Work {
  readonly options: ImportOptions;
  readonly plans: readonly FilePlan[];
}

const failureOf = (error: unknown, id: string): ImportReport['failure'] =>
  error instanceof Problem
    ? { code: error.code, message: error.text }
    : { code: 'engine.internal', message: messageOf('engine.internal', { reference: id }) };

/** Notes how something ended before it was done; throws what nobody has asked for. */
async function endEarly(
  ctx: RequestContext,
  lease: Lease,
  report: ImportReport,
  error: unknown,
): Promise<void> {
  if (error instanceof LeaseLost) return;
  if (error instanceof Leaving) return leaveLease(ctx, lease);
  const on = ctx.db.forWorkspace(ctx.workspace);
  if (error instanceof Cancelled) return endImport(ctx, on, lease.id, 'cancelled', report);
  await endImport(ctx, on, lease.id, 'failed', { ...report, failure: failureOf(error, lease.id)! });
  throw error;
}

/**
 * Does something under a lease, which is kept meanwhile. What ends it early is noted: somebody who wants it to end, a process
 * that does, a fault. Who has lost the lease says nothing any more.
 */
export async function underLease(
  ctx: RequestContext,
  lease: Lease,
  { report = {}, stopping = new AbortController() }: { report?: ImportReport; stopping?: AbortController },
  run: (stopping: AbortSignal) => Promise<void>,
): Promise<void> {
  const say = async (): Promise<void> => {
    const { isStopping } = await keepLease(ctx, lease);
    if (isStopping) stopping.abort(new Cancelled());
  };
  let word: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    word = say().catch((error: unknown) => {
      // a word that does not get through is said again
      if (error instanceof LeaseLost) stopping.abort(error);
    });
  }, WORD);
  try {
    await run(stopping.signal);
  } catch (error) {
    await endEarly(ctx, lease, report, error);
  } finally {
    clearInterval(timer);
    await word;
  }
}

/** Takes the rows of an import until all of them are done with, or it is stopped. */
export async function takeAll(ctx: RequestContext, { options, plans }: Work, begin: RunBegin): Promise<void> {
  if (options.isDry && begin.isResumed) await forgetDone(ctx, begin.lease);
  const isResumed = begin.isResumed && !options.isDry;
  const run = makeRun(ctx, { ...begin, isResumed }, options, plans);
  await takeFiles(run);
  const { id } = begin.lease;
  const made = options.isDry
    ? [...run.missing.counts].map(([object, count]) => ({ object, count }))
    : await touchedObjects(ctx, id, NO_FILE);
  await endImport(ctx, ctx.db.forWorkspace(ctx.workspace), id, 'done', made.length > 0 ? { made } : {});
}
