import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** A unique lookup: of each record at most one points at another. */
let world: TestEngine;
const ids: Record<string, string> = {};

const documents = {
  'object/badge': objectBody('badge', {
    code: { type: 'text' },
    worker: { type: 'lookup', target: 'worker', unique: true },
  }),
  'object/worker': objectBody('worker', { name: { type: 'text', unique: true } }),
};

const call = (method: string, path: string, body?: unknown) =>
  world.call('admin', method, path, body, { 'Accept-Language': 'en' });

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  for (const name of ['Li', 'Wang', 'Zhao']) {
    ids[name] = (await call('POST', '/api/records/worker', { name })).body.id;
  }
});

afterAll(async () => world?.close());

test('is taken once, and free again when what took it is in the bin', async () => {
  const take = (code: string) => call('POST', '/api/records/badge', { code, worker: ids.Li });
  const first = await take('a');
  expect(first.status).toBe(201);
  const second = await take('b');
  expect([second.status, second.body.errors]).toEqual([
    409,
    [
      expect.objectContaining({
        path: '/worker',
        code: 'record.one_to_one',
        message: 'The record chosen here already belongs to another one.',
      }),
    ],
  ]);
  await call('DELETE', `/api/records/badge/${first.body.id}`);
  expect((await take('b')).status).toBe(201);
  // many without any are no two of the same
  for (const code of ['c', 'd'])
    expect((await call('POST', '/api/records/badge', { code })).status).toBe(201);
});

test('is refused row by row in an import', async () => {
  const { refused } = await importCsv(world, 'badge', 'code,worker\ni1,Wang\ni2,Wang\ni3,Li\n');
  expect(refused).toHaveLength(2);
  for (const line of refused) expect(line).toContain('already belongs to another one');
});

test('is one record on the other side, by metadata', async () => {
  const { body } = await call('GET', '/api/model/worker');
  expect(body.related).toEqual([
    expect.objectContaining({ object: 'badge', via: 'worker', isOne: true, labels: expect.anything() }),
  ]);
  expect(body.related[0].labels.en).toBe('badge');
});

test('is published over records only where none has two', async () => {
  const pass = (isUnique: boolean) => ({
    ...documents,
    'object/pass': objectBody('pass', {
      code: { type: 'text' },
      worker: { type: 'lookup', target: 'worker', ...(isUnique && { unique: true }) },
    }),
  });
  expect((await publishInto(world, pass(false))).status).toBe(200);
  const make = async () => (await call('POST', '/api/records/pass', { code: 'x', worker: ids.Zhao })).body.id;
  const [first, second] = [await make(), await make()];
  expect([first, second]).not.toContain(undefined);
  expect((await publishInto(world, pass(true))).status).toBe(409);
  await call('DELETE', `/api/records/pass/${second}`);
  expect((await publishInto(world, pass(true))).status).toBe(200);
});
