import { createHash } from 'node:crypto';

/**
 * Every identifier that the engine gives to Postgres. Names are made once, when the thing is created, and
 * then frozen (`_meta_physical`): they say what it was called for those who read the database by hand, and
 * a short hash of its id keeps them apart. At most 50 bytes, so that a suffix of a coordinator fits.
 */

const LIMIT = 50;

/** An identifier in SQL, quoted. */
export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** Table and schema in SQL, quoted. */
export const qualified = (schema: string, table: string): string => `${quote(schema)}.${quote(table)}`;

/** A text as a literal of SQL, where no parameter can stand: DDL, steps kept as text, statements kept per shape. */
export const literal = (text: string): string =>
  `${text.includes('\\') ? 'E' : ''}'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** `length` letters and digits that stand for a text. Ids written by hand may end alike: so never a piece of them. */
function digest(text: string, length: number): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return BigInt(`0x${hash}`).toString(36).padStart(length, '0').slice(-length);
}

/** The readable part of a name: at most `length` bytes of `[a-z0-9_]`. */
const slug = (name: string, length: number): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, length)
    .replace(/_+$/, '');

/** Table of an object: `o_project_k3x9a1`. */
export const tableName = (objectName: string, objectId: string): string =>
  `o_${slug(objectName, 24)}_${digest(objectId, 6)}`;

/** Table of what searches look into, of an object's table: `s_o_project_k3x9a1`. */
export const searchTableName = (table: string): string => `s_${table}`;

/** Column of how a text sounds, beside that of the text: `p_name_7d0q2m`. */
export const soundColumnName = (column: string): string => column.replace(/^c_/, 'p_');

/** Column of a field: `c_amount_7d0q2m`; a further part of it, such as the pipeline of a stage, is appended. */
export function columnName(fieldName: string, fieldId: string, part = ''): string {
  const tail = part === '' ? `_${digest(fieldId, 6)}` : `_${digest(fieldId, 6)}_${part}`;
  return `c_${slug(fieldName, Math.min(32, LIMIT - 2 - tail.length))}${tail}`;
}

/** A value that a document states, with its type, where it belongs to the text of a statement. */
export function constantSql(value: unknown, type: string): string {
  if (value === null) return `NULL::${type}`;
  if (!Array.isArray(value)) return `${literal(String(value))}::${type}`;
  return `ARRAY[${value.map((one) => (one === null ? 'NULL' : literal(String(one)))).join(', ')}]::${type}`;
}

/** How the names of indexes begin that the lists of views and roles ask for. */
export const LIST_INDEX = 'lx';

/** Index of a field or object, told from its others by what it covers: `uq_7d0q2m_4kd8s0ax`. */
export const indexName = (
  kind: 'ix' | 'uq' | typeof LIST_INDEX,
  ownerId: string,
  ...covers: readonly string[]
): string => `${kind}_${digest(ownerId, 6)}_${digest([ownerId, ...covers].join('\n'), 8)}`;

/** The index that keeps an object to one record. */
export const singletonIndexName = (objectId: string): string => indexName('uq', objectId, 'singleton');

/** Unique index of an object over several fields, by their ids: publish makes it, records know it again by its name. */
export const uniqueIndexName = (objectId: string, fieldIds: readonly string[]): string =>
  indexName('uq', objectId, ...fieldIds);

/** Constraint of a field or object, told from its others by what it says: `fk_7d0q2m_4kd8s0ax`. */
export const constraintName = (kind: 'fk' | 'ck', ownerId: string, ...says: readonly string[]): string =>
  `${kind}_${digest(ownerId, 6)}_${digest([ownerId, ...says].join('\n'), 8)}`;

/** Schema of a workspace: the only place where its name is part of an identifier as it is. */
export const workspaceSchema = (name: string): string => `ws_${slug(name, LIMIT - 3)}`;

/** Login of a workspace. Roles belong to the whole server, so workspaces of the same name differ by their id. */
export const workspaceRole = (name: string, workspaceId: string): string =>
  `gx_${slug(name, 32)}_${digest(workspaceId, 8)}`;
