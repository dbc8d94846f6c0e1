import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import { routes as auditRoutes } from '../audit-log/index.ts';
import type { OidcConfig } from '../config.ts';
import { connectionProblem } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { routesOf as peopleRoutes } from '../people/index.ts';
import { routes as recordRoutes } from '../records/index.ts';
import type { Route } from '../route.ts';
import { canonicalPath, hostOf, pathOf, queryOf, readAddress } from './address.ts';
import { answerer, type Known } from './answer.ts';
import { catalogueRoutes } from './catalogue.ts';
import { type Bindings, clientOf } from './client.ts';
import { packed, takesGzip } from './compress.ts';
import type { ContextOptions } from './context.ts';
import { docsRoutes } from './docs.ts';
import { assertSameSite } from './evidence.ts';
import { healthRoutes, PROBES } from './health.ts';
import type { Hosts } from './hosts.ts';
import { invitationRoutes } from './invitations.ts';
import { chosenLocale } from './locale.ts';
import { meRoutes } from './me.ts';
import { methodTable } from './method-table.ts';
import { oidcRoutes } from './oidc.ts';
import type { OpenRoute } from './open-route.ts';
import { openapiRoutes } from './openapi.ts';
import { createPages } from './pages.ts';
import { MethodNotAllowed, problemAnswer } from './problem.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { always } from './security.ts';
import { sessionRoutes } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';

export interface AppOptions extends ContextOptions {
  readonly log: Logger;
  /** known once the server listens */
  readonly hosts: () => Hosts;
  readonly isStopping: () => boolean;
  readonly oidc: OidcConfig | undefined;
  /** of rooms that need more of the engine than a request brings along */
  readonly routes: readonly Route[];
}

interface Env {
  Bindings: Bindings;
  Variables: { known: Known; reference: string };
}

/** Answers requests, whoever brings them: Node's server or a caller in the same process. */
export interface App {
  readonly fetch: (request: Request, bindings?: Bindings) => Response | Promise<Response>;
}

/** The app of an engine, which says what it answers. */
export interface Api extends App {
  /** every address that belongs to a workspace */
  readonly routes: readonly Route[];
}

/** Every address of the API. */
function routesOf({
  db,
  people,
  cookieName,
  secretKey,
  isStopping,
  hosts,
  oidc,
  log,
  routes,
}: AppOptions): readonly (Route | OpenRoute)[] {
  const open: readonly OpenRoute[] = [
    ...healthRoutes(db, isStopping),
    ...signInRoutes({ people, cookieName, secretKey }),
    ...oidcRoutes({ people, cookieName, secretKey, oidc, log, address: () => hosts().address }),
    ...secondFactorRoutes({ people, cookieName, secretKey }),
    ...sessionRoutes(people),
    ...invitationRoutes(db, people),
    ...docsRoutes(),
  ];
  const rooms: readonly Route[] = [
    ...meRoutes(people),
    ...recordRoutes,
    ...auditRoutes,
    ...peopleRoutes(people),
    ...catalogueRoutes,
    ...routes,
  ];
  return [...open, ...rooms, ...openapiRoutes(rooms)];
}

/** What a request passes on its way to an address, and its answer on the way back. */
export function createApp(options: AppOptions): Api {
  const { hosts, log } = options;
  const routes = routesOf(options);
  const methods = methodTable(routes);
  const answer = answerer(options);
  const pages = createPages();
  const app = new Hono<Env>({ getPath: ({ url }) => canonicalPath(url) });

  app.use(async (c, next) => {
    const { headers } = c.req.raw;
    c.set('known', { locale: chosenLocale(headers.get('Accept-Language')), cookies: [] });
    c.set('reference', crypto.randomUUID());
    await next();
    complete(c, hosts());
    if (takesGzip(headers.get('Accept-Encoding'))) await pack(c);
  });

  app.use(async (c, next) => {
    assertKnownHost(c.req.raw, hosts());
    assertSameSite(c.req.method, c.req.raw.headers, hosts());
    await next();
  });

  for (const route of routes) {
    app.on(route.method, [route.path, `/w/:workspace${route.path}`], (c) => {
      const request = c.req.raw;
      const { workspace, ...params } = c.req.param() as Readonly<Record<string, string>>;
      const client = clientOf(request.headers, c.env, hosts().isPublic);
      return answer(route, { request, client, params, workspace, known: c.var.known });
    });
  }

  app.notFound(async (c) => {
    const { method, url, headers } = c.req.raw;
    const address = readAddress(pathOf(url));
    if (!address) throw new Problem('request.not_found');
    const known = address.isFolder ? [] : methods(address.parts);
    if (known.length > 0) throw new MethodNotAllowed(method, known);
    const page = address.parts[0] === 'api' ? undefined : await pages.answer(address, queryOf(url), headers);
    if (!page) throw new Problem('request.not_found');
    if (method !== 'GET' && method !== 'HEAD') throw new MethodNotAllowed(method, ['GET']);
    return page;
  });

  app.onError((error, c) => problemAnswer(problemOf(error, c, log), c.var.known.locale));
  return {
    fetch: (request, bindings) => app.fetch(request, bindings),
    routes: routes.filter((route): route is Route => 'reads' in route),
  };
}

function assertKnownHost({ headers, url }: Request, hosts: Hosts): void {
  const host = headers.get('Host') ?? hostOf(url);
  if (hosts.knows(host) || PROBES.has(pathOf(url))) return;
  throw new Problem('request.host', { host: host.slice(0, 80) });
}

/** Headers that an answer does not state itself. Node's response takes them as they are, which is ten times as fast. */
function complete({ res, env, var: { known, reference } }: Context<Env>, hosts: Hosts): void {
  const headers = {
    ...always(hosts.address.startsWith('https:')),
    'X-Request-Id': reference,
    ...(known.modelVersion !== undefined && { 'Model-Version': String(known.modelVersion) }),
  };
  for (const [name, value] of Object.entries(headers)) {
    if (env?.outgoing) env.outgoing.setHeader(name, value);
    else if (!res.headers.has(name)) res.headers.set(name, value);
  }
  for (const cookie of known.cookies) res.headers.append('Set-Cookie', cookie);
}

async function pack(c: Context<Env>): Promise<void> {
  const answer = await packed(c.res);
  if (answer === c.res) return;
  // Hono would carry the headers of the answer before over to the new one
  c.res = undefined;
  c.res = answer;
}

/** A refusal says why; of anything else only the number under which it stands in the log. */
function problemOf(error: unknown, { req, var: { reference } }: Context<Env>, log: Logger): Problem {
  const report = (problem: Problem, err: unknown): Problem => {
    log.error({ err, reference, method: req.method, path: pathOf(req.url) }, problem.text.en);
    return problem;
  };
  if (error instanceof Problem) {
    return error.cause !== undefined && error.status >= 500 ? report(error, error.cause) : error;
  }
  return report(connectionProblem(error) ?? new Problem('engine.internal', { reference }), error);
}
