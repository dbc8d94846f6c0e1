import type { RequestContext } from './context.ts';

/** One call of a route, as the http room hands it over: signed in, parsed, within the limits of size. */
export interface RouteCall {
  readonly ctx: RequestContext;
  /** the named parts of the path, decoded */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** the parsed JSON of the body; undefined where there is none */
  readonly body: unknown;
  readonly headers: Headers;
  /** for what JSON cannot carry: files, streams, the signal that the caller is gone */
  readonly request: Request;
}

/**
 * What an answer may hold, named by how it is proved: each is asked for by a line of `tests/prove/surfaces.ts`, as
 * somebody who must not see would. What only holders of an admin right are answered is `administration`, what is the
 * caller's alone `own`.
 */
export type Surface =
  | 'nothing'
  | 'actions'
  | 'administration'
  | 'aggregate'
  | 'check'
  | 'consents'
  | 'contact'
  | 'duplicates'
  | 'export'
  | 'file'
  | 'form'
  | 'history'
  | 'import'
  | 'list'
  | 'me'
  | 'merge'
  | 'model'
  | 'models'
  | 'openapi'
  | 'own'
  | 'query'
  | 'record'
  | 'rights'
  | 'search'
  | 'team'
  | 'trial'
  | 'written';

/**
 * An address that a room answers. Rooms export lists of them, `http/app.ts` gathers them; a handler
 * throws a Problem for every refusal and never builds its answer.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** below the workspace, parts with a colon are parameters: `/api/records/:object/:id` */
  readonly path: string;
  readonly reads: Surface;
  /** what an answer holds, in a sentence; it stands in the description of the API */
  readonly answers?: string;
  /** a POST that changes nothing: a question too long for an address */
  readonly isQuestion?: boolean;
  /** also for users of the portal, who are refused at every other address */
  readonly isForPortal?: true;
  /** of what is not for a key that is kept to reading, or to some objects */
  readonly limitedKeys?: 'refused';
  /** how the body comes: parsed JSON unless the handler reads the request itself */
  readonly body?: 'json' | 'own';
  /** bytes, where the body may be larger than `LIMITS.bodySize` */
  readonly bodySize?: number;
  readonly handler: (call: RouteCall) => Promise<Response>;
}

type AnswerHeaders = Readonly<Record<string, string>>;

/** JSON text that is passed through as it is: Postgres or a compiled writer has made it. */
export const answerText = (text: string, status = 200, headers?: AnswerHeaders): Response =>
  new Response(text, {
    status,
    headers: {
      'Content-Type': 'application/json',
      // said here, where it costs nothing: what is long enough to be packed is told by it
      'Content-Length': String(Buffer.byteLength(text)),
      ...headers,
    },
  });

export const answer = (value: unknown, status = 200, headers?: AnswerHeaders): Response =>
  answerText(JSON.stringify(value), status, headers);
