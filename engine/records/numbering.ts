import type { RequestContext } from '../context.ts';
import { dayOf } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';
import { runStatement, statementName } from './postgres.ts';

/**
 * Takes the auto-numbers of `count` new records at once, in a transaction of its own: no writer waits
 * for another's commit, and numbers of refused records are lost.
 */
export async function takeNumbers(
  ctx: RequestContext,
  object: ModelObject,
  count: number,
): Promise<readonly ReadonlyMap<ModelField, WireValue>[]> {
  const taken = Array.from({ length: count }, () => new Map<ModelField, WireValue>());
  for (const field of object.fields.values()) {
    if (!field.type.counter) continue;
    const day = dayOf(ctx.now.toISOString(), ctx.model.settings.timeZone)!;
    const counter = field.type.counter(field, day);
    const table = systemTable(ctx.model, '_counter');
    const text =
      `INSERT INTO ${table} AS c (field_id, scope, period, value) VALUES ($1, '', $2, $3::bigint) ` +
      'ON CONFLICT (field_id, scope, period) DO UPDATE SET value = c.value + excluded.value RETURNING c.value';
    const { rows } = await runStatement(ctx.db.forWorkspace(ctx.workspace), {
      name: statementName(text),
      text,
      values: [field.id, counter.period, count],
    });
    const last = Number(rows[0]![0]);
    for (const [index, values] of taken.entries()) values.set(field, counter.text(last - count + index + 1));
  }
  return taken;
}
