/**
 * `npm run bench [-- --rows 100000 --cases R1,R2 --connections 32 --seconds 4 --rounds 3]`: the cases of
 * cases.ts against our server and two written by hand, in turn, in rounds; a ratio is taken inside its round.
 * R4 (rights.ts, `--calls 1000 --only line`), `rights` (cost.ts) and `search-writes` measure ours alone. With `--data <folder>` the
 * records are kept, and found there by the next run.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { CASES, type CaseName, type Pair, random } from './cases.ts';
import { measureCost } from './cost.ts';
import { cpuSeconds, runProcess, startProcess } from './processes.ts';
import { measureRights } from './rights.ts';
import { measureSearchWrites } from './search-writes.ts';
import { clearWritten, fill, worldOf } from './world.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    cases: { type: 'string', default: [...Object.keys(CASES), 'R4', 'rights', 'search-writes'].join(',') },
    connections: { type: 'string', default: '1,32' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    calls: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    data: { type: 'string' },
  },
});
const HERE = import.meta.dirname;
const folder = options.data ?? mkdtempSync(join(tmpdir(), 'guanxi-bench-'));
mkdirSync(folder, { recursive: true });
/** says how many records the folder holds, once it does */
const filled = join(folder, 'filled');
const PORTS = { ours: 18_080, hand: 18_081, 'hand-wire': 18_082 };
type Contender = keyof typeof PORTS;
const CONTENDERS = Object.keys(PORTS) as Contender[];
const address = (contender: Contender): string => `http://127.0.0.1:${PORTS[contender]}`;
const env = {
  GUANXI_DATA_DIR: join(folder, 'data'),
  GUANXI_TEMPLATE: '',
  GUANXI_URL: address('ours'),
  GUANXI_LOCALE: 'en',
  PORT: String(PORTS.ours),
  LOG_LEVEL: 'warn',
};
const guanxi = (...args: string[]): Promise<string> => runProcess(['engine/guanxi.cjs', ...args], env);

interface Measure {
  readonly perSecond: number;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly bad: number;
  /** microseconds of CPU a request, of the server and of Postgres */
  readonly app: number;
  readonly postgres: number;
}

const ours = await startProcess(['engine/guanxi.cjs', 'start'], env, (said) =>
  said.includes(address('ours')),
);
const children = [ours.child];
try {
  await guanxi('apply', join(HERE, 'documents'));
  const { database, schema } = JSON.parse(await guanxi('doctor', '--json'));
  const keyOf = async (email: string): Promise<string> =>
    JSON.parse(await guanxi('api-key', 'create', '--email', email, '--json')).key;
  const headers = { Authorization: `Bearer ${await keyOf('admin@example.com')}` };
  if (!existsSync(filled)) {
    console.log(`filling ${options.rows} rows …`);
    await fill(database, schema, Number(options.rows));
    writeFileSync(filled, options.rows);
  }
  const rows = Number(readFileSync(filled, 'utf8'));
  for (const [contender, WIRE] of [
    ['hand', ''],
    ['hand-wire', 'contract'],
  ] as const) {
    const handEnv = { DATABASE_URL: database, PORT: String(PORTS[contender]), WIRE };
    children.push(
      (await startProcess([join(HERE, 'hand.ts')], handEnv, (said) => said.includes('ready'))).child,
    );
  }
  const postmaster = await postmasterOf(database);
  const pids: Record<Contender, number> = {
    ours: ours.child.pid!,
    hand: children[1]!.pid!,
    'hand-wire': children[2]!.pid!,
  };
  const world = await worldOf(database, (cursor) => deepPage(headers, cursor), Math.min(1_000, rows / 100));
  const results: object[] = [];
  for (const name of options.cases.split(',') as (CaseName | 'R4' | 'rights' | 'search-writes')[]) {
    const draw = random(42);
    if (name === 'R4') {
      const lists = Array.from({ length: 400 }, () => CASES.R3(draw, world).ours.path);
      const sums = [CASES.R6(draw, world).ours.path];
      const following = ['/api/records/visit?sort=-day&fields=name,day,opportunity.name&limit=50'];
      const server = { address: address('ours'), headers, keyOf };
      const { only } = options;
      results.push(
        ...(await measureRights(server, { lists, sums, following, calls: Number(options.calls), only })),
      );
      continue;
    }
    if (name === 'rights') {
      results.push(await measureCost(database, world.users[0]!));
      continue;
    }
    if (name === 'search-writes') {
      const load = (of: CaseName, connections: number, seconds: number) => {
        const pairs = Array.from({ length: 400 }, () => CASES[of](draw, world));
        return loadOf('ours', pairs, headers, connections, seconds);
      };
      const seconds = Number(options.seconds);
      results.push(
        ...(await measureSearchWrites({
          ...{ database, schema, rounds: Number(options.rounds) },
          write: () => load('W1', 8, seconds),
          search: () => load('S2', 1, seconds / 2),
          postgres: () => cpuSeconds(postmaster),
        })),
      );
      continue;
    }
    const pairs = Array.from({ length: name === 'W3' ? 50 : 400 }, () => CASES[name](draw, world));
    await agree(name, pairs[0]!, headers);
    for (const connections of options.connections.split(',').map(Number)) {
      const rounds = new Map<Contender, Measure[]>(CONTENDERS.map((contender) => [contender, []]));
      const measure = async (contender: Contender, seconds: number): Promise<Measure> => {
        const before = { app: cpuSeconds(pids[contender], postmaster), postgres: cpuSeconds(postmaster) };
        const load = await loadOf(contender, pairs, headers, connections, seconds);
        const spent = (since: number, now: number): number => ((now - since) / load.count) * 1e6;
        const app = spent(before.app, cpuSeconds(pids[contender], postmaster));
        const postgres = spent(before.postgres, cpuSeconds(postmaster));
        return { ...load, app, postgres };
      };
      for (const contender of CONTENDERS) await measure(contender, 1);
      for (let round = 0; round < Number(options.rounds); round++) {
        const inTurn = round % 2 === 0 ? CONTENDERS : CONTENDERS.toReversed();
        for (const contender of inTurn)
          rounds.get(contender)!.push(await measure(contender, Number(options.seconds)));
        if (name === 'W1' || name === 'W3') await clearWritten(database, schema);
      }
      for (const contender of CONTENDERS) {
        const row = summary(name, connections, contender, rounds);
        results.push(row);
        console.log(line(row));
      }
    }
  }
  const machine = { cpus: cpus().length, model: cpus()[0]?.model };
  const said = { ...options, rows, machine, results };
  writeFileSync(join(HERE, 'results.json'), `${JSON.stringify(said, null, 1)}\n`);
} finally {
  for (const child of children) child.kill('SIGINT');
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((done) => child.on('exit', done))));
  if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
}

