import { type ClientBase, type Pool, query, type Workspace } from '../db/connect.ts';
import { LIST_INDEX, searchTableName } from '../db/names.ts';
import type { Model } from '../model/model.ts';
import { searchShapes } from './search-tables.ts';
import { trigramsOf } from './server.ts';
import { structureOf, type TableShape } from './structure.ts';

/** A place where Postgres is not what the Model says. */
export interface Drift {
  readonly is: 'missing' | 'different' | 'invalid' | 'unvalidated' | 'extra';
  readonly what: 'table' | 'column' | 'index' | 'key';
  readonly table: string;
  readonly name: string;
  readonly expected?: string;
  readonly found?: string;
}

interface Found {
  readonly what: 'column' | 'index' | 'key';
  readonly table: string;
  readonly name: string;
  /** type of a column */
  readonly type: string;
  readonly valid: boolean;
}

/** Every column, index and foreign key of the objects' tables, and of those that searches look into. */
const CATALOGUE = `
  WITH o AS (SELECT c.oid, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind = 'r' AND (starts_with(c.relname, 'o_') OR starts_with(c.relname, 's_')))
  SELECT 'column' AS what, o.relname AS "table", a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, true AS valid
    FROM pg_catalog.pg_attribute a JOIN o ON o.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT 'index', o.relname, i.relname, '', x.indisvalid
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid JOIN o ON o.oid = x.indrelid WHERE NOT x.indisprimary
  UNION ALL
  SELECT 'key', o.relname, k.conname, '', k.convalidated
    FROM pg_catalog.pg_constraint k JOIN o ON o.oid = k.conrelid WHERE k.contype = 'f'`;

interface Expected {
  readonly what: Found['what'];
  readonly name: string;
  readonly type: string;
}

const expectedOf = ({ columns, indexes, keys }: TableShape): readonly Expected[] => [
  ...columns.map(({ name, type }) => ({ what: 'column' as const, name, type })),
  ...indexes.map(({ name }) => ({ what: 'index' as const, name, type: '' })),
  ...keys.map(({ name }) => ({ what: 'key' as const, name, type: '' })),
];

const isSearchTable = (name: string): boolean => name.startsWith(searchTableName(''));

function compare(table: string, { what, name, type }: Expected, found: Found | undefined): Drift | undefined {
  if (!found) return { is: 'missing', what, table, name };
  if (found.type !== type) return { is: 'different', what, table, name, expected: type, found: found.type };
  if (!found.valid) return { is: what === 'key' ? 'unvalidated' : 'invalid', what, table, name };
  return undefined;
}

/**
 * Compares what the Model wants with what Postgres holds. Columns that the Model does not know are told
 * when they bear one of our names; nothing is ever dropped.
 */
export async function findDrift(
  on: Pool | ClientBase,
  { schema }: Pick<Workspace, 'schema'>,
  model: Model,
): Promise<readonly Drift[]> {
  const { rows } = await query<Found>(on, { text: CATALOGUE, values: [schema] });
  const byTable = Map.groupBy(rows, ({ table }) => table);
  const structure = new Map([...structureOf(model), ...searchShapes(model, await trigramsOf(on))]);
  const drift: Drift[] = [];
  for (const table of structure.values()) {
    const found = byTable.get(table.name);
    if (!found) {
      drift.push({ is: 'missing', what: 'table', table: table.name, name: table.name });
      continue;
    }
    const known = new Map(found.map((one) => [`${one.what} ${one.name}`, one]));
    for (const expected of expectedOf(table)) {
      const key = `${expected.what} ${expected.name}`;
      const fault = compare(table.name, expected, known.get(key));
      if (fault) drift.push(fault);
      known.delete(key);
    }
    // what is searched no longer leaves its columns there, empty
    if (isSearchTable(table.name)) continue;
    for (const { what, name } of known.values()) {
      // what lists ask for follows from content too: the next publish compares it
      if (what === 'index' && name.startsWith(`${LIST_INDEX}_`)) continue;
      if (what !== 'column' || name.startsWith('c_')) {
        drift.push({ is: 'extra', what, table: table.name, name });
      }
    }
  }
  for (const name of byTable.keys()) {
    if (!structure.has(name) && !isSearchTable(name))
      drift.push({ is: 'extra', what: 'table', table: name, name });
  }
  return drift;
}
