import { qualified, quote } from '../db/names.ts';
import type { Index } from './indexes.ts';
import { dropIndexStep, indexStep, type StepDraft, validateStep } from './steps/index.ts';
import type { Key, Structure, TableShape } from './structure.ts';

/** What turns the tables of one Model into those of the next. */
export interface StructureChange {
  /** tables that are altered or pointed at, in the order in which they are locked */
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[];
  /** statements of the switch: none reads or rewrites a row */
  readonly statements: readonly string[];
  /** what scans rows, afterwards */
  readonly steps: readonly StepDraft[];
}

type LockMode = 'ACCESS EXCLUSIVE' | 'SHARE ROW EXCLUSIVE';

const columnsSql = (columns: TableShape['columns']): string[] =>
  columns.map(({ name, definition }) => `${quote(name)} ${definition}`);

const keySql = (schema: string, { name, column, target }: Key): string =>
  `CONSTRAINT ${quote(name)} FOREIGN KEY (${quote(column)}) REFERENCES ${qualified(schema, target)} (${quote('id')})`;

export const indexSql = (schema: string, table: string, index: Index, concurrently = false): string =>
  `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${quote(index.name)} ON ${qualified(schema, table)} ${index.definition}`;

/** Those of `after` that `before` has not, by name. */
function added<T extends { readonly name: string }>(after: readonly T[], before: readonly T[]): readonly T[] {
  const known = new Set(before.map(({ name }) => name));
  return after.filter(({ name }) => !known.has(name));
}

/** Tables that are pointed at come first, as far as that is possible. */
function inOrder(tables: readonly TableShape[]): readonly TableShape[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const ordered: TableShape[] = [];
  const visit = (table: TableShape): void => {
    if (!left.delete(table.name)) return;
    for (const { target } of table.keys) {
      const other = left.get(target);
      if (other) visit(other);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}

/** New tables are empty: their keys and indexes cost nothing and come at once. */
function createTables(schema: string, tables: readonly TableShape[], before: Structure): string[] {
  const standing = new Set(before.keys());
  const late: string[] = [];
  const created = inOrder(tables).flatMap((table) => {
    standing.add(table.name);
    const [now, later] = [
      table.keys.filter(({ target }) => standing.has(target)),
      table.keys.filter(({ target }) => !standing.has(target)),
    ];
    const name = qualified(schema, table.name);
    for (const key of later) late.push(`ALTER TABLE ${name} ADD ${keySql(schema, key)}`);
    const parts = [...columnsSql(table.columns), ...now.map((key) => keySql(schema, key))];
    return [
      `CREATE TABLE ${name} (${parts.join(', ')})`,
      ...table.indexes.map((index) => indexSql(schema, table.name, index)),
    ];
  });
  return [...created, ...late];
}

/** A table that has rows gets its columns and unchecked keys at once, what needs a scan as steps. */
function alterTable(schema: string, is: TableShape, was: TableShape) {
  const table = qualified(schema, is.name);
  const columns = columnsSql(added(is.columns, was.columns));
  const keys = added(is.keys, was.keys);
  return {
    locks: [
      ...(columns.length + keys.length > 0
        ? [{ table: is.name, mode: columns.length > 0 ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE' } as const]
        : []),
      ...keys.map(({ target }) => ({ table: target, mode: 'SHARE ROW EXCLUSIVE' as const })),
    ],
    columns:
      columns.length > 0 ? [`ALTER TABLE ${table} ${columns.map((one) => `ADD ${one}`).join(', ')}`] : [],
    keys: keys.map((key) => `ALTER TABLE ${table} ADD ${keySql(schema, key)} NOT VALID`),
    steps: [
      ...added(is.indexes, was.indexes).map((index) =>
        indexStep(schema, index.name, indexSql(schema, is.name, index, true)),
      ),
      ...keys.map((key) => validateStep(schema, is.name, key.name)),
      ...added(was.indexes, is.indexes).map((index) =>
        dropIndexStep(schema, index.name, indexSql(schema, is.name, index, true)),
      ),
    ],
  };
}

/** The difference of two structures. Nothing is ever dropped but indexes: what is gone from the Model stays in its table. */
export function structureChange(schema: string, before: Structure, after: Structure): StructureChange {
  const created = createTables(schema, added([...after.values()], [...before.values()]), before);
  const altered = [...after.values()].flatMap((is) => {
    const was = before.get(is.name);
    return was ? [alterTable(schema, is, was)] : [];
  });
  const modes = new Map<string, LockMode>();
  for (const { table, mode } of altered.flatMap(({ locks }) => locks)) {
    if (before.has(table) && modes.get(table) !== 'ACCESS EXCLUSIVE') modes.set(table, mode);
  }
  const locks = [...modes].map(([table, mode]) => ({ table, mode }));
  return {
    locks: locks.sort((a, b) => (a.table < b.table ? -1 : 1)),
    statements: [
      ...created,
      ...altered.flatMap(({ columns }) => columns),
      ...altered.flatMap(({ keys }) => keys),
    ],
    steps: altered.flatMap(({ steps }) => steps),
  };
}
