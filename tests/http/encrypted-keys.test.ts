import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../engine/cli/index.ts';
import { readConfig } from '../../engine/config.ts';
import { query } from '../../engine/db/connect.ts';
import { listen } from '../../engine/http/index.ts';
import { createEngine } from '../../engine/index.ts';
import { fill, passportOf, type RotationWorld, rotateUnderKills } from '../prove/rotation/world.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, planOf, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** Keys of encrypted fields: rotated, wrapped anew, wrong or gone; and fields that become encrypted. */

const SECRET_KEY = 'of tests, and of nothing but tests: 0123456789';
const OTHER_KEY = 'another secret key, of nothing but tests: 98765';
const N = 2_000;

let world: TestEngine;
const ask = async (method: string, path: string, body?: unknown, status = 200) => {
  const answer = await world.call('admin', method, path, body, { 'Accept-Language': 'en' });
  expect(answer.status, answer.text).toBe(status);
  return answer.body;
};
const sql = async (text: string, values: readonly unknown[] = []) =>
  (await query<any>(world.engine.db.direct(), { text, values })).rows;
const doctor = async () => {
  const { checks } = await world
    .call('operator', 'GET', '/api/doctor', undefined, { 'Accept-Language': 'en' })
    .then(({ body }) => body);
  return checks.find(({ name }: { name: string }) => name === 'encryption');
};

/** The operator's requests to an engine with another secret key over the same database. */
async function withEngine<Result>(
  environment: Record<string, string>,
  use: (
    call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: any }>,
  ) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-test-'));
  const config = readConfig({
    DATABASE_URL: world.engine.db.connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_TEMPLATE: '',
    GUANXI_LOCALE: 'en',
    ...environment,
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    return await use(async (method, path, body) => {
      const headers = {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        'Accept-Language': 'en',
      };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    });
  } finally {
    await engine.close();
    await rm(dataDir, { recursive: true });
  }
}

const columnOf = async (object: string, field: string) => {
  const { table, fields } = (await world.engine.contextFor('main')).model.objects.get(object)!;
  return { table: `ws_main.${table}`, column: fields.get(field)!.columns[0]!.name };
};

/** Resolves when nothing of a publish is left to do. */
async function stepsDone(): Promise<void> {
  for (;;) {
    const open = await sql(
      `SELECT state, error FROM ws_main._meta_step WHERE state NOT IN ('done', 'cancelled')`,
    );
    if (open.some(({ state }: { state: string }) => state === 'failed'))
      throw new Error(JSON.stringify(open));
    if (open.length === 0) return;
  }
}

beforeAll(async () => {
  world = await testEngine();
  const rotation: RotationWorld = {
    engine: world.engine,
    connectionString: world.engine.db.connectionString,
    secretKey: SECRET_KEY,
    call: (method, path, body) => world.call('admin', method, path, body),
  };
  await fill(rotation, N);
}, 60_000);
afterAll(() => world.close());

test('a rotation that is killed twice goes on where it was; all is read, found and written meanwhile', async () => {
  const rotation: RotationWorld = {
    engine: world.engine,
    connectionString: world.engine.db.connectionString,
    secretKey: SECRET_KEY,
    call: (method, path, body) => world.call('admin', method, path, body),
  };
  expect((await rotateUnderKills(rotation, { n: N, kills: 2, seed: 1 })).differences).toEqual([]);
  expect(await doctor()).toMatchObject({ ok: true, text: expect.stringContaining('all under key 2') });
}, 120_000);

test('a change that changes nothing writes nothing, whatever key the value is under', async () => {
  const { records } = await ask('POST', '/api/records/traveller/query', { filter: 'number == 7' });
  const [{ id, version }] = records;
  const { body } = await world.call('operator', 'POST', '/api/encryption/rotate', {});
  expect(body).toMatchObject({ version: 3, left: 0, done: false });
  const { table, column } = await columnOf('traveller', 'passport');
  const keys = (await world.engine.contextFor('main')).vault.keys();
  expect(keys.current).toBe(3);
  const before = await sql(`SELECT ${column} AS text FROM ${table} WHERE id = $1::uuid`, [id]);
  expect(before[0].text).toMatch(/^gxe1\.[\w-]+\.[\w-]+\.3\./);
  expect(await ask('PATCH', `/api/records/traveller/${id}`, { passport: passportOf(7) })).toMatchObject({
    version,
  });
});

