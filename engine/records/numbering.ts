import type { RequestContext } from '../context.ts';
import { dayOf } from '../expression/index.ts';
import { bareValue, type WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';

/** Values of fields of one new record. */
type Changes = ReadonlyMap<ModelField, WireValue>;

/** Gives the auto-numbers of new records of an object, field by field. */
export type NumberSupply = (object: ModelObject, records: readonly Changes[]) => Promise<readonly Changes[]>;

/** How many new records of which objects may want numbers. */
export type WantedNumbers = readonly { readonly object: ModelObject; readonly count: number }[];

/** The fields of an object that the engine counts. */
export const countedFields = (object: ModelObject): ModelField[] =>
  [...object.fields.values()].filter(({ type }) => type.counter);

/** Those whose numbers may be lost: the others are taken by the transaction that writes them (`gapless.ts`). */
const looseFields = (object: ModelObject): ModelField[] =>
  countedFields(object).filter((field) => !field.type.isGapless?.(field));

/** The field for each value of which numbers are counted by themselves. */
const scopeField = (object: ModelObject, field: ModelField): ModelField | undefined => {
  const [followed] = field.type.follows?.(field) ?? [];
  return followed && object.fields.get(followed.name);
};

/** The next numbers of one counter: it is moved on by as many in one statement. */
async function countOn(
  ctx: RequestContext,
  on: Connection,
  field: ModelField,
  scope: string,
  count: number,
): Promise<string[]> {
  const day = dayOf(ctx.now.toISOString(), ctx.model.settings.timeZone)!;
  const counter = field.type.counter!(field, day, scope);
  const text =
    `INSERT INTO ${systemTable(ctx.model, '_counter')} AS c (field_id, scope, period, value) VALUES ($1, $2, $3, $4::bigint) ` +
    'ON CONFLICT (field_id, scope, period) DO UPDATE SET value = c.value + excluded.value RETURNING c.value';
  const { rows } = await runStatement(on, {
    name: statementName(text),
    text,
    values: [field.id, scope, counter.period, count],
  });
  const last = Number(rows[0]![0]);
  return Array.from({ length: count }, (_, index) => counter.text(last - count + index + 1));
}

/** Takes numbers of these fields for new records. */
export async function takeNumbers(
  ctx: RequestContext,
  on: Connection,
  object: ModelObject,
  fields: readonly ModelField[],
  records: readonly Changes[],
): Promise<readonly Changes[]> {
  const taken = records.map(() => new Map<ModelField, WireValue>());
  for (const field of fields) {
    const by = scopeField(object, field);
    const scopeOf = (record: Changes): string =>
      by ? String(bareValue(by.type, record.get(by) ?? null) ?? '') : '';
    const groups = Map.groupBy(records.keys(), (index) => scopeOf(records[index]!));
    // always in one order: two writers never wait for each other in a circle
    for (const scope of [...groups.keys()].sort()) {
      const indexes = groups.get(scope)!;
      const numbers = await countOn(ctx, on, field, scope, indexes.length);
      for (const [place, index] of indexes.entries()) taken[index]!.set(field, numbers[place]!);
    }
  }
  return taken;
}

/**
 * Numbers taken in transactions of their own: no writer waits for another's commit, and numbers of refused
 * records are lost.
 */
export const freshNumbers =
  (ctx: RequestContext): NumberSupply =>
  (object, records) =>
    takeNumbers(ctx, ctx.db.forWorkspace(ctx.workspace), object, looseFields(object), records);

/**
 * Numbers for writes inside a transaction, taken ahead: who holds a connection and waits for a second one may
 * wait for somebody who does the same. Those counted for each value of a field are taken in the transaction
 * itself, for only there it is known which values; whoever counts for the same one waits for its end. Every
 * attempt of the transaction has a supply of its own.
 */
export async function reserveNumbers(
  ctx: RequestContext,
  wanted: WantedNumbers,
): Promise<(on: Connection) => NumberSupply> {
  const pool = ctx.db.forWorkspace(ctx.workspace);
  const ahead = new Map<ModelObject, readonly Changes[]>();
  for (const { object, count } of wanted) {
    const plain = looseFields(object).filter((field) => !scopeField(object, field));
    const records = Array.from({ length: count }, (): Changes => new Map());
    const taken = await takeNumbers(ctx, pool, object, plain, records);
    ahead.set(object, [...(ahead.get(object) ?? []), ...taken]);
  }
  return (on) => {
    const next = new Map<ModelObject, number>();
    return async (object, records) => {
      const scoped = looseFields(object).filter((field) => scopeField(object, field));
      const inside = await takeNumbers(ctx, on, object, scoped, records);
      const first = next.get(object) ?? 0;
      next.set(object, first + records.length);
      return inside.map(
        (numbers, index) => new Map([...(ahead.get(object)?.[first + index] ?? []), ...numbers]),
      );
    };
  };
}
