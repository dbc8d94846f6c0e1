import type { KeyLimits, RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';

export type ExportState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** An export as it stands in its row. */
export interface KeptExport {
  readonly id: string;
  readonly actor: string;
  /** id of the object */
  readonly object: string;
  readonly request: string;
  readonly limits: string | null;
  readonly locale: string;
  readonly state: ExportState;
  readonly rows: number;
  readonly total: number | null;
  /** texts that were longer than the format takes */
  readonly cut: number;
  /** of the file */
  readonly name: string;
  readonly file: string | null;
  readonly size: number | null;
  /** JSON of the problem that ended it: its code and text */
  readonly failure: string | null;
  readonly at: Date;
  readonly begun: Date | null;
  readonly done: Date | null;
}

const COLUMNS =
  'e.id, e.actor, e.object_id AS object, e.request, e.limits, e.locale, e.state, e.rows::float8 AS rows, e.total::float8 AS total,' +
  ' e.cut::float8 AS cut, e.name, e.file, e.size::float8 AS size, e.failure, e.at, e.begun_at AS begun, e.done_at AS done';

const tableOf = ({ workspace }: Pick<RequestContext, 'workspace'>): string =>
  qualified(workspace.schema, '_export');

export type NewExport = Pick<KeptExport, 'id' | 'object' | 'request' | 'name'> & {
  readonly limits: KeyLimits | undefined;
};

export async function insertExport(
  ctx: RequestContext,
  on: Pool | ClientBase,
  one: NewExport,
): Promise<void> {
  await query(on, {
    text:
      `INSERT INTO ${tableOf(ctx)} (id, actor, object_id, request, limits, locale, state, rows, cut, name, at, written_at)` +
      " VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, 'waiting', 0, 0, $7, $8::timestamptz, $8::timestamptz)",
    values: [
      one.id,
      ctx.actor.userId,
      one.object,
      one.request,
      one.limits === undefined ? null : JSON.stringify(one.limits),
      ctx.locale,
      one.name,
      ctx.now,
    ],
  });
}

/** The latest exports of the actor, the youngest first; or one of them. */
export async function exportsOf(ctx: RequestContext, id?: string): Promise<readonly KeptExport[]> {
  const { rows } = await query<KeptExport>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${COLUMNS} FROM ${tableOf(ctx)} e WHERE e.actor = $1::uuid AND ($2::uuid IS NULL OR e.id = $2::uuid) ORDER BY e.at DESC, e.id DESC LIMIT 50`,
    values: [ctx.actor.userId, id ?? null],
  });
  return rows;
}

/** How many of the actor's are not done. */
export async function countWaiting(ctx: RequestContext): Promise<number> {
  const { rows } = await query<{ count: number }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT count(*)::int AS count FROM ${tableOf(ctx)} e WHERE e.actor = $1::uuid AND e.state IN ('waiting', 'running')`,
    values: [ctx.actor.userId],
  });
  return rows[0]!.count;
}

/** Takes the oldest that waits, or that no process has written to for so many seconds; nobody else takes it then. */
export async function takeExport(
  ctx: RequestContext,
  silentSeconds: number,
): Promise<KeptExport | undefined> {
  const open =
    `SELECT o.id FROM ${tableOf(ctx)} o WHERE o.state = 'waiting' OR (o.state = 'running' AND o.written_at <= now() - make_interval(secs => $1))` +
    ' ORDER BY o.at, o.id LIMIT 1 FOR UPDATE SKIP LOCKED';
  const { rows } = await query<KeptExport>(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${tableOf(ctx)} e SET state = 'running', rows = 0, total = NULL, cut = 0, begun_at = now(), written_at = now() WHERE e.id = (${open}) RETURNING ${COLUMNS}`,
    values: [silentSeconds],
  });
  return rows[0];
}

/** Says how far it is, and that it lives; whether it is still wanted. */
export async function noteProgress(
  ctx: RequestContext,
  id: string,
  rows: number,
  total: number,
): Promise<boolean> {
  const { rowCount } = await query(ctx.db.direct(), {
    text: `UPDATE ${tableOf(ctx)} SET rows = $2, total = $3, written_at = now() WHERE id = $1::uuid AND state = 'running'`,
    values: [id, rows, total],
  });
  return rowCount === 1;
}

/** What became of it; `waiting`: another process, or the next start, begins it anew. */
export interface Ending {
  readonly state: Exclude<ExportState, 'running'>;
  readonly rows?: number;
  readonly cut?: number;
  readonly file?: string;
  readonly size?: number;
  readonly failure?: string;
}

/** Ends one that runs, in the caller's transaction; whether it still did. */
export async function endExport(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
  ending: Ending,
): Promise<boolean> {
  const { rows = null, cut = 0, file = null, size = null, failure = null } = ending;
  const { rowCount } = await query(on, {
    text:
      `UPDATE ${tableOf(ctx)} SET state = $2, rows = coalesce($3::bigint, rows), cut = $4, file = $5::uuid, size = $6, failure = $7,` +
      ` done_at = CASE WHEN $2 <> 'waiting' THEN now() END, written_at = now() WHERE id = $1::uuid AND state IN ('waiting', 'running')`,
    values: [id, ending.state, rows, cut, file, size, failure],
  });
  return rowCount === 1;
}

/** Takes away those that ended before a moment, and tells their files. */
export async function removeExports(
  ctx: Pick<RequestContext, 'db' | 'workspace'>,
  before: Date,
): Promise<readonly string[]> {
  const { rows } = await query<{ file: string | null }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `DELETE FROM ${tableOf(ctx)} e WHERE e.done_at < $1::timestamptz RETURNING e.file`,
    values: [before],
  });
  return rows.flatMap(({ file }) => file ?? []);
}
