import type { PortalRecord, RequestContext } from '../context.ts';
import { type ClientBase, type Database, query, type Workspace } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import type { Model } from '../model/model.ts';
import { writeTrail } from './trail.ts';
import { type User, userColumn, userTable } from './users.ts';

/** Whether the record of a portal user is there: when it goes, they are nobody any more from the next request on. */
export async function isPortalRecordThere(
  db: Database,
  workspace: Workspace,
  model: Model,
  { object, id }: PortalRecord,
): Promise<boolean> {
  const home = model.objects.get(object);
  if (!home) return false;
  const { rows } = await query(db.forWorkspace(workspace), {
    text: `SELECT 1 FROM ${qualified(model.schema, home.table)} t WHERE t.id = $1::uuid AND t.deleted_at IS NULL`,
    values: [id],
  });
  return rows.length > 0;
}

/** Whether somebody comes in; users of the portal belong to a record of the workspace, and come in as long as it is there. */
export const isLetIn = async (
  db: Database,
  workspace: Workspace,
  model: Model,
  { active, kind, portal }: User,
): Promise<boolean> =>
  active &&
  (kind !== 'portal' || (portal !== null && (await isPortalRecordThere(db, workspace, model, portal))));

/** Binds a user of the portal to a record, told by the id of its object. Nobody writes this field by hand. */
export async function bindPortal(
  ctx: RequestContext,
  client: ClientBase,
  userId: string,
  portal: PortalRecord,
): Promise<void> {
  const { columns } = ctx.model.objects.get('user')!.fields.get('portal_record')!;
  const [object, id] = ['object', ''].map((part) =>
    quote(columns.find((column) => column.part === part)!.name),
  );
  await query(client, {
    text: `UPDATE ${userTable(ctx.model)} SET ${object} = $2, ${id} = $3::uuid WHERE id = $1::uuid`,
    values: [userId, portal.object, portal.id],
  });
  await writeTrail(ctx, client, userId, 'person', { portal_record: [null, portal] });
}

/** Those of these users who are of the portal. */
export async function portalUsersAmong(
  { db, workspace, model }: Pick<RequestContext, 'db' | 'workspace' | 'model'>,
  users: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await query<{ id: string }>(db.forReading(workspace), {
    text: `SELECT t.id FROM ${userTable(model)} t WHERE t.id = ANY($1::uuid[]) AND t.${userColumn(model, 'kind')} = 'portal' ORDER BY t.id`,
    values: [users],
  });
  return rows.map(({ id }) => id);
}
