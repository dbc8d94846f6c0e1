import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import type { People } from './people.ts';
import { assertMayManagePeople, isAtLeast, mayManagePeople } from './roles.ts';
import type { User } from './users.ts';

/**
 * Whether the actor has a say over a user's way of signing in: that has who manages people, of those who have no
 * right that the actor has not, and who are of no other workspace.
 */
export async function hasSayOver(ctx: RequestContext, people: People, user: User): Promise<boolean> {
  if (!mayManagePeople(ctx) || !isAtLeast(ctx, user.roles)) return false;
  if (user.person === null || ctx.actor.kind === 'engine') return true;
  return (await people.members.workspacesOf(user.person)).length <= 1;
}

/** The user, and the person behind them, over whose way of signing in the actor has a say. */
export async function managedPerson(
  ctx: RequestContext,
  people: People,
  userId: string,
): Promise<{ readonly user: User; readonly person: string }> {
  assertMayManagePeople(ctx);
  const user = await people.users.byId(ctx.workspace, ctx.model, userId);
  if (!user?.person) throw new Problem('people.not_found');
  if (!(await hasSayOver(ctx, people, user))) throw new Problem('people.not_allowed');
  return { user, person: user.person };
}
