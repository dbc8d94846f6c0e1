import { messageOf } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { type Ask, headingOf, type ReadRow } from './cells.ts';
import { foundOrMade } from './make-missing.ts';
import type { FilePlan } from './map.ts';
import { readChunks } from './merge-lines.ts';
import { targetsOf } from './order.ts';
import { writeRows } from './rows.ts';
import { doneAmong } from './rows-done.ts';
import { placeOf, type Refusal, type Run, refuseRows } from './run.ts';

/** A row that names one further down. */
interface Waiting {
  readonly plan: FilePlan;
  readonly read: ReadRow;
}

const pointedValue = ({ isPointer, target }: Ask, id: string): unknown =>
  isPointer ? { object: target.object.name, id } : id;

/** Puts the ids of related records into the rows; says which rows wait for others. */
async function lookUp(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
  mayWait: boolean,
): Promise<ReadonlySet<ReadRow>> {
  const asked = reads.flatMap((read) => [
    ...[...read.asks].map(([name, ask]) => ({
      ...{ read, name, ask, into: ask.isFallback ? read.fallbacks : read.values, heading: name },
    })),
    ...[...read.lines].flatMap(([field, lines]) =>
      lines.flatMap(({ asks, values: into }) =>
        [...asks].map(([name, ask]) => ({ read, name, ask, into, heading: `${field}.${name}` })),
      ),
    ),
  ]);
  const asks = asked.map(({ ask }) => ask);
  const found = [...(await run.lookups.find(asks, mayWait))];
  for (const [index, ask] of asks.entries()) {
    const one = found[index]!;
    const isMissing = 'problem' in one && one.problem.code === 'import.no_match';
    if (isMissing && ask.target.makes) found[index] = await foundOrMade(run, ask);
  }
  const waiting = new Set<ReadRow>();
  for (const [index, { read, name, ask, into, heading }] of asked.entries()) {
    const one = found[index]!;
    if ('waits' in one) waiting.add(read);
    else if ('id' in one && run.dry?.made.has(one.id)) read.open.add(heading);
    else if ('id' in one) into.set(name, pointedValue(ask, one.id));
    else read.problems.push({ heading: headingOf(plan, heading), ...one.problem });
  }
  for (const read of waiting) if (read.problems.length > 0) waiting.delete(read);
  return waiting;
}

/** Takes rows of one file as far as they can be taken now; gives back those that wait for others. */
async function takeRows(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
  mayWait: boolean,
): Promise<Waiting[]> {
  const waiting = await lookUp(run, plan, reads, mayWait);
  const ready = reads.filter((read) => read.problems.length === 0 && !waiting.has(read));
  const outcomes = await writeRows(run, plan, ready);
  const refusals: Refusal[] = [];
  for (const read of reads) {
    if (waiting.has(read)) continue;
    const outcome = outcomes.get(read) ?? { problems: read.problems };
    if ('made' in outcome) run.rows.settle(plan, read, outcome.id);
    else refusals.push({ read, problems: outcome.problems });
  }
  await refuseRows(run, plan, refusals);
  return [...waiting].map((read) => ({ plan, read }));
}

/** Takes rows that waited again, until none of them gets further. */
async function takeWaiting(run: Run, given: readonly Waiting[], mayWait: boolean): Promise<Waiting[]> {
  let waiting = [...given];
  for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length;
    const left: Waiting[] = [];
    for (const [plan, rows] of Map.groupBy(waiting, (one) => one.plan)) {
      for (let at = 0; at < rows.length; at += LIMITS.importChunk) {
        run.stopping.throwIfAborted();
        const reads = rows.slice(at, at + LIMITS.importChunk).map(({ read }) => read);
        left.push(...(await takeRows(run, plan, reads, mayWait)));
      }
    }
    waiting = left;
  }
  return waiting;
}

/** Waiting rows are kept in memory: there is an end to how many. */
async function refuseBeyondLimit(run: Run, waiting: Waiting[]): Promise<void> {
  const code = 'import.too_many_waiting';
  const problems = [{ heading: '', code, problem: messageOf(code) }] as const;
  for (const [plan, rows] of Map.groupBy(waiting.splice(LIMITS.importWaiting), (one) => one.plan)) {
    await refuseRows(
      run,
      plan,
      rows.map(({ read }) => ({ read, problems })),
    );
  }
}

/** Rows that another process has not done with before it ended. Those that waited are read again, and wait again. */
async function leftOf(run: Run, plan: FilePlan, reads: readonly ReadRow[]): Promise<readonly ReadRow[]> {
  const [first, last] = [reads[0], reads.at(-1)];
  if (!run.isResumed || !first || !last) return reads;
  const done = await doneAmong(run.ctx, placeOf(run, plan), first.row.row, last.row.row);
  return reads.filter((read) => {
    const record = done.get(read.row.row);
    if (record === undefined) return true;
    run.rows.settle(plan, read, record ?? undefined);
    return false;
  });
}

/** Objects whose rows others of the import name before they are written. */
function awaitedObjects(plans: readonly FilePlan[]): ReadonlySet<string> {
  const names = plans.flatMap((plan, index) => {
    const later = new Set(plans.slice(index).map(({ object }) => object.object.name));
    return [...targetsOf(plan)].filter((name) => later.has(name));
  });
  return new Set(names);
}

/** Reads beforehand what rows will be called that others may wait for. */
async function expectRows(run: Run, plans: readonly FilePlan[]): Promise<void> {
  const awaited = awaitedObjects(plans);
  for (const plan of plans.filter(({ object }) => awaited.has(object.object.name))) {
    for await (const reads of readChunks(run, plan)) {
      for (const read of reads) run.rows.expect(plan, read);
    }
  }
}

/**
 * Takes one file chunk by chunk. While Postgres writes one chunk the next is judged, unless rows of a file
 * depend on those before them: by a key, or because they name each other.
 */
async function takeFile(run: Run, plan: FilePlan, waiting: Waiting[]): Promise<void> {
  const isInTurn = plan.key !== undefined || run.rows.hasOpen(plan.object.object.name);
  let before: Promise<readonly Waiting[]> = Promise.resolve([]);
  try {
    for await (const chunk of readChunks(run, plan)) {
      if (isInTurn) waiting.push(...(await before));
      run.stopping.throwIfAborted();
      const reads = await leftOf(run, plan, chunk);
      const taking = takeRows(run, plan, reads, true);
      // who waits for it hears of its failure; until then nobody does
      taking.catch(() => {});
      if (!isInTurn) waiting.push(...(await before));
      before = taking;
      await refuseBeyondLimit(run, waiting);
    }
  } finally {
    waiting.push(...(await before));
  }
}

/** Takes all files in their order. */
export async function takeFiles(run: Run): Promise<void> {
  const { plans } = run;
  await expectRows(run, plans);
  let waiting: Waiting[] = [];
  for (const plan of plans) {
    await takeFile(run, plan, waiting);
    waiting = await takeWaiting(run, waiting, true);
  }
  await takeWaiting(run, waiting, false);
}
