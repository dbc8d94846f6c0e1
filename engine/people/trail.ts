import { type AuditOp, auditWriterOf, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { userTable } from './users.ts';

/** Leaves an entry about a user, at the version that their record has by then. */
export async function writeTrail(
  ctx: RequestContext,
  on: Pool | ClientBase,
  userId: string,
  op: AuditOp,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rows } = await query<{ version: number }>(on, {
    text: `SELECT t.version FROM ${userTable(ctx.model)} t WHERE t.id = $1::uuid`,
    values: [userId],
  });
  const object = ctx.model.objects.get('user')!.id;
  await writeEntries(
    auditWriterOf(ctx),
    on,
    rows.map(({ version }) => ({ op, object, record: userId, version, changes })),
  );
}
