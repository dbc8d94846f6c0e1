import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import type { JsonSchema } from '../field-types/index.ts';
import { recordSchema } from '../model/record-schema.ts';
import { answerText, type Route } from '../route.ts';
import { pathOf } from './address.ts';
import { componentsOf, recordPaths } from './openapi-records.ts';

/** Addresses that only some rights over the workspace open, by how they begin. */
const ADMIN_PATHS: readonly (readonly [prefix: string, right: string])[] = [
  ['/api/metadata/', 'model'],
  ['/api/packages', 'model'],
  ['/api/people', 'people'],
  ['/api/roles', 'people'],
  ['/api/organization', 'people'],
];

function isFor(access: Access, path: string): boolean {
  const [, right] = ADMIN_PATHS.find(([prefix]) => path.startsWith(prefix)) ?? [];
  return right === undefined || access.hasAdminRight(right);
}

const templated = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const nameOf = (method: string, path: string): string =>
  `${method.toLowerCase()}${path.replace(/^\/api/, '').replace(/[^a-zA-Z0-9]+/g, '_')}`;

/** The addresses of a room as it states them: their bodies are told by its README. */
function plainPaths(routes: readonly Route[], access: Access): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, answers = 'nothing' } of routes) {
    if (path.startsWith('/api/records/') || !isFor(access, path)) continue;
    const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const at = templated(path);
    paths[at] ??= {};
    paths[at][method.toLowerCase()] = {
      operationId: nameOf(method, path),
      tags: [path.split('/')[2]],
      description: answers,
      ...(parameters.length > 0 && { parameters }),
      responses: {
        default: { $ref: '#/components/responses/Problem' },
        200: { description: answers, content: { 'application/json': { schema: {} } } },
      },
    };
  }
  return paths;
}

const schemasOf = (object: ObjectAccess, locale: string): Record<string, JsonSchema> => {
  const shown = new Set(object.shown.map(({ name }) => name));
  const { name } = object.object;
  const writable = (action: 'create' | 'update') => (field: { readonly name: string }) =>
    object.writableRows(field.name, action).length > 0;
  const includes = (field: { readonly name: string }) => shown.has(field.name);
  return {
    [name]: recordSchema(object.object, { mode: 'answer', locale, includes, told: object.told }),
    ...(object.can('create') && {
      [`${name}.create`]: recordSchema(object.object, {
        mode: 'create',
        locale,
        told: object.told,
        includes: writable('create'),
      }),
    }),
    ...(object.can('update') && {
      [`${name}.update`]: recordSchema(object.object, {
        mode: 'patch',
        locale,
        told: object.told,
        includes: writable('update'),
      }),
    }),
  };
};

function makeDocument(ctx: RequestContext, access: Access, routes: readonly Route[], base: string) {
  const { model, locale } = ctx;
  const objects = [...model.objects.keys()].flatMap((name) => access.object(name) ?? []);
  return {
    openapi: '3.1.0',
    info: {
      title: `Guanxi · ${model.workspace}`,
      version: String(model.version),
      description: textIn(
        {
          en: 'What you may do in this workspace, as its published model says.',
          'zh-CN': '按当前发布的模型，您在此工作区可执行的操作。',
        },
        locale,
      ),
    },
    servers: [{ url: base === '' ? '/' : base }],
    security: [{ key: [] }, { session: [] }],
    tags: objects.map(({ object }) => ({ name: object.name, description: textIn(object.plural, locale) })),
    paths: {
      ...Object.assign({}, ...objects.map((object) => recordPaths(object, locale))),
      ...plainPaths(routes, access),
    },
    components: componentsOf(Object.assign({}, ...objects.map((object) => schemasOf(object, locale)))),
  };
}

const made = new WeakMap<Access, Map<string, string>>();

/** The description of the API for its caller; remembered per model version, set of roles and language. */
function documentText(ctx: RequestContext, routes: readonly Route[], base: string): string {
  const access = accessOf(ctx.model, ctx.actor);
  const texts = made.get(access) ?? new Map<string, string>();
  made.set(access, texts);
  const key = `${ctx.locale} ${base}`;
  const text = texts.get(key) ?? JSON.stringify(makeDocument(ctx, access, routes, base));
  texts.set(key, text);
  return text;
}

export const openapiRoutes = (routes: readonly Route[]): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/openapi.json',
    reads: 'openapi',
    answers: 'names and shapes of objects and fields that the caller may read or write',
    handler: async ({ ctx, request }) => {
      // one spelling of each base, for it is remembered: the address may have any
      const base = pathOf(request.url).startsWith('/w/') ? `/w/${ctx.workspace.name}` : '';
      return answerText(documentText(ctx, routes, base));
    },
  },
];
