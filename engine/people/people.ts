import type { Actor, PortalRecord, RequestContext } from '../context.ts';
import { type ClientBase, type Database, query, transaction, type Workspace } from '../db/connect.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import { isApiKey, type KeyHolder, keyHolder } from './api-keys.ts';
import type { Auth, KeptSession, Person } from './auth.ts';
import { createMembers, type Members } from './members.ts';
import { createOidcLinks, type OidcLinks } from './oidc-links.ts';
import { OPERATOR_ID, type OperatorKey, operatorValues } from './operator.ts';
import { isLetIn } from './portal.ts';
import { createReaches, type Reaches } from './reach.ts';
import { createSecondFactors, type SecondFactors } from './second-factors.ts';
import { createSessions, hashOf, type Sessions } from './sessions.ts';
import { createSignInTrail, type SignInTrail } from './sign-in-trail.ts';
import { writeTrail } from './trail.ts';
import { createUsers, type User, type Users, userColumn, userTable } from './users.ts';

/** Who asks, before it is known which workspace is meant. */
export type Caller =
  | {
      readonly kind: 'session';
      readonly session: KeptSession;
      readonly signed: string;
      readonly isBrowser: boolean;
    }
  | { readonly kind: 'key'; readonly holder: KeyHolder }
  | { readonly kind: 'operator' };

/** What a request brings along to say who it is from. */
export interface Evidence {
  /** value of the session cookie */
  readonly cookie?: string;
  /** what stands behind `Authorization: Bearer` */
  readonly bearer?: string;
  /** whether it comes from this machine, and through no proxy */
  readonly isLocal: boolean;
}

/** How users are written: as records of the system object `user`, with their trail. Handed in by the composition root. */
export interface UserRecords {
  create(
    ctx: RequestContext,
    on: ClientBase,
    values: Readonly<Record<string, unknown>>,
    id?: string,
  ): Promise<string>;
  newId(): string;
  /** whether the actor sees a record, by the name of its object */
  sees(ctx: RequestContext, record: PortalRecord): Promise<boolean>;
}

export interface PeopleOptions {
  readonly db: Database;
  /** of this install: seals what is kept of second factors */
  readonly secretKey: string;
  /** opened when somebody first has to be known: its code is large */
  readonly auth: () => Promise<Auth>;
  readonly records: UserRecords;
  /** undefined where no command line is to be let in */
  readonly operatorKey?: OperatorKey;
  /** a context of the engine's own, for users that it writes by itself */
  readonly engineContext: (workspace: Workspace) => Promise<RequestContext>;
  /** what goes wrong beside requests */
  readonly onError: (error: unknown) => void;
}

/** Everything about who somebody is. */
export interface People {
  readonly auth: () => Promise<Auth>;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly reaches: Reaches;
  readonly members: Members;
  readonly secondFactors: SecondFactors;
  readonly oidcLinks: OidcLinks;
  readonly records: UserRecords;
  /** a context of the engine's own, for what it does by itself */
  readonly engineContext: (workspace: Workspace) => Promise<RequestContext>;
  readonly signInTrail: SignInTrail;
  callerOf(evidence: Evidence): Promise<Caller | undefined>;
  /** Who the caller is in a workspace: `unknown` when not of it, `inactive` when not any more. */
  actorOf(workspace: Workspace, model: Model, caller: Caller): Promise<Actor | 'unknown' | 'inactive'>;
  /** Who a user is when they act by themselves; undefined where there is no such user. */
  userActor(workspace: Workspace, model: Model, id: string): Promise<Actor | undefined>;
  /** Whether a person is an active user of some workspace: nobody else is let in. */
  mayEnter(person: Person): Promise<boolean>;
  /** The user row of a person, made when it is missing. */
  userOf(workspace: Workspace, model: Model, person: Person): Promise<User | undefined>;
  /** After a change of users, teams, roles or keys of a workspace: every process looks again. */
  changed(workspace: Workspace): Promise<void>;
  /** After a change of somebody's password or sessions: the same in all of their workspaces. */
  personChanged(person: string): Promise<void>;
  /** What another process has changed. */
  refresh(workspaceId: string): void;
}

