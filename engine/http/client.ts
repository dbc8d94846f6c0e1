import type { IncomingMessage, ServerResponse } from 'node:http';
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
 * The client of a request. A proxy is believed only when it runs on this machine, and only the entry that
 * it has added itself: all before it is what the caller says.
 */
export function clientOf(headers: Headers, bindings: Bindings | undefined): Client {
  const incoming = bindings?.incoming;
  const peer = incoming ? incoming.socket.remoteAddress : '127.0.0.1';
  if (!isLoopbackAddress(peer)) return { address: peer, isLocal: false };
  const forwarded = headers.get('X-Forwarded-For');
  const isForwarded = FORWARDING.some((name) => headers.has(name));
  if (!isForwarded) return { address: peer, isLocal: true };
  const added = forwarded?.split(',').at(-1)?.trim();
  return { address: added || peer, isLocal: false };
}
