import { type ErrorHandler, Hono } from 'hono';
import type { Logger } from 'pino';
import { connectionProblem } from '../db/connect.ts';
import { routes as describeRoutes } from '../describe.ts';
import { Problem } from '../errors.ts';
import { routes as importRoutes } from '../imports/index.ts';
import { routesOf as peopleRoutes } from '../people/index.ts';
import { routes as recordRoutes } from '../records/index.ts';
import type { Route } from '../route.ts';
import { catalogueRoutes } from './catalogue.ts';
import { type Bindings, clientOf } from './client.ts';
import { packed } from './compress.ts';
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
import { secure } from './security.ts';
import { signInRoutes } from './sign-in.ts';

export interface AppOptions extends ContextOptions {
  readonly log: Logger;
  /** known once the server listens */
  readonly hosts: () => Hosts;
  readonly isStopping: () => boolean;
  /** of rooms that need more of the engine than a request brings along */
  readonly routes: readonly Route[];
}

interface Variables {
  /** of this request: in its answer and in the log */
  reference: string;
  known: Known;
}

interface Env {
  Bindings: Bindings;
  Variables: Variables;
}

export type App = Hono<Env>;

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
  const { hosts } = options;
  const dispatch = dispatcher(options, routesOf(options));
  const app: App = new Hono();
  app.onError(refusal(options.log));

  app.use(async (c, next) => {
    const { headers } = c.req.raw;
    c.set('reference', crypto.randomUUID());
    c.set('known', { locale: chosenLocale(headers.get('Accept-Language')), cookies: [] });
    await next();
    completeHeaders(c.res.headers, c.var, hosts());
    const answer = await packed(c.res, headers.get('Accept-Encoding'));
    if (answer === c.res) return;
    // Hono would carry the headers of the answer before over to the new one
    c.res = undefined;
    c.res = answer;
  });

  app.use(async (c, next) => {
    const host = c.req.raw.headers.get('Host') ?? new URL(c.req.url).host;
    const isProbe = PROBES.has(new URL(c.req.url).pathname);
    if (!isProbe && !hosts().knows(host)) throw new Problem('request.host', { host: host.slice(0, 80) });
    assertSameSite(c.req.method, c.req.raw.headers, hosts());
    await next();
  });

  app.all('*', (c) => {
    const client = clientOf(c.req.raw.headers, c.env);
    return dispatch({ request: c.req.raw, client, known: c.var.known });
  });
  return app;
}

function completeHeaders(headers: Headers, { reference, known }: Variables, hosts: Hosts): void {
  secure(headers, hosts.address.startsWith('https:'));
  headers.set('X-Request-Id', reference);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (known.modelVersion !== undefined) headers.set('Model-Version', String(known.modelVersion));
  for (const cookie of known.cookies) headers.append('Set-Cookie', cookie);
}

/** The answer to what was thrown: a refusal says why, anything else only under which number it stands in the log. */
const refusal =
  (log: Logger): ErrorHandler<Env> =>
  (error, c) => {
    const { reference, known } = c.var;
    if (error instanceof Problem) return problemAnswer(error, known.locale);
    const problem = connectionProblem(error) ?? new Problem('engine.internal', { reference });
    const { method, path } = c.req;
    log.error({ err: error, reference, method, path }, problem.text.en);
    return problemAnswer(problem, known.locale);
  };
