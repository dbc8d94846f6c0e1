import type { RequestContext } from '../context.ts';
import { type ClientBase, persistentTransaction } from '../db/connect.ts';
import { itemsOf, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { isCellProblem, quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import {
  type EachUpdated,
  givenFor,
  insertRecords,
  lockCounting,
  matchRecords,
  type NewRecord,
  type PreparedRecord,
  prepareRecords,
  reserveNumbers,
  toldOf,
  uniqueProblem,
  updateEach,
  wantedForLines,
} from '../records/index.ts';
import { headingOf, type ReadRow, type RowProblem } from './cells.ts';
import type { FilePlan } from './map.ts';
import { renew } from './renew.ts';
import { type DoneRow, noteDone, type Place } from './rows-done.ts';
import { placeOf, type Run } from './run.ts';
import { folded, refuseNaming } from './words.ts';

/** Another version was published meanwhile: nothing of what was sent is written. */
const isOfOldModel = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'record.model_changed';

/** What becomes of a row. */
export type RowOutcome =
  | { readonly made: 'created' | 'updated'; readonly id: string }
  | { readonly problems: readonly RowProblem[] };

type Outcomes = Map<ReadRow, RowOutcome>;

/**
 * Under what rows are written: one model from their judgement to their roll-ups, whatever other rows of the import
 * have heard of meanwhile. Under one that is published no more nothing is written.
 */
interface Now extends Pick<Run, 'isHeard' | 'ctx' | 'access' | 'engine'>, Pick<FilePlan, 'object' | 'key'> {
  readonly place: Place;
}

const nowOf = (run: Run, plan: FilePlan): Now => {
  const { isHeard, ctx, access, engine } = run;
  const { object, key } = plan;
  return { ...{ isHeard, ctx, access, engine, object, place: placeOf(run, plan) }, ...(key && { key }) };
};

/** A problem of a body as a problem of its row: `/3/stage` is the column that fills the stage. */
function rowProblem(plan: FilePlan, { path, code, message, suggestion }: ProblemItem): RowProblem {
  const [, , field = '', , inside] = path.split('/');
  const name = inside === undefined ? field : `${field}.${inside}`;
  const base = { heading: headingOf(plan, name), code: code as RowProblem['code'], problem: message };
  return suggestion === undefined ? base : { ...base, suggestion };
}

const refused = (plan: FilePlan, items: readonly ProblemItem[]): RowOutcome => ({
  problems: items.map((item) => rowProblem(plan, item)),
});

const linesOf = ({ lines }: ReadRow) =>
  [...lines].map(([name, all]) => [name, all.map(({ values }) => Object.fromEntries(values))] as const);

const bodyOf = (read: ReadRow): Record<string, unknown> =>
  Object.fromEntries([...read.fallbacks, ...read.values, ...linesOf(read)]);

interface Prepared {
  readonly read: ReadRow;
  readonly record: PreparedRecord;
}

/** Values of unique fields that other records, or rows before it, have already: by row. */
async function taken(
  { ctx, engine, object: { object } }: Now,
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
      if (found[index]!.length > 0 || seen.has(spelled)) refuse(one, field, value);
      seen.add(spelled);
    }
  }
  return problems;
}

const doneRow = ({ read, record }: Prepared): DoneRow => ({
  row: read.row.row,
  rows: 1 + read.also.length,
  made: 'created',
  record: record.id,
  version: 1,
});

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
  const wanted = wantedForLines(ctx, object, bodies);
  const numbers = await reserveNumbers(ctx, wanted);
  try {
    await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
      await lockCounting(ctx, client, { known: [object.object], open: wanted });
      await insertRecords(ctx, client, object, records, {
        isHeard: now.isHeard,
        numbers: numbers(client),
      });
      await noteDone(ctx, client, now.place, rows.map(doneRow));
    });
    for (const { read, record } of rows) outcomes.set(read, { made: 'created', id: record.id });
  } catch (error) {
    if (!(error instanceof Problem) || isOfOldModel(error)) throw error;
    if (rows.length === 1) {
      outcomes.set(rows[0]!.read, refused(plan, itemsOf(error)));
      return;
    }
    const half = rows.length >> 1;
    await insert(now, plan, rows.slice(0, half), outcomes);
    await insert(now, plan, rows.slice(half), outcomes);
  }
}

