import type { BetterAuthOptions } from 'better-auth';
import type { Pool } from 'pg';
import { LIMITS } from '../limits.ts';

/** Somebody who can sign in: known to all workspaces, a user in those that have them as a member. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A session that somebody holds. */
export interface Session {
  readonly person: Person;
  /** as the database knows it: worth nothing without our signature */
  readonly token: string;
  /** milliseconds since 1970 */
  readonly expiresAt: number;
}

/** A session with what its holder is to keep of it. */
export interface KeptSession extends Session {
  /** values of `Set-Cookie`; empty when the cookie need not change */
  readonly cookies: readonly string[];
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A session as its owner sees it in the list of theirs. */
export interface OpenSession {
  readonly id: string;
  readonly token: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  /** to the hour: it is not written with each request */
  readonly usedAt: Date;
  readonly expiresAt: Date;
}

/** Where a session is used from, kept with it for its owner to see. */
export interface Whereabouts {
  readonly address: string | undefined;
  readonly userAgent: string | null;
}

/** The only door to better-auth: it answers who somebody is, never what they may do. */
export interface Auth {
  /** undefined when the e-mail or the password is wrong; both take the same time */
  checkPassword(credentials: Credentials): Promise<Person | undefined>;
  /** A new session of who has shown who they are. `rememberMe` false: its cookie ends with the browser. */
  openSession(person: Person, from: Whereabouts, rememberMe?: boolean): Promise<KeptSession>;
  /** ends a session; the values of `Set-Cookie` that clear its cookies */
  signOut(signed: string): Promise<readonly string[]>;
  /** `signed` is the value of the session cookie, which programs send as their bearer token */
  session(signed: string): Promise<KeptSession | undefined>;
  /** the sessions of a person that are not over, the latest first */
  sessionsOf(personId: string): Promise<readonly OpenSession[]>;
  /** ends all sessions of a person but the one named */
  endSessions(personId: string, exceptToken?: string): Promise<void>;
  /** ends whatever sessions these persons have */
  endSessionsOfAll(personIds: readonly string[]): Promise<void>;
  /** ends one session of a person; whether there was one */
  endSession(personId: string, sessionId: string): Promise<boolean>;
  findPerson(email: string): Promise<Person | undefined>;
  personOf(id: string): Promise<Person | undefined>;
  createPerson(person: Omit<Person, 'id'>, password: string): Promise<Person>;
  hasPassword(personId: string, password: string): Promise<boolean>;
  setPassword(personId: string, password: string): Promise<void>;
}

export interface AuthOptions {
  /** logs in with `search_path=auth` */
  readonly pool: Pool;
  readonly secret: string;
  /** the address that people use, without a path */
  readonly address: string;
  readonly origins: readonly string[];
  readonly onError: (message: string) => void;
}

const PREFIX = 'guanxi';

/** Name of the session cookie where people use this address. */
export const sessionCookie = (address: string): string =>
  `${address.startsWith('https:') ? '__Secure-' : ''}${PREFIX}.session_token`;

/** Seconds after which a session that is used is written again: when it was used last, and its end. */
const SESSION_USED_EVERY = 3_600;

/** A header that only we write, never a caller. */
const ADDRESS_HEADER = 'x-guanxi-address';

/**
 * Opens better-auth on its schema and brings that up to date. Its code is loaded here and not with this
 * file: it takes half a second, and commands without sign-in do without.
 */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { betterAuth, Kysely, PostgresDialect, openingSessions } = await loadAuth();
  const kysely = new Kysely<any>({ dialect: new PostgresDialect({ pool: options.pool }) });
  const settings: OurOptions = {
    appName: 'Guanxi',
    baseURL: options.address,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [...options.origins],
    database: { db: kysely, type: 'postgres', schemaName: 'auth', transaction: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LIMITS.passwordLeast,
      maxPasswordLength: LIMITS.passwordMost * 4,
    },
    session: {
      expiresIn: LIMITS.sessionDays * 86_400,
      updateAge: SESSION_USED_EVERY,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: PREFIX,
      useSecureCookies: options.address.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: 'uuid', validateSchema: false },
    },
    plugins: [openingSessions()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.onError(message) },
  };
  const auth = betterAuth(settings);
  const context = await auth.$context;
  await context.runMigrations();
  return { ...doorTo(auth, context), ...inBulk(options.pool) };
}

/** Starts to load better-auth, so that it is there when it is needed. */
export async function loadAuth() {
  const [{ betterAuth }, { Kysely, PostgresDialect }, { openingSessions }] = await Promise.all([
    import('better-auth'),
    import('kysely'),
    import('./opening-sessions.ts'),
  ]);
  return { betterAuth, Kysely, PostgresDialect, openingSessions };
}

