import type { RequestContext } from '../context.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { objectAccessOf } from './plan.ts';
import { runStatement } from './postgres.ts';

/** Of these records the ids of those of which the actor may read a field. */
export async function readableRecords(
  ctx: RequestContext,
  objectName: string,
  ids: readonly string[],
  field: string,
): Promise<ReadonlySet<string>> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const rows = object.readableRows(field);
  if (ids.length === 0 || rows.length === 0) return new Set();
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const conditions = [
    `t.id = ANY(${binder.parameter(ids, 'uuid[]')})`,
    ...frame.live(row),
    frame.scope(row, rows) ?? 'true',
  ];
  const text = `SELECT t.id FROM ${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
  const found = await runStatement(ctx.db.forReading(ctx.workspace), { text, values: binder.values });
  return new Set(found.rows.map(([id]) => id!));
}
