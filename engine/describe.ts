import { accessOf } from './access/index.ts';
import { viewsOf } from './content/index.ts';
import { Problem } from './errors.ts';
import { describeForm, describeModel, describeObject } from './forms.ts';
import { answer, type Route } from './route.ts';

/** The model as the caller may see it: an index, an object with its views, a form. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/model',
    reads: 'objects that the caller may read or create',
    handler: async ({ ctx }) => answer(describeModel(ctx)),
  },
  {
    method: 'GET',
    path: '/api/model/:object',
    reads: 'fields that the caller may read; views that are shipped, shared or their own',
    handler: async ({ ctx, params }) => {
      const { name } = describeObject(ctx, params.object!);
      const { layouts, buttons, related, ...object } = describeObject(ctx, name);
      const views = await viewsOf(ctx, accessOf(ctx.model, ctx.actor).object(name)!);
      return answer({ ...object, views, layouts, buttons, related });
    },
  },
  {
    method: 'GET',
    path: '/api/model/:object/form',
    reads: 'fields that the caller may read, as a form',
    handler: async ({ ctx, params, query }) => {
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
