import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toSql } from '../../../engine/expression/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { CLOCK, checked } from './sample-scope.ts';

/** Columns as the field types declare them, each with the index that a filter should use. */
const COLUMNS: Readonly<Record<string, readonly [type: string, index?: string]>> = {
  name: ['text COLLATE "C"'],
  status: ['text COLLATE "C"'],
  amount: ['numeric'],
  count: ['numeric(16,0)'],
  due: ['date'],
  created_at: ['timestamptz(3)'],
  owner: ['uuid'],
  account: ['uuid'],
  tags: [`text[] COLLATE "C" NOT NULL DEFAULT '{}'`, 'USING gin (tags)'],
};

let database: FreshDatabase;
let client: Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.connectionString });
  await client.connect();
  const columns = Object.entries(COLUMNS).map(([name, [type]]) => `${name} ${type}`);
  await client.query(`CREATE TEMP TABLE t (id uuid, ${columns.join(', ')})`);
  for (const [name, [, index]] of Object.entries(COLUMNS)) {
    await client.query(`CREATE INDEX ix_${name} ON t ${index ?? `(${name})`}`);
  }
  await client.query('SET enable_seqscan = off');
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const ID = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';

describe('the index of a field serves', () => {
  test.each([
    ['name == "x"', 'name'],
    ['name > "x" && name <= "y"', 'name'],
    ['name.startsWith("x")', 'name'],
    ['name == null', 'name'],
    ['status in ["open", "won"]', 'status'],
    ['amount >= 100.5', 'amount'],
    ['count in [1, 2]', 'count'],
    ['due >= today() - days(7) && due <= today()', 'due'],
    ['due == date("2026-03-04")', 'due'],
    ['created_at > now() - hours(24)', 'created_at'],
    ['created_at >= timestamp("2026-03-04T00:00:00+08:00")', 'created_at'],
    ['owner == user.id', 'owner'],
    [`account == "${ID}"`, 'account'],
    [`account in ["${ID}", "x"]`, 'account'],
    ['"vip" in tags', 'tags'],
  ])('%s', async (source, column) => {
    const values: unknown[] = [];
    const parameter = (value: unknown, type: string): string => {
      values.push(value);
      return `$${values.length}::${type}`;
    };
    const reference = ([name, attribute]: readonly string[]): string =>
      name === '$user' && attribute === 'id' ? parameter(ID, 'uuid') : `t.${name}`;
    const condition = toSql(checked(source), { reference, parameter, ...CLOCK });
    const text = `EXPLAIN SELECT id FROM t WHERE ${condition}`;
    const { rows } = await client.query({ text, values, rowMode: 'array' });
    const plan = rows.flat().join('\n');
    expect(plan).toContain(`ix_${column}`);
    expect(plan).toContain('Index Cond');
  });
});
