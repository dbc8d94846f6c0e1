import type { RequestContext } from '../context.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { countedFields, takeNumbers, type WantedNumbers } from './numbering.ts';
import { type Connection, runStatement } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';

type Changes = ReadonlyMap<ModelField, WireValue>;

/** The fields whose numbers have no gaps, always in one order. */
const gaplessFields = (object: ModelObject): ModelField[] =>
  countedFields(object)
    .filter((field) => field.type.isGapless?.(field))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** Whether new records of the object take numbers in the transaction that writes them. */
export const countsInside = (object: ModelObject): boolean => gaplessFields(object).length > 0;

/** Which gapless numbers a transaction is going to take. */
export interface Counting {
  /** objects whose records are judged already: their numbers are taken first of all, and all at once */
  readonly known?: readonly ModelObject[];
  /** objects of which it shows on the way which numbers they take */
  readonly open?: WantedNumbers;
}

/**
 * Comes first in a transaction that may take gapless numbers, before it locks anything else. Whoever knows the
 * numbers goes beside others who do, and then waits for those of the same counter alone; whoever does not goes
 * alone. So nobody who has such a number waits for somebody who waits for one. Fields are taken in the order
 * of their ids, counters in that of fields, scopes and periods.
 */
export async function lockCounting(
  { model }: RequestContext,
  client: Connection,
  { known = [], open = [] }: Counting,
): Promise<void> {
  const wanted = open.filter(({ count }) => count > 0).map(({ object }) => object);
  const alone = new Set(wanted.flatMap(gaplessFields));
  const owners = new Map([...known, ...wanted].flatMap((one) => gaplessFields(one).map((f) => [f, one])));
  for (const [field, object] of [...owners].sort(([a], [b]) => (a.id < b.id ? -1 : 1))) {
    const lock = alone.has(field) ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
    const text = `SELECT ${lock}(hashtextextended($1, 0))`;
    await runStatement(client, { text, values: [`${model.schema}.${field.id}`] }).catch((error: unknown) => {
      throw problemOf(error, object);
    });
  }
}

/**
 * New records with their gapless numbers, in their order. Taken in the transaction of the write: a write that
 * is rolled back gives them back.
 */
export async function withGaplessNumbers<Record extends { readonly changes: Changes }>(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  records: readonly Record[],
): Promise<readonly Record[]> {
  const fields = gaplessFields(object);
  if (fields.length === 0 || records.length === 0) return records;
  const given = records.map(({ changes }) => changes);
  const taken = await takeNumbers(ctx, client, object, fields, given).catch((error: unknown) => {
    throw problemOf(error, object);
  });
  return records.map((record, index) => ({
    ...record,
    changes: new Map([...record.changes, ...taken[index]!]),
  }));
}
