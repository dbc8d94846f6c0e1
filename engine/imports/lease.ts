import { randomUUID } from 'node:crypto';
import type { RequestContext } from '../context.ts';
import { type ClientBase, query } from '../db/connect.ts';
import { importTable, LEASE } from './ledger.ts';

/** Milliseconds from one word to the next. */
export const WORD = 3_000;

/** Another process has taken the import up, or it has ended: nothing more is written here. */
export class LeaseLost extends Error {}

/** What says that this process, and no other, is at work on an import. */
export interface Lease {
  readonly id: string;
  readonly token: string;
}

/** An import as a process takes it up. */
export interface Taken {
  readonly lease: Lease;
  /** how often it was taken up in a row without a single row being done with */
  readonly attempts: number;
  /** another process has begun it */
  readonly isResumed: boolean;
}

const until = `now() + make_interval(secs => ${LEASE})`;

/** Takes an import that is to be done, or undone, and that nobody is at work on: a certain one, else the oldest. */
export async function takeLease(ctx: RequestContext, id?: string): Promise<Taken | undefined> {
  const token = randomUUID();
  const free = "o.state IN ('running', 'undoing') AND (o.leased_until IS NULL OR o.leased_until < now())";
  const open = `SELECT o.id FROM ${importTable(ctx)} o WHERE ${free} AND ($2::uuid IS NULL OR o.id = $2::uuid) ORDER BY o.created_at, o.id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const done = `(SELECT coalesce(sum(f.taken), 0) FROM ${importTable(ctx, '_import_file')} f WHERE f.import_id = i.id)`;
  const { rows } = await query<{ id: string; attempts: number; rows: number }>(
    ctx.db.forWorkspace(ctx.workspace),
    {
      text: `UPDATE ${importTable(ctx)} i SET lease = $1::uuid, leased_until = ${until}, taken_at = now(), taken_rows = ${done}, attempts = CASE WHEN i.taken_rows < ${done} THEN 1 ELSE i.attempts + 1 END WHERE i.id = (${open}) RETURNING i.id, i.attempts, i.taken_rows AS rows`,
      values: [token, id ?? null],
    },
  );
  const [row] = rows;
  if (!row) return undefined;
  const { attempts } = row;
  return { lease: { id: row.id, token }, attempts, isResumed: attempts > 1 || row.rows > 0 };
}

/** Says that the process lives; whether somebody wants the import to end. */
export async function keepLease(
  ctx: RequestContext,
  { id, token }: Lease,
): Promise<{ readonly isStopping: boolean }> {
  const { rows } = await query<{ stopping: boolean }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${importTable(ctx)} SET leased_until = ${until} WHERE id = $1::uuid AND lease = $2::uuid RETURNING is_stopping AS stopping`,
    values: [id, token],
  });
  if (!rows[0]) throw new LeaseLost();
  return { isStopping: rows[0].stopping };
}

/** Gives an import up that is not done: another process takes it up at once. */
export async function leaveLease(ctx: RequestContext, { id, token }: Lease): Promise<void> {
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${importTable(ctx)} SET lease = NULL, leased_until = NULL WHERE id = $1::uuid AND lease = $2::uuid`,
    values: [id, token],
  });
}

/** Inside a transaction: what it writes is written under the lease, or not at all. */
export async function assertLeased(
  ctx: RequestContext,
  client: ClientBase,
  { id, token }: Lease,
): Promise<void> {
  const { rowCount } = await query(client, {
    text: `SELECT FROM ${importTable(ctx)} WHERE id = $1::uuid AND lease = $2::uuid FOR SHARE`,
    values: [id, token],
  });
  if (rowCount === 0) throw new LeaseLost();
}
