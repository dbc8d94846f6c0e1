import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { answer, type Route } from '../route.ts';
import { apiKeysOf, createApiKey, revokeApiKey } from './api-keys.ts';
import { createPerson } from './create-person.ts';
import { createService } from './create-service.ts';
import { describeUser } from './describe-user.ts';
import { endSessionsOf } from './end-sessions.ts';
import { idOf } from './id-of.ts';
import { createInvitation, invitationsOf, revokeInvitation } from './invitations.ts';
import { resetPassword } from './passwords.ts';
import type { People } from './people.ts';
import { readMembers } from './read-members.ts';
import { removeSecondFactorOf } from './remove-second-factor.ts';
import { roleRoutes } from './role-routes.ts';
import {
  assertMayManagePeople,
  changeRoles,
  isAtLeast,
  mayManagePeople,
  rolesOf,
  throwFaults,
} from './roles.ts';
import { writeTrail } from './trail.ts';
import { userColumn, userTable } from './users.ts';
import { startViewing } from './view-as.ts';

/** The user that a key is for: the caller, unless the body names another by id or e-mail. */
async function keyUser(
  ctx: RequestContext,
  people: People,
  given: { readonly user?: string; readonly email?: string },
): Promise<string> {
  const isOwn =
    (given.user ?? ctx.actor.userId) === ctx.actor.userId &&
    (given.email === undefined || given.email.toLowerCase() === ctx.actor.email?.toLowerCase());
  // asked before anybody is looked for: whether an e-mail is known is not told to everybody
  if (!isOwn) assertMayManagePeople(ctx);
  const id = isOwn ? ctx.actor.userId : (given.user ?? (await userByEmail(ctx, given.email!)));
  if (!id) throw new Problem('people.not_found');
  const user = await people.users.byId(ctx.workspace, ctx.model, idOf(id));
  if (!user || user.kind === 'portal') throw new Problem('people.not_found');
  if (!isOwn && !isAtLeast(ctx, user.roles)) throw new Problem('people.not_allowed');
  return user.id;
}

