import { Problem } from '../errors.ts';
import type { Evidence } from '../people/index.ts';
import type { Client } from './client.ts';
import type { Hosts } from './hosts.ts';

/** The value of a cookie, decoded; undefined where there is none or it cannot be read. */
export function cookieOf(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
}

const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer\s+(\S+)\s*$/i.exec(headers.get('Authorization') ?? '')?.[1];

/** What a request brings along to say who it is from. A bearer token goes before a cookie. */
export function evidenceOf(headers: Headers, client: Client, cookieName: string): Evidence {
  const bearer = bearerOf(headers);
  const cookie = cookieOf(headers.get('Cookie'), cookieName);
  return {
    isLocal: client.isLocal,
    ...(bearer !== undefined && { bearer }),
    ...(cookie !== undefined && { cookie }),
  };
}

/** Whether a browser says that one of our own pages sends this. */
export function isFromOwnPage(headers: Headers, hosts: Hosts): boolean {
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('Origin');
  return origin !== null && hosts.isOwnOrigin(origin);
}

/** Whether a browser sends this at all: programs say nothing of origins. */
export const isFromBrowser = (headers: Headers): boolean =>
  headers.has('Origin') || headers.has('Sec-Fetch-Site');

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Refuses what another site makes a browser send: a cookie comes along by itself, so that it counts only
 * when one of our own pages sends it. A bearer token never comes along by itself, other kinds of
 * authorization do: browsers add the password of a proxy to whatever they send there.
 */
export function assertSameSite(method: string, headers: Headers, hosts: Hosts): void {
  if (READS.has(method) || bearerOf(headers) !== undefined) return;
  const isAtRisk = headers.has('Cookie') || isFromBrowser(headers);
  if (isAtRisk && !isFromOwnPage(headers, hosts)) throw new Problem('request.origin');
}
