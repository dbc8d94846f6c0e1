import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { dayOf } from '../expression/index.ts';
import { userColumn, userTable } from './users.ts';

/** Ids of the active users to whom one of these users has delegated for today, sorted. */
export async function delegatesOf(
  { db, workspace, model, now }: RequestContext,
  owners: readonly string[],
): Promise<readonly string[]> {
  const object = model.objects.get('delegation');
  if (!object?.system) return [];
  const column = (field: string): string => `d.${quote(object.fields.get(field)!.columns[0]!.name)}`;
  const { rows } = await query<{ id: string }>(db.forWorkspace(workspace), {
    text:
      `SELECT DISTINCT t.id FROM ${qualified(model.schema, object.table)} d JOIN ${userTable(model)} t ON t.id = ${column('delegate')}` +
      ` WHERE d.deleted_at IS NULL AND ${column('owner')} = ANY($1::uuid[]) AND $2::date BETWEEN ${column('begins')} AND ${column('until')}` +
      ` AND t.deleted_at IS NULL AND t.${userColumn(model, 'active')} IS NOT FALSE` +
      ` AND t.${userColumn(model, 'kind')} IS DISTINCT FROM 'portal' ORDER BY t.id`,
    values: [owners, dayOf(now.toISOString(), model.settings.timeZone)],
  });
  return rows.map(({ id }) => id);
}
