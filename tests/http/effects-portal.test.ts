import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { type PortalUser, portalUser } from '../support/portal.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const outside = (name: string, grants: readonly object[]) => ({
  ...{ name, labels: labels(name), portal: true, grants },
});
const OF_THEIRS = { object: 'matter', do: ['read'], rows: { read: 'portal' } };

let world: TestEngine;
let li: PortalUser;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, {
    'object/client': objectBody(
      'client',
      { name: { type: 'text' } },
      { head: { capabilities: { portal: true } } },
    ),
    'object/matter': objectBody('matter', {
      name: { type: 'text' },
      inner: { type: 'text' },
      client: { type: 'lookup', target: 'client', onDelete: 'null' },
    }),
    'role/outside': outside('outside', [OF_THEIRS]),
    'role/idle': outside('idle', [OF_THEIRS]),
  });
  expect(published.status, published.text).toBe(200);
  const make = async (object: string, values: object): Promise<string> =>
    (await world.call('admin', 'POST', `/api/records/${object}`, values)).body.id;
  const client = await make('client', { name: 'Li' });
  for (const name of ['one', 'two']) await make('matter', { name, client });
  for (const name of ['three', 'four', 'five']) await make('matter', { name });
  li = await portalUser(world, {
    ...{ email: 'li@outside.example.com', roles: ['outside'], record: { object: 'client', id: client } },
  });
});
afterAll(() => world.close());

const told = async (role: string, grants: readonly object[]) => {
  const path = `/api/metadata/draft/role/${role}`;
  const now = await world.call('admin', 'GET', path);
  const { id } = now.body.body ?? now.body;
  const saved = await world.call('admin', 'PUT', path, { id, ...outside(role, grants) });
  expect(saved.status, saved.text).toBeLessThan(300);
  const { status, body, text } = await world.call('admin', 'GET', '/api/metadata/draft/effects');
  expect(status, text).toBe(200);
  return body.roles.find(({ roles }: any) => roles[0].name === role);
};
const seen = async (): Promise<number> => (await li.call('GET', '/api/records/matter')).body.records.length;

test('users of the portal are counted with what they gain: others’ records, fields no longer', async () => {
  expect(await seen()).toBe(2);
  const effect = await told('outside', [
    { object: 'matter', do: ['read'], rows: { read: 'all' }, fields: { '*': 'read', inner: 'none' } },
  ]);
  expect(effect).toMatchObject({
    users: 1,
    portal: { object: 'client' },
    admin: { gained: [], lost: [] },
  });
  const [matter] = effect.objects;
  expect(matter.rows).toMatchObject([
    { action: 'read', users: 1, unknown: 0, people: [{ user: li.id, gained: 3, lost: 0 }] },
  ]);
  expect(matter.fields).toContainEqual({ field: 'inner', from: 'read', to: 'none' });
  const plan = await world.call('admin', 'POST', '/api/metadata/draft/plan', {});
  const { hash } = plan.body;
  expect((await world.call('admin', 'POST', '/api/metadata/draft/publish', { hash })).status).toBeLessThan(
    300,
  );
  expect(await seen()).toBe(5);
});

test('they lose what is theirs no more, each as bound to their own record', async () => {
  const effect = await told('outside', [{ ...OF_THEIRS, rows: { read: 'portal' } }]);
  expect(effect.objects[0].rows[0].people).toMatchObject([{ user: li.id, gained: 0, lost: 3 }]);
});

test('a role for the portal that nobody holds is compared as somebody outside would hold it', async () => {
  const effect = await told('idle', [{ object: 'matter', do: ['read', 'update'], rows: { read: 'portal' } }]);
  expect(effect).toMatchObject({ users: 0, portal: { object: 'client' } });
  expect(effect.objects.map(({ object, gained }: any) => [object, gained])).toEqual([['matter', ['update']]]);
});
