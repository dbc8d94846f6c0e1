import type { Logger } from 'pino';
import { connectionProblem } from '../db/connect.ts';
import { routes as describeRoutes } from '../describe.ts';
import { Problem } from '../errors.ts';
import { routes as importRoutes } from '../imports/index.ts';
import { routesOf as peopleRoutes } from '../people/index.ts';
import { routes as recordRoutes } from '../records/index.ts';
import type { Route } from '../route.ts';
import { hostOf, pathOf } from './address.ts';
import { catalogueRoutes } from './catalogue.ts';
import { type Bindings, clientOf } from './client.ts';
import { packed, takesGzip } from './compress.ts';
import type { ContextOptions } from './context.ts';
import { dispatcher, type Known } from './dispatch.ts';
import { docsRoutes } from './docs.ts';
import { assertSameSite } from './evidence.ts';
import { healthRoutes, PROBES } from './health.ts';
import type { Hosts } from './hosts.ts';
import { chosenLocale } from './locale.ts';
import { meRoutes } from './me.ts';
import type { OpenRoute } from './open-route.ts';
import { openapiRoutes } from './openapi.ts';
import { problemAnswer } from './problem.ts';
import { always } from './security.ts';
import { signInRoutes } from './sign-in.ts';

export interface AppOptions extends ContextOptions {
  readonly log: Logger;
  /** known once the server listens */
  readonly hosts: () => Hosts;
  readonly isStopping: () => boolean;
  /** of rooms that need more of the engine than a request brings along */
  readonly routes: readonly Route[];
}

/** Answers requests, whoever brings them: Node's server or a caller in the same process. */
export interface App {
  readonly fetch: (request: Request, bindings?: Bindings) => Promise<Response>;
}

/** Every address of the API. */
function routesOf({
  db,
  people,
  cookieName,
  isStopping,
  routes,
}: AppOptions): readonly (Route | OpenRoute)[] {
  const open: readonly OpenRoute[] = [
    ...healthRoutes(db, isStopping),
    ...signInRoutes(people, cookieName),
    ...docsRoutes(),
  ];
  const rooms: readonly Route[] = [
    ...meRoutes(people),
    ...describeRoutes,
    ...recordRoutes,
    ...importRoutes,
    ...peopleRoutes(people),
    ...catalogueRoutes,
    ...routes,
  ];
  return [...open, ...rooms, ...openapiRoutes(rooms)];
}

/** What a request passes on its way to an address, and its answer on the way back. */
export function createApp(options: AppOptions): App {
  const { hosts, log } = options;
  const dispatch = dispatcher(options, routesOf(options));
  return {
    fetch: async (request, bindings) => {
      const { headers } = request;
      const known: Known = { locale: chosenLocale(headers.get('Accept-Language')), cookies: [] };
      const reference = crypto.randomUUID();
      let answer: Response;
      try {
        assertKnownHost(request, hosts());
        assertSameSite(request.method, headers, hosts());
        answer = await dispatch({ request, client: clientOf(headers, bindings), known });
      } catch (error) {
        answer = problemAnswer(problemOf(error, request, reference, log), known.locale);
      }
      complete(answer, bindings, {
        ...always(hosts().address.startsWith('https:')),
        'X-Request-Id': reference,
        ...(known.modelVersion !== undefined && { 'Model-Version': String(known.modelVersion) }),
      });
      for (const cookie of known.cookies) answer.headers.append('Set-Cookie', cookie);
      return takesGzip(headers.get('Accept-Encoding')) ? packed(answer) : answer;
    },
  };
}

function assertKnownHost({ headers, url }: Request, hosts: Hosts): void {
  const host = headers.get('Host') ?? hostOf(url);
  if (hosts.knows(host) || PROBES.has(pathOf(url))) return;
  throw new Problem('request.host', { host: host.slice(0, 80) });
}

/** Headers that an answer does not state itself. Node's server takes them as they are, which is ten times as fast. */
function complete(
  answer: Response,
  bindings: Bindings | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(headers)) {
    if (bindings?.outgoing) bindings.outgoing.setHeader(name, value);
    else if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
}

/** A refusal says why; of anything else only the number under which it stands in the log. */
function problemOf(error: unknown, { method, url }: Request, reference: string, log: Logger): Problem {
  if (error instanceof Problem) return error;
  const problem = connectionProblem(error) ?? new Problem('engine.internal', { reference });
  log.error({ err: error, reference, method, path: pathOf(url) }, problem.text.en);
  return problem;
}