async function postmasterOf(database: string): Promise<number> {
  const { readFileSync } = await import('node:fs');
  const db = new pg.Client({ connectionString: database });
  await db.connect();
  const { rows } = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const text = readFileSync(`/proc/${rows[0]!.pid}/stat`, 'utf8');
  await db.end();
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

/** A page of a list by close date, 50 records. */
async function deepPage(headers: Readonly<Record<string, string>>, cursor: string | undefined) {
  const query = new URLSearchParams({
    sort: '-close_date',
    fields: 'close_date',
    limit: '50',
    ...(cursor && { cursor }),
  });
  const response = await fetch(`${address('ours')}/api/records/opportunity?${query}`, { headers });
  const { records, next } = (await response.json()) as {
    records: { id: string; close_date: string }[];
    next: string;
  };
  return { next, last: records.at(-1)! };
}

/** Both answer, and of the reads the same records, but where the case says that they do not. */
async function agree(name: CaseName, pair: Pair, headers: Readonly<Record<string, string>>): Promise<void> {
  const ask = async (contender: Contender) => {
    const { method, path, body } = contender === 'ours' ? pair.ours : pair.hand;
    const response = await fetch(address(contender) + path, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${name}: ${contender} answers ${response.status} ${text.slice(0, 500)}`);
    return [...text.matchAll(/"id":"(0195d2f0-0003-[^"]+)"/g)].map(([, id]) => id).join();
  };
  const [mine, theirs] = [await ask('ours'), await ask('hand')];
  if (/^[RS][0-9]$/.test(name) && mine !== theirs) throw new Error(`${name}: the answers differ`);
}

async function loadOf(
  contender: Contender,
  pairs: readonly Pair[],
  headers: Readonly<Record<string, string>>,
  connections: number,
  seconds: number,
): Promise<Omit<Measure, 'app' | 'postgres'>> {
  const requests = pairs.map((pair) => {
    const { method, path, body } = contender === 'ours' ? pair.ours : pair.hand;
    return { method, path, ...(body !== undefined && { body: JSON.stringify(body) }) };
  });
  const all = { 'Content-Type': 'application/json', ...(contender === 'ours' ? headers : {}) };
  const input = JSON.stringify({ url: address(contender), connections, seconds, headers: all, requests });
  return JSON.parse(await runProcess([join(HERE, 'load.ts')], {}, input));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function summary(
  name: CaseName,
  connections: number,
  contender: Contender,
  rounds: ReadonlyMap<Contender, readonly Measure[]>,
) {
  const mine = rounds.get(contender)!;
  const theirs = rounds.get('hand')!;
  const over = (read: (measure: Measure) => number) => median(mine.map(read));
  return {
    case: name,
    connections,
    contender,
    perSecond: over((one) => one.perSecond),
    p50: over((one) => one.p50),
    p95: over((one) => one.p95),
    p99: over((one) => one.p99),
    app: Math.min(...mine.map((one) => one.app)),
    postgres: Math.min(...mine.map((one) => one.postgres)),
    ratio: median(mine.map((one, round) => one.perSecond / theirs[round]!.perSecond)),
    bad: mine.reduce((sum, one) => sum + one.bad, 0),
  };
}

function line({
  case: name,
  connections,
  contender,
  perSecond,
  p50,
  p95,
  p99,
  app,
  postgres,
  ratio,
  bad,
}: ReturnType<typeof summary>): string {
  const cells = [
    name.padEnd(5),
    `c=${connections}`.padEnd(5),
    contender.padEnd(10),
    `${perSecond.toFixed(0)}/s`.padStart(9),
    `p50 ${p50.toFixed(1)}`.padStart(10),
    `p95 ${p95.toFixed(1)}`.padStart(10),
    `p99 ${p99.toFixed(1)}`.padStart(10),
    `app ${app.toFixed(0)}`.padStart(10),
    `pg ${postgres.toFixed(0)} µs`.padStart(12),
    `×${ratio.toFixed(2)}`.padStart(7),
  ];
  return `${cells.join(' ')}${bad > 0 ? `  ${bad} BAD` : ''}`;
}
