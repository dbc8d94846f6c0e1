/**
 * What being found costs a write, and what writes cost a search: creates by the API with the table of searches kept from
 * getting rows, and with its index gathering new entries in a list of so many kilobytes before they are sorted in (0: at
 * once); behind each the searches of two characters meanwhile. In turn, in rounds.
 */
import pg from 'pg';
import type { Names } from './sql.ts';
import { namesOf } from './sql.ts';
import { clearWritten } from './world.ts';

interface Load {
  readonly perSecond: number;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

export interface SearchWrites {
  readonly database: string;
  readonly schema: string;
  readonly rounds: number;
  readonly write: () => Promise<Load>;
  readonly search: () => Promise<Load>;
  /** seconds of CPU that Postgres has spent */
  readonly postgres: () => number;
}

const MODES = ['none', '256', '4096', '0'] as const;
type Mode = (typeof MODES)[number];

const tableOf = (schema: string, { table }: Names): string =>
  `"${schema}"."s_${table.split('.')[1]!.slice(1, -1)}"`;

async function setMode(db: pg.Client, table: string, mode: Mode): Promise<void> {
  await db.query(`DROP TRIGGER IF EXISTS bench_none ON ${table}`);
  if (mode === 'none') {
    await db.query(
      `CREATE OR REPLACE FUNCTION bench_none() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    );
    await db.query(
      `CREATE TRIGGER bench_none BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION bench_none()`,
    );
    return;
  }
  const { rows } = await db.query<{ name: string }>(
    `SELECT i.indexrelid::regclass::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE i.indrelid = $1::regclass AND a.amname = 'gin'`,
    [table],
  );
  const options = mode === '0' ? 'fastupdate = off' : `fastupdate = on, gin_pending_list_limit = ${mode}`;
  for (const { name } of rows) await db.query(`ALTER INDEX ${name} SET (${options})`);
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

export async function measureSearchWrites(given: SearchWrites): Promise<object[]> {
  const db = new pg.Client({ connectionString: given.database });
  await db.connect();
  const table = tableOf(given.schema, await namesOf(db, given.schema, 'opportunity'));
  const measured = new Map<Mode, { write: Load; search: Load; postgres: number }[]>();
  try {
    for (let round = 0; round < given.rounds; round++) {
      for (const mode of round % 2 === 0 ? MODES : MODES.toReversed()) {
        await setMode(db, table, mode);
        const before = given.postgres();
        const write = await given.write();
        const postgres = ((given.postgres() - before) / write.count) * 1e6;
        const search = await given.search();
        measured.set(mode, [...(measured.get(mode) ?? []), { write, search, postgres }]);
        await clearWritten(given.database, given.schema);
      }
    }
  } finally {
    await setMode(db, table, '256');
    await db.query('DROP FUNCTION IF EXISTS bench_none()');
    await db.end();
  }
  const without = measured.get('none')!;
  return MODES.map((mode) => {
    const all = measured.get(mode)!;
    const over = (read: (one: (typeof all)[number]) => number) => median(all.map(read));
    const row = {
      case: 'search-writes',
      mode,
      perSecond: over(({ write }) => write.perSecond),
      p95: over(({ write }) => write.p95),
      postgres: Math.min(...all.map(({ postgres }) => postgres)),
      ratio: median(all.map(({ write }, round) => write.perSecond / without[round]!.write.perSecond)),
      searchP50: over(({ search }) => search.p50),
      searchP95: over(({ search }) => search.p95),
    };
    const said = mode === 'none' ? 'not found by anything' : `${mode} KB gathered`;
    console.log(
      `${said.padEnd(22)} creates ${row.perSecond.toFixed(0)}/s p95 ${row.p95.toFixed(1)} ms pg ${row.postgres.toFixed(0)} µs ×${row.ratio.toFixed(2)}; searches behind them p50 ${row.searchP50.toFixed(1)} p95 ${row.searchP95.toFixed(1)} ms`,
    );
    return row;
  });
}