export const engineActor = (source: string): Actor => ({
  kind: 'engine',
  userId: null,
  name: 'Guanxi',
  email: null,
  roles: [],
  source,
});

/** The record of a portal user who is bound to none: no object is called so. */
const NOWHERE: PortalRecord = { object: '', id: '00000000-0000-0000-0000-000000000000' };

/** A user as who acts; one of the portal stands nowhere among colleagues. */
export const actorFrom = (user: User, source: string): Actor => {
  const {
    id: userId,
    name,
    email,
    department,
    departments,
    manager,
    roles,
    teams,
    territories,
    portal,
  } = user;
  if (user.kind === 'portal')
    return { kind: 'user', userId, name, email, roles, portal: portal ?? NOWHERE, source: 'portal' };
  return {
    kind: 'user',
    userId,
    name,
    email,
    department,
    departments,
    manager,
    roles,
    teams,
    territories,
    source,
  };
};

export function createPeople(options: PeopleOptions): People {
  const { db, auth, records, operatorKey } = options;
  const sessions = createSessions(auth);
  const users = createUsers(db);
  const reaches = createReaches(db);
  const members = createMembers(db);
  const secondFactors = createSecondFactors(db, options.secretKey);
  const keys = createKeys(db);

  const userOf = async (workspace: Workspace, model: Model, person: Person): Promise<User | undefined> => {
    if (!(await members.has(workspace, person.id))) return undefined;
    const known = await users.byPerson(workspace, model, person.id);
    if (known) return known;
    await ensureUser(await options.engineContext(workspace), records, person);
    return users.byPerson(workspace, model, person.id);
  };

  const signInTrail = createSignInTrail({
    db,
    auth,
    engineContext: options.engineContext,
    userOf: ({ workspace, model }, person) => userOf(workspace, model, person),
    onError: options.onError,
  });

  const operatorOf = async (workspace: Workspace, model: Model): Promise<Actor> => {
    const known = await users.byId(workspace, model, OPERATOR_ID);
    if (!known) await ensureOperator(await options.engineContext(workspace), records);
    const user = known ?? (await users.byId(workspace, model, OPERATOR_ID))!;
    return { ...engineActor('cli'), userId: user.id, name: user.name };
  };

  const actorOf: People['actorOf'] = async (workspace, model, caller) => {
    if (caller.kind === 'operator') return operatorOf(workspace, model);
    if (caller.kind === 'key') {
      if (caller.holder.workspaceId !== workspace.id) return 'unknown';
      const user = await users.byId(workspace, model, caller.holder.userId);
      // programs act for colleagues
      if (!user || user.kind === 'portal' || !user.active) return 'inactive';
      const { limits } = caller.holder;
      return { ...actorFrom(user, 'api'), ...(limits && { limits }) };
    }
    const user = await userOf(workspace, model, caller.session.person);
    if (!user) return 'unknown';
    return (await isLetIn(db, workspace, model, user))
      ? actorFrom(user, caller.isBrowser ? 'ui' : 'api')
      : 'inactive';
  };

  const refresh = (workspaceId: string): void => {
    users.clear(workspaceId);
    reaches.clear(workspaceId);
    members.clear(workspaceId);
    secondFactors.clear();
    sessions.clear();
    keys.clear();
  };

  /** The number is the truth, which every process polls; the notice only makes it look sooner. */
  const raise = async (where: string, value: string): Promise<void> => {
    await query(db.forControl(), {
      text: `UPDATE "control"."workspace" SET people_revision = people_revision + 1 WHERE ${where}`,
      values: [value],
    });
    await query(db.forControl(), { text: "SELECT pg_notify('people', '')" });
  };

  return {
    auth,
    sessions,
    users,
    reaches,
    members,
    secondFactors,
    oidcLinks: createOidcLinks(db),
    records,
    engineContext: options.engineContext,
    signInTrail,
    callerOf: async ({ cookie, bearer, isLocal }) => {
      if (bearer !== undefined) {
        const hash = hashOf(bearer);
        if (operatorKey?.matches(hash)) return isLocal ? { kind: 'operator' } : undefined;
        if (isApiKey(bearer)) {
          const holder = await keys.find(hash);
          return holder && { kind: 'key', holder };
        }
      }
      const signed = bearer ?? cookie;
      const session = signed === undefined ? undefined : await sessions.find(signed);
      return session && { kind: 'session', session, signed: signed!, isBrowser: bearer === undefined };
    },
    actorOf,
    userActor: async (workspace, model, id) => {
      const user = await users.byId(workspace, model, id);
      return user && actorFrom(user, 'ui');
    },
    mayEnter: async (person) => {
      for (const workspace of await members.spacesOf(person.id)) {
        const { model } = await options.engineContext(workspace);
        const user = await userOf(workspace, model, person);
        if (user && (await isLetIn(db, workspace, model, user))) return true;
      }
      return false;
    },
    userOf,
    changed: async (workspace) => {
      refresh(workspace.id);
      await raise('id = $1::uuid', workspace.id);
    },
    personChanged: async (person) => {
      sessions.clear();
      secondFactors.clear();
      await raise('id IN (SELECT workspace_id FROM "control"."member" WHERE person = $1::uuid)', person);
    },
    refresh,
  };
}

