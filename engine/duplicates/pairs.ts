import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { groupsOf } from './groups.ts';

/** Two records that a rule takes for one. */
export interface FoundPair {
  readonly a: string;
  readonly b: string;
  readonly points: number;
  /** says of which values */
  readonly basis: string;
}

export const pairTable = ({ workspace }: RequestContext): string => qualified(workspace.schema, '_duplicate');

/** Keeps pairs that a scan has found. Those that were dismissed stay so as long as what is compared is the same. How many are kept that it had not found before. */
export async function keepPairs(
  ctx: RequestContext,
  of: { readonly scan: string; readonly object: string; readonly rule: string },
  pairs: readonly FoundPair[],
): Promise<number> {
  if (pairs.length === 0) return 0;
  const column = (name: keyof FoundPair) => pairs.map((one) => one[name]);
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `INSERT INTO ${pairTable(ctx)} AS d (rule, object_id, scan, state, a, b, points, basis)` +
      " SELECT $1::text, $2::text, $3::uuid, 'open', u.* FROM unnest($4::uuid[], $5::uuid[], $6::int[], $7::text[]) u (a, b, points, basis)" +
      ' ON CONFLICT (rule, a, b) DO UPDATE SET scan = excluded.scan, points = excluded.points, basis = excluded.basis,' +
      " state = CASE WHEN d.basis = excluded.basis THEN d.state ELSE 'open' END WHERE d.scan <> excluded.scan",
    values: [of.rule, of.object, of.scan, column('a'), column('b'), column('points'), column('basis')],
  });
  return rowCount ?? 0;
}

const BATCH = 10_000;

/** Forgets open pairs of an object that a scan has not found again, and says of the others which hang together. */
export async function settlePairs(
  ctx: RequestContext,
  on: Pool | ClientBase,
  object: string,
  scan: string,
): Promise<void> {
  await query(on, {
    text: `DELETE FROM ${pairTable(ctx)} WHERE object_id = $1 AND state = 'open' AND scan <> $2::uuid`,
    values: [object, scan],
  });
  const { rows } = await query<{ rule: string; a: string; b: string; points: number }>(on, {
    text: `SELECT d.rule, d.a, d.b, d.points FROM ${pairTable(ctx)} d WHERE d.object_id = $1 AND d.state = 'open'`,
    values: [object],
  });
  const placed = groupsOf(rows).flatMap((pairs) => {
    const best = Math.max(...pairs.map(({ points }) => points));
    // an id of its own: that of a record would tell of one that its reader may not see
    const grouped = uuidv7();
    return pairs.map((pair) => ({ ...pair, best, grouped }));
  });
  for (let from = 0; from < placed.length; from += BATCH) {
    const some = placed.slice(from, from + BATCH);
    const column = (name: keyof (typeof some)[number]) => some.map((one) => one[name]);
    await query(on, {
      text:
        `UPDATE ${pairTable(ctx)} d SET grouped = u.grouped, best = u.best FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[]) u (rule, a, b, grouped, best)` +
        ' WHERE d.rule = u.rule AND d.a = u.a AND d.b = u.b',
      values: [column('rule'), column('a'), column('b'), column('grouped'), column('best')],
    });
  }
}

/** How many pairs an object has that nobody has decided about, up to one more than it may have. */
export async function countOpen(ctx: RequestContext, object: string): Promise<number> {
  const { rows } = await query<{ count: number }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${pairTable(ctx)} d WHERE d.object_id = $1 AND d.state = 'open' LIMIT ${LIMITS.scanPairs + 1}) c`,
    values: [object],
  });
  return rows[0]!.count;
}
