import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { LIMITS } from '../limits.ts';

/** Numbers that Postgres sorts at once: more are taken in several steps. */
const SORTED = 4_000_000;
const MOST_STEPS = 1_024;

/** A part of the numbers of a rule: `part` of `parts`, which is a power of two. */
export interface Step {
  readonly rule: string;
  readonly part: number;
  readonly parts: number;
}

/** The steps in which records are compared by a rule. */
export async function stepsOf(ctx: RequestContext, rule: string): Promise<readonly Step[]> {
  const { rows } = await query<{ numbers: number }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT coalesce(sum(cardinality(keys)), 0)::float8 AS numbers FROM ${qualified(ctx.workspace.schema, '_match')} WHERE rule = $1`,
    values: [rule],
  });
  let parts = 1;
  while (parts * SORTED < rows[0]!.numbers && parts < MOST_STEPS) parts *= 2;
  return Array.from({ length: parts }, (_, part) => ({ rule, part, parts }));
}

/** Records that stand under one number. */
type Shared = readonly string[];

const CHUNK = 2_000;
/** milliseconds: sorting millions of numbers takes more than a request may */
const PATIENCE = 600_000;
/** Where more stand under one number, each is compared with so many that follow it: copies of one hang together still. */
const FOLLOWING = 3;

/** Records that have a number in common, of one step; nothing is written. Stops where `use` answers false. */
export async function eachShared(
  ctx: RequestContext,
  { rule, part, parts }: Step,
  use: (shared: readonly Shared[]) => Promise<boolean>,
): Promise<boolean> {
  const client = await ctx.db.forWorkspace(ctx.workspace).connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(
      `SET LOCAL statement_timeout = ${PATIENCE}; SET LOCAL idle_in_transaction_session_timeout = ${PATIENCE}; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL work_mem = '128MB'`,
    );
    const numbers = `SELECT m.record, k FROM ${qualified(ctx.workspace.schema, '_match')} m, unnest(m.keys) k WHERE m.rule = $1 AND (k & $2::bigint) = $3::bigint`;
    await client.query({
      text: `DECLARE shared NO SCROLL CURSOR FOR SELECT array_agg(n.record::text) AS records FROM (${numbers}) n GROUP BY n.k HAVING count(*) BETWEEN 2 AND ${LIMITS.matchScanned}`,
      values: [rule, parts - 1, part],
    });
    for (;;) {
      const { rows } = await client.query<{ records: Shared }>(`FETCH ${CHUNK} FROM shared`);
      if (rows.length === 0) return true;
      if (!(await use(rows.map(({ records }) => records)))) return false;
    }
  } finally {
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}

/** How many numbers of a step have so many records that not all of them are compared with each other. */
export const isCrowded = (shared: Shared): boolean => shared.length > LIMITS.scanShared;

/** The pairs that records under one number are compared in, the lesser id first. */
export function* pairsOf(shared: Shared): Generator<readonly [a: string, b: string]> {
  const ids = [...shared].sort();
  const ahead = isCrowded(shared) ? FOLLOWING : ids.length;
  for (let at = 0; at < ids.length; at++)
    for (let next = at + 1; next <= Math.min(at + ahead, ids.length - 1); next++)
      yield [ids[at]!, ids[next]!];
}
