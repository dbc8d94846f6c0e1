import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/** Any number of users in one field. */
let world: TestEngine;

beforeAll(async () => {
  world = await testEngine();
  const job = objectBody('job', { name: { type: 'text' }, helpers: { type: 'users' } });
  const { status, text } = await publishInto(world, { 'object/job': job });
  expect(status, text).toBe(200);
});
afterAll(async () => world?.close());

const call = (method: string, path: string, body?: unknown) => world.call('admin', method, path, body);
const sorted = (...ids: string[]) => [...ids].sort();

test('are written as a whole or in part, and read with their names', async () => {
  const { admin, member, other } = world.users;
  const made = await call('POST', '/api/records/job', { name: 'a', helpers: [member, admin] });
  expect(made.status, made.text).toBe(201);
  const path = `/api/records/job/${made.body.id}`;
  const held = async () =>
    ((await call('GET', `${path}?fields=helpers`)).body.helpers as (string | { id: string })[])
      .map((one) => (typeof one === 'string' ? one : one.id))
      .sort();
  expect(await held()).toEqual(sorted(admin!, member!));
  await call('PATCH', path, { helpers: { add: [other], remove: [admin] } });
  expect(await held()).toEqual(sorted(member!, other!));
  const named = await call('GET', `${path}?fields=helpers.name`);
  expect(named.body.helpers.map(({ name }: { name: string }) => name).sort()).toEqual(['member', 'other']);
  const refused = await call('PATCH', path, { helpers: ['0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e'] });
  expect(refused.status).toBe(422);
});

test('are found, and stand on the other side', async () => {
  await call('POST', '/api/records/job', { name: 'mine', helpers: [world.users.admin] });
  const filter = encodeURIComponent('helpers.exists(h, h.user_record == user.id)');
  const { body, text } = await call('GET', `/api/records/job?filter=${filter}&fields=name`);
  expect(body.records, text).toBeDefined();
  expect(body.records.map(({ name }: { name: string }) => name)).toEqual(['mine']);
});

test('are imported by name or e-mail', async () => {
  const { refused } = await importCsv(
    world,
    'job',
    'name,helpers\nx,member; other@example.com\ny,Nobody knows\n',
  );
  expect(refused).toHaveLength(1);
  const { body } = await call('GET', '/api/records/job?filter=name=="x"&fields=helpers.name');
  expect(body.records[0].helpers.map(({ name }: { name: string }) => name).sort()).toEqual([
    'member',
    'other',
  ]);
});

test('an import is undone with its links, but not where somebody has added one since', async () => {
  const imported = await importCsv(world, 'job', 'name,helpers\nu1,member\nu2,member\n');
  const { body } = await call('GET', '/api/records/job?filter=name in ["u1", "u2"]&fields=name&sort=name');
  const [first, second] = body.records as { id: string }[];
  const added = await call('POST', '/api/records/job_helpers', {
    job: second!.id,
    user_record: world.users.other,
  });
  expect(added.status, added.text).toBe(201);
  const undone = await call('POST', `/api/imports/${imported.body.id}/undo`);
  expect(undone.body.undo, undone.text).toMatchObject({
    removed: 1,
    kept: [{ id: second!.id, reason: 'in_use' }],
  });
  expect((await call('GET', `/api/records/job/${first!.id}`)).status).toBe(404);
  const links = await call('GET', `/api/records/job_helpers?filter=job == "${first!.id}"`);
  expect(links.body.records).toEqual([]);
});
