import type { RequestContext } from '../context.ts';
import { query, transaction } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { uuidv7 } from '../ids.ts';
import { timeOf } from '../model/index.ts';
import type { People } from '../people/index.ts';
import { insertExport } from './ledger.ts';
import { nextOf, type Schedule } from './schedule.ts';
import { exportName } from './write.ts';

/** An export that is asked for again and again. */
export interface KeptSchedule {
  readonly id: string;
  readonly actor: string;
  /** id of the object */
  readonly object: string;
  readonly request: string;
  readonly limits: string | null;
  readonly locale: string;
  readonly schedule: string;
  readonly next: Date;
}

const COLUMNS =
  's.id, s.actor, s.object_id AS object, s.request, s.limits, s.locale, s.schedule, s.next_at AS next';

const tableOf = ({ workspace }: Pick<RequestContext, 'workspace'>): string =>
  qualified(workspace.schema, '_export_schedule');

const nextIn = (ctx: RequestContext, schedule: Schedule): Date =>
  nextOf(schedule, ctx.now, timeOf(ctx.model).timeZone);

export async function insertSchedule(
  ctx: RequestContext,
  {
    object,
    request,
    schedule,
  }: { readonly object: string; readonly request: string; readonly schedule: Schedule },
): Promise<string> {
  const id = uuidv7();
  const { limits } = ctx.actor;
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `INSERT INTO ${tableOf(ctx)} (id, actor, object_id, request, limits, locale, schedule, next_at, at)` +
      ' VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz)',
    values: [
      id,
      ctx.actor.userId,
      object,
      request,
      limits === undefined ? null : JSON.stringify(limits),
      ctx.locale,
      JSON.stringify(schedule),
      nextIn(ctx, schedule),
      ctx.now,
    ],
  });
  return id;
}

/** Those of the actor, in the order of their next time. */
export async function schedulesOf(ctx: RequestContext): Promise<readonly KeptSchedule[]> {
  const { rows } = await query<KeptSchedule>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${COLUMNS} FROM ${tableOf(ctx)} s WHERE s.actor = $1::uuid ORDER BY s.next_at, s.id`,
    values: [ctx.actor.userId],
  });
  return rows;
}

/** Takes one of the actor's away; whether there was one. */
export async function removeSchedule(ctx: RequestContext, id: string): Promise<boolean> {
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `DELETE FROM ${tableOf(ctx)} WHERE id = $1::uuid AND actor = $2::uuid`,
    values: [id, ctx.actor.userId],
  });
  return rowCount === 1;
}

/**
 * Asks for the exports that are due, each once, however many of its times are over. Those of people who may not sign in any
 * more, and of objects that are gone, end here.
 */
export async function askForDue(ctx: RequestContext, people: People): Promise<void> {
  await transaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const { rows } = await query<KeptSchedule>(client, {
      text: `SELECT ${COLUMNS} FROM ${tableOf(ctx)} s WHERE s.next_at <= $1::timestamptz ORDER BY s.next_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
      values: [ctx.now],
    });
    for (const one of rows) {
      const user = await people.users.byId(ctx.workspace, ctx.model, one.actor);
      const object = ctx.model.objectsById.get(one.object);
      if (!user?.active || !object) {
        await query(client, { text: `DELETE FROM ${tableOf(ctx)} WHERE id = $1::uuid`, values: [one.id] });
        continue;
      }
      const asker = { ...ctx, locale: one.locale, actor: { ...ctx.actor, userId: one.actor } };
      const { format } = JSON.parse(one.request);
      await insertExport(asker, client, {
        id: uuidv7(),
        object: one.object,
        request: one.request,
        name: exportName(asker, object, format),
        limits: one.limits === null ? undefined : JSON.parse(one.limits),
      });
      await query(client, {
        text: `UPDATE ${tableOf(ctx)} SET next_at = $2::timestamptz WHERE id = $1::uuid`,
        values: [one.id, nextIn(ctx, JSON.parse(one.schedule))],
      });
    }
  });
}
