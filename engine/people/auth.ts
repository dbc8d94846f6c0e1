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
  /** false: the cookie ends with the browser */
  readonly rememberMe?: boolean;
}

/** Where a session is used from, kept with it for its owner to see. */
export interface Whereabouts {
  readonly address: string | undefined;
  readonly userAgent: string | null;
}

/** The only door to better-auth: it answers who somebody is, never what they may do. */
export interface Auth {
  /** undefined when the e-mail or the password is wrong; both take the same time */
  signIn(credentials: Credentials, from: Whereabouts): Promise<KeptSession | undefined>;
  /** ends a session; the values of `Set-Cookie` that clear its cookies */
  signOut(signed: string): Promise<readonly string[]>;
  /** `signed` is the value of the session cookie, which programs send as their bearer token */
  session(signed: string): Promise<KeptSession | undefined>;
  /** ends all sessions of a person but the one named */
  endSessions(personId: string, exceptToken?: string): Promise<void>;
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

/** A header that only we write, never a caller. */
const ADDRESS_HEADER = 'x-guanxi-address';

/**
 * Opens better-auth on its schema and brings that up to date. Its code is loaded here and not with this
 * file: it takes half a second, and commands without sign-in do without.
 */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { betterAuth, Kysely, PostgresDialect } = await loadAuth();
  const kysely = new Kysely<any>({ dialect: new PostgresDialect({ pool: options.pool }) });
  const settings: BetterAuthOptions = {
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
      updateAge: 86_400,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: PREFIX,
      useSecureCookies: options.address.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: 'uuid', validateSchema: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.onError(message) },
  };
  const auth = betterAuth(settings);
  const context = await auth.$context;
  await context.runMigrations();
  return doorTo(auth, context);
}

/** Starts to load better-auth, so that it is there when it is needed. */
export async function loadAuth() {
  const [{ betterAuth }, { Kysely, PostgresDialect }] = await Promise.all([
    import('better-auth'),
    import('kysely'),
  ]);
  return { betterAuth, Kysely, PostgresDialect };
}

type BetterAuth = ReturnType<typeof import('better-auth').betterAuth<BetterAuthOptions>>;
type Context = Awaited<BetterAuth['$context']>;

const personFrom = ({ id, email, name }: Person): Person => ({ id, email, name });

const sessionFrom = (session: { token: string; expiresAt: Date }, person: Person): Session => ({
  person: personFrom(person),
  token: session.token,
  expiresAt: session.expiresAt.getTime(),
});

const statusOf = (error: unknown): number | undefined =>
  (error as { statusCode?: number } | undefined)?.statusCode;

function doorTo(auth: BetterAuth, { internalAdapter, password: passwords, authCookies }: Context): Auth {
  const credentialOf = (personId: string) => internalAdapter.findCredentialAccount(personId);
  const createCredential = (personId: string, hash: string) =>
    internalAdapter.createAccount({
      userId: personId,
      providerId: 'credential',
      accountId: personId,
      password: hash,
    });
  const cookieName = authCookies.sessionToken.name;
  return {
    signIn: async ({ email, password, rememberMe }, { address, userAgent }) => {
      const headers = new Headers();
      if (address) headers.set(ADDRESS_HEADER, address);
      if (userAgent) headers.set('User-Agent', userAgent.slice(0, 300));
      try {
        const body = { email, password, ...(rememberMe !== undefined && { rememberMe }) };
        const answer = await auth.api.signInEmail({ body, headers, returnHeaders: true });
        const cookies = answer.headers.getSetCookie();
        const found = await internalAdapter.findSession(answer.response.token);
        return found ? { ...sessionFrom(found.session, found.user), cookies } : undefined;
      } catch (error) {
        if (statusOf(error) === 401 || statusOf(error) === 400) return undefined;
        throw error;
      }
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
    hasPassword: async (personId, password) => {
      const credential = await credentialOf(personId);
      if (credential?.password) return passwords.verify({ hash: credential.password, password });
      await passwords.hash(password);
      return false;
    },
    setPassword: async (personId, password) => {
      const hash = await passwords.hash(password);
      if (await credentialOf(personId)) await internalAdapter.updatePassword(personId, hash);
      else await createCredential(personId, hash);
    },
  };
}