test('the command lists the keys and rotates them', async () => {
  const server = await listen(world.engine.app, { host: '127.0.0.1', port: 0 });
  world.engine.listensAt(server.port);
  const run = async (...words: string[]) => {
    const said: string[] = [];
    const stream = () =>
      new Writable({
        write: (chunk, _encoding, done) => {
          said.push(String(chunk));
          done();
        },
      });
    const env = {
      GUANXI_URL: `http://127.0.0.1:${server.port}`,
      GUANXI_DATA_DIR: world.dataDir,
      GUANXI_LOCALE: 'en',
    };
    const streams = { stdout: stream(), stderr: stream(), stdin: process.stdin };
    return { exit: await runCommand(['keys', ...words], env, streams), text: said.join('') };
  };
  expect(await run()).toMatchObject({ exit: 0, text: expect.stringMatching(/key 3: \d+ values/) });
  expect(await run('rotate')).toMatchObject({ exit: 0, text: expect.stringContaining('under key 4') });
  const { keys } = JSON.parse((await run('list', '--json')).text);
  const values = keys.flatMap(({ values }: { values?: number }) => values ?? []);
  expect(values.slice(0, 3)).toEqual([0, 0, 0]);
  expect(values[3]).toBeGreaterThan(N);
  expect(keys.every((key: object) => !('wrapped' in key))).toBe(true);
  expect((await run('nonsense')).exit).toBe(1);
  await server.stop(0);
}, 60_000);

test('only who operates the installation may look at keys or rotate them', async () => {
  for (const [method, path] of [
    ['GET', '/api/encryption'],
    ['POST', '/api/encryption/rotate'],
  ] as const) {
    const refused = await world.call('member', method, path, method === 'POST' ? {} : undefined);
    expect(refused.body.code).toBe('encryption.not_allowed');
  }
  const wrong = await world.call('operator', 'POST', '/api/encryption/rotate', { version: 'x' });
  expect(wrong.body.code).toBe('request.value');
});

describe('the secret key', () => {
  const filter = 'number == 7';

  test('a wrong one opens nothing, says so, and loses nothing; what is not encrypted goes on', async () => {
    await withEngine({ GUANXI_SECRET_KEY: OTHER_KEY }, async (call) => {
      const read = await call('POST', '/api/records/traveller/query', { filter });
      expect(read).toMatchObject({ status: 503, body: { code: 'encryption.locked' } });
      expect(read.body.title).toContain('GUANXI_SECRET_KEY_PREVIOUS');
      const plain = await call('POST', '/api/records/traveller/query', { filter, fields: 'number' });
      expect(plain).toMatchObject({ status: 200, body: { records: [{ number: 7 }] } });
      const id = plain.body.records[0].id;
      const written = await call('PATCH', `/api/records/traveller/${id}`, { passport: 'X1' });
      expect(written).toMatchObject({ status: 503, body: { code: 'encryption.locked' } });
      const asked = await call('POST', '/api/records/traveller/query', {
        filter: 'passport == "X1"',
        fields: 'number',
      });
      expect(asked).toMatchObject({ status: 503, body: { code: 'encryption.locked' } });
      const rotated = await call('POST', '/api/encryption/rotate', {});
      expect(rotated).toMatchObject({ status: 503, body: { code: 'encryption.locked' } });
      const { body } = await call('GET', '/api/encryption');
      expect(body.keys.map(({ opens }: { opens: boolean }) => opens)).not.toContain(true);
      const { checks } = (await call('GET', '/api/doctor')).body;
      const found = checks.find(({ name }: { name: string }) => name === 'encryption');
      expect(found).toMatchObject({ ok: false, text: expect.stringContaining('GUANXI_SECRET_KEY_PREVIOUS') });
    });
    const { records } = await ask('POST', '/api/records/traveller/query', { filter });
    expect(records[0].passport).toBe(passportOf(7));
  });

  test('a new one beside the one before wraps the keys anew: after that the one before can go', async () => {
    const read = (call: (method: string, path: string, body?: unknown) => Promise<{ body: any }>) =>
      call('POST', '/api/records/traveller/query', { filter }).then(({ body }) => body.records?.[0].passport);
    const both = { GUANXI_SECRET_KEY: OTHER_KEY, GUANXI_SECRET_KEY_PREVIOUS: SECRET_KEY };
    expect(await withEngine(both, read)).toBe(passportOf(7));
    expect(await withEngine({ GUANXI_SECRET_KEY: OTHER_KEY }, read)).toBe(passportOf(7));
    const back = { GUANXI_SECRET_KEY: SECRET_KEY, GUANXI_SECRET_KEY_PREVIOUS: OTHER_KEY };
    expect(await withEngine(back, read)).toBe(passportOf(7));
    expect(await withEngine({ GUANXI_SECRET_KEY: SECRET_KEY }, read)).toBe(passportOf(7));
  });
});

