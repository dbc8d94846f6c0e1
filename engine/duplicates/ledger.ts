import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';

export type ScanState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A scan as it stands in its row. */
export interface Scan {
  readonly id: string;
  readonly actor: string;
  /** id of the object */
  readonly object: string;
  readonly state: ScanState;
  /** JSON of its steps; null before it has begun */
  readonly plan: string | null;
  /** how many of them are done with */
  readonly step: number;
  readonly pairs: number;
  /** numbers under which too many records stand to compare each with each */
  readonly crowded: number;
  /** JSON of the problem that ended it: its code and text */
  readonly failure: string | null;
  readonly at: Date;
  readonly begun: Date | null;
  readonly done: Date | null;
}

const COLUMNS =
  's.id, s.actor, s.object_id AS object, s.state, s.plan, s.step, s.pairs::float8 AS pairs, s.crowded::float8 AS crowded,' +
  ' s.failure, s.at, s.begun_at AS begun, s.done_at AS done';

const OPEN = "('waiting', 'running')";

const tableOf = ({ workspace }: RequestContext): string => qualified(workspace.schema, '_duplicate_scan');

/** Whether it was put down; not while the object is being scanned. */
export async function insertScan(ctx: RequestContext, id: string, object: string): Promise<boolean> {
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `INSERT INTO ${tableOf(ctx)} (id, actor, object_id, state, step, pairs, crowded, at, written_at)` +
      ` SELECT $1::uuid, $2::uuid, $3::text, 'waiting', 0, 0, 0, $4::timestamptz, $4::timestamptz` +
      ` WHERE NOT EXISTS (SELECT 1 FROM ${tableOf(ctx)} s WHERE s.object_id = $3::text AND s.state IN ${OPEN})`,
    values: [id, ctx.actor.userId, object, ctx.now],
  });
  return rowCount === 1;
}

/** The latest scans of an object, the youngest first; or one of them. */
export async function scansOf(ctx: RequestContext, object: string, id?: string): Promise<readonly Scan[]> {
  const { rows } = await query<Scan>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${COLUMNS} FROM ${tableOf(ctx)} s WHERE s.object_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid) ORDER BY s.at DESC, s.id DESC LIMIT 20`,
    values: [object, id ?? null],
  });
  return rows;
}

/** Takes the oldest that waits, or that no process has written to for so many seconds; nobody else takes it then. */
export async function takeScan(ctx: RequestContext, silentSeconds: number): Promise<Scan | undefined> {
  const open =
    `SELECT o.id FROM ${tableOf(ctx)} o WHERE o.state = 'waiting' OR (o.state = 'running' AND o.written_at <= now() - make_interval(secs => $1))` +
    ' ORDER BY o.at, o.id LIMIT 1 FOR UPDATE SKIP LOCKED';
  const { rows } = await query<Scan>(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${tableOf(ctx)} s SET state = 'running', begun_at = coalesce(s.begun_at, now()), written_at = now() WHERE s.id = (${open}) RETURNING ${COLUMNS}`,
    values: [silentSeconds],
  });
  return rows[0];
}

/** What is kept of how far one is, where it has come further. */
export interface Reached {
  readonly plan?: string;
  readonly step?: number;
  /** more than before */
  readonly pairs?: number;
  readonly crowded?: number;
}

/** Says how far it is, and that it lives; whether it is still wanted. */
export async function noteReached(ctx: RequestContext, id: string, reached: Reached): Promise<boolean> {
  const { plan = null, step = null, pairs = 0, crowded = 0 } = reached;
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${tableOf(ctx)} SET plan = coalesce($2, plan), step = coalesce($3::int, step), pairs = pairs + $4::bigint, crowded = crowded + $5::bigint, written_at = now() WHERE id = $1::uuid AND state = 'running'`,
    values: [id, plan, step, pairs, crowded],
  });
  return rowCount === 1;
}

/** Ends one that is open; whether it still was. `waiting`: another process, or the next start, goes on with it. */
export async function endScan(
  ctx: RequestContext,
  id: string,
  state: Exclude<ScanState, 'running'>,
  failure?: string,
): Promise<boolean> {
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${tableOf(ctx)} SET state = $2, failure = $3, done_at = CASE WHEN $2 <> 'waiting' THEN now() END, written_at = now() WHERE id = $1::uuid AND state IN ${OPEN}`,
    values: [id, state, failure ?? null],
  });
  return rowCount === 1;
}
