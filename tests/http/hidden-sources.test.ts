import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** What was found by the proof of access, each as the smallest case. */
const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});

const documents = {
  'object/area': objectBody('area', {
    name: { type: 'text' },
    above: { type: 'lookup', target: 'area' },
    paid: { type: 'rollup', rollup: { function: 'sum', object: 'stop', via: 'area', field: 'amount' } },
    stops: { type: 'rollup', rollup: { function: 'count', object: 'stop', via: 'area' } },
  }),
  'object/stop': objectBody('stop', {
    name: { type: 'text' },
    area: { type: 'lookup', target: 'area' },
    amount: { type: 'integer' },
  }),
  'role/drop': role('drop', [{ object: 'stop', do: ['create'], fields: { name: 'write' } }]),
  'role/blind': role('blind', [
    { object: 'stop', do: ['read'], rows: { read: 'own' }, fields: { '*': 'read' } },
    { object: 'stop', do: ['read'], fields: { name: 'read' } },
  ]),
  'role/walker': role('walker', [
    { object: 'area', do: ['read'], where: 'above != null' },
    { object: 'stop', do: ['read'], fields: { '*': 'read', amount: 'none', name: 'masked' } },
    { object: 'stop', do: ['read'], rows: { read: 'own' }, fields: { name: 'read', area: 'none' } },
  ]),
};

let world: TestEngine;

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  await world.call('admin', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['walker'] });
  const make = async (object: string, values: object): Promise<string> =>
    (await world.call('admin', 'POST', `/api/records/${object}`, values)).body.id;
  const top = await make('area', { name: 'top' });
  const below = await make('area', { name: 'below', above: top });
  await make('stop', { name: 'seen', area: below, amount: 7 });
  await make('stop', { name: 'unseen', area: top, amount: 9 });
});
afterAll(() => world.close());

test('a roll-up over a field that one must not read is as if there were none', async () => {
  const { body } = await world.call('member', 'GET', '/api/records/area?fields=name,stops');
  expect(body.records).toMatchObject([{ name: 'below', stops: 1 }]);
  const whole = await world.call('member', 'GET', '/api/records/area');
  expect(whole.body.records[0]).not.toHaveProperty('paid');
  for (const query of ['?fields=paid', '?sort=paid', '?filter=paid%20>%201', '/aggregate?measures=sum(paid)'])
    expect((await world.call('member', 'GET', `/api/records/area${query}`)).status).toBe(400);
  const described = await world.call('member', 'GET', '/api/model/area');
  expect(described.body.fields.map(({ name }: { name: string }) => name)).not.toContain('paid');
});

test('a condition over the relation of what a relation points at asks its own record', async () => {
  const { status, body } = await world.call('member', 'GET', '/api/records/stop?fields=area&sort=area');
  expect(status).toBe(200);
  expect(body.records.map(({ area }: { area: string | null }) => area !== null)).toEqual([true, false]);
});

test('what is masked, or null in some rows, is grouped and counted by what may be read', async () => {
  const stop = { name: 'mine', owner: world.users.member };
  expect((await world.call('admin', 'POST', '/api/records/stop', stop)).status).toBe(201);
  const groups = async (query: string) =>
    (await world.call('member', 'GET', `/api/records/stop/aggregate?${query}`)).body.groups;
  expect(await groups('group=name')).toEqual([
    { name: 'mine', 'count()': 1 },
    { name: null, 'count()': 2 },
  ]);
  expect(await groups('measures=count(area)')).toEqual([{ 'count(area)': 1 }]);
  expect(await groups('group=area')).toHaveLength(2);
});

test('who makes records and reads none makes one, and learns its id alone', async () => {
  await world.call('admin', 'PUT', `/api/people/${world.users.other}/roles`, { roles: ['drop'] });
  const made = await world.call('other', 'POST', '/api/records/stop', { name: 'dropped' });
  expect([made.status, Object.keys(made.body)]).toEqual([201, ['id']]);
});

test('a relation to records of which nothing may be known is one group, of nothing', async () => {
  await world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['blind'] });
  const { status, body } = await world.call('nobody', 'GET', '/api/records/stop/aggregate?group=area');
  expect([status, body.groups?.length]).toEqual([200, 1]);
});