type OurOptions = BetterAuthOptions & {
  plugins: [ReturnType<typeof import('./opening-sessions.ts').openingSessions>];
};
type BetterAuth = ReturnType<typeof import('better-auth').betterAuth<OurOptions>>;
type Context = Awaited<BetterAuth['$context']>;

const personFrom = ({ id, email, name }: Person): Person => ({ id, email, name });

const sessionFrom = (session: { token: string; expiresAt: Date }, person: Person): Session => ({
  person: personFrom(person),
  token: session.token,
  expiresAt: session.expiresAt.getTime(),
});

/** What better-auth can do for one person at a time only. */
const inBulk = (pool: Pool): Pick<Auth, 'endSessionsOfAll'> => ({
  endSessionsOfAll: async (personIds) => {
    await pool.query('DELETE FROM "session" WHERE "userId" = ANY($1::uuid[])', [personIds]);
  },
});

function doorTo(
  auth: BetterAuth,
  { internalAdapter, password: passwords, authCookies }: Context,
): Omit<Auth, 'endSessionsOfAll'> {
  const credentialOf = (personId: string) => internalAdapter.findCredentialAccount(personId);
  const createCredential = (personId: string, hash: string) =>
    internalAdapter.createAccount({
      userId: personId,
      providerId: 'credential',
      accountId: personId,
      password: hash,
    });
  const hasPassword = async (personId: string | undefined, password: string): Promise<boolean> => {
    const credential = personId === undefined ? undefined : await credentialOf(personId);
    if (credential?.password) return passwords.verify({ hash: credential.password, password });
    // takes as long as comparing would
    await passwords.hash(password);
    return false;
  };
  const cookieName = authCookies.sessionToken.name;
  return {
    checkPassword: async ({ email, password }) => {
      const found = await internalAdapter.findUserByEmail(email.toLowerCase());
      const isRight = await hasPassword(found?.user.id, password);
      return found && isRight ? personFrom(found.user) : undefined;
    },
    openSession: async (person, { address, userAgent }, rememberMe) => {
      const headers = new Headers();
      if (address) headers.set(ADDRESS_HEADER, address);
      if (userAgent) headers.set('User-Agent', userAgent.slice(0, 300));
      const body = { personId: person.id, isBrief: rememberMe === false };
      const answer = await auth.api.openSession({ body, headers, returnHeaders: true });
      return { ...sessionFrom(answer.response, person), cookies: answer.headers.getSetCookie() };
    },
    signOut: async (signed) => {
      const headers = new Headers({ cookie: `${cookieName}=${encodeURIComponent(signed)}` });
      const answer = await auth.api.signOut({ headers, returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    session: async (signed) => {
      const headers = new Headers({ cookie: `${cookieName}=${encodeURIComponent(signed)}` });
      const answer = await auth.api.getSession({ headers, returnHeaders: true });
      const found = answer.response;
      return found
        ? { ...sessionFrom(found.session, found.user), cookies: answer.headers.getSetCookie() }
        : undefined;
    },
    sessionsOf: async (personId) => {
      const sessions = await internalAdapter.listSessions(personId);
      const open = sessions.map(({ id, token, ipAddress, userAgent, createdAt, updatedAt, expiresAt }) => ({
        id,
        token,
        address: ipAddress || null,
        userAgent: userAgent || null,
        createdAt,
        usedAt: updatedAt,
        expiresAt,
      }));
      return open.sort((a, b) => b.usedAt.getTime() - a.usedAt.getTime() || (a.id < b.id ? -1 : 1));
    },
    endSession: async (personId, sessionId) => {
      const sessions = await internalAdapter.listSessions(personId);
      const session = sessions.find(({ id }) => id === sessionId);
      if (session) await internalAdapter.deleteSession(session.token);
      return session !== undefined;
    },
    endSessions: async (personId, exceptToken) => {
      const sessions = await internalAdapter.listSessions(personId);
      const tokens = sessions.map(({ token }) => token).filter((token) => token !== exceptToken);
      if (tokens.length > 0) await internalAdapter.deleteSessions(tokens);
    },
    findPerson: async (email) => {
      const found = await internalAdapter.findUserByEmail(email.toLowerCase());
      return found ? personFrom(found.user) : undefined;
    },
    personOf: async (id) => {
      const found = await internalAdapter.findUserById(id);
      return found ? personFrom(found) : undefined;
    },
    createPerson: async ({ email, name }, password) => {
      const hash = await passwords.hash(password);
      const values = { email: email.toLowerCase(), name, emailVerified: true };
      const person = await internalAdapter.createUser(values, { method: 'admin' });
      await createCredential(person.id, hash);
      return personFrom(person);
    },
    hasPassword,
    setPassword: async (personId, password) => {
      const hash = await passwords.hash(password);
      if (await credentialOf(personId)) await internalAdapter.updatePassword(personId, hash);
      else await createCredential(personId, hash);
    },
  };
}