/** Makes new records of rows, as far as the rules let them. */
async function createRows(
  now: Now,
  plan: FilePlan,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  if (reads.length === 0) return;
  const { ctx, access, object } = now;
  const bodies = reads.map((read, index): NewRecord => ({ values: bodyOf(read), path: `/${index}` }));
  const on = ctx.db.forWorkspace(ctx.workspace);
  const judged = await prepareRecords(ctx, on, access, object, bodies);
  const prepared: Prepared[] = [];
  for (const [index, verdict] of judged.entries()) {
    if ('problems' in verdict) outcomes.set(reads[index]!, refused(plan, verdict.problems));
    else prepared.push({ read: reads[index]!, record: verdict.prepared });
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

/** A row, and the record that it changes. */
interface Change {
  readonly read: ReadRow;
  readonly id: string;
}

/** Records that are locked together: whoever works with one of them waits no longer than for these. */
const LOCKED = 50;

/** Changes the records of rows, with what they held before. */
async function updateRows(
  now: Now,
  plan: FilePlan,
  changes: readonly Change[],
  outcomes: Outcomes,
): Promise<void> {
  const { ctx, key, place } = now;
  for (let at = 0; at < changes.length; at += LOCKED) {
    const some = changes.slice(at, at + LOCKED);
    // the key is as the record spells it
    const bodies = some.map(({ read, id }) => ({
      ...{ id, path: '/0' },
      values: Object.fromEntries([
        ...[...read.values].filter(([member]) => member !== key?.name),
        ...linesOf(read),
      ]),
    }));
    const note = (client: ClientBase, each: readonly EachUpdated[]) =>
      noteDone(
        ctx,
        client,
        place,
        each.flatMap((one, index): DoneRow[] => {
          if ('refused' in one) return [];
          const { id: record, version, held: values, hasLines } = one;
          const { row, also } = some[index]!.read;
          const rows = 1 + also.length;
          return [{ row: row.row, rows, record, version, made: 'updated', held: { values, hasLines } }];
        }),
      );
    const each = await updateEach(ctx, now.object.object.name, bodies, note);
    for (const [index, one] of each.entries()) {
      const { read, id } = some[index]!;
      const outcome: RowOutcome =
        'refused' in one ? refused(plan, itemsOf(one.refused)) : { made: 'updated', id };
      outcomes.set(read, outcome);
    }
  }
}

/** The canonical value by which a row says which record it is; undefined where there is none, or no valid one. */
function keyValue(ctx: RequestContext, key: ModelField, { values }: ReadRow): WireValue | undefined {
  const given = values.get(key.name);
  const value = given === undefined ? null : key.type.normalise(givenFor(ctx, key, given), key);
  return value === null || isCellProblem(value) ? undefined : value;
}

/** Changes the records that rows name by their key, and makes those that do not exist. */
async function upsertRows(
  now: Now,
  plan: FilePlan,
  key: ModelField,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  const { ctx, access, object } = now;
  const keyed: { read: ReadRow; value: WireValue }[] = [];
  const fresh: ReadRow[] = [];
  for (const read of reads) {
    const value = keyValue(ctx, key, read);
    if (value !== undefined) {
      keyed.push({ read, value });
    } else if (read.values.has(key.name)) {
      // no valid key: judged as a new record, it is refused with the reason
      fresh.push(read);
    } else {
      const item = problemItem(`/0/${key.name}`, 'import.key_missing', { name: headingOf(plan, key.name) });
      outcomes.set(read, refused(plan, [item]));
    }
  }
  const values = keyed.map(({ value }) => value);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const found = await matchRecords(ctx, on, access, object, key, values);
  const changes: Change[] = [];
  for (const [index, { read, value }] of keyed.entries()) {
    const [id, ...others] = found[index]!;
    if (id === undefined) {
      fresh.push(read);
    } else if (others.length > 0) {
      const params = { given: quoted(toldOf(key, value)), candidates: found[index]!.join(', ') };
      const problem = refuseNaming('import.several', params, object.object);
      outcomes.set(read, { problems: [{ heading: headingOf(plan, key.name), ...problem }] });
    } else {
      changes.push({ read, id });
    }
  }
  await updateRows(now, plan, changes, outcomes);
  await createRows(now, plan, fresh, outcomes);
}

/** Rows in portions in which no key occurs twice: the second row of a key changes what the first has made. */
function portions(ctx: RequestContext, key: ModelField, reads: readonly ReadRow[]): ReadRow[][] {
  const counts = new Map<string, number>();
  const found: ReadRow[][] = [];
  for (const read of reads) {
    const spelled = folded(String(keyValue(ctx, key, read)));
    const nth = counts.get(spelled) ?? 0;
    counts.set(spelled, nth + 1);
    found[nth] = [...(found[nth] ?? []), read];
  }
  return found;
}

async function writeUnder(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
  outcomes: Outcomes,
): Promise<void> {
  await renew(run);
  const now = nowOf(run, plan);
  const { key } = now;
  if (!key) return createRows(now, plan, reads, outcomes);
  for (const portion of portions(now.ctx, key, reads)) await upsertRows(now, plan, key, portion, outcomes);
}

/** Publishes in a row that one chunk gets out of the way of. */
const PATIENCE = 5;

/** Writes rows whose relations are found, under the model that is published by then: what becomes of each. */
export async function writeRows(
  run: Run,
  plan: FilePlan,
  reads: readonly ReadRow[],
): Promise<ReadonlyMap<ReadRow, RowOutcome>> {
  const outcomes: Outcomes = new Map();
  for (let left = PATIENCE; ; left -= 1) {
    try {
      const open = reads.filter((read) => !outcomes.has(read));
      await writeUnder(run, plan, open, outcomes);
      return outcomes;
    } catch (error) {
      if (!isOfOldModel(error) || left === 0) throw error;
    }
  }
}
