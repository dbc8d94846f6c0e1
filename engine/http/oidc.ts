import type { Logger } from 'pino';
import type { OidcConfig } from '../config.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import {
  createOidcProvider,
  createThrottle,
  type Identity,
  linkIdentity,
  newSecrets,
  openNote,
  type Person,
  readMembers,
  type SignInSecrets,
  sealNote,
  sealPending,
} from '../people/index.ts';
import { answer } from '../route.ts';
import { networkOf } from './client.ts';
import { type EntryOptions, enter, ownCookie, ownCookieIn, withCookies } from './entering.ts';
import type { OpenCall, OpenRoute } from './open-route.ts';
import { TooManyAttempts } from './problem.ts';
import { DEVICE } from './second-factor.ts';

export interface OidcOptions extends EntryOptions {
  readonly oidc: OidcConfig | undefined;
  /** scheme and host that people use */
  readonly address: () => string;
  readonly log: Logger;
}

/** What the browser keeps while it is at the provider. */
interface Begun extends SignInSecrets {
  /** the page that was wanted */
  readonly to: string;
}

const PATH = '/api/auth/oidc';
const COOKIE = 'oidc';
const PURPOSE = 'oidc sign-in';
const SECONDS = LIMITS.codeMinutes * 60;

/** An address stands for an office: everybody in it may begin at nine o'clock. */
const PER_ADDRESS = { free: 60, window: 3_600_000, longest: 60_000 };

/** What of an address is a page of ours, without its host: nobody is sent elsewhere from here. */
function ownPath(given: string, address: string): string {
  if (!/^\/(?![/\\])/.test(given) || !URL.canParse(given, address)) return '/';
  const { origin, pathname, search } = new URL(given, address);
  return origin === new URL(address).origin && !pathname.startsWith('//') ? pathname + search : '/';
}

/** Sign-in by a provider of OpenID Connect: out to it by a page of ours, and back in by an address of ours. */
export function oidcRoutes(options: OidcOptions): readonly OpenRoute[] {
  const { people, secretKey, cookieName, oidc, address, log } = options;
  const known = async (): Promise<Response> => answer({ name: oidc?.name ?? null });
  const told: OpenRoute = { method: 'GET', path: PATH, open: known };
  if (!oidc) return [told];
  const provider = createOidcProvider(oidc);
  const byAddress = createThrottle(PER_ADDRESS);
  const callback = (): string => `${address()}${PATH}/callback`;
  const kept = (value: string, seconds: number): string =>
    ownCookie(cookieName, COOKIE, value, { path: PATH, seconds });

  const begin = async ({ body, client }: OpenCall): Promise<Response> => {
    const { to = '/' } = readMembers(body, { to: 'text?' });
    const network = networkOf(client.address);
    const seconds = byAddress.wait(network);
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byAddress.attempt(network);
    const begun: Begun = { ...newSecrets(), to: ownPath(to, address()) };
    const way = await provider.address(begun, callback()).catch((cause) => {
      throw new Problem('auth.oidc_unreachable', { name: oidc.name }, [], cause);
    });
    const note = sealNote(secretKey, PURPOSE, [begun], Date.now() + SECONDS * 1_000);
    return withCookies(answer({ address: way }), [kept(note, SECONDS)]);
  };

  /** Back to the page that was wanted; what is to be said there stands behind the #, which no server logs. */
  const back = (to: string, said: Readonly<Record<string, string>>, cookies: readonly string[] = []) => {
    const hash = new URLSearchParams(said).toString();
    const headers = { Location: `${address()}${to}${hash && `#${hash}`}` };
    return withCookies(new Response(null, { status: 303, headers }), [...cookies, kept('', 0)]);
  };

  /** Whom of us the provider means: whoever has come in so before, else by an e-mail that it vouches for. */
  const personBehind = async (
    identity: Identity,
  ): Promise<{ readonly person: Person; readonly isNew: boolean } | undefined> => {
    const auth = await people.auth();
    const id = await people.oidcLinks.personOf(identity);
    const isNew = id === undefined;
    const byEmail = isNew && oidc.linksByEmail && identity.email !== undefined;
    const person = byEmail ? await auth.findPerson(identity.email!) : id && (await auth.personOf(id));
    return person && (await people.mayEnter(person)) ? { person, isNew } : undefined;
  };

  const arrive = async ({ headers, client, query }: OpenCall): Promise<Response> => {
    const note = ownCookieIn(headers, cookieName, COOKIE) ?? '';
    const [begun] = (openNote(secretKey, PURPOSE, note, Date.now()) ?? []) as readonly Begun[];
    if (!begun) return back('/', { refused: 'again' });
    const { to, nonce } = begun;
    const from = { address: client.address, userAgent: headers.get('User-Agent') };
    const refused = (why: string, err?: unknown): Response => {
      log.warn({ room: 'auth', err }, `sign-in by ${oidc.issuer}: ${why}`);
      return back(to, { refused: 'provider' });
    };
    let identity: Identity;
    try {
      identity = await provider.identify(query, begun, callback());
    } catch (error) {
      return refused('what came back is not good', error);
    }
    const isFirst = await people.oidcLinks.take(nonce, new Date(Date.now() + SECONDS * 1_000));
    if (!isFirst) return refused('it was used before');
    const found = await personBehind(identity);
    if (!found) {
      if (identity.email !== undefined) people.signInTrail.failed(identity.email, from);
      return back(to, { refused: 'unknown' });
    }
    byAddress.forgive(networkOf(client.address));
    const { person, isNew } = found;
    const { secondFactors } = people;
    const device = ownCookieIn(headers, cookieName, DEVICE);
    // what makes a new way in is never less than all that is asked for without it
    const isWaived =
      !isNew && (oidc.hasSecondFactor || (await secondFactors.isRemembered(person.id, device)));
    if (!isWaived && (await secondFactors.isOn(person.id))) {
      const pending = { personId: person.id, rememberMe: true, ...(isNew && { identity }) };
      return back(to, { pending: sealPending(secretKey, pending, Date.now()) });
    }
    if (isNew && !(await linkIdentity(people, person, identity))) return refused('it is somebody else’s');
    const session = await enter(options, { client, headers }, person, true);
    return back(to, {}, session.cookies);
  };

  return [
    told,
    { method: 'POST', path: `${PATH}/begin`, open: begin },
    { method: 'GET', path: `${PATH}/callback`, open: arrive },
  ];
}
