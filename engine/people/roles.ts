import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query, transaction } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { nearest, Problem, type ProblemItem, problemItem } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { writeTrail } from './trail.ts';
import { portalObjectSql, userColumn, userTable } from './users.ts';

/** The rights over the workspace itself that a set of roles holds. */
export const adminRightsOf = (model: Model, roles: readonly string[]): ReadonlySet<string> =>
  new Set(roles.flatMap((name) => model.roles.get(name)?.admin ?? []));

/** Whether the actor holds a right over the workspace; it never goes with limits. */
export function hasAdminRight(
  { model, actor }: Pick<RequestContext, 'model' | 'actor'>,
  right: string,
): boolean {
  if (actor.limits || actor.portal) return false;
  return actor.kind === 'engine' || adminRightsOf(model, actor.roles).has(right);
}

export const mayManagePeople = (ctx: RequestContext): boolean => hasAdminRight(ctx, 'people');

export function assertMayManagePeople(ctx: RequestContext): void {
  if (!mayManagePeople(ctx)) throw new Problem('people.not_allowed');
}

/**
 * What is wrong with giving or taking these roles: there must be such a role, nobody hands out rights
 * over the workspace that they do not have, and roles of the portal are for its users, who have no others.
 */
export function roleFaults(
  ctx: RequestContext,
  roles: readonly string[],
  path: string,
  isPortal: boolean,
): ProblemItem[] {
  const { model, actor } = ctx;
  const mine = adminRightsOf(model, actor.roles);
  return roles.flatMap((name, index) => {
    const role = model.roles.get(name);
    const at = `${path}/${index}`;
    if (!role) {
      return [problemItem(at, 'people.role', { name: name.slice(0, 80) }, nearest(name, model.roles.keys()))];
    }
    if (role.portal !== isPortal)
      return [problemItem(at, isPortal ? 'people.role_inside' : 'people.role_portal', { name })];
    const isAbove = actor.kind !== 'engine' && role.admin.some((right) => !mine.has(right));
    return isAbove ? [problemItem(at, 'people.role_above', { name })] : [];
  });
}

export const userRole = (model: Model): string => qualified(model.schema, '_user_role');

export async function rolesOf(
  model: Model,
  on: Pool | ClientBase,
  userId: string,
): Promise<readonly string[]> {
  const { rows } = await query<{ role: string }>(on, {
    text: `SELECT role FROM ${userRole(model)} WHERE user_id = $1::uuid ORDER BY role COLLATE "C"`,
    values: [userId],
  });
  return rows.map(({ role }) => role);
}

async function isPortalUser(model: Model, on: Pool | ClientBase, userId: string): Promise<boolean> {
  const { rows } = await query(on, {
    text: `SELECT 1 FROM ${userTable(model)} t WHERE t.id = $1::uuid AND t.${userColumn(model, 'kind')} = 'portal'`,
    values: [userId],
  });
  return rows.length > 0;
}

/** By role how many users hold it, those who left apart. */
export async function holdersOf(model: Model, on: Pool | ClientBase): Promise<ReadonlyMap<string, number>> {
  const { rows } = await query<{ role: string; holders: number }>(on, {
    text:
      `SELECT r.role, count(*)::int AS holders FROM ${userRole(model)} r JOIN ${userTable(model)} t ON t.id = r.user_id` +
      ` WHERE t.deleted_at IS NULL GROUP BY r.role`,
    values: [],
  });
  return new Map(rows.map(({ role, holders }) => [role, holders]));
}

/** A set of roles, and who holds exactly these. */
export interface HeldRoles {
  /** sorted */
  readonly roles: readonly string[];
  /** of users of the portal: id of the object whose record they are bound to, empty where they are bound to none */
  readonly portal: string | null;
  /** ids of the active users, sorted */
  readonly users: readonly string[];
}

/** The active users by the set of roles that they hold, those of the portal apart. */
export async function usersByRoles(model: Model, on: Pool | ClientBase): Promise<readonly HeldRoles[]> {
  const roles = `ARRAY(SELECT r.role FROM ${userRole(model)} r WHERE r.user_id = t.id ORDER BY r.role COLLATE "C")`;
  const { rows } = await query<HeldRoles>(on, {
    text:
      `SELECT ${roles} AS roles, ${portalObjectSql(model)} AS portal, array_agg(t.id::text ORDER BY t.id) AS users FROM ${userTable(model)} t` +
      ` WHERE t.deleted_at IS NULL AND t.${userColumn(model, 'active')} IS NOT FALSE GROUP BY 1, 2 ORDER BY 1, 2`,
  });
  return rows;
}

