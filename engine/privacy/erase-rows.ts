import type { RequestContext } from '../context.ts';
import { type ClientBase, query } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import type { ModelField, PhysicalColumn } from '../model/model.ts';
import { apart, erasedTitle } from './erased-title.ts';
import type { FoundRecord } from './find.ts';
import { personalFields, titleOf } from './personal.ts';
import { GONE } from './terms.ts';

/** The values of a record's columns that come to be others, and the fields that they are of. */
export interface ErasedCells {
  readonly cells: ReadonlyMap<string, { readonly type: string; readonly value: unknown }>;
  readonly fields: ReadonlySet<ModelField>;
}

/** What a column holds that says nothing. */
const emptyOf = ({ empty, type }: PhysicalColumn): unknown => {
  if (empty === undefined) return null;
  return type === 'text[]' ? [] : empty.replace(/^'|'$/g, '');
};

/** Texts without what a pattern finds in them, at whatever depth. */
export function withoutWords(value: unknown, pattern: RegExp | undefined): unknown {
  if (pattern === undefined) return value;
  if (typeof value === 'string') return value.replace(pattern, GONE);
  if (Array.isArray(value)) return value.map((one) => withoutWords(one, pattern));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutWords(one, pattern)]));
}

/** What a record comes to hold: as the person, or as one that speaks of them. */
export function erasedCells(
  record: FoundRecord,
  isPerson: boolean,
  pattern: RegExp | undefined,
  locale: string,
): ErasedCells {
  const { object, table, row } = record;
  const cells = new Map<string, { readonly type: string; readonly value: unknown }>();
  const fields = new Set<ModelField>();
  const set = (name: string, type: string, value: unknown, field: ModelField | undefined): void => {
    if (JSON.stringify(row.row[name] ?? null) === JSON.stringify(value)) return;
    cells.set(name, { type, value });
    if (field) fields.add(field);
  };
  const lost = isPerson ? personalFields(object) : [];
  const title = titleOf(object);
  for (const field of lost) {
    const called = field === title ? erasedTitle(object, field, record.id, locale) : {};
    for (const column of field.columns)
      set(column.name, column.type, called[column.part] ?? emptyOf(column), field);
  }
  for (const { name, type } of table.texts) {
    const field = table.fieldOf(name);
    if (field && lost.includes(field)) continue;
    const was = row.row[name] ?? null;
    const left = withoutWords(was, pattern);
    const isLikeOthers = typeof left === 'string' && left !== was;
    set(name, type, isLikeOthers ? apart(object, field, left, record.id) : left, field);
  }
  return { cells, fields };
}

/** Writes a record without them; one that has changed since it was read is not written. The version that it has now. */
export async function writeErased(
  { actor, now }: RequestContext,
  client: ClientBase,
  { table, id, row }: FoundRecord,
  { cells }: ErasedCells,
): Promise<number> {
  const values: unknown[] = [id, row.version, now.toISOString(), actor.userId];
  const sets = [...cells].map(([name, { type, value }]) => {
    values.push(type === 'jsonb' && value !== null ? JSON.stringify(value) : value);
    return `${quote(name)} = $${values.length}::${type}`;
  });
  const { rowCount } = await query(client, {
    text: `UPDATE ${table.table} t SET ${sets.join(', ')}, version = t.version + 1, updated_at = $3::timestamptz, updated_by = $4::uuid WHERE t.id = $1::uuid AND t.version = $2::int`,
    values,
  });
  if (rowCount !== 1) throw new Problem('privacy.changed');
  return row.version + 1;
}
