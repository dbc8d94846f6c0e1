import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { managedPerson } from './managed-person.ts';
import type { People } from './people.ts';
import { writeTrail } from './trail.ts';

/** Takes a lost second factor away from a user; their sessions end, and the next sign-in needs the password alone. */
export async function removeSecondFactorOf(
  ctx: RequestContext,
  people: People,
  userId: string,
): Promise<void> {
  const { person } = await managedPerson(ctx, people, userId);
  if (!(await people.secondFactors.remove(person))) throw new Problem('auth.second_factor_off');
  await (await people.auth()).endSessions(person);
  await people.personChanged(person);
  await writeTrail(ctx, ctx.db.forWorkspace(ctx.workspace), userId, 'second_factor', { on: [true, false] });
}
