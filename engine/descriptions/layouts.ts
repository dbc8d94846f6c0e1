import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import type { ModelLayout, ModelObject } from '../model/model.ts';

const isFor = (roles: readonly string[], ctx: RequestContext): boolean =>
  roles.length === 0 || roles.some((role) => ctx.actor.roles.includes(role));

const layoutsFor = (ctx: RequestContext, object: ModelObject): readonly ModelLayout[] =>
  object.layouts.filter((layout) => isFor(layout.roles, ctx));

export function cutLayout(
  layout: ModelLayout,
  readable: ReadonlySet<string>,
): Omit<ModelLayout, 'roles' | 'related'> {
  const { id, name, labels, highlights, tabs, sections } = layout;
  return {
    id,
    name,
    labels,
    highlights: highlights.filter((field) => readable.has(field)),
    tabs,
    sections: sections.map((section) => ({
      ...section,
      fields: section.fields.filter(({ field }) => readable.has(field)),
    })),
  };
}

/** The layouts that the caller may use, the one that is asked for alone; the first is the one that shows. */
export function layoutsAsked(ctx: RequestContext, object: ModelObject, name: string | undefined) {
  const layouts = layoutsFor(ctx, object);
  if (name === undefined) return layouts;
  const layout = layouts.find((one) => one.name === name);
  if (!layout) throw new Problem('request.not_found');
  return [layout];
}
