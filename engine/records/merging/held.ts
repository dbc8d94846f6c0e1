import type { RequestContext } from '../../context.ts';
import type { ModelField, ModelObject } from '../../model/model.ts';
import { tableOf } from '../frame.ts';
import { type Connection, runStatement } from '../postgres.ts';
import type { LedgerRow } from './ledger.ts';

/** What columns of a record hold, as Postgres writes them in JSON. */
export type Columns = Readonly<Record<string, unknown>>;

/** What a field of the survivor held before the merge, and what it held after it. */
export interface HeldValue {
  readonly before: Columns;
  readonly after: Columns;
}

export async function columnsNow(
  { model }: RequestContext,
  client: Connection,
  object: ModelObject,
  id: string,
): Promise<Columns> {
  const text = `SELECT to_jsonb(t) FROM ${tableOf(model, object)} t WHERE t.id = $1::uuid`;
  const { rows } = await runStatement(client, { text, values: [id] });
  return JSON.parse(rows[0]![0]!);
}

const columnsOf = (field: ModelField, row: Columns): Columns =>
  Object.fromEntries(field.columns.map(({ name }) => [name, row[name] ?? null]));

/** Whether a field still holds this. */
export const isStill = (field: ModelField, row: Columns, held: Columns): boolean =>
  JSON.stringify(columnsOf(field, row)) === JSON.stringify(columnsOf(field, held));

/** The rows of the ledger that say what became of fields. */
export const heldOf = (
  object: ModelObject,
  record: string,
  fields: readonly ModelField[],
  before: Columns,
  after: Columns,
): readonly LedgerRow[] =>
  fields.map((field) => ({
    kind: 'value',
    objectId: object.id,
    record,
    field: field.id,
    origin: null,
    held: { before: columnsOf(field, before), after: columnsOf(field, after) } satisfies HeldValue,
  }));

/** The same where fields were changed twice: what they held at first, and what they came to hold. */
export function heldOnce(rows: readonly LedgerRow[]): readonly LedgerRow[] {
  const values = new Map<string, LedgerRow>();
  for (const row of rows.filter(({ kind }) => kind === 'value')) {
    const first = values.get(row.field)?.held as HeldValue | undefined;
    const held = first ? { ...(row.held as HeldValue), before: first.before } : row.held;
    values.set(row.field, { ...row, held });
  }
  return [...rows.filter(({ kind }) => kind !== 'value'), ...values.values()];
}
