import { accessOf } from './access/index.ts';
import { type View, viewsOf } from './content/index.ts';
import type { Actor, RequestContext } from './context.ts';
import { describeForm, describeModel, describeObject } from './descriptions/index.ts';
import { Problem } from './errors.ts';
import { quoted } from './field-types/index.ts';
import type { CurrentModels } from './model/index.ts';
import type { Model } from './model/model.ts';
import { isPortalHome } from './people/index.ts';
import { draftModel, draftNamed } from './publish/index.ts';
import { isApplicable } from './records/index.ts';
import { answer, type Route, type RouteCall } from './route.ts';

/** A model tells of objects and fields, whichever record somebody is bound to. */
const NO_RECORD = '00000000-0000-0000-0000-000000000000';

/**
 * The views that the actor may use. One of others that filters by what the actor may not read would name
 * it, and show nothing but a refusal.
 */
async function usableViews(ctx: RequestContext, name: string): Promise<readonly View[]> {
  const access = accessOf(ctx.model, ctx.actor);
  const object = access.object(name)!;
  const views = await viewsOf(ctx, object);
  return views.filter(
    ({ filter, owner }) =>
      filter === null || owner === ctx.actor.userId || isApplicable(access, object, filter),
  );
}

/**
 * Somebody who holds one role and nothing else. Users of the portal are bound to a record: here to one of the object
 * looked at, where people outside may be, or else of the first from which they reach that.
 */
function holderOf(model: Model, actor: Actor, role: string, object: string | undefined): Actor {
  const { portal: _, ...holder } = { ...actor, roles: [role] };
  if (!model.roles.get(role)!.portal) return holder;
  const homes = [...model.objects.values()]
    .filter(isPortalHome)
    .sort((a, b) => Number(b.name === object) - Number(a.name === object));
  if (homes.length === 0) throw new Problem('publish.no_portal');
  const bound = homes.map(({ name }): Actor => ({ ...holder, portal: { object: name, id: NO_RECORD } }));
  return bound.find((one) => object !== undefined && accessOf(model, one).object(object)) ?? bound[0]!;
}

/** Whoever may change the model sees what a draft comes to, also as somebody in one role would. */
async function inDraft({ ctx, query, params }: RouteCall, models: CurrentModels): Promise<RequestContext> {
  const named = query.get('draft');
  if (named === null) return ctx;
  if (!accessOf(ctx.model, ctx.actor).hasAdminRight('model')) throw new Problem('publish.not_allowed');
  const { db, workspace, actor } = ctx;
  const model = await draftModel({ db, workspace, models }, draftNamed(named, actor.userId), ctx.model);
  const role = query.get('role');
  if (role === null) return { ...ctx, model };
  if (!model.roles.has(role)) {
    const expected = [...model.roles.keys()].join(' | ');
    throw new Problem('request.value', { name: 'role', given: quoted(role), expected });
  }
  return { ...ctx, model, actor: holderOf(model, actor, role, params.object) };
}

/** What fields of a draft are called in what is published, where that is something else; null: not at all. */
function publishedNames({ model }: RequestContext, drafted: RequestContext, name: string) {
  const object = drafted.model.objects.get(name)!;
  const before = model.objectsById.get(object.id);
  const named = [...object.fields.values()].map((field) => {
    const known = before?.fieldsById.get(field.id);
    return [field.name, known && !known.archived ? known.name : null] as const;
  });
  return Object.fromEntries(named.filter(([now, then]) => now !== then));
}

/** The model as the caller may see it, published or of a draft: an index, an object with its views, a form. */
export const routesOf = ({ models }: { readonly models: CurrentModels }): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/model',
    isForPortal: true,
    reads: 'models',
    answers: 'objects that the caller may read or create',
    handler: async (call) => answer(describeModel(await inDraft(call, models))),
  },
  {
    method: 'GET',
    path: '/api/model/:object',
    isForPortal: true,
    reads: 'model',
    answers: 'fields that the caller may read; views that are shipped, shared or their own',
    handler: async (call) => {
      const ctx = await inDraft(call, models);
      const named = call.query.get('layout') ?? undefined;
      const { layouts, buttons, related, ...object } = describeObject(ctx, call.params.object!, named);
      return answer({
        ...object,
        ...(ctx !== call.ctx && { published: publishedNames(call.ctx, ctx, object.name) }),
        views: await usableViews(ctx, object.name),
        layouts,
        buttons,
        related,
      });
    },
  },
  {
    method: 'GET',
    path: '/api/model/:object/form',
    isForPortal: true,
    reads: 'form',
    answers: 'fields that the caller may read, as a form',
    handler: async (call) => {
      const { params, query } = call;
      const ctx = await inDraft(call, models);
      const layout = query.get('layout') ?? undefined;
      const locale = query.get('locale') ?? ctx.locale;
      if (!ctx.model.settings.languages.includes(locale) && locale !== 'en' && locale !== 'zh-CN') {
        const expected = ctx.model.settings.languages.join(' | ');
        throw new Problem('request.value', { name: 'locale', given: locale.slice(0, 40), expected });
      }
      return answer(describeForm(ctx, params.object!, { locale, ...(layout !== undefined && { layout }) }));
    },
  },
];
