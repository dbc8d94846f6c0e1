import { mkdtemp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../engine/index.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

const shelf = (fields: object = {}) =>
  objectBody('shelf', { name: { type: 'text', unique: true }, ...fields });
const documents = (fields: object = {}, label = 'box') => ({
  'object/shelf': shelf(fields),
  'object/box': objectBody('box', {
    name: { type: 'text', unique: true, notes: label },
    shelf: { type: 'lookup', target: 'shelf', onDelete: 'cascade' },
    weight: { type: 'integer' },
  }),
});
const SUM = {
  total: { type: 'rollup', rollup: { function: 'sum', object: 'box', via: 'shelf', field: 'weight' } },
};

let world: TestEngine;
/** a process that does not hear of publishes until it looks */
let other: Engine;
let home: string;

const publish = async (given: ReturnType<typeof documents>): Promise<void> => {
  const { status, text } = await publishInto(world, given);
  expect(status, text).toBe(200);
};
const ask = async (method: string, path: string, body?: unknown) => {
  const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, 'Content-Type': 'application/json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await other.fetch(new Request(`${other.address}/api/records/${path}`, init));
  return {
    status: response.status,
    version: response.headers.get('Model-Version'),
    body: (await response.json()) as any,
  };
};
const total = async (): Promise<unknown> =>
  (await world.call('admin', 'GET', `/api/records/shelf/${home}`)).body.total;

beforeAll(async () => {
  world = await testEngine();
  await publish(documents());
  home = (await world.call('admin', 'POST', '/api/records/shelf', { name: 'home' })).body.id;
  const dataDir = await mkdtemp(`${world.dataDir}-other-`);
  other = await createEngine({ ...world.engine.config, dataDir }, { log: world.engine.log });
  expect((await ask('POST', 'box', { name: 'first', shelf: home, weight: 1 })).status).toBe(201);
});
afterAll(async () => {
  await other.close();
  await world.close();
});

test('what a process writes that has not heard of a publish counts by the model that is published', async () => {
  await publish(documents(SUM));
  const before = (await ask('GET', `shelf/${home}`)).version;
  const made = await ask('POST', 'box', { name: 'second', shelf: home, weight: 10 });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(Number(made.version)).toBeGreaterThan(Number(before));
  expect(await total()).toBe(11);
});

test('changes and batches too', async () => {
  const [{ id }] = (await ask('GET', 'box?filter=name%20==%20"first"')).body.records;
  await publish(documents(SUM, 'changed'));
  const changed = await ask('PATCH', `box/${id}`, { weight: 5 });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  await publish(documents(SUM, 'changed again'));
  const lines = [
    { op: 'create', values: { name: 'third', shelf: home, weight: 100 } },
    { op: 'update', id, values: { weight: 6 } },
  ];
  const batch = await ask('POST', 'box/batch', lines);
  expect(batch.status, JSON.stringify(batch.body)).toBe(200);
  expect(await total()).toBe(116);
});

test('an import goes on under each model that is published while it runs', async () => {
  const rows = Array.from({ length: 4_000 }, (_, index) => `n${index},home,1`);
  let isDone = false;
  const importing = importCsv(world, 'box', `name,shelf,weight\n${rows.join('\n')}\n`).finally(() => {
    isDone = true;
  });
  let publishes = 0;
  while (!isDone) await publish(documents(SUM, `import ${publishes++}`));
  const { body, refused } = await importing;
  expect(body.files, JSON.stringify(body)).toMatchObject([{ created: 4_000, failed: 0 }]);
  expect(refused).toEqual([]);
  expect(publishes).toBeGreaterThan(1);
  expect(await total()).toBe(4_116);
  const again = importCsv(world, 'box', `name,weight\nn7,3\nfirst,7\n`, { key: 'name' });
  await publish(documents(SUM, 'beside'));
  expect((await again).body.files).toMatchObject([{ updated: 2, failed: 0 }]);
  expect(await total()).toBe(4_119);
});