/** The keys that this process has looked up a moment ago. */
function createKeys(db: Database) {
  const known = new Map<string, { readonly holder: KeyHolder; readonly until: number }>();
  let age = 0;
  return {
    find: async (hash: string): Promise<KeyHolder | undefined> => {
      const entry = known.get(hash);
      const now = Date.now() + db.clockOffset();
      if (entry && entry.until > now) return entry.holder;
      known.delete(hash);
      const askedAt = age;
      const holder = await keyHolder(db, hash);
      if (!holder || (holder.expiresAt ?? Number.POSITIVE_INFINITY) <= now) return undefined;
      const until = Math.min(now + LIMITS.sessionTrustSeconds * 1_000, holder.expiresAt ?? Infinity);
      if (askedAt === age) known.set(hash, { holder, until });
      return holder;
    },
    clear: (): void => {
      age += 1;
      known.clear();
    },
  };
}

/** Runs `make` alone among all processes that would make the same. */
async function alone(
  ctx: RequestContext,
  what: string,
  make: (client: ClientBase) => Promise<void>,
): Promise<void> {
  await transaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const values = [`${ctx.workspace.id} ${what}`];
    await query(client, { text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values });
    await make(client);
  });
}

/** Makes a user the one as whom a person signs in. Nobody writes this field by hand. */
export async function linkPerson(
  ctx: RequestContext,
  client: ClientBase,
  userId: string,
  person: string,
): Promise<void> {
  await query(client, {
    text: `UPDATE ${userTable(ctx.model)} SET ${userColumn(ctx.model, 'person')} = $2 WHERE id = $1::uuid`,
    values: [userId, person],
  });
  await writeTrail(ctx, client, userId, 'person', { person: [null, person] });
}

/** A member without a row gets one: it was lost between the membership and the row. */
async function ensureUser(ctx: RequestContext, records: UserRecords, person: Person): Promise<void> {
  await alone(ctx, `person ${person.id}`, async (client) => {
    const there = await query(client, {
      text: `SELECT 1 FROM ${userTable(ctx.model)} t WHERE t.${userColumn(ctx.model, 'person')} = $1`,
      values: [person.id],
    });
    if (there.rows.length > 0) return;
    const { name, email } = person;
    const id = await records.create(ctx, client, { kind: 'person', name, email, active: true });
    await linkPerson(ctx, client, id, person.id);
  });
}

async function ensureOperator(ctx: RequestContext, records: UserRecords): Promise<void> {
  await alone(ctx, 'operator', async (client) => {
    const there = await query(client, {
      text: `SELECT 1 FROM ${userTable(ctx.model)} t WHERE t.id = $1::uuid`,
      values: [OPERATOR_ID],
    });
    if (there.rows.length > 0) return;
    await records.create(ctx, client, operatorValues(ctx.locale), OPERATOR_ID);
  });
}
