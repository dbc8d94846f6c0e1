import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

/** An object with one record only. */
let world: TestEngine;

const single = (object: string, capabilities: object) => ({
  [`object/${object}`]: objectBody(object, { name: { type: 'text' } }, { head: { capabilities } }),
});

const call = (method: string, path: string, body?: unknown) =>
  world.call('admin', method, path, body, { 'Accept-Language': 'en' });

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, single('office', { singleton: true }));
  expect(status, text).toBe(200);
});

afterAll(async () => world?.close());

test('has no second one, by whatever way', async () => {
  const first = await call('POST', '/api/records/office', { name: 'one' });
  expect(first.status).toBe(201);
  const second = await call('POST', '/api/records/office', { name: 'two' });
  expect([second.status, second.body.errors[0].code]).toEqual([409, 'record.singleton']);
  const batch = await call('POST', '/api/records/office/batch', [{ op: 'create', values: { name: 'two' } }]);
  expect([batch.status, batch.body.errors[0].code]).toEqual([422, 'record.singleton']);
  expect((await importCsv(world, 'office', 'name\nthree\n')).refused).toHaveLength(1);
  expect((await call('GET', '/api/model/office')).body.isSingle).toBe(true);

  await call('DELETE', `/api/records/office/${first.body.id}`);
  expect((await call('POST', '/api/records/office', { name: 'two' })).status).toBe(201);
  const restored = await call('POST', `/api/records/office/${first.body.id}/actions/restore`);
  expect([restored.status, restored.body.errors?.[0].code]).toEqual([409, 'record.singleton']);
});

test('of two who make it at once one is refused', async () => {
  expect((await publishInto(world, single('rule', { singleton: true }), 'rules')).status).toBe(200);
  const make = () => call('POST', '/api/records/rule', { name: 'x' });
  const answers = await Promise.all([make(), make(), make(), make()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
});

test('is published when there is one at most', async () => {
  expect((await publishInto(world, single('place', {}), 'places')).status).toBe(200);
  const [, id] = await Promise.all(
    ['a', 'b'].map(async (name) => (await call('POST', '/api/records/place', { name })).body.id),
  );
  expect((await publishInto(world, single('place', { singleton: true }), 'places')).status).toBe(409);
  await call('DELETE', `/api/records/place/${id}`);
  expect((await publishInto(world, single('place', { singleton: true }), 'places')).status).toBe(200);
  expect(await refusalsOf(world, single('both', { singleton: true, tree: true }), 'both')).toContain(
    '/x-object/capabilities/tree document.words_clash',
  );
});
