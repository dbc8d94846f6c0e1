import { persistentTransaction } from '../db/connect.ts';
import { itemsOf, Problem, type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField } from '../model/model.ts';
import {
  insertRecords,
  lockCounting,
  matchRecords,
  type NewRecord,
  type NumberSupply,
  type PreparedRecord,
  prepareRecords,
  reserveNumbers,
  uniqueProblem,
  wantedForLines,
} from '../records/index.ts';
import type { ReadRow } from './cells.ts';
import { RolledBack } from './dry.ts';
import type { FilePlan } from './map.ts';
import { bodyOf, isOfOldModel, isOpen, type Now, note, type Outcomes, refused } from './now.ts';
import { countDone, type DoneRow } from './rows-done.ts';
import { folded } from './words.ts';

interface Prepared {
  readonly read: ReadRow;
  readonly record: PreparedRecord;
}

/** A row as a dry run remembers it. */
type Thought = Pick<Prepared, 'read'> & { readonly record: Pick<PreparedRecord, 'id' | 'changes'> };

/** Values of unique fields that other records, or rows before it, have already: by row. */
async function taken(
  { ctx, engine, dry, object: { object } }: Now,
  prepared: readonly Prepared[],
): Promise<Map<Prepared, ProblemItem[]>> {
  const problems = new Map<Prepared, ProblemItem[]>();
  const refuse = (one: Prepared, field: ModelField, value: WireValue): void => {
    const path = `${one.record.path}/${field.name}`;
    const item = field.type.relation
      ? problemItem(path, 'record.one_to_one')
      : uniqueProblem(path, field, value);
    problems.set(one, [...(problems.get(one) ?? []), item]);
  };
  for (const field of object.fields.values()) {
    if (field.system || !(field.unique || field.externalId)) continue;
    const given = prepared.flatMap((one) => {
      const value = one.record.changes.get(field);
      return value === undefined || value === null ? [] : [{ one, value }];
    });
    const values = given.map(({ value }) => value);
    const on = ctx.db.forWorkspace(ctx.workspace);
    const found = await matchRecords(ctx, on, engine, engine.object(object.name)!, field, values);
    const seen = new Set<string>();
    for (const [index, { one, value }] of given.entries()) {
      const spelled = folded(String(value));
      if (found[index]!.length > 0 || seen.has(spelled) || dry?.idOf(field, value) !== undefined)
        refuse(one, field, value);
      seen.add(spelled);
    }
  }
  return problems;
}

const doneRow = ({ read, record }: Thought): DoneRow => ({
  row: read.row.row,
  rows: 1 + read.also.length,
  made: 'created',
  record: record.id,
  version: 1,
});

/** Remembers what a dry run would have made of rows. */
async function countMade(
  { ctx, place, dry, object: { object } }: Now,
  rows: readonly Thought[],
  outcomes: Outcomes,
): Promise<void> {
  for (const { read, record } of rows) {
    dry!.made.add(record.id);
    for (const [field, value] of record.changes) {
      const isUnique = field.unique || field.externalId || field.name === object.titleField;
      if (isUnique && value !== null) dry!.take(field, value, record.id);
    }
    outcomes.set(read, { made: 'created', id: record.id });
  }
  await countDone(ctx, ctx.db.forWorkspace(ctx.workspace), place, rows.map(doneRow));
}

/**
 * Inserts rows in one transaction with the note that the import made them. What the database refuses
 * is halved until the one row that it refuses is found.
 */
async function insert(
  now: Now,
  plan: FilePlan,
  rows: readonly Prepared[],
  outcomes: Outcomes,
): Promise<void> {
  if (rows.length === 0) return;
  const { ctx, object } = now;
  const records = rows.map(({ record }) => record);
  const bodies = rows.map(({ read }) => bodyOf(read));
  const wanted = now.dry ? [] : wantedForLines(ctx, object, bodies);
  const numbers = now.dry ? () => noNumbers : await reserveNumbers(ctx, wanted);
  try {
    await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
      await lockCounting(ctx, client, { known: [object.object], open: wanted });
      await insertRecords(ctx, client, object, records, {
        isHeard: now.isHeard,
        numbers: numbers(client),
      });
      await note(now, client, rows.map(doneRow), undefined);
    });
    for (const { read, record } of rows) outcomes.set(read, { made: 'created', id: record.id });
  } catch (error) {
    if (error instanceof RolledBack) return countMade(now, rows, outcomes);
    if (!(error instanceof Problem) || isOfOldModel(error)) throw error;
    if (rows.length === 1) {
      const items = itemsOf(error).filter((item) => !isOpen(rows[0]!.read, item));
      if (items.length === 0) return countMade(now, rows, outcomes);
      outcomes.set(rows[0]!.read, refused(plan, items));
      return;
    }
    const half = rows.length >> 1;
    await insert(now, plan, rows.slice(0, half), outcomes);
    await insert(now, plan, rows.slice(half), outcomes);
  }
}

/** A dry run takes no numbers away from what will be written. */
const noNumbers: NumberSupply = async (_, records) => records.map(() => new Map());

/** A row of a dry run that is right but for what it says of rows before it: nobody can judge more of it. */
const unjudged = (read: ReadRow): Thought => ({
  read,
  record: { id: uuidv7(), changes: new Map() },
});

/** Makes new records of rows, as far as the rules let them. */
export async function createRows(
  now: Now,
  plan: FilePlan,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  if (reads.length === 0) return;
  const { ctx, access, object } = now;
  const bodies = reads.map((read, index): NewRecord => ({ values: bodyOf(read), path: `/${index}` }));
  const on = ctx.db.forWorkspace(ctx.workspace);
  const judged = await prepareRecords(ctx, on, access, object, bodies, ...(now.dry ? [noNumbers] : []));
  const prepared: Prepared[] = [];
  for (const [index, verdict] of judged.entries()) {
    const read = reads[index]!;
    if ('prepared' in verdict) {
      prepared.push({ read, record: verdict.prepared });
      continue;
    }
    const items = verdict.problems.filter((item) => !isOpen(read, item));
    if (items.length > 0) outcomes.set(read, refused(plan, items));
    else await countMade(now, [unjudged(read)], outcomes);
  }
  const problems = await taken(now, prepared);
  for (const [{ read }, items] of problems) outcomes.set(read, refused(plan, items));
  await insert(
    now,
    plan,
    prepared.filter((one) => !problems.has(one)),
    outcomes,
  );
}
