import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';

export type State = 'running' | 'done' | 'undoing' | 'undone';

/** One handing over, as it stands in its row. */
export interface Handover {
  readonly id: string;
  readonly user: string;
  /** who takes over; null: nobody */
  readonly to: string | null;
  /** who those get as manager who reported to the user, where nobody takes over */
  readonly manager: string | null;
  readonly actor: string | null;
  readonly state: State;
  /** ids of the fields by which records are handed over */
  readonly places: readonly string[];
  readonly at: Date;
}

/** What became of one record. */
export interface HandedOver {
  readonly field: string;
  readonly record: string;
  readonly given: string | null;
  /** why it stayed; null where it did not */
  readonly problem: string | null;
}

const COLUMNS =
  'h.id, h.user_id AS "user", h.to_user AS "to", h.to_manager AS manager, h.actor, h.state, h.places, h.at';

const tableOf = ({ workspace }: RequestContext, name: string): string => qualified(workspace.schema, name);

export async function insertHandover(ctx: RequestContext, on: ClientBase, one: Handover): Promise<void> {
  await query(on, {
    text:
      `INSERT INTO ${tableOf(ctx, '_handover')} (id, user_id, to_user, to_manager, actor, state, places, at, written_at)` +
      ' VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7::text[], $8::timestamptz, $8::timestamptz)',
    values: [one.id, one.user, one.to, one.manager, one.actor, one.state, one.places, one.at],
  });
}

export async function findHandover(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
): Promise<Handover | undefined> {
  const { rows } = await query<Handover>(on, {
    text: `SELECT ${COLUMNS} FROM ${tableOf(ctx, '_handover')} h WHERE h.id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** The latest of a user, the newest first. */
export async function handoversOf(ctx: RequestContext, user: string): Promise<readonly Handover[]> {
  const { rows } = await query<Handover>(ctx.db.forReading(ctx.workspace), {
    text: `SELECT ${COLUMNS} FROM ${tableOf(ctx, '_handover')} h WHERE h.user_id = $1::uuid ORDER BY h.at DESC, h.id DESC LIMIT 20`,
    values: [user],
  });
  return rows;
}

/** Takes one that is to be done and that no process has written to for a while; nobody else takes it then. */
export async function takeHandover(
  ctx: RequestContext,
  silentSeconds: number,
): Promise<Handover | undefined> {
  const open = `SELECT o.id FROM ${tableOf(ctx, '_handover')} o WHERE o.state IN ('running', 'undoing') AND o.written_at <= now() - make_interval(secs => $1) ORDER BY o.at LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const { rows } = await query<Handover>(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${tableOf(ctx, '_handover')} h SET written_at = now() WHERE h.id = (${open}) RETURNING ${COLUMNS}`,
    values: [silentSeconds],
  });
  return rows[0];
}

export async function setState(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
  state: State,
): Promise<void> {
  await query(on, {
    text: `UPDATE ${tableOf(ctx, '_handover')} SET state = $2, written_at = now() WHERE id = $1::uuid`,
    values: [id, state],
  });
}

/** Says of records what became of them, and that the job lives. */
export async function noteRecords(
  ctx: RequestContext,
  on: ClientBase,
  id: string,
  records: readonly HandedOver[],
): Promise<void> {
  const column = (name: keyof HandedOver) => records.map((one) => one[name]);
  await query(on, {
    text:
      `INSERT INTO ${tableOf(ctx, '_handover_record')} (handover, field, record, given, problem)` +
      ' SELECT $1::uuid, * FROM unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[]) ON CONFLICT DO NOTHING',
    values: [id, column('field'), column('record'), column('given'), column('problem')],
  });
  await query(on, {
    text: `UPDATE ${tableOf(ctx, '_handover')} SET written_at = now() WHERE id = $1::uuid`,
    values: [id],
  });
}

/** The next records that were handed over and are not taken back yet. */
export async function takenOver(
  ctx: RequestContext,
  id: string,
  limit: number,
): Promise<readonly HandedOver[]> {
  const { rows } = await query<HandedOver>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT r.field, r.record, r.given, r.problem FROM ${tableOf(ctx, '_handover_record')} r WHERE r.handover = $1::uuid AND r.problem IS NULL ORDER BY r.field, r.record LIMIT $2::int`,
    values: [id, limit],
  });
  return rows;
}

/** Marks records as taken back, or says why they were not. */
export async function settleRecords(
  ctx: RequestContext,
  on: ClientBase,
  id: string,
  records: readonly HandedOver[],
): Promise<void> {
  const column = (name: keyof HandedOver) => records.map((one) => one[name]);
  await query(on, {
    text:
      `UPDATE ${tableOf(ctx, '_handover_record')} r SET problem = s.problem FROM unnest($2::text[], $3::uuid[], $4::text[]) s (field, record, problem)` +
      ' WHERE r.handover = $1::uuid AND r.field = s.field AND r.record = s.record',
    values: [id, column('field'), column('record'), column('problem')],
  });
  await setState(ctx, on, id, 'undoing');
}

/** How many records were handed over, and how many stayed, by field and the reason. */
export async function countRecords(
  ctx: RequestContext,
  id: string,
): Promise<readonly { readonly field: string; readonly problem: string | null; readonly count: number }[]> {
  const { rows } = await query<{ field: string; problem: string | null; count: number }>(
    ctx.db.forReading(ctx.workspace),
    {
      text: `SELECT r.field, r.problem, count(*)::int AS count FROM ${tableOf(ctx, '_handover_record')} r WHERE r.handover = $1::uuid GROUP BY 1, 2 ORDER BY 1, 2`,
      values: [id],
    },
  );
  return rows;
}
