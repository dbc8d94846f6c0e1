import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { isLoopbackAddress } from './hosts.ts';

/** What Node's server knows of a request besides the request; nothing where the app is called in process. */
export interface Bindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

/** Who is at the other end of the line. */
export interface Client {
  readonly address: string | undefined;
  /** on this machine, and not a proxy that speaks for somebody else */
  readonly isLocal: boolean;
}

/** By what attempts from an address are counted: whoever has an address of version 6 has the network around it. */
export function networkOf(address: string | undefined): string {
  if (!address?.includes(':') || !isIPv6(address)) return address ?? '';
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`);
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (mapped) return hostname;
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? 0 : 8 - before!.length - after!.length;
  return [...before!, ...Array<string>(zeros).fill('0'), ...after!].slice(0, 4).join(':');
}

/** What proxies add; one of them is enough to know that there is one. */
const FORWARDING = [
  'X-Forwarded-For',
  'Forwarded',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
  'X-Real-IP',
  'Via',
];

/**
 * The client of a request. A proxy is believed only where the operator has put one (`hasProxy`: a public address
 * is set), when it runs on this machine, and only the entry that it has added itself: all before it is what the
 * caller says.
 */
export function clientOf(headers: Headers, bindings: Bindings | undefined, hasProxy: boolean): Client {
  const incoming = bindings?.incoming;
  const peer = incoming ? incoming.socket.remoteAddress : '127.0.0.1';
  if (!isLoopbackAddress(peer)) return { address: peer, isLocal: false };
  const forwarded = headers.get('X-Forwarded-For');
  const isForwarded = FORWARDING.some((name) => headers.has(name));
  if (!isForwarded) return { address: peer, isLocal: true };
  const added = hasProxy ? forwarded?.split(',').at(-1)?.trim() : undefined;
  return { address: added || peer, isLocal: false };
}
