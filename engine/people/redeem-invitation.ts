import type { PortalRecord, RequestContext } from '../context.ts';
import { type Database, query, type Workspace } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import type { Person } from './auth.ts';
import { joinPerson } from './create-person.ts';
import { INVITATION_COLUMNS, type Invitation, namedRecord } from './invitations.ts';
import { OPERATOR_ID } from './operator.ts';
import { passwordFault } from './password.ts';
import type { People } from './people.ts';
import { isPortalRecordThere } from './portal.ts';
import { adminRightsOf } from './roles.ts';
import { hashOf } from './sessions.ts';
import { isPortalHome } from './users.ts';

/** What the holder of a link is told: whom it is for, and whether they have a password with us already. */
export interface InvitationSeen {
  readonly email: string;
  readonly name: string | null;
  readonly workspace: string;
  readonly isKnown: boolean;
}

interface Found {
  readonly invitation: Invitation;
  readonly workspace: Workspace;
  readonly ctx: RequestContext;
}

/** The open invitation of a token. Unknown, used, taken back, too late, or of somebody who has left: one answer. */
async function find(db: Database, people: People, token: string): Promise<Found> {
  const { rows } = await query<Invitation & { space: Workspace }>(db.forControl(), {
    text:
      `SELECT ${INVITATION_COLUMNS},` +
      " json_build_object('id', w.id, 'name', w.name, 'schema', w.schema) AS space" +
      ' FROM "control"."invitation" i JOIN "control"."workspace" w ON w.id = i.workspace_id' +
      ' WHERE i.hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2::timestamptz',
    values: [hashOf(token), new Date(Date.now() + db.clockOffset())],
  });
  const [row] = rows;
  if (!row) throw new Problem('people.no_invitation');
  const { space: workspace, ...invitation } = row;
  const ctx = await people.engineContext(workspace);
  if (!(await isStillMeant(people, ctx, invitation))) throw new Problem('people.no_invitation');
  return { invitation, workspace, ctx };
}

/** Whether the record of whom is to be a user of the portal is there, and its object still has any. */
async function isRecordThere(
  { db, workspace, model }: RequestContext,
  portal: PortalRecord | null,
): Promise<boolean> {
  if (portal === null) return true;
  const named = namedRecord(model, portal);
  const home = named && model.objects.get(named.object);
  return home ? isPortalHome(home) && (await isPortalRecordThere(db, workspace, model, named)) : false;
}

/** Whether whoever has invited could do so today: they are here, and hold all rights that the roles hold. */
async function isStillMeant(
  people: People,
  ctx: RequestContext,
  { invitedBy, roles, portal }: Invitation,
): Promise<boolean> {
  const { workspace, model } = ctx;
  if (!(await isRecordThere(ctx, portal))) return false;
  if (invitedBy === null || invitedBy === OPERATOR_ID) return true;
  const inviter = await people.users.byId(workspace, model, invitedBy);
  if (!inviter?.active) return false;
  const rights = adminRightsOf(model, inviter.roles);
  return rights.has('people') && [...adminRightsOf(model, roles)].every((right) => rights.has(right));
}

/** What the page of a link shows before anything is given. */
export async function seeInvitation(db: Database, people: People, token: string): Promise<InvitationSeen> {
  const { invitation, workspace } = await find(db, people, token);
  const { email, name } = invitation;
  const isKnown = (await (await people.auth()).findPerson(email)) !== undefined;
  return { email, name, workspace: workspace.name, isKnown };
}

/** The person of the invitation's e-mail: by the password that they have, or with a new one. */
async function personFor(people: People, email: string, name: string, password: string): Promise<Person> {
  const auth = await people.auth();
  const known = await auth.findPerson(email);
  if (!known) return auth.createPerson({ email, name }, password);
  if (await auth.hasPassword(known.id, password)) return known;
  throw new Problem('people.invalid', {}, [problemItem('/password', 'auth.password_wrong')]);
}

/**
 * Lets the holder of the link in, once: of many who redeem it at the same time one. Whose e-mail has a password
 * already proves to be that person by it; the link alone makes nobody somebody who is known.
 */
export async function redeemInvitation(
  db: Database,
  people: People,
  given: { readonly token: string; readonly name?: string; readonly password: string },
): Promise<{ readonly person: Person; readonly workspace: string }> {
  const { invitation, workspace, ctx } = await find(db, people, given.token);
  const { email } = invitation;
  const name = (given.name ?? invitation.name ?? '').trim();
  const auth = await people.auth();
  if (!(await auth.findPerson(email))) {
    const fault =
      name === ''
        ? problemItem('/name', 'people.missing', { name: 'name' })
        : passwordFault(given.password, '/password', [email, name]);
    if (fault) throw new Problem('people.invalid', {}, [fault]);
  }
  await claim(db, invitation.id, ctx.now);
  try {
    const person = await personFor(people, email, name, given.password);
    const actor = { ...ctx.actor, userId: invitation.invitedBy };
    const { roles, portal } = invitation;
    const joining = { email, name: name || person.name, roles, ...(portal && { portal }) };
    await joinPerson({ ...ctx, actor }, people, joining, person);
    return { person, workspace: workspace.name };
  } catch (error) {
    await giveBack(db, invitation.id);
    throw error;
  }
}

async function claim(db: Database, id: string, now: Date): Promise<void> {
  const { rows } = await query(db.forControl(), {
    text:
      'UPDATE "control"."invitation" SET accepted_at = $2::timestamptz WHERE id = $1::uuid' +
      ' AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id',
    values: [id, now],
  });
  if (rows.length === 0) throw new Problem('people.no_invitation');
}

async function giveBack(db: Database, id: string): Promise<void> {
  await query(db.forControl(), {
    text: 'UPDATE "control"."invitation" SET accepted_at = NULL WHERE id = $1::uuid',
    values: [id],
  });
}
