import type { RequestContext } from '../context.ts';
import { dayOf } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';
import { runStatement, statementName } from './postgres.ts';

/** Values of auto-numbers, field by field, of one new record. */
type Numbers = ReadonlyMap<ModelField, WireValue>;

/** Gives the auto-numbers of so many new records. */
export type NumberSupply = (count: number) => Promise<readonly Numbers[]>;

/**
 * Takes numbers ahead for writes inside a transaction: who holds a connection and waits for a second one
 * may wait for somebody who does the same.
 */
export async function reserveNumbers(
  ctx: RequestContext,
  object: ModelObject,
  count: number,
): Promise<NumberSupply> {
  const taken = await takeNumbers(ctx, object, count);
  let next = 0;
  return async (wanted) => {
    next += wanted;
    return taken.slice(next - wanted, next);
  };
}

/**
 * Takes the auto-numbers of `count` new records at once, in a transaction of its own: no writer waits
 * for another's commit, and numbers of refused records are lost.
 */
export async function takeNumbers(
  ctx: RequestContext,
  object: ModelObject,
  count: number,
): Promise<readonly Numbers[]> {
  const taken = Array.from({ length: count }, () => new Map<ModelField, WireValue>());
  for (const field of object.fields.values()) {
    if (!field.type.counter || count === 0) continue;
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
