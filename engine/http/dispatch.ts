import { Problem } from '../errors.ts';
import type { Route } from '../route.ts';
import { type Address, pathOf, queryOf, readAddress } from './address.ts';
import { readJson } from './body.ts';
import type { Client } from './client.ts';
import { type ContextOptions, contextOf } from './context.ts';
import { evidenceOf } from './evidence.ts';
import type { OpenRoute } from './open-route.ts';
import { createPages } from './pages.ts';
import { MethodNotAllowed } from './problem.ts';
import { type Found, routeTable } from './route-table.ts';

/** What becomes known of a request on its way, for its answer: also where that is a refusal. */
export interface Known {
  locale: string;
  modelVersion?: number;
  /** of a session that was renewed */
  cookies: readonly string[];
}

export interface Arrival {
  readonly request: Request;
  readonly client: Client;
  readonly known: Known;
}

export type Dispatch = (arrival: Arrival) => Promise<Response>;

/** The object whose records say who somebody is. */
const PEOPLE = 'user';

const isOpen = (route: Route | OpenRoute): route is OpenRoute => 'open' in route;

/** Leads a request to what its address names: a route with all that it needs to know, a page or a file. */
export function dispatcher(options: ContextOptions, routes: readonly (Route | OpenRoute)[]): Dispatch {
  const { people } = options;
  const table = routeTable(routes);
  const pages = createPages();

  const answerOpen = async ({ request, client }: Arrival, { route, params }: Found<OpenRoute>) => {
    const { headers } = request;
    const body = await readJson(request);
    const callerOf = () => people.callerOf(evidenceOf(headers, client, options.cookieName));
    return route.open({ callerOf, client, headers, params, body });
  };

  const answerRoute = async (arrival: Arrival, address: Address, { route, params }: Found<Route>) => {
    const { request, client, known } = arrival;
    const { headers } = request;
    const evidence = evidenceOf(headers, client, options.cookieName);
    const caller = await people.callerOf(evidence);
    if (!caller && evidence.bearer !== undefined) throw new Problem('auth.key');
    if (caller?.kind === 'session') known.cookies = caller.session.cookies;
    const ctx = await contextOf(options, caller, address.workspace, headers.get('Accept-Language'));
    known.locale = ctx.locale;
    known.modelVersion = ctx.model.version;
    const body = route.body === 'own' ? undefined : await readJson(request, route.bodySize);
    const query = queryOf(request.url);
    try {
      return await route.handler({ ctx, params, query, body, headers, request });
    } finally {
      // a batch that was refused in the middle may have written before
      if (ctx.touched?.has(PEOPLE)) await people.changed(ctx.workspace);
    }
  };

  return async (arrival) => {
    const { request } = arrival;
    const isHead = request.method === 'HEAD';
    const method = isHead ? 'GET' : request.method;
    const address = readAddress(pathOf(request.url));
    if (!address) throw new Problem('request.not_found');
    const found = address.isFolder ? [] : table.find(method, address.parts);
    if ('route' in found) {
      const { route, params } = found;
      const response = await (isOpen(route)
        ? answerOpen(arrival, { route, params })
        : answerRoute(arrival, address, { route, params }));
      return isHead ? new Response(null, response) : response;
    }
    if (found.length > 0) throw new MethodNotAllowed(request.method, found);
    const page = address.parts[0] === 'api' ? undefined : await pages.answer(address, request.headers);
    if (!page) throw new Problem('request.not_found');
    if (method !== 'GET') throw new MethodNotAllowed(request.method, ['GET']);
    return isHead ? new Response(null, page) : page;
  };
}
