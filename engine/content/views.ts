import { accessOf, actorValue, type ObjectAccess, rowPredicate } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { readView, type View, type ViewRow } from './view.ts';

const FIELDS = ['id', 'name', 'document', 'owner', 'shared', 'package'];

/** Shipped views stand first, in the order that they state; then shared ones, then the actor's own. */
function inOrder(a: View, b: View): number {
  const place = (view: View): number => (view.package !== null ? 0 : view.shared ? 1 : 2);
  const stated = ({ order }: View): number => order ?? Number.MAX_SAFE_INTEGER;
  return place(a) - place(b) || stated(a) - stated(b);
}

/** The views of an object that the actor may use. */
export async function viewsOf(ctx: RequestContext, object: ObjectAccess): Promise<readonly View[]> {
  const access = accessOf(ctx.model, ctx.actor);
  const content = access.object('view');
  if (!content?.can('read')) return [];
  const columnOf = (name: string) => quote(content.object.fields.get(name)!.columns[0]!.name);
  const values: unknown[] = [object.object.name];
  const mayRead = rowPredicate(content, content.rows('read'), {
    column: (name) => `t.${quote(name)}`,
    actor: (attribute) => {
      const { type, of } = actorValue(attribute);
      return `$${values.push(of(ctx.actor))}::${type}`;
    },
  });
  const columns = FIELDS.map((name) => `t.${columnOf(name)} AS ${quote(name)}`);
  const text =
    `SELECT ${columns.join(', ')} FROM ${qualified(ctx.model.schema, content.object.table)} t` +
    ` WHERE t.${columnOf('object')} = $1 AND t.deleted_at IS NULL${mayRead ? ` AND ${mayRead}` : ''} ORDER BY t.created_at, t.id`;
  const { rows } = await query<ViewRow>(ctx.db.forReading(ctx.workspace), { text, values });
  return rows
    .map((row) => readView({ access, object }, row))
    .filter((view) => view.for.length === 0 || view.for.some((role) => ctx.actor.roles.includes(role)))
    .sort(inOrder);
}
