import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import type { Session } from './auth.ts';
import { passwordFault } from './password.ts';
import type { People } from './people.ts';
import { assertMayManagePeople, isAtLeast } from './roles.ts';
import { writeTrail } from './trail.ts';

/** Changes the password of whoever holds the session. All their other sessions end. */
export async function changePassword(
  people: People,
  { person, token }: Session,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<void> {
  const auth = await people.auth();
  if (!(await auth.hasPassword(person.id, current))) {
    throw new Problem('people.invalid', {}, [problemItem('/currentPassword', 'auth.password_wrong')]);
  }
  const fault = passwordFault(next, '/newPassword', [person.email, person.name]);
  if (fault) throw new Problem('people.invalid', {}, [fault]);
  await auth.setPassword(person.id, next);
  await auth.endSessions(person.id, token);
  await people.personChanged(person.id);
}

/**
 * Gives somebody a new password. All their sessions end. Only for those who have no right that the actor
 * has not, and who are of no other workspace: there the actor has nothing to say.
 */
export async function resetPassword(
  ctx: RequestContext,
  people: People,
  userId: string,
  password: string,
): Promise<void> {
  assertMayManagePeople(ctx);
  const user = await people.users.byId(ctx.workspace, ctx.model, userId);
  if (!user?.person) throw new Problem('people.not_found');
  if (!isAtLeast(ctx, user.roles)) throw new Problem('people.not_allowed');
  const isOfOthers = (await people.members.workspacesOf(user.person)).length > 1;
  if (isOfOthers && ctx.actor.kind !== 'engine') throw new Problem('people.not_allowed');
  const fault = passwordFault(password, '/password', [user.email ?? '', user.name]);
  if (fault) throw new Problem('people.invalid', {}, [fault]);
  const auth = await people.auth();
  await auth.setPassword(user.person, password);
  await auth.endSessions(user.person);
  await people.personChanged(user.person);
  const pool = ctx.db.forWorkspace(ctx.workspace);
  await writeTrail(ctx, pool, people.records.newId(), userId, 'password', {});
}
