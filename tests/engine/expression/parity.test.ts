import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDifference } from '../../prove/parity/compare.ts';
import { connectForParity, randomDifferences, writtenDifferences } from '../../prove/parity.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { FAULTS } from './faults.ts';

/** The short form of `npm run prove -- parity`, and the proof that it finds what is wrong. */

let database: FreshDatabase;
let client: Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = await connectForParity(database.connectionString);
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('an expression means the same in Postgres and in process', () => {
  test('written pairs', async () => {
    const { n, differences } = await writtenDifferences(client);
    expect(n).toBeGreaterThan(50_000);
    expect(differences.slice(0, 5).map(describeDifference)).toEqual([]);
  });

  test('random pairs', async () => {
    for (let part = 0; part < 10; part++) {
      const { n, differences } = await randomDifferences(client, 2026, part);
      expect(n).toBe(5_000);
      expect(differences.slice(0, 5).map(describeDifference)).toEqual([]);
    }
  });
});

describe('a fault in the compiler is found', () => {
  test.each(FAULTS)('$name', async ({ compile, touches, raises }) => {
    const pairs = { compile, zones: ['Asia/Shanghai'], only: touches };
    const { differences } = await writtenDifferences(client, pairs);
    const answers = differences.filter(
      ({ postgres }) => postgres.startsWith('refused') === (raises === true),
    );
    expect(answers.length).toBeGreaterThan(0);
  });
});
