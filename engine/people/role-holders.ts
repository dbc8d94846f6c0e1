import type { RequestContext } from '../context.ts';
import { query, transaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { lockUser, rolesOf, setRoles, userRole } from './roles.ts';
import { userColumn, userTable } from './users.ts';

/** Somebody who holds a role. */
export interface RoleHolder {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly active: boolean;
}

const PAGE = 50;

/** Who holds a role, by name: a page of them behind `after`, the id of the last one of the page before. */
export async function holdersOfRole(
  ctx: RequestContext,
  role: string,
  { q, after }: { readonly q: string | null; readonly after: string | null },
): Promise<{ readonly holders: readonly RoleHolder[]; readonly next: string | null }> {
  const column = (name: string) => `t.${userColumn(ctx.model, name)}`;
  const [name, email, active] = [column('name'), column('email'), column('active')];
  const key = (of: string) => `(coalesce(${of}.${userColumn(ctx.model, 'name')}, '') COLLATE "C", ${of}.id)`;
  const { rows } = await query<RoleHolder>(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `SELECT t.id, ${name} AS name, ${email} AS email, ${active} IS NOT FALSE AS active` +
      ` FROM ${userRole(ctx.model)} r JOIN ${userTable(ctx.model)} t ON t.id = r.user_id AND t.deleted_at IS NULL` +
      ` WHERE r.role = $1 AND ($2::text IS NULL OR position(lower($2) in lower(concat_ws(' ', ${name}, ${email}))) > 0)` +
      ` AND ($3::uuid IS NULL OR ${key('t')} > (SELECT ${key('l').slice(1, -1)} FROM ${userTable(ctx.model)} l WHERE l.id = $3::uuid))` +
      ` ORDER BY ${key('t').slice(1, -1)} LIMIT ${PAGE + 1}`,
    values: [role, q, after],
  });
  const holders = rows.slice(0, PAGE);
  return { holders, next: rows.length > PAGE ? holders.at(-1)!.id : null };
}

/** Gives a user a role, or takes it away; what else they hold stays, whoever changes it at the same moment. */
export async function changeHolder(
  ctx: RequestContext,
  role: string,
  userId: string,
  isHolder: boolean,
): Promise<void> {
  await transaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    await lockUser(ctx, client, userId);
    const others = (await rolesOf(ctx.model, client, userId)).filter((one) => one !== role);
    await setRoles(ctx, client, userId, isHolder ? [...others, role] : others);
  });
}

/** Refuses a role that there is not. */
export function assertRole({ model }: RequestContext, name: string): void {
  if (!model.roles.has(name)) throw new Problem('request.not_found');
}