/** Nobody else changes the roles of a user until the end of the transaction. */
export async function lockUser({ model }: RequestContext, client: ClientBase, userId: string): Promise<void> {
  const locked = await query(client, {
    text: `SELECT 1 FROM ${userTable(model)} WHERE id = $1::uuid AND deleted_at IS NULL FOR UPDATE`,
    values: [userId],
  });
  if (locked.rows.length === 0) throw new Problem('people.not_found');
}

/** Gives a user exactly these roles, with an entry in the audit; inside a transaction of the caller's. */
export async function writeRoles(
  ctx: RequestContext,
  client: ClientBase,
  userId: string,
  roles: readonly string[],
): Promise<void> {
  const { model } = ctx;
  await lockUser(ctx, client, userId);
  const before = await rolesOf(model, client, userId);
  const after = [...new Set(roles)].sort();
  if (before.join() === after.join()) return;
  await query(client, {
    text: `DELETE FROM ${userRole(model)} WHERE user_id = $1::uuid AND NOT (role = ANY($2::text[]))`,
    values: [userId, after],
  });
  await query(client, {
    text: `INSERT INTO ${userRole(model)} (user_id, role) SELECT $1::uuid, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    values: [userId, after],
  });
  await writeTrail(ctx, client, userId, 'roles', { roles: [before, after] });
}

/** Refuses with all faults at once; what one may not do weighs more than what is wrong. */
export function throwFaults(items: readonly ProblemItem[]): void {
  if (items.length === 0) return;
  const isForbidden = items.some(({ code }) => code === 'people.role_above');
  throw new Problem(isForbidden ? 'people.not_allowed' : 'people.invalid', {}, items);
}

/** Whether the actor holds all rights over the workspace that the roles hold: only then may it act in their name. */
export function isAtLeast(
  { model, actor }: Pick<RequestContext, 'model' | 'actor'>,
  roles: readonly string[],
): boolean {
  const mine = adminRightsOf(model, actor.roles);
  return actor.kind === 'engine' || [...adminRightsOf(model, roles)].every((right) => mine.has(right));
}

/** Whether somebody would be left who can manage people, were `userId` to have these roles. */
export async function isManagerLeft(
  ctx: RequestContext,
  client: Pool | ClientBase,
  userId: string,
  roles: readonly string[],
): Promise<boolean> {
  const { model } = ctx;
  if (adminRightsOf(model, roles).has('people')) return true;
  const managing = [...model.roles.values()].filter(({ admin }) => admin.includes('people'));
  const column = (name: string) => `t.${userColumn(model, name)}`;
  const { rows } = await query(client, {
    text:
      `SELECT 1 FROM ${userRole(model)} r JOIN ${userTable(model)} t ON t.id = r.user_id` +
      ` WHERE r.role = ANY($1::text[]) AND r.user_id <> $2::uuid AND t.deleted_at IS NULL` +
      ` AND ${column('active')} IS NOT FALSE AND ${column('person')} IS NOT NULL LIMIT 1`,
    values: [managing.map(({ name }) => name), userId],
  });
  return rows.length > 0;
}

/** Refuses that a user goes, or is switched off, without whom nobody could manage people. */
export async function assertManagerStays(
  ctx: RequestContext,
  on: Pool | ClientBase,
  userId: string,
): Promise<void> {
  const mine = await rolesOf(ctx.model, on, userId);
  if (!adminRightsOf(ctx.model, mine).has('people')) return;
  if (!(await isManagerLeft(ctx, on, userId, []))) throw new Problem('people.last_admin');
}

/** Gives a user exactly these roles. Somebody who can manage people must remain. */
export async function changeRoles(
  ctx: RequestContext,
  userId: string,
  roles: readonly string[],
): Promise<void> {
  await transaction(ctx.db.forWorkspace(ctx.workspace), (client) => setRoles(ctx, client, userId, roles));
}

/** As `changeRoles`, inside a transaction of the caller's. */
export async function setRoles(
  ctx: RequestContext,
  client: ClientBase,
  userId: string,
  roles: readonly string[],
): Promise<void> {
  const before = await rolesOf(ctx.model, client, userId);
  const changed = [...before, ...roles].filter((role) => before.includes(role) !== roles.includes(role));
  const isPortal = await isPortalUser(ctx.model, client, userId);
  // what somebody should not have had may always be taken from them
  const known = changed.filter(
    (role) => roles.includes(role) || ctx.model.roles.get(role)?.portal === isPortal,
  );
  throwFaults(roleFaults(ctx, known, '/roles', isPortal));
  if (!(await isManagerLeft(ctx, client, userId, roles))) throw new Problem('people.last_admin');
  await writeRoles(ctx, client, userId, roles);
}
