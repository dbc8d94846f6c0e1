import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import type { Session } from './auth.ts';
import { managedPerson } from './managed-person.ts';
import { passwordFault } from './password.ts';
import type { People } from './people.ts';
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
  await people.secondFactors.forgetDevices(person.id);
  await people.personChanged(person.id);
  await people.signInTrail.passwordChanged(person);
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
  const { user, person } = await managedPerson(ctx, people, userId);
  const fault = passwordFault(password, '/password', [user.email ?? '', user.name]);
  if (fault) throw new Problem('people.invalid', {}, [fault]);
  const auth = await people.auth();
  await auth.setPassword(person, password);
  await auth.endSessions(person);
  await people.secondFactors.forgetDevices(person);
  await people.personChanged(person);
  const pool = ctx.db.forWorkspace(ctx.workspace);
  await writeTrail(ctx, pool, userId, 'password', {});
}