async function userByEmail(ctx: RequestContext, email: string): Promise<string | undefined> {
  const column = userColumn(ctx.model, 'email');
  const { rows } = await query<{ id: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT t.id FROM ${userTable(ctx.model)} t WHERE lower(t.${column}) = lower($1) AND t.deleted_at IS NULL ORDER BY t.id LIMIT 1`,
    values: [email],
  });
  return rows[0]?.id;
}

/** A key is kept to objects that there are. */
const objectFaults = ({ model }: RequestContext, names: readonly string[]) =>
  names.flatMap((name, index) =>
    model.objects.has(name)
      ? []
      : [
          problemItem(
            `/objects/${index}`,
            'people.object',
            { name: name.slice(0, 80) },
            nearest(name.slice(0, 80), model.objects.keys()),
          ),
        ],
  );

const MOST_DAYS = 3_650;

function daysOf(days: number | undefined): number | undefined {
  if (days === undefined || (days >= 1 && days <= MOST_DAYS)) return days;
  throw new Problem('people.invalid', {}, [
    problemItem('/days', 'record.range', { given: String(days), check: `1 – ${MOST_DAYS}` }),
  ]);
}

/** Users that sign in, their roles, passwords and keys. */
export const routesOf = (people: People): readonly Route[] => [
  {
    method: 'POST',
    path: '/api/people',
    reads: 'administration',
    answers: 'ids of the user and person made',
    handler: async ({ ctx, body }) => {
      assertMayManagePeople(ctx);
      const given = readMembers(body, { email: 'text', name: 'text', password: 'text?', roles: 'texts' });
      const { user } = await createPerson(ctx, people, given);
      return answer({ id: user }, 201, { Location: `/api/records/user/${user}` });
    },
  },
  {
    method: 'POST',
    path: '/api/people/services',
    reads: 'administration',
    answers: 'id of the user made',
    handler: async ({ ctx, body }) => {
      assertMayManagePeople(ctx);
      const user = await createService(ctx, people, readMembers(body, { name: 'text', roles: 'texts' }));
      return answer({ id: user }, 201, { Location: `/api/records/user/${user}` });
    },
  },
  {
    method: 'GET',
    path: '/api/people/invitations',
    reads: 'administration',
    answers: 'the invitations of the workspace without their links, for those who manage people',
    handler: async ({ ctx }) => answer({ invitations: await invitationsOf(ctx) }),
  },
  {
    method: 'POST',
    path: '/api/people/invitations',
    reads: 'administration',
    answers: 'the new link, once',
    handler: async ({ ctx, body }) => {
      assertMayManagePeople(ctx);
      const given = readMembers(body, {
        ...{ email: 'text', name: 'text?', roles: 'texts', days: 'whole?', portal: 'record?' },
      } as const);
      const { id, token, expiresAt } = await createInvitation(ctx, people, given);
      // behind the #, so that it stands in no log of a server
      return answer({ id, path: `/invite#${token}`, expiresAt }, 201);
    },
  },
  {
    method: 'DELETE',
    path: '/api/people/invitations/:id',
    reads: 'nothing',
    handler: async ({ ctx, params }) => {
      await revokeInvitation(ctx, idOf(params.id!));
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'GET',
    path: '/api/people/:id',
    reads: 'administration',
    answers:
      'how a user signs in, with which roles, and what may be done about it, for those who manage people',
    handler: async ({ ctx, params }) => answer(await describeUser(ctx, people, idOf(params.id!))),
  },
  {
    method: 'GET',
    path: '/api/people/:id/roles',
    reads: 'administration',
    answers: 'names of the roles of a user, for those who manage people',
    handler: async ({ ctx, params }) => {
      assertMayManagePeople(ctx);
      const id = idOf(params.id!);
      if (!(await people.users.byId(ctx.workspace, ctx.model, id))) throw new Problem('people.not_found');
      return answer({ roles: await rolesOf(ctx.model, ctx.db.forWorkspace(ctx.workspace), id) });
    },
  },
  {
    method: 'PUT',
    path: '/api/people/:id/roles',
    reads: 'administration',
    answers: 'names of the roles of a user, for those who manage people',
    handler: async ({ ctx, params, body }) => {
      assertMayManagePeople(ctx);
      const { roles } = readMembers(body, { roles: 'texts' });
      await changeRoles(ctx, idOf(params.id!), roles);
      await people.changed(ctx.workspace);
      return answer({ roles: [...new Set(roles)].sort() });
    },
  },
  {
    method: 'PUT',
    path: '/api/people/:id/password',
    reads: 'nothing',
    handler: async ({ ctx, params, body }) => {
      const { password } = readMembers(body, { password: 'text' });
      await resetPassword(ctx, people, idOf(params.id!), password);
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'DELETE',
    path: '/api/people/:id/sessions',
    reads: 'nothing',
    handler: async ({ ctx, params }) => {
      await endSessionsOf(ctx, people, idOf(params.id!));
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'DELETE',
    path: '/api/people/:id/second-factor',
    reads: 'nothing',
    handler: async ({ ctx, params }) => {
      await removeSecondFactorOf(ctx, people, idOf(params.id!));
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'POST',
    path: '/api/people/:id/view-as',
    reads: 'administration',
    answers:
      'a note with which its viewer alone sees what that user reads, for those with the right to security',
    handler: async ({ ctx, params }) => answer(await startViewing(ctx, people, idOf(params.id!)), 201),
  },
  ...roleRoutes(people),
  {
    method: 'GET',
    path: '/api/keys',
    reads: 'own',
    answers: "the caller's own keys without their text; of all users, or of one, for those who manage people",
    handler: async ({ ctx, query: parameters }) => {
      const of = parameters.get('of');
      if (of === null) return answer({ keys: await apiKeysOf(ctx, ctx.actor.userId ?? undefined) });
      assertMayManagePeople(ctx);
      return answer({ keys: await apiKeysOf(ctx, of === 'all' ? undefined : idOf(of)) });
    },
  },
  {
    method: 'POST',
    path: '/api/keys',
    reads: 'own',
    answers: 'the new key, once',
    limitedKeys: 'refused',
    handler: async ({ ctx, body }) => {
      const given = readMembers(body ?? {}, {
        name: 'text?',
        user: 'text?',
        email: 'text?',
        days: 'whole?',
        readOnly: 'flag?',
        objects: 'texts?',
      });
      throwFaults(objectFaults(ctx, given.objects ?? []));
      const user = await keyUser(ctx, people, given);
      const id = people.records.newId();
      const name = given.name?.trim() || 'API';
      const days = daysOf(given.days);
      const made = await createApiKey(ctx, {
        id,
        user,
        name,
        ...(days !== undefined && { days }),
        ...(given.readOnly !== undefined && { readOnly: given.readOnly }),
        ...(given.objects !== undefined && { objects: given.objects }),
      });
      const pool = ctx.db.forWorkspace(ctx.workspace);
      await writeTrail(ctx, pool, user, 'key', { key: [null, id] });
      return answer({ id, ...made }, 201);
    },
  },
  {
    method: 'DELETE',
    path: '/api/keys/:id',
    limitedKeys: 'refused',
    reads: 'nothing',
    handler: async ({ ctx, params }) => {
      const id = idOf(params.id!);
      const own = mayManagePeople(ctx) ? undefined : (ctx.actor.userId ?? undefined);
      const user = await revokeApiKey(ctx, id, own);
      if (user === undefined) throw new Problem('people.not_found');
      await people.changed(ctx.workspace);
      const pool = ctx.db.forWorkspace(ctx.workspace);
      await writeTrail(ctx, pool, user, 'revoke', { key: [id, null] });
      return new Response(null, { status: 204 });
    },
  },
];
