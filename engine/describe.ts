import { accessOf } from './access/index.ts';
import { type View, viewsOf } from './content/index.ts';
import type { RequestContext } from './context.ts';
import { Problem } from './errors.ts';
import { describeForm, describeModel, describeObject } from './forms.ts';
import { isApplicable } from './records/index.ts';
import { answer, type Route } from './route.ts';

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

/** What is published is never given out for a draft. */
function noDraft(query: URLSearchParams): void {
  if (query.has('draft')) throw new Problem('query.later', { name: 'draft' });
}

/** The model as the caller may see it: an index, an object with its views, a form. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/model',
    reads: 'objects that the caller may read or create',
    handler: async ({ ctx, query }) => {
      noDraft(query);
      return answer(describeModel(ctx));
    },
  },
  {
    method: 'GET',
    path: '/api/model/:object',
    reads: 'fields that the caller may read; views that are shipped, shared or their own',
    handler: async ({ ctx, params, query }) => {
      noDraft(query);
      const { layouts, buttons, related, ...object } = describeObject(ctx, params.object!);
      return answer({ ...object, views: await usableViews(ctx, object.name), layouts, buttons, related });
    },
  },
  {
    method: 'GET',
    path: '/api/model/:object/form',
    reads: 'fields that the caller may read, as a form',
    handler: async ({ ctx, params, query }) => {
      noDraft(query);
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
