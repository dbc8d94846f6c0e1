import { randomBytes } from 'node:crypto';
import { auditWriterOf, writeEntries } from '../audit/index.ts';
import type { PortalRecord, RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import { emailFaults } from './create-person.ts';
import type { People } from './people.ts';
import { assertMayManagePeople, roleFaults, throwFaults } from './roles.ts';
import { hashOf } from './sessions.ts';
import { isPortalHome } from './users.ts';

/** Somebody who may come in once, by a link that only they and who invited them know. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly roles: readonly string[];
  /** of whom becomes a user of the portal: the record that they are bound to */
  readonly portal: PortalRecord | null;
  /** the user who invites */
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewInvitation {
  readonly email: string;
  readonly name?: string;
  readonly roles: readonly string[];
  /** whoever comes in becomes a user of the portal for this record */
  readonly portal?: PortalRecord | undefined;
  readonly days?: number;
}

/** of the table under the name i */
export const INVITATION_COLUMNS =
  'i.id, i.email, i.name, i.roles, i.invited_by AS "invitedBy", i.created_at AS "createdAt",' +
  " CASE WHEN i.portal_record IS NOT NULL THEN json_build_object('object', i.portal_object, 'id', i.portal_record) END AS portal," +
  ' i.expires_at AS "expiresAt", i.accepted_at AS "acceptedAt", i.revoked_at AS "revokedAt"';

function daysOf(days: number = LIMITS.invitationDays): number {
  if (days >= 1 && days <= LIMITS.invitationDaysMost) return days;
  throw new Problem('people.invalid', {}, [
    problemItem('/days', 'record.range', { given: String(days), check: `1 – ${LIMITS.invitationDaysMost}` }),
  ]);
}

const isInvitable = async (ctx: RequestContext, people: People, portal: PortalRecord): Promise<boolean> => {
  const home = ctx.model.objects.get(portal.object);
  return home !== undefined && isPortalHome(home) && people.records.sees(ctx, portal);
};

/** Whether somebody of that e-mail can sign in to the workspace by now. */
async function isInside({ workspace, model }: RequestContext, people: People, email: string) {
  const person = await (await people.auth()).findPerson(email);
  if (!person || !(await people.members.has(workspace, person.id))) return false;
  return (await people.users.byPerson(workspace, model, person.id)) !== undefined;
}

/**
 * Invites somebody: the only time that the token of the link is seen. An earlier invitation of the same e-mail
 * that is still open is taken back.
 */
export async function createInvitation(
  ctx: RequestContext,
  people: People,
  { email, name, roles, portal, days }: NewInvitation,
): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: Date }> {
  assertMayManagePeople(ctx);
  throwFaults([...emailFaults(email), ...roleFaults(ctx, roles, '/roles', portal !== undefined)]);
  if (portal && !(await isInvitable(ctx, people, portal)))
    throw new Problem('people.invalid', {}, [problemItem('/portal', 'people.portal_record')]);
  if (await isInside(ctx, people, email)) throw new Problem('people.taken', { given: email });
  const id = people.records.newId();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + daysOf(days) * 86_400_000);
  await query(ctx.db.forControl(), {
    text:
      'UPDATE "control"."invitation" SET revoked_at = $3::timestamptz WHERE workspace_id = $1::uuid AND email = $2' +
      ' AND accepted_at IS NULL AND revoked_at IS NULL',
    values: [ctx.workspace.id, email.toLowerCase(), ctx.now],
  });
  await query(ctx.db.forControl(), {
    text:
      'INSERT INTO "control"."invitation" (id, workspace_id, hash, email, name, roles, invited_by, created_at, expires_at, portal_object, portal_record)' +
      ' VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::text[], $7::uuid, $8::timestamptz, $9::timestamptz, $10, $11::uuid)',
    values: [
      id,
      ctx.workspace.id,
      hashOf(token),
      email.toLowerCase(),
      name?.trim() || null,
      [...new Set(roles)].sort(),
      ctx.actor.userId,
      ctx.now,
      expiresAt,
      portal ? ctx.model.objects.get(portal.object)!.id : null,
      portal?.id ?? null,
    ],
  });
  await tell(ctx, { invitation: [null, id], email, roles, ...(portal && { portal }) });
  return { id, token, expiresAt };
}

/** The invitations of the workspace, the latest first: open ones, and what became of the others. */
export async function invitationsOf(ctx: RequestContext): Promise<readonly Invitation[]> {
  assertMayManagePeople(ctx);
  const { rows } = await query<Invitation>(ctx.db.forControl(), {
    text:
      `SELECT ${INVITATION_COLUMNS} FROM "control"."invitation" i WHERE i.workspace_id = $1::uuid` +
      ` ORDER BY i.created_at DESC, i.id LIMIT ${LIMITS.pageSize}`,
    values: [ctx.workspace.id],
  });
  return rows.map((one) => ({ ...one, portal: one.portal && namedRecord(ctx.model, one.portal) }));
}

/** What is kept with the id of its object, with the name that this has by now; null where there is none any more. */
export function namedRecord(model: Model, { object, id }: PortalRecord): PortalRecord | null {
  const home = model.objectsById.get(object);
  return home ? { object: home.name, id } : null;
}

/** Takes an invitation back that nobody has used. */
export async function revokeInvitation(ctx: RequestContext, id: string): Promise<void> {
  assertMayManagePeople(ctx);
  const { rows } = await query(ctx.db.forControl(), {
    text:
      'UPDATE "control"."invitation" SET revoked_at = $3::timestamptz WHERE id = $1::uuid AND workspace_id = $2::uuid' +
      ' AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id',
    values: [id, ctx.workspace.id, ctx.now],
  });
  if (rows.length === 0) throw new Problem('people.no_invitation');
  await tell(ctx, { invitation: [id, null] });
}

const tell = (ctx: RequestContext, changes: Readonly<Record<string, unknown>>): Promise<void> =>
  writeEntries(auditWriterOf(ctx), ctx.db.forWorkspace(ctx.workspace), [{ op: 'invitation', changes }]);
