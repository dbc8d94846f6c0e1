import type { ModelField, ModelObject } from '../../model/model.ts';
import { type Columns, type HeldValue, heldValue } from '../held.ts';
import type { LedgerRow } from './ledger.ts';

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
    held: heldValue(field, before, after),
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
