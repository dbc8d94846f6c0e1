import pg from 'pg';
import type { World } from './cases.ts';
import { fillCollaborators, fillPeople, USERS } from './people.ts';
import { fillSearches } from './searches.ts';
import { chance, id, type Names, namesOf, pick, WHEN } from './sql.ts';

const ACCOUNTS = 100_000;
/** One visit for so many opportunities. */
const OPPORTUNITIES_A_VISIT = 4;

/**
 * Fills the workspace by plain SQL, and beside it the tables of the hand-written server with the same
 * rows and the indexes that a careful person would give them.
 */
export async function fill(connectionString: string, schema: string, rows: number): Promise<void> {
  const db = new pg.Client({ connectionString });
  await db.connect();
  const user = await namesOf(db, schema, 'user');
  const account = await namesOf(db, schema, 'account');
  const opportunity = await namesOf(db, schema, 'opportunity');
  const visit = await namesOf(db, schema, 'visit');
  const system = 'id, owner, created_at, created_by, updated_at, updated_by, version, source';
  const systemOf = (kind: number, owner: string): string =>
    `${id(kind, 'i')}, ${owner}, ${WHEN}, ${owner}, ${WHEN}, ${owner}, 1, 'import'`;
  await db.query(`SET synchronous_commit = off`);
  await fillPeople(db, schema, (object) => namesOf(db, schema, object));
  const owner = id(1, `1 + ${chance('i', 1, USERS)}`);
  await db.query(
    `INSERT INTO ${account.table} (${system}, ${['name', 'industry', 'city', 'employees'].map((name) => account.column(name)).join(', ')})
     SELECT ${systemOf(2, owner)}, ${pick(['华信', '云科', '金泰', '瑞达', '智联', '海盛', '宇创', '恒通'], 'i')} || ${pick(['科技', '软件', '医药', '教育', '物流'], 'i / 8')} || '有限公司' || i,
       ${pick(['software', 'retail', 'finance', 'health', 'energy'], 'i')}, 'city' || i % 50, i % 10000
     FROM generate_series(1, ${ACCOUNTS}) i`,
  );
  const values: Readonly<Record<string, string>> = {
    name: `'项目' || ${pick(['系统集成', '软件采购', '年度续约', '数据中台', '移动办公'], 'i')} || i || CASE WHEN i % 1000 = 7 THEN '华信瑞达' ELSE '' END`,
    account: id(2, `1 + ${chance('i', 2, ACCOUNTS)}`),
    stage: pick(
      ['lead', 'qualify', 'discover', 'proposal', 'quote', 'negotiate', 'won', 'lost'],
      chance('i', 3, 8),
    ),
    amount: `round(${chance('i', 4, 100_000_000)}::numeric / 100, 2)`,
    chance: chance('i', 5, 101),
    close_date: `date '2023-01-01' + ${chance('i', 6, 1460)}::int`,
    source_channel: pick(['web', 'referral', 'ads', 'event', 'cold', 'partner'], 'i'),
    text_1: 'md5(i::text)',
    text_2: `'note ' || i`,
    text_3: `'备注' || i % 1000`,
    number_1: `round(${chance('i', 7, 100_000_000)}::numeric / 10000, 4)`,
    number_2: chance('i', 8, 1_000_000),
    date_1: `date '2024-01-01' + ${chance('i', 9, 700)}::int`,
    moment_1: WHEN,
    flag_1: 'i % 2 = 0',
    flag_2: 'i % 10 = 0',
    select_1: `'opt' || i % 10`,
    select_2: `'kind' || i % 5`,
    region: id(7, `40000 + ${chance('i', 10, 1_000)}`),
  };
  const names = Object.keys(values);
  await db.query(
    `INSERT INTO ${opportunity.table} (${system}, ${names.map((name) => opportunity.column(name)).join(', ')}, ${opportunity.column('stage', 'pipeline')}, ${opportunity.column('stage', 'since')})
     SELECT ${systemOf(3, owner)}, ${Object.values(values).join(', ')}, 'main', ${WHEN} FROM generate_series(1, ${rows}) i`,
  );
  const visits = Math.floor(rows / OPPORTUNITIES_A_VISIT);
  await db.query(
    `INSERT INTO ${visit.table} (id, created_at, updated_at, version, source, ${['name', 'opportunity', 'day'].map((name) => visit.column(name)).join(', ')})
     SELECT ${id(10, 'i')}, ${WHEN}, ${WHEN}, 1, 'import', '拜访' || i, ${id(3, `1 + ${chance('i', 11, rows)}`)}, date '2023-01-01' + ${chance('i', 12, 1460)}::int FROM generate_series(1, ${visits}) i`,
  );
  await fillCollaborators(db, schema, opportunity.id, rows);
  for (const names of [user, account, opportunity, visit]) await fillSearches(db, schema, names);
  await byHand(db, { user, account, opportunity }, names);
  await db.query(`VACUUM ANALYZE`);
  await db.end();
}

