import { type Config, isLoopback } from '../config.ts';

/** Where the engine answers from: the hosts it knows and the origins of its own pages. */
export interface Hosts {
  /** whether a `Host` header names this server */
  knows(host: string | undefined | null): boolean;
  /** whether an `Origin` header names a page of this server */
  isOwnOrigin(origin: string): boolean;
  readonly origins: readonly string[];
  /** the address to print and to put into links */
  readonly address: string;
  /** whether people reach it by an address of the operator's, so that a proxy may stand in front */
  readonly isPublic: boolean;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

export const isLoopbackAddress = (address: string | undefined): boolean =>
  address === '::1' || /^(::ffff:)?127\./.test(address ?? '');

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * The hosts of a server that listens on `port` (which may differ from the configured one: 0 takes any).
 * The names of this machine are known everywhere: what runs beside the server speaks to it by them.
 */
export function hostsOf({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>, port: number): Hosts {
  const originOf = (name: string) => new URL(`http://${bracketed(name)}:${port}`).origin;
  const local = [...new Set([...LOOPBACK, ...(isLoopback(host) ? [host] : [])])].map(originOf);
  const origins = [...(publicUrl ? [new URL(publicUrl).origin] : []), ...local];
  const hosts = new Set(origins.map((origin) => new URL(origin).host));
  return {
    knows: (name) => typeof name === 'string' && hosts.has(name.toLowerCase()),
    isOwnOrigin: (origin) => origins.includes(origin.toLowerCase()),
    origins,
    address: publicUrl ?? originOf(host),
    isPublic: publicUrl !== undefined,
  };
}
