/** The SQL in which the workload is written: rows that are the same on every machine. */
import type pg from 'pg';

/** SQL of a uuid that is the same on every run: kind and number. */
export const id = (kind: number, number: string): string =>
  `('0195d2f0-000${kind.toString(16)}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

export const pick = (list: readonly string[], number: string): string =>
  `(ARRAY[${list.map((text) => `'${text}'`).join(', ')}])[1 + (${number}) % ${list.length}]`;

/** A number that looks like chance but is the same everywhere: `hash` of the row's number and a salt. */
export const chance = (number: string, salt: number, below: number): string =>
  `(abs(hashint8extended(${number}, ${salt})) % ${below})`;

/** The physical names of an object: its table, and the column of a field or of a part of one. */
export async function namesOf(db: pg.Client, schema: string, object: string) {
  const { rows } = await db.query<{ body: string }>(
    `SELECT body FROM "${schema}"._meta_doc WHERE kind = 'object' AND key = $1`,
    [object],
  );
  const document = JSON.parse(rows[0]!.body);
  const physical = await db.query<{
    field_id: string;
    part: string;
    table_name: string;
    column_name: string;
  }>(`SELECT field_id, part, table_name, column_name FROM "${schema}"._meta_physical`);
  const column = (field: string, part = ''): string => {
    const fieldId = document.properties[field]['x-field'].id;
    const found = physical.rows.find((row) => row.field_id === fieldId && row.part === part);
    if (!found) throw new Error(`no column for ${object}.${field} ${part}`);
    return `"${found.column_name}"`;
  };
  const table = physical.rows.find((row) => row.field_id === document['x-object'].id)!.table_name;
  return { id: document['x-object'].id as string, table: `"${schema}"."${table}"`, column };
}

export type Names = Awaited<ReturnType<typeof namesOf>>;
export type NamesOf = (object: string) => Promise<Names>;

/** A moment that depends on the row's number `i`. */
export const WHEN = "timestamptz '2025-01-01' + (i % 500) * interval '1 day'";
