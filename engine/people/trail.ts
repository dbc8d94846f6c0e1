import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { userTable } from './users.ts';

/** What is done to a user besides changing its record. */
export type Deed = 'roles' | 'person' | 'password' | 'key' | 'revoke' | 'sign_out';

/** Leaves an entry in the audit of the workspace. `id` is a fresh UUID v7; secrets never stand in `changes`. */
export async function writeTrail(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
  userId: string,
  deed: Deed,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { model, actor } = ctx;
  await query(on, {
    text:
      `INSERT INTO ${qualified(model.schema, '_audit')} (at, id, object, record, version, actor, on_behalf, op, changes, v)` +
      ` SELECT $1::timestamptz, $2::uuid, $3, t.id, t.version, $5::uuid, $6::uuid, $7, $8, $9::int` +
      ` FROM ${userTable(model)} t WHERE t.id = $4::uuid`,
    values: [
      ctx.now,
      id,
      model.objects.get('user')!.id,
      userId,
      actor.userId,
      actor.onBehalf ?? null,
      deed,
      JSON.stringify(changes),
      model.version,
    ],
  });
}
