/**
 * `npm run prove -- parity`: every expression means the same in Postgres and in process. First the
 * written pairs, then random expressions over random rows until there are `--n` pairs (default 20,000).
 * On a server of its own, or on that of DATABASE_URL, where it makes a temporary table and nothing else.
 */
import { Client } from 'pg';
import { type CheckedExpression, checkExpression } from '../../engine/expression/index.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { PAIR_CALENDAR, randomCalendar } from './parity/calendars.ts';
import {
  type Compiles,
  compileWith,
  type Difference,
  describeDifference,
  differencesIn,
  loadRows,
  type ProofClock,
  type Runs,
} from './parity/compare.ts';
import { randomExpression } from './parity/expressions.ts';
import { CREATE_TABLE, PROOF_SCOPE } from './parity/fields.ts';
import { PAIR_EXPRESSIONS, PAIR_ROWS } from './parity/pairs.ts';
import { makeRandom, type Random } from './parity/random.ts';
import { type ProofRow, randomRow } from './parity/rows.ts';
import type { Proof } from './proof.ts';

/** Zones with a day's line between them, quarters of an hour, and clocks that change at odd times. */
const ZONES = [
  'Asia/Shanghai',
  'Etc/UTC',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Europe/Dublin',
  'Africa/Monrovia',
] as const;

/** The years of the server's clock. */
const FIRST_CLOCK = Date.parse('2000-01-01T00:00:00Z');
const CLOCK_DAYS = 36_500;

const EXPRESSIONS_AT_ONCE = 50;
const ROWS_AT_ONCE = 100;
const PRINTED = 20;

/** What is wrong with some random expressions: a product with too many decimals, too much asked of too many. */
const ALLOWED: ReadonlySet<string> = new Set(['expression.scale', 'expression.steps']);

/** An expression that the proof has made: the tree goes through JSON, as on its way to a browser. */
function checked(source: string): CheckedExpression | undefined {
  const result = checkExpression(source, PROOF_SCOPE);
  if (result.ok) return { ...result.expression, tree: JSON.parse(JSON.stringify(result.expression.tree)) };
  const other = result.problems.find(({ code }) => !ALLOWED.has(code));
  if (other) throw new Error(`${source}\n${other.position}: ${other.message.en}`);
  return undefined;
}

function randomExpressions(random: Random, count: number): CheckedExpression[] {
  const expressions: CheckedExpression[] = [];
  while (expressions.length < count) {
    const expression = checked(randomExpression(random));
    if (expression) expressions.push(expression);
  }
  return expressions;
}

/** The written pairs, in some zones. */
export async function writtenDifferences(
  client: Runs,
  {
    compile = compileWith(),
    zones = ZONES.slice(0, 3),
  }: { compile?: Compiles; zones?: readonly string[] } = {},
): Promise<{ n: number; differences: Difference[] }> {
  const expressions = PAIR_EXPRESSIONS.map((source) => checked(source)!);
  await loadRows(client, PAIR_ROWS);
  const differences: Difference[] = [];
  for (const timeZone of zones) {
    const clock = { now: new Date('2026-03-04T16:30:00.123Z'), timeZone, calendar: PAIR_CALENDAR };
    differences.push(...(await differencesIn(client, expressions, PAIR_ROWS, clock, compile)));
  }
  return { n: expressions.length * PAIR_ROWS.length * zones.length, differences };
}

/** Random pairs: `part` and `seed` alone decide which. */
export async function randomDifferences(
  client: Runs,
  seed: number,
  part: number,
): Promise<{ n: number; differences: Difference[] }> {
  const random = makeRandom(seed * 1_000_003 + part);
  const rows: readonly ProofRow[] = Array.from({ length: ROWS_AT_ONCE }, () => randomRow(random));
  const now = new Date(FIRST_CLOCK + random.below(CLOCK_DAYS) * 86_400_000 + random.below(86_400_000));
  const clock: ProofClock = { now, timeZone: random.pick(ZONES), calendar: randomCalendar(random) };
  const expressions = randomExpressions(random, EXPRESSIONS_AT_ONCE);
  await loadRows(client, rows);
  return {
    n: rows.length * expressions.length,
    differences: await differencesIn(client, expressions, rows, clock),
  };
}

/** A connection as the engine has them, with the table of the proof. */
export async function connectForParity(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
  await client.query(CREATE_TABLE);
  return client;
}

interface Reached {
  readonly part: number;
  readonly n: number;
  readonly differences: number;
}

export const prove: Proof = async ({ n: wanted = 20_000, seed = 1, resume, remember }) => {
  const { DATABASE_URL: given } = process.env;
  const server = given === undefined ? await startPrivatePostgres() : undefined;
  const client = await connectForParity(given ?? server!.connectionString);
  let printed = 0;
  const print = (found: readonly Difference[]): void => {
    for (const one of found) if (printed++ < PRINTED) console.log(describeDifference(one));
  };
  try {
    let reached = resume as Reached | undefined;
    if (!reached) {
      const { n, differences } = await writtenDifferences(client);
      print(differences);
      reached = { part: 0, n, differences: differences.length };
    }
    while (reached.n < wanted) {
      const { n, differences } = await randomDifferences(client, seed, reached.part);
      print(differences);
      reached = {
        part: reached.part + 1,
        n: reached.n + n,
        differences: reached.differences + differences.length,
      };
      if (reached.part % 20 === 0) remember(reached);
    }
    return { n: reached.n, differences: reached.differences };
  } finally {
    await client.end();
    await server?.stop();
  }
};
