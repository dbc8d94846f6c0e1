import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { managedPerson } from './managed-person.ts';
import type { People } from './people.ts';
import { writeTrail } from './trail.ts';
import { userColumn, userTable } from './users.ts';

/** Ends all sessions of a user, wherever they are signed in. */
export async function endSessionsOf(ctx: RequestContext, people: People, userId: string): Promise<void> {
  const { person } = await managedPerson(ctx, people, userId);
  await (await people.auth()).endSessions(person);
  await people.personChanged(person);
  const pool = ctx.db.forWorkspace(ctx.workspace);
  await writeTrail(ctx, pool, userId, 'sign_out', {});
}

/**
 * Ends the sessions of those who are not active any more, or were deleted: being made active again brings none
 * of them back. Who is of another workspace too keeps theirs, and is refused in this one.
 */
export async function endSessionsOfLeavers(
  { db, workspace, model }: Pick<RequestContext, 'db' | 'workspace' | 'model'>,
  people: People,
): Promise<void> {
  const [person, active] = [userColumn(model, 'person'), userColumn(model, 'active')];
  const { rows } = await query<{ person: string }>(db.forWorkspace(workspace), {
    text:
      `SELECT t.${person} AS person FROM ${userTable(model)} t` +
      ` WHERE t.${person} IS NOT NULL AND (t.${active} IS FALSE OR t.deleted_at IS NOT NULL)`,
  });
  const leavers = await people.members.onlyHere(
    workspace,
    rows.map((row) => row.person),
  );
  if (leavers.length > 0) await (await people.auth()).endSessionsOfAll(leavers);
}