async function byHand(
  db: pg.Client,
  { user, account, opportunity }: Readonly<Record<'user' | 'account' | 'opportunity', Names>>,
  names: readonly string[],
): Promise<void> {
  const copied = (of: Names, fields: readonly string[]): string =>
    fields.map((name) => `t.${of.column(name)} AS ${name}`).join(', ');
  const steps = [
    'DROP SCHEMA IF EXISTS hand CASCADE',
    'CREATE SCHEMA hand',
    `CREATE TABLE hand.person AS SELECT t.id, t.${user.column('name')} AS name FROM ${user.table} t`,
    'ALTER TABLE hand.person ADD PRIMARY KEY (id)',
    `CREATE TABLE hand.account AS SELECT t.id, t.owner, ${copied(account, ['name', 'industry', 'city'])} FROM ${account.table} t`,
    'ALTER TABLE hand.account ADD PRIMARY KEY (id)',
    `CREATE TABLE hand.opportunity AS SELECT t.id, t.owner, t.created_at, t.updated_at, t.version, ${copied(opportunity, names)} FROM ${opportunity.table} t`,
    'ALTER TABLE hand.opportunity ADD PRIMARY KEY (id)',
    'ALTER TABLE hand.opportunity ALTER id SET DEFAULT gen_random_uuid(), ALTER created_at SET DEFAULT now(), ALTER updated_at SET DEFAULT now(), ALTER version SET DEFAULT 1',
    'ALTER TABLE hand.opportunity ADD FOREIGN KEY (account) REFERENCES hand.account, ADD FOREIGN KEY (owner) REFERENCES hand.person',
    'CREATE INDEX ON hand.opportunity (stage, close_date DESC, id DESC)',
    'CREATE INDEX ON hand.opportunity (close_date DESC, id DESC)',
    'CREATE INDEX ON hand.opportunity (owner)',
    'CREATE INDEX ON hand.opportunity (account)',
    'CREATE INDEX ON hand.opportunity (stage) INCLUDE (amount)',
    'CREATE INDEX ON hand.opportunity USING gin (name gin_trgm_ops)',
  ];
  for (const step of steps) await db.query(step);
}

/** Takes away what the writes of a run have added. */
export async function clearWritten(connectionString: string, schema: string): Promise<void> {
  const db = new pg.Client({ connectionString });
  await db.connect();
  const { table } = await namesOf(db, schema, 'opportunity');
  await db.query(`DELETE FROM ${table} WHERE id NOT BETWEEN ${id(3, '0')} AND ${id(3, '281474976710655')}`);
  await db.query(
    `DELETE FROM hand.opportunity WHERE id NOT BETWEEN ${id(3, '0')} AND ${id(3, '281474976710655')}`,
  );
  // those that were found by their words go with them, and their entries out of the list before the index
  const searches = `"${schema}"."s_${table.split('.')[1]!.slice(1, -1)}"`;
  await db.query(
    `DELETE FROM ${searches} s WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.id = s.id) AND id NOT BETWEEN ${id(3, '0')} AND ${id(3, '281474976710655')}`,
  );
  await db.query(`VACUUM ${table}`);
  await db.query(`VACUUM ${searches}`);
  await db.query('VACUUM hand.opportunity');
  await db.end();
}

/** What requests are drawn from; `page` reads a page of ours behind a cursor. */
export async function worldOf(
  connectionString: string,
  page: (cursor: string | undefined) => Promise<{ next: string; last: { id: string; close_date: string } }>,
  pages: number,
): Promise<World> {
  const db = new pg.Client({ connectionString });
  await db.connect();
  const ids = async (table: string): Promise<string[]> =>
    (
      await db.query<{ id: string }>(`SELECT id FROM hand.${table} ORDER BY md5(id::text) LIMIT 2000`)
    ).rows.map((row) => row.id);
  const world = {
    opportunities: await ids('opportunity'),
    accounts: await ids('account'),
    users: await ids('person'),
  };
  await db.end();
  const deep: { cursor: string; date: string; id: string }[] = [];
  let cursor: string | undefined;
  for (let number = 1; number <= pages; number++) {
    const { next, last } = await page(cursor);
    cursor = next;
    if (number > pages - 10) deep.push({ cursor: next, date: last.close_date, id: last.id });
  }
  return { ...world, deep };
}
