import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** A column that can hold words. */
interface TextColumn {
  readonly name: string;
  readonly type: 'text' | 'text[]' | 'jsonb';
}

/** A table of records and the columns in which words can stand: those of archived fields and former types too. */
export interface RecordTable {
  readonly object: ModelObject;
  /** qualified */
  readonly table: string;
  readonly texts: readonly TextColumn[];
  fieldOf(column: string): ModelField | undefined;
}

/** A row of a table of records. */
export interface FoundRow {
  readonly id: string;
  readonly version: number;
  readonly row: Readonly<Record<string, unknown>>;
}

const COLUMNS = `
  SELECT c.relname::text AS "table", a.attname::text AS name, format_type(a.atttypid, NULL) AS type
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND format_type(a.atttypid, NULL) IN ('text', 'text[]', 'jsonb')
  ORDER BY c.relname, a.attnum`;

/** The tables of all objects, archived ones included. What roll-ups hold follows from other records and is left out. */
export async function recordTables(on: Pool | ClientBase, model: Model): Promise<readonly RecordTable[]> {
  const { rows } = await query<TextColumn & { readonly table: string }>(on, {
    text: COLUMNS,
    values: [model.schema],
  });
  const byTable = Map.groupBy(rows, ({ table }) => table);
  return [...model.objectsById.values()].flatMap((object) => {
    const columns = byTable.get(object.table);
    if (!columns) return [];
    const fields = new Map(
      [...object.fieldsById.values()].flatMap((field) => field.columns.map(({ name }) => [name, field])),
    );
    const texts = columns.filter(({ name }) => name !== 'source' && !fields.get(name)?.rollup);
    return [
      {
        object,
        table: qualified(model.schema, object.table),
        texts,
        fieldOf: (column: string) => fields.get(column),
      },
    ];
  });
}

const asText = ({ name, type }: TextColumn): string => {
  const column = `t.${quote(name)}`;
  if (type === 'text[]') return `array_to_string(${column}, E'\\n')`;
  return type === 'jsonb' ? `${column}::text` : column;
};

/** SQL of all words of a row of `t`, or of those in some columns. */
export const wordsSql = (
  { texts }: RecordTable,
  isMeant: (column: string) => boolean = () => true,
): string => {
  const meant = texts.filter(({ name }) => isMeant(name)).map(asText);
  return meant.length === 0 ? "''" : `concat_ws(E'\\n', ${meant.join(', ')}) COLLATE "C"`;
};

export const ROW = 't.id::text AS id, t.version, to_jsonb(t) AS row';

/** A value of a row as the words that it is. */
export const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(wordsOf).join('\n') : JSON.stringify(value);
};

/** What a row is called. */
export function titleIn({ object }: RecordTable, row: FoundRow['row']): string | null {
  const column = object.fields.get(object.titleField)?.columns[0];
  const value = column && row[column.name];
  return value === null || value === undefined ? null : wordsOf(value);
}
