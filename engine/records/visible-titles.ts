import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { bareMember } from './members.ts';
import { titleMember } from './output.ts';
import { objectAccessOf } from './plan.ts';
import { runStatement } from './postgres.ts';
import { entriesOfShown, leaveReads } from './sensitive.ts';
import { valueSql } from './value-sql.ts';

/** Titles of records by the name of their object, as far as the actor sees them. */
export async function titlesOfRecords(
  ctx: RequestContext,
  objectName: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const object = accessOf(ctx.model, ctx.actor).object(objectName);
  return object ? visibleTitles(ctx, object, ids) : new Map();
}

/**
 * The titles of those records that the actor sees, by id; of the others nothing. Those in the bin are seen by
 * whoever may take them out. In the order of their ids: that of the table would tell which was written last.
 */
export async function visibleTitles(
  ctx: RequestContext,
  object: ObjectAccess,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0 || !object.can('read')) return new Map();
  const { access } = objectAccessOf(ctx, object.object.name);
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const title = titleMember(row);
  const conditions = [`t.id = ANY(${binder.parameter(ids, 'uuid[]')})`];
  const scope = frame.scope(row, object.rows('read'));
  if (scope !== undefined) conditions.push(scope);
  const restorable = frame.scope(row, object.rows('restore'));
  if (restorable !== undefined) conditions.push(`(t.deleted_at IS NULL OR ${restorable})`);
  const shown = title ? `${valueSql(frame, row, bareMember(title))}::text` : 'NULL';
  const text = `SELECT t.id::text, ${shown} FROM ${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')} WHERE ${conditions.join(' AND ')} ORDER BY t.id`;
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), { text, values: binder.values });
  const records = rows.flatMap(([id, title]) => (title === null ? [] : [id!]));
  await leaveReads(ctx, entriesOfShown([...binder.sensitive.values()].map((one) => ({ ...one, records }))));
  return new Map(rows.map(([id, title]) => [id!, title ?? null]));
}
