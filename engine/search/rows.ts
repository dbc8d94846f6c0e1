import { type ClientBase, query } from '../db/connect.ts';
import { type InsertColumn, insertionSql } from '../db/index.ts';
import { qualified, quote, searchTableName } from '../db/names.ts';
import type { WireValue } from '../field-types/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { type SearchedField, searchedFields, searchTable } from './searched.ts';
import { searchedText, soundingText } from './words.ts';

/** What a write makes of a record: by id of the field what it held and what it holds. */
export interface SearchedWrite {
  readonly id: string;
  readonly changes: Readonly<Record<string, readonly [WireValue, WireValue]>>;
}

/** The text of a stored value. */
function textOf({ field, part }: SearchedField, value: WireValue): string {
  const text = value === null ? null : field.type.toRow(value, field)[part];
  return typeof text === 'string' ? text : '';
}

const columnsOf = <Row>(
  fields: readonly Pick<SearchedField, 'text' | 'sound'>[],
  read: (row: Row, index: number) => string,
): InsertColumn<Row>[] =>
  fields.flatMap(({ text, sound }, index): InsertColumn<Row>[] => [
    [quote(text), 'text', (row) => searchedText(read(row, index))],
    [quote(sound), 'text', (row) => soundingText(read(row, index))],
  ]);

const idColumn: InsertColumn<{ readonly id: string }> = ['id', 'uuid', ({ id }) => id];

const insertion = (
  model: Model,
  object: ModelObject,
  fields: readonly SearchedField[],
  writes: readonly SearchedWrite[],
  values: unknown[],
): string => {
  const columns = columnsOf<SearchedWrite>(fields, ({ changes }, index) =>
    textOf(fields[index]!, changes[fields[index]!.field.id]?.[1] ?? null),
  );
  return insertionSql(searchTable(model, object), [idColumn, ...columns], writes, values);
};

/** What is taken over from the row that stands there already. */
const takenOver = (names: readonly string[]): string =>
  ` ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** The statement by which new records can be found; undefined where nothing of them is searched. */
export function addSearched(
  model: Model,
  object: ModelObject,
  writes: readonly SearchedWrite[],
  values: unknown[],
): string | undefined {
  const fields = searchedFields(object);
  return fields.length === 0 ? undefined : insertion(model, object, fields, writes, values);
}

/** The same of a record that has changed; undefined where none of its searched fields has. */
export function changeSearched(
  model: Model,
  object: ModelObject,
  write: SearchedWrite,
  values: unknown[],
): string | undefined {
  const fields = searchedFields(object).filter(({ field }) => Object.hasOwn(write.changes, field.id));
  if (fields.length === 0) return undefined;
  const names = fields.flatMap(({ text, sound }) => [quote(text), quote(sound)]);
  return insertion(model, object, fields, [write], values) + takenOver(names);
}

/** The statement by which records that are destroyed are found no more. */
export function removeSearched(
  model: Model,
  object: ModelObject,
  ids: readonly string[],
  values: unknown[],
): string | undefined {
  if (searchedFields(object).length === 0) return undefined;
  values.push(ids);
  return `DELETE FROM ${searchTable(model, object)} WHERE id = ANY($${values.length}::uuid[])`;
}

/** A table of searches as a step that fills it keeps it. */
export interface SearchedTable {
  readonly schema: string;
  readonly table: string;
  readonly fields: readonly Pick<SearchedField, 'text' | 'sound'>[];
}

export const searchedTable = ({ schema }: Model, object: ModelObject): SearchedTable => ({
  schema,
  table: object.table,
  fields: searchedFields(object).map(({ text, sound }) => ({ text, sound })),
});

/**
 * Writes what records hold by now into their table of searches, behind a lock on each, as every write has it.
 * `which` is a condition of the records `t` that takes `given` as `$1` and on. The ids, in their order.
 */
export async function renewSearched(
  client: ClientBase,
  { schema, table, fields }: SearchedTable,
  which: string,
  given: readonly unknown[],
): Promise<readonly string[]> {
  if (fields.length === 0) return [];
  const columns = fields.map(({ text }) => `, t.${quote(text)}`).join('');
  const { rows } = await query<Record<string, string | null> & { id: string }>(client, {
    text: `SELECT t.id${columns} FROM ${qualified(schema, table)} t WHERE ${which} FOR NO KEY UPDATE OF t`,
    values: [...given],
  });
  if (rows.length === 0) return [];
  const values: unknown[] = [];
  const written = columnsOf<(typeof rows)[number]>(fields, (row, index) => row[fields[index]!.text] ?? '');
  const insert = insertionSql(
    qualified(schema, searchTableName(table)),
    [idColumn, ...written],
    rows,
    values,
  );
  await query(client, { text: insert + takenOver(written.map(([name]) => name)), values });
  return rows.map(({ id }) => id);
}

/** The same for records that were written past the rules. */
export const renewRecords = (
  client: ClientBase,
  model: Model,
  object: ModelObject,
  ids: readonly string[],
): Promise<readonly string[]> =>
  renewSearched(client, searchedTable(model, object), 't.id = ANY($1::uuid[])', [ids]);
