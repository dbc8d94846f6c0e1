import type { Caller } from '../people/index.ts';
import type { Client } from './client.ts';

/** One call of an address that belongs to no workspace and that anybody may ask. */
export interface OpenCall {
  /** who asks, as far as that can be told */
  readonly callerOf: () => Promise<Caller | undefined>;
  readonly client: Client;
  readonly headers: Headers;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface OpenRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly open: (call: OpenCall) => Promise<Response>;
}