test('doctor counts values that do not open; a rotation leaves them as they are', async () => {
  const { table, column } = await columnOf('traveller', 'passport');
  const [{ id, text }] = await sql(`SELECT id, ${column} AS text FROM ${table} ORDER BY id LIMIT 1`);
  const broken = `${text.slice(0, -4)}AAAA`;
  await sql(`UPDATE ${table} SET ${column} = $2 WHERE id = $1::uuid`, [id, broken]);
  expect(await doctor()).toMatchObject({
    ok: false,
    text: expect.stringMatching(/^1 of \d+ encrypted values do not open$/),
  });
  for (let done = false, body: any = {}; !done; ) {
    ({ body } = await world.call(
      'operator',
      'POST',
      '/api/encryption/rotate',
      body.version ? { version: body.version } : {},
    ));
    done = body.left === 1;
    if (done) expect(body).toMatchObject({ left: 1, unopened: 1 });
  }
  expect(await sql(`SELECT ${column} AS text FROM ${table} WHERE id = $1::uuid`, [id])).toEqual([
    { text: broken },
  ]);
  await sql(`UPDATE ${table} SET ${column} = $2 WHERE id = $1::uuid`, [id, text]);
});

describe('a field that becomes encrypted', () => {
  const visitor = (pass: object, more: object = {}) => ({
    'object/visitor': objectBody('visitor', {
      name: { type: 'text' },
      pass: { type: 'text', ...pass },
      ...more,
    } as Parameters<typeof objectBody>[1]),
  });
  const given = [
    'kingfisher-1',
    'Kingfisher-2',
    null,
    'gxe1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA.1.AAAA',
  ];

  test('is planned with what it costs, refused while something needs its text, and sealed behind the switch', async () => {
    expect((await publishInto(world, visitor({ unique: true, search: 'A' }), 'visitors')).status).toBe(200);
    await stepsDone();
    for (const pass of given) await ask('POST', '/api/records/visitor', { name: String(pass), pass }, 201);
    const inUse = visitor(
      { type: 'encrypted', unique: true },
      { loud: { type: 'formula', returns: 'text', expression: 'upper(pass)' } },
    );
    expect(await refusalsOf(world, inUse, 'visitors')).toEqual([
      '/properties/loud/x-field/expression expression.encrypted',
    ]);
    const plan = await planOf(world, visitor({ type: 'encrypted', unique: true }), 'visitors');
    const change = plan.changes.find(({ kind }: { kind: string }) => kind === 'encrypt-field');
    expect(change, JSON.stringify(plan)).toMatchObject({ risk: 'fill', rows: 3 });
    expect(JSON.stringify(plan.findings)).toContain('publish.encrypts');
    expect((await publishInto(world, visitor({ type: 'encrypted', unique: true }), 'visitors')).status).toBe(
      200,
    );
    await stepsDone();
    const { records } = await ask('GET', '/api/records/visitor?sort=name');
    expect(new Set(records.map(({ pass }: { pass: string | null }) => pass))).toEqual(new Set(given));
    const found = await ask('POST', '/api/records/visitor/query', { filter: 'pass == "KINGFISHER-1"' });
    expect(found.records).toHaveLength(1);
    await ask('POST', '/api/records/visitor', { name: 'twice', pass: 'kingfisher-2' }, 409);
    const { table, column } = await columnOf('visitor', 'pass');
    const left = await sql(`SELECT FROM ${table} WHERE ${column} ~* 'kingfisher'`);
    expect(left).toEqual([]);
    const { items } = await ask('GET', `/api/records/visitor/${found.records[0].id}/history`);
    expect(JSON.stringify(items)).toContain('kingfisher-1');
  });

  test('and back again, which counts as giving something up', async () => {
    const plan = await planOf(world, visitor({ unique: true }), 'visitors');
    expect(plan.changes).toMatchObject([{ kind: 'decrypt-field', risk: 'destructive', rows: 3 }]);
    const { body } = await world.call('admin', 'POST', '/api/records/visitor', {
      name: 'Zoe',
      pass: 'kingfisher-9',
    });
    expect((await publishInto(world, visitor({ unique: true }), 'visitors')).status).toBe(200);
    await stepsDone();
    const { records } = await ask('GET', '/api/records/visitor?sort=pass');
    expect(new Set(records.map(({ pass }: { pass: string | null }) => pass))).toEqual(
      new Set([...given, 'kingfisher-9']),
    );
    const { items } = await ask('GET', `/api/records/visitor/${body.id}/history`);
    expect(JSON.stringify(items)).toContain('kingfisher-9');
  });
});
