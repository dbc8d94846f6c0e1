import type { Actor, RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { concernsUsers, endSessionsOfLeavers, VIEW_AS } from '../people/index.ts';
import type { Route, Surface } from '../route.ts';
import { queryOf } from './address.ts';
import { readJson } from './body.ts';
import type { Client } from './client.ts';
import { type ContextOptions, contextOf } from './context.ts';
import { evidenceOf } from './evidence.ts';
import type { OpenRoute } from './open-route.ts';

/** What becomes known of a request on its way, for its answer: also where that is a refusal. */
export interface Known {
  locale: string;
  modelVersion?: number;
  /** of a session that was renewed */
  cookies: readonly string[];
}

/** A request at the address that it names. */
export interface Arrival {
  readonly request: Request;
  readonly client: Client;
  /** the named parts of the path, decoded */
  readonly params: Readonly<Record<string, string>>;
  /** name of the workspace in front of the address, undefined where it has none */
  readonly workspace: string | undefined;
  readonly known: Known;
}

/** Another version was published while the request was on its way; nothing of it is written. */
const isOfOldModel = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'record.model_changed';

export type Answerer = (route: Route | OpenRoute, arrival: Arrival) => Promise<Response>;

const isOpen = (route: Route | OpenRoute): route is OpenRoute => 'open' in route;

/** What is its user's own, or leaves as a file: nobody sees it in their place. */
const NOT_VIEWED: ReadonlySet<Surface> = new Set(['own', 'file', 'import']);

/** Rights over records are cut by `access/`; what else an address changes is not for whoever only reads. */
function assertWithinLimits(route: Route, { limits, viewedBy, portal }: Actor): void {
  const { method, isQuestion, limitedKeys, reads, isForPortal } = route;
  if (portal && !isForPortal) throw new Problem('people.portal');
  if (viewedBy && NOT_VIEWED.has(reads) && method === 'GET') throw new Problem('people.view_as_own');
  if (viewedBy && method !== 'GET' && !isQuestion) throw new Problem('people.view_as_reads');
  if (!limits || viewedBy) return;
  if (limitedKeys === 'refused') throw new Problem('auth.key_limited');
  if (limits.readOnly && method !== 'GET' && !isQuestion) throw new Problem('auth.key_reads');
}

/** Gives a route all that it needs to know: who asks, in which workspace, with which body. */
export function answerer(options: ContextOptions): Answerer {
  const { people, cookieName } = options;

  const answerOpen = async ({ open }: OpenRoute, { request, client, params }: Arrival): Promise<Response> => {
    const { headers } = request;
    if (headers.has(VIEW_AS)) throw new Problem('people.view_as_own');
    const callerOf = () => people.callerOf(evidenceOf(headers, client, cookieName));
    const query = queryOf(request.url);
    return open({ callerOf, client, headers, params, query, body: await readJson(request) });
  };

  const answerRoute = async (route: Route, arrival: Arrival): Promise<Response> => {
    const { request, client, params, workspace, known } = arrival;
    const { headers } = request;
    const evidence = evidenceOf(headers, client, cookieName);
    const caller = await people.callerOf(evidence);
    if (!caller && evidence.bearer !== undefined) throw new Problem('auth.key');
    if (caller?.kind === 'session') known.cookies = caller.session.cookies;
    const look = async (): Promise<RequestContext> => {
      const ctx = await contextOf(options, caller, workspace, {
        acceptLanguage: headers.get('Accept-Language'),
        viewAs: headers.get(VIEW_AS),
      });
      known.locale = ctx.locale;
      assertWithinLimits(route, ctx.actor);
      known.modelVersion = ctx.model.version;
      return ctx;
    };
    const first = await look();
    const body = route.body === 'own' ? undefined : await readJson(request, route.bodySize);
    const query = queryOf(request.url);
    const run = async (ctx: RequestContext): Promise<Response> => {
      try {
        return await route.handler({ ctx, params, query, body, headers, request });
      } finally {
        // a batch that was refused in the middle may have written before
        const touched = ctx.touched ?? new Set();
        if (touched.has('user')) await endSessionsOfLeavers(ctx, people);
        if (concernsUsers(touched)) await people.changed(ctx.workspace);
      }
    };
    try {
      return await run(first);
    } catch (error) {
      if (!isOfOldModel(error) || route.body === 'own') throw error;
      await options.models.refresh(first.workspace);
      return run(await look());
    }
  };

  return (route, arrival) => (isOpen(route) ? answerOpen(route, arrival) : answerRoute(route, arrival));
}
