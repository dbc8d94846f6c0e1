import type { KeptSession, People, Person } from '../people/index.ts';
import { answer } from '../route.ts';
import { cookieOf, isFromBrowser } from './evidence.ts';
import type { OpenCall } from './open-route.ts';

/** How people come in: by which cookies, and with which key what is handed out is signed. */
export interface EntryOptions {
  readonly people: People;
  /** name of the session cookie */
  readonly cookieName: string;
  readonly secretKey: string;
}

/** Beside the session cookie, under its prefix, so that it is as bound to https as that is. */
export const besideSession = (cookieName: string, name: string): string =>
  cookieName.replace(/session_token$/, name);

/** A cookie that no script reads, for the addresses below `path`. */
export function ownCookie(
  cookieName: string,
  name: string,
  value: string,
  { path, seconds }: { readonly path: string; readonly seconds: number },
): string {
  const secure = cookieName.startsWith('__Secure-') ? '; Secure' : '';
  const text = `${besideSession(cookieName, name)}=${encodeURIComponent(value)}`;
  return `${text}; Max-Age=${seconds}; Path=${path}; HttpOnly${secure}; SameSite=Lax`;
}

export const ownCookieIn = (headers: Headers, cookieName: string, name: string): string | undefined =>
  cookieOf(headers.get('Cookie'), besideSession(cookieName, name));

export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

/** The value of the cookie, which a program sends as its bearer token. */
const tokenIn = (cookies: readonly string[], name: string): string => {
  const pair = cookies.map((cookie) => cookie.split(';')[0]!).find((one) => one.startsWith(`${name}=`));
  return decodeURIComponent(pair!.slice(name.length + 1));
};

/** Opens the session of somebody who has shown all that is asked for. */
export async function enter(
  { people }: EntryOptions,
  { client, headers }: Pick<OpenCall, 'client' | 'headers'>,
  person: Person,
  rememberMe: boolean,
): Promise<KeptSession> {
  const from = { address: client.address, userAgent: headers.get('User-Agent') };
  const session = await (await people.auth()).openSession(person, from, rememberMe);
  await people.signInTrail.signedIn(person, from);
  return session;
}

/** A browser gets a cookie, a program a token. */
export function entered(
  { cookieName }: EntryOptions,
  headers: Headers,
  session: KeptSession,
  cookies: readonly string[] = [],
): Response {
  const { name } = session.person;
  const expiresAt = new Date(session.expiresAt).toISOString();
  if (isFromBrowser(headers)) {
    return withCookies(answer({ name, expiresAt }), [...session.cookies, ...cookies]);
  }
  return answer({ name, expiresAt, token: tokenIn(session.cookies, cookieName) });
}
