import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';

let world: TestEngine;
let port: number;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  world = await testEngine();
  port = await freePort();
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await world?.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as { port: number };
  server.close();
  return free;
}

const ROWS = 6_000;
const BAD = 50;
const isBad = (n: number): boolean => n % (ROWS / BAD) === 3;

/** Each seventh stands below another one: of the first half below one that stands further down. None below one that is refused. */
const parentNumber = (n: number): number | undefined => {
  const parent = n < ROWS / 2 ? ROWS - 1 - n : 1;
  return n % 7 === 0 && !isBad(parent) ? parent : undefined;
};
const parentOf = (name: string): string => {
  const parent = parentNumber(Number(name.slice('Killed '.length)));
  return parent === undefined ? '' : `Killed ${parent}`;
};

function accounts(): string {
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const parent = parentNumber(n);
    const below = parent === undefined ? '' : `K${parent}`;
    return `K${n},Killed ${n},${isBad(n) ? 'nothing of the kind' : ''},${below}`;
  });
  return `_key,name,industry,parent\n${rows.join('\n')}\n`;
}

/** All accounts, as the API answers them. */
async function recordsOf(): Promise<any[]> {
  const found: any[] = [];
  for (let cursor = ''; ; ) {
    const path = `/api/records/account?fields=name,parent.name&limit=1000${cursor}`;
    const { body } = await world.call('admin', 'GET', path);
    found.push(...body.records);
    if (body.next === null) return found;
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
}

/** What the store holds. */
async function keptFiles(): Promise<string[]> {
  const names = await readdir(join(world.dataDir, 'files'), { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map(({ name }) => name);
}

const rowsOf = async (text: string): Promise<any[]> =>
  (await query<any>(world.engine.db.direct(), { text: text.replaceAll('%', '"ws_main".') })).rows;

/** A server on the database of the test, as an operator starts it. */
async function startServer(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['engine/cli.ts', 'start'], {
    env: {
      ...process.env,
      DATABASE_URL: world.engine.config.databaseUrl!,
      GUANXI_DATA_DIR: world.dataDir,
      GUANXI_SECRET_KEY: 'of tests, and of nothing but tests: 0123456789',
      GUANXI_LOG_LEVEL: 'fatal',
      PORT: String(port),
    },
    stdio: 'ignore',
  });
  children.add(child);
  const isThere = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isThere, { timeout: 30_000, interval: 50 }).toBe(true);
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  child.kill(signal);
  await once(child, 'exit');
  children.delete(child);
}

async function send(text: string, options: object = {}): Promise<{ status: number; body: any }> {
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ object: 'account', file: 'f.csv', ...options }] }));
  form.append('files', new Blob([text]), 'f.csv');
  const headers = { Authorization: `Bearer ${world.keyOf('admin')}` };
  const answer = await fetch(`http://127.0.0.1:${port}/api/imports`, { method: 'POST', body: form, headers });
  return { status: answer.status, body: await answer.json() };
}

const takenOf = async (id: string): Promise<number> =>
  (await rowsOf(`SELECT sum(taken)::int AS n FROM %_import_file WHERE import_id = '${id}'`))[0].n;
const stateOf = async (id: string): Promise<string> =>
  (await rowsOf(`SELECT state FROM %_import WHERE id = '${id}'`))[0].state;

/** The word of the process that was killed counts no more. */
const timePasses = (id: string) =>
  rowsOf(`UPDATE %_import SET leased_until = now() - interval '1 second' WHERE id = '${id}'`);

describe('an import whose process is killed', () => {
  it('goes on where it was, five times, and takes no row twice', async () => {
    let child = await startServer();
    const { status, body } = await send(accounts());
    expect([status, body.state]).toEqual([202, 'running']);
    const { id } = body;
    for (const part of [0.05, 0.2, 0.4, 0.6, 0.8]) {
      const least = ROWS * (part + Math.random() * 0.1);
      await expect.poll(() => takenOf(id), { timeout: 30_000, interval: 10 }).toBeGreaterThan(least);
      await end(child, 'SIGKILL');
      expect(await stateOf(id)).toBe('running');
      await timePasses(id);
      child = await startServer();
    }
    await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('done');
    const told = (await world.call('admin', 'GET', `/api/imports/${id}`)).body;
    expect(told).toMatchObject({ rows: ROWS, created: ROWS - BAD, updated: 0, failed: BAD });
    expect(told.files[0].problems).toMatchObject([{ column: 'industry', code: 'value.option', rows: BAD }]);

    const records = await recordsOf();
    expect(new Set(records.map(({ name }) => name)).size).toBe(ROWS - BAD);
    expect(records).toHaveLength(ROWS - BAD);
    const wrong = records.filter(({ name, parent }) => (parent?.name ?? '') !== parentOf(name));
    expect(wrong).toEqual([]);
    const left = await rowsOf(
      `SELECT count(*)::int AS entries, count(DISTINCT record)::int AS records FROM %_audit a WHERE a.op = 'create' AND a.record IN (SELECT record FROM %_import_row WHERE import_id = '${id}')`,
    );
    expect(left).toEqual([{ entries: ROWS - BAD, records: ROWS - BAD }]);
    const errors = await world.call('admin', 'GET', `/api/imports/${id}/errors.csv`);
    expect(errors.text.trim().split('\n')).toHaveLength(1 + BAD);
    await expect.poll(keptFiles).toEqual([]);
    await end(child, 'SIGTERM');
  }, 240_000);
});
