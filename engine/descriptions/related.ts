import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { linkTargetsOf } from '../model/index.ts';
import type { Model, ModelLayout, ModelObject, RelatedList } from '../model/model.ts';
import { titleFieldOf } from './fields.ts';

const RELATED_COLUMNS = 5;

/** Columns of a related list that no layout states: the title and the first fields that fit a column. */
function relatedColumns(child: ObjectAccess, via: string): string[] {
  const fields = child.shown.filter((field) => !field.system && field.name !== via && !field.type.isLong);
  const titleField = titleFieldOf(child);
  const others = fields.map(({ name }) => name).filter((name) => name !== titleField);
  // an id is no title
  return (titleField === 'id' ? others : [titleField, ...others]).slice(0, RELATED_COLUMNS);
}

/** Of links between records: the field of a link that leads to the other side than `via` does. */
function otherEnd({ objects }: Model, link: string, via: string): string | undefined {
  for (const { fields } of objects.values()) {
    for (const { lines } of fields.values()) {
      if (lines?.object !== link || lines.to === undefined) continue;
      if (lines.via === via) return lines.to;
      if (lines.to === via) return lines.via;
    }
  }
  return undefined;
}

/** What a related list has that no layout states. */
const UNSTATED = { columns: [] as readonly string[], sort: [] as readonly string[], limit: 5 };

/** The lists below a record: those of the layout first, then every other relation that leads here. */
export function describeRelated(ctx: RequestContext, object: ModelObject, layout: ModelLayout | undefined) {
  const access = accessOf(ctx.model, ctx.actor);
  const stated = layout?.related ?? [];
  const links = [...ctx.model.objects.values()]
    .filter((child) => !child.system)
    .flatMap((child) =>
      [...child.fields.values()]
        .filter((field) => !field.system && linkTargetsOf(field).includes(object.name))
        // what stands in the record as its line items needs no list beside it
        .filter(({ name }) => !(child.follows?.lines && child.follows.via === name))
        .map((field): RelatedList => ({ object: child.name, via: field.name, ...UNSTATED })),
    )
    .filter((link) => !stated.some((one) => one.object === link.object && one.via === link.via));
  return [...stated, ...links].flatMap(({ object: name, via, columns, labels, sort, limit, tab }) => {
    const child = access.object(name);
    if (!child?.can('read') || child.readableRows(via).length === 0) return [];
    const isReadable = (path: string): boolean =>
      child.readableRows(path.replace(/^[+-]/, '').split('.')[0]!).length > 0;
    const readable = columns.filter(isReadable);
    const to = otherEnd(ctx.model, name, via);
    const isTold = to !== undefined && child.readableRows(to).length > 0;
    const isOne = child.object.fields.get(via)?.unique === true;
    return [
      {
        object: name,
        via,
        labels: labels ?? (isOne ? child.object.labels : child.object.plural),
        ...(isOne && { isOne }),
        ...(isTold && { to }),
        columns: readable.length > 0 ? readable : relatedColumns(child, via),
        sort: sort.filter(isReadable),
        limit,
        ...(tab !== undefined && { tab }),
      },
    ];
  });
}
