import type { RequestContext } from '../context.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { tableOf } from './frame.ts';
import { type Connection, runStatement } from './postgres.ts';

/** What columns of a record hold, as Postgres writes them in JSON. */
export type Columns = Readonly<Record<string, unknown>>;

/** What a field of a record held before a change, and what it held after it. */
export interface HeldValue {
  readonly before: Columns;
  readonly after: Columns;
}

/** The same of the fields of one record, by their ids: what a change can be taken back by. */
export type HeldValues = Readonly<Record<string, HeldValue>>;

export async function columnsNow(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  id: string,
): Promise<Columns> {
  return (await columnsOfAll(ctx, client, object, [id])).get(id)!;
}

/** The columns of several records, by id. */
export async function columnsOfAll(
  { model }: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
  lock?: 'locked',
): Promise<ReadonlyMap<string, Columns>> {
  const text = `SELECT t.id, to_jsonb(t) FROM ${tableOf(model, object)} t WHERE t.id = ANY($1::uuid[])${lock ? ' ORDER BY t.id FOR NO KEY UPDATE OF t' : ''}`;
  const { rows } = await runStatement(client, { text, values: [ids] });
  return new Map(rows.map(([id, row]) => [id!, JSON.parse(row!)]));
}

const columnsOf = (field: ModelField, row: Columns): Columns =>
  Object.fromEntries(field.columns.map(({ name }) => [name, row[name] ?? null]));

/** Whether a field still holds this. */
export const isStill = (field: ModelField, row: Columns, held: Columns): boolean =>
  JSON.stringify(columnsOf(field, row)) === JSON.stringify(columnsOf(field, held));

export const heldValue = (field: ModelField, before: Columns, after: Columns): HeldValue => ({
  before: columnsOf(field, before),
  after: columnsOf(field, after),
});

/** Fields that a change gives values: the others are the engine's doing, which it does again. */
const isGiven = (field: ModelField): boolean =>
  !field.archived && !field.type.apart && !field.engineWritten && (!field.system || field.name === 'owner');

/** What a record held, and holds, of the fields in which the two differ. */
export const heldBetween = (object: ModelObject, before: Columns, after: Columns): HeldValues =>
  Object.fromEntries(
    [...object.fields.values()]
      .filter((field) => isGiven(field) && field.columns.length > 0 && !isStill(field, before, after))
      .map((field) => [field.id, heldValue(field, before, after)]),
  );

/** Two changes after each other as one. */
export const heldThrough = (first: HeldValues, second: HeldValues): HeldValues => ({
  ...first,
  ...Object.fromEntries(
    Object.entries(second).map(([field, held]) => [
      field,
      { before: first[field]?.before ?? held.before, after: held.after },
    ]),
  ),
});
