import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import type { People } from './people.ts';
import { assertMayManagePeople, isAtLeast } from './roles.ts';
import type { User } from './users.ts';

/**
 * The user, and the person behind them, over whose way of signing in the actor has a say: who manages people,
 * of those who have no right that the actor has not, and who are of no other workspace.
 */
export async function managedPerson(
  ctx: RequestContext,
  people: People,
  userId: string,
): Promise<{ readonly user: User; readonly person: string }> {
  assertMayManagePeople(ctx);
  const user = await people.users.byId(ctx.workspace, ctx.model, userId);
  if (!user?.person) throw new Problem('people.not_found');
  if (!isAtLeast(ctx, user.roles)) throw new Problem('people.not_allowed');
  const isOfOthers = (await people.members.workspacesOf(user.person)).length > 1;
  if (isOfOthers && ctx.actor.kind !== 'engine') throw new Problem('people.not_allowed');
  return { user, person: user.person };
}
