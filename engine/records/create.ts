import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem, type ProblemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField } from '../model/model.ts';
import { conclude, readChange, type StageMove } from '../rules/index.ts';
import { readDefaultFacts, readFacts } from './facts.ts';
import { tableOf } from './frame.ts';
import { type KeptAnswer, keepAnswer, type RepeatKey } from './idempotency.ts';
import { fieldRights, situationOf } from './narrow.ts';
import { freshNumbers, type NumberSupply } from './numbering.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { isNamedIn, problemOf, type RefusedValue } from './postgres-errors.ts';
import { writerOf } from './read.ts';
import { missingReferences, referencesIn, refusalsOf } from './references.ts';
import { emptyRollupCells, rollupCreated, rollupLinks } from './rollups.ts';
import { type Cell, cellsOf, insertMany, insertOne, newRowCells, returningOf } from './row.ts';
import { changesOf, type Trace, trailOf } from './trail.ts';

/** A record after a write. */
export interface Written {
  readonly id: string;
  readonly version: number;
  /** the record as JSON, where the writer asked for it */
  readonly text?: string;
}

/** A body of a new record, and where it stands in the request. */
export interface NewRecord {
  readonly values: unknown;
  readonly path: string;
  /** given by imports that know the ids of the rows that others of their rows point at */
  readonly id?: string;
}

/** A new record that has passed the rules. */
export interface PreparedRecord {
  readonly id: string;
  readonly path: string;
  readonly changes: ReadonlyMap<ModelField, WireValue>;
  readonly moves: readonly StageMove[];
}

export type Judged = { readonly prepared: PreparedRecord } | { readonly problems: readonly ProblemItem[] };

/**
 * Judges new records; `on` is where what they refer to is looked up. Nothing is written but auto-numbers:
 * inside a transaction they are taken before it (`reserveNumbers`).
 */
export async function prepareRecords(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  records: readonly NewRecord[],
  numbersOf: NumberSupply = freshNumbers(ctx, object.object),
): Promise<readonly Judged[]> {
  // a record that does not exist yet lies in its maker's own scopes
  const rights = fieldRights(object, 'create', (scopes) => scopes.length > 0);
  const situations = records.map(({ values, path }) =>
    situationOf(ctx, object, rights, { given: values, path }),
  );
  const named = await readDefaultFacts(ctx, on, access, object.object, situations);
  const readings = situations.map((situation, index) => readChange(situation, named[index]));
  const facts = await readFacts(
    ctx,
    on,
    object.object,
    readings.map(({ after }) => after),
  );
  const verdicts = readings.map((reading, index) => conclude(reading, facts[index]));
  const references = verdicts.flatMap(({ changes }, index) =>
    referencesIn(ctx, changes, records[index]!.path).map((reference) => ({ ...reference, index })),
  );
  const missing = await missingReferences(ctx, access, on, references);
  const missingOf = Map.groupBy(missing, ({ reference }) => (reference as (typeof references)[number]).index);
  const problems = verdicts.map((verdict, index) => refusalsOf(verdict.problems, missingOf.get(index) ?? []));
  const good = verdicts.filter((_, index) => problems[index]!.length === 0);
  const numbers = await numbersOf(good.map(({ changes }) => changes));
  let next = 0;
  return verdicts.map(({ changes, moves }, index): Judged => {
    if (problems[index]!.length > 0) return { problems: problems[index]! };
    const { id = uuidv7(), path } = records[index]!;
    return { prepared: { id, path, changes: new Map([...changes, ...numbers[next++]!]), moves } };
  });
}

const traceOf = (object: ObjectAccess, { id, changes, moves }: PreparedRecord): Trace => ({
  object: object.object,
  record: id,
  version: 1,
  operation: 'create',
  changes: changesOf(undefined, changes),
  moves,
});

/**
 * Inserts records in one flat statement with everything that they leave behind; without events
 * (`isHeard` false) where workflows and notices shall not hear of them.
 */
export async function insertRecords(
  ctx: RequestContext,
  on: Connection,
  object: ObjectAccess,
  prepared: readonly PreparedRecord[],
  isHeard = true,
): Promise<void> {
  const values: unknown[] = [];
  const traces = prepared.map((one) => traceOf(object, one));
  const ctes = trailOf(ctx, traces, values, isHeard);
  const rows = prepared.map((one) => rowCells(ctx, object, one));
  const text = `WITH ${ctes.join(', ')} ${insertMany(tableOf(ctx.model, object.object), rows, values)}`;
  await runStatement(on, { name: statementName(text), text, values }).catch((error: unknown) => {
    throw problemOf(error, object.object, refusedRecord(prepared, error));
  });
  await rollupCreated(
    ctx,
    on,
    object.object,
    prepared.map(({ changes }) => changes),
  );
}

const rowCells = (ctx: RequestContext, { object }: ObjectAccess, record: PreparedRecord): Cell[] => [
  ...newRowCells(ctx, record.id),
  ...emptyRollupCells(object),
  ...cellsOf(ctx, record.changes, record.moves),
];

/** The value and path of the record that a refused statement complains of, as far as it can be told. */
function refusedRecord(prepared: readonly PreparedRecord[], error: unknown): RefusedValue {
  return (field) => {
    const holds = ({ changes }: PreparedRecord) => {
      const value = changes.get(field);
      return value !== undefined && value !== null && isNamedIn(error, value);
    };
    const found = prepared.length === 1 ? prepared[0] : prepared.findLast(holds);
    return found && { value: found.changes.get(field) ?? null, path: found.path };
  };
}

async function insertRecord(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  prepared: PreparedRecord,
  keep: RepeatKey | undefined,
): Promise<Written> {
  const values: unknown[] = [ctx.actor.userId];
  const ctes = trailOf(ctx, [traceOf(object, prepared)], values);
  if (keep) ctes.push(keepAnswer(ctx, keep, keptFor(prepared.id), values));
  const cells = rowCells(ctx, object, prepared);
  const insert = insertOne(tableOf(ctx.model, object.object), cells, values);
  const returning = returningOf(ctx, access, object);
  const text = `WITH ${ctes.join(', ')} ${insert} ${returning.sql(ctx, values)}`;
  const { rows, oids } = await runStatement(on, { name: statementName(text), text, values });
  const row = rows[0]!;
  await rollupCreated(ctx, on, object.object, [prepared.changes]);
  return { id: prepared.id, version: Number(row.at(-1)), text: writerOf(returning, oids)(row) };
}

/** What a repeated request is answered with: the record as it is by then. */
const keptFor = (id: string): KeptAnswer => ({ status: 201, answer: JSON.stringify({ id }) });

/** Makes one record. */
export async function createRecord(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
  keep?: RepeatKey,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'create');
  const on = ctx.db.forWorkspace(ctx.workspace);
  const [judged] = await prepareRecords(ctx, on, access, object, [{ values: body, path: '' }]);
  if ('problems' in judged!) throw new Problem('record.invalid', {}, judged.problems);
  const { prepared } = judged!;
  const insert = (client: Connection) => insertRecord(ctx, client, access, object, prepared, keep);
  try {
    return rollupLinks(ctx, object.object).length === 0
      ? await insert(on)
      : await persistentTransaction(on, insert);
  } catch (error) {
    throw problemOf(error, object.object, refusedRecord([prepared], error));
  }
}
