import type pg from 'pg';
import { soundColumnName } from '../../engine/db/names.ts';
import { renewSearched } from '../../engine/search/index.ts';
import type { Names } from './sql.ts';

const BATCH = 5_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Writes what the rows of an object are found by, as the engine does behind a publish: the rows, then the index. */
export async function fillSearches(db: pg.Client, schema: string, { table, column }: Names): Promise<void> {
  const [physical, text] = [table.split('.')[1]!, column('name')].map((quoted) => quoted.slice(1, -1));
  const searched = { schema, table: physical!, fields: [{ text: text!, sound: soundColumnName(text!) }] };
  const { rows } = await db.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = $1 AND tablename = $2 AND indexdef LIKE '%gin%'`,
    [schema, `s_${physical}`],
  );
  for (const { name } of rows) await db.query(`DROP INDEX "${schema}"."${name}"`);
  const which = `t.id IN (SELECT n.id FROM ${table} n WHERE n.id > $1::uuid ORDER BY n.id LIMIT ${BATCH})`;
  for (let ids = [BEFORE_ALL] as readonly string[]; ids.length > 0; ) {
    const last = ids.toSorted().at(-1)!;
    ids = await renewSearched(db, searched, which, [last]);
  }
  for (const { definition } of rows) await db.query(definition);
}
