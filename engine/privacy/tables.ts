import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import type { Keys } from '../encryption/index.ts';
import { indexSql, sealedParts } from '../field-types/index.ts';
import { isEncrypted } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** A column that can hold words. */
interface TextColumn {
  readonly name: string;
  readonly type: 'text' | 'text[]' | 'jsonb';
}

/** A column that is kept encrypted. */
interface SealedColumn {
  readonly name: string;
  readonly field: ModelField;
  /** what a value of it is found by */
  indexOf(text: string): string;
}

/** A table of records and the columns in which words can stand: those of archived fields and former types too. */
export interface RecordTable {
  readonly object: ModelObject;
  /** qualified */
  readonly table: string;
  readonly texts: readonly TextColumn[];
  /** columns that are kept encrypted: no words stand in them, a whole value is found by its index */
  readonly sealed: readonly SealedColumn[];
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
export async function recordTables(
  on: Pool | ClientBase,
  model: Model,
  keys: Keys | undefined,
): Promise<readonly RecordTable[]> {
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
    const isSealed = (name: string): boolean => fields.has(name) && isEncrypted(fields.get(name)!);
    const texts = columns.filter(
      ({ name }) => name !== 'source' && !fields.get(name)?.rollup && !isSealed(name),
    );
    const sealed = columns
      .filter(({ name }) => isSealed(name))
      .map(({ name }): SealedColumn => {
        const field = fields.get(name)!;
        return { name, field, indexOf: (text) => keys!.index(field.id, text) };
      });
    return [
      {
        object,
        table: qualified(model.schema, object.table),
        texts,
        sealed,
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

/** SQL that holds for rows of `t` that keep one of some values encrypted; `bind` gives a list its place. */
export const sealedSql = (
  { sealed }: RecordTable,
  values: readonly string[],
  bind: (list: readonly string[]) => string,
): readonly string[] =>
  values.length === 0
    ? []
    : sealed.map(
        ({ name, indexOf }) => `${indexSql(`t.${quote(name)}`)} = ANY(${bind(values.map(indexOf))})`,
      );

/** The encrypted columns of a row, each with those of some terms that are its value. */
export const sealedIn = <Sought extends { readonly value: string }>(
  { sealed }: RecordTable,
  row: FoundRow['row'],
  terms: readonly Sought[],
): readonly { readonly field: ModelField; readonly terms: readonly Sought[] }[] =>
  sealed.flatMap(({ name, field, indexOf }) => {
    const held = sealedParts(String(row[name] ?? ''))?.index;
    const found = terms.filter(({ value }) => held !== undefined && indexOf(value) === held);
    return found.length === 0 ? [] : [{ field, terms: found }];
  });

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
