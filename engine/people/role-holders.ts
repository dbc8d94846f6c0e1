import type { RequestContext } from '../context.ts';
import { transaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { type ListedUser, type PageAsked, pageOfUsers } from './page-of-users.ts';
import { lockUser, rolesOf, setRoles, userRole } from './roles.ts';

const PAGE = 50;

/** Who holds a role, by name: a page of them. */
export const holdersOfRole = async (
  ctx: RequestContext,
  role: string,
  asked: Omit<PageAsked, 'size'>,
): Promise<{ readonly holders: readonly ListedUser[]; readonly next: string | null }> => {
  const among = `EXISTS (SELECT FROM ${userRole(ctx.model)} r WHERE r.user_id = t.id AND r.role = $1)`;
  const { users, next } = await pageOfUsers(ctx, among, role, { ...asked, size: PAGE });
  return { holders: users, next };
};

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
