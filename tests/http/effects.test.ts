import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, packageOf, publishInto } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, grants: readonly object[], admin: readonly string[] = []) => ({
  name,
  labels: labels(name),
  admin,
  grants,
});
const rule = (name: string, rest: object) => ({ name, labels: labels(name), object: 'visit', ...rest });

const fields = {
  name: { type: 'text' },
  region: { type: 'text' },
  phone: { type: 'phone' },
  cost: { type: 'integer' },
};
const CRUD = ['create', 'read', 'update', 'delete'];

const BEFORE = {
  'object/visit': objectBody('visit', fields),
  'object/note': objectBody(
    'note',
    { name: { type: 'text' }, visit: { type: 'lookup', target: 'visit' } },
    { head: { accessFrom: 'visit' } },
  ),
  'role/one': role('one', [
    { object: 'visit', do: CRUD, rows: { read: 'own', update: 'own', delete: 'own' } },
  ]),
  'role/two': role('two', [
    {
      object: 'visit',
      do: ['read'],
      rows: { read: 'reporting_line' },
      fields: { '*': 'read', phone: 'none' },
    },
  ]),
  'role/three': role('three', [{ object: 'visit', do: ['read', 'update'], where: 'region == "north"' }]),
  'sharing-rule/visit.cheap': rule('cheap', { to: ['one'], where: 'cost < 10' }),
};

/** What is changed at once: a scope, a condition under the same name, a shared condition, a restriction, fields, rights. */
const AFTER = {
  ...BEFORE,
  'role/one': role('one', [
    {
      object: 'visit',
      do: ['create', 'read', 'update', 'export'],
      rows: { read: 'team', update: 'own' },
      fields: { '*': 'write', phone: 'masked', cost: 'read' },
    },
  ]),
  'role/two': role('two', [{ object: 'visit', do: ['read'], rows: { read: 'all' } }], ['views']),
  'role/three': role('three', [{ object: 'visit', do: ['read', 'update'], where: 'region == "south"' }]),
  'sharing-rule/visit.cheap': rule('cheap', { to: ['one'], where: 'cost < 3' }),
  'restriction-rule/visit.no_moon': rule('no_moon', { for: ['two'], allow: 'region != "moon"' }),
};

const USERS = ['member', 'other', 'nobody'] as const;
type User = (typeof USERS)[number];

let world: TestEngine;

const idsOf = async (user: User, object: string): Promise<ReadonlySet<string>> => {
  const { status, body } = await world.call(user, 'GET', `/api/records/${object}?fields=id&limit=200`);
  return new Set(status === 200 ? body.records.map(({ id }: { id: string }) => id) : []);
};
/** Those of the records that a change of nothing is let through for. */
const writable = async (user: User): Promise<ReadonlySet<string>> => {
  const ids = [...(await idsOf(user, 'visit'))];
  const answers = await Promise.all(
    ids.map((id) => world.call(user, 'PATCH', `/api/records/visit/${id}`, { name: 'x' })),
  );
  return new Set(ids.filter((_, index) => answers[index]!.status === 200));
};
const seen = async () =>
  Object.fromEntries(
    await Promise.all(
      USERS.map(async (user) => [
        user,
        { visit: await idsOf(user, 'visit'), note: await idsOf(user, 'note'), update: await writable(user) },
      ]),
    ),
  );
const without = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((id) => !other.has(id)).length;

const planned = async (documents: object, user = 'admin') => {
  const saved = await Promise.all(
    Object.entries(documents).map(([address, body]) =>
      world.call(user, 'PUT', `/api/metadata/draft/${address}`, body),
    ),
  );
  for (const { status, text } of saved) expect(status, text).toBeLessThan(300);
  return world.call(user, 'GET', '/api/metadata/draft/effects');
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, BEFORE);
  expect(published.status, published.text).toBe(200);
  const { users, call } = world;
  const holds = { member: ['one'], other: ['two'], nobody: ['one', 'three'] };
  for (const user of USERS)
    await call('admin', 'PUT', `/api/people/${users[user]}/roles`, { roles: holds[user] });
  await call('admin', 'PATCH', `/api/records/user/${users.member}`, { manager: users.other });
  const team = await call('admin', 'POST', '/api/records/team', {
    name: 'A',
    members: [users.member, users.other],
  });
  expect(team.status, team.text).toBe(201);
  const regions = ['north', 'south', 'moon'];
  for (let index = 0; index < 24; index += 1) {
    const owner = [users.member, users.other, users.nobody, users.admin][index % 4];
    const visit = await call('admin', 'POST', '/api/records/visit', {
      name: `visit ${index}`,
      owner,
      region: regions[index % 3],
      cost: index,
    });
    expect(visit.status, visit.text).toBe(201);
    if (index % 2 === 0)
      await call('admin', 'POST', '/api/records/note', { name: 'n', visit: visit.body.id });
  }
});
afterAll(() => world.close());

describe('what a draft does to people', () => {
  test('is nothing where nothing about rights is drafted', async () => {
    const told = await world.call('admin', 'GET', '/api/metadata/draft/effects');
    expect([told.status, told.body]).toEqual([200, { roles: [], lines: [] }]);
  });

  test('is for those who may change the model', async () => {
    const told = await world.call('member', 'GET', '/api/metadata/draft/effects');
    expect([told.status, told.body.code]).toEqual([403, 'publish.not_allowed']);
  });

  test('is told of a role that nobody holds, and by the plan of a package; what rests on a new column is not counted', async () => {
    const documents = {
      ...BEFORE,
      'object/visit': objectBody('visit', { ...fields, secret: { type: 'boolean' } }),
      'role/idle': role('idle', [{ object: 'visit', do: ['read'] }]),
      'role/two': role('two', [{ object: 'visit', do: ['read'], where: 'secret' }]),
    };
    const sent = packageOf(documents, 'tested');
    const { status, body, text } = await world.call('admin', 'POST', '/api/packages/plan', sent);
    expect(status, text).toBe(200);
    const visitsOf = (name: string) =>
      body.effects.roles
        .find((one: any) => one.roles[0].name === name)
        .objects.find(({ object }: any) => object === 'visit');
    expect(visitsOf('idle')).toMatchObject({ gained: ['read'], lost: [], rows: [] });
    expect(visitsOf('two').rows).toEqual([{ action: 'read', users: 0, unknown: 1, people: [] }]);
    expect(body.effects.roles.map(({ users, roles }: any) => [roles[0].name, users])).toEqual([
      ['two', 1],
      ['idle', 0],
    ]);
  });

  test('says for every user how many records and which fields they gain and lose, as it comes about', async () => {
    const before = await seen();
    const { status, text, body } = await planned(
      Object.fromEntries(Object.entries(AFTER).filter(([address]) => !address.startsWith('object/'))),
    );
    expect(status, text).toBe(200);
    const plan = await world.call('admin', 'POST', '/api/metadata/draft/plan', {});
    const again = await world.call('admin', 'POST', '/api/metadata/draft/plan', {});
    expect(again.body.hash).toBe(plan.body.hash);
    const published = await world.call('admin', 'POST', '/api/metadata/draft/publish', {
      hash: plan.body.hash,
    });
    expect(published.status, published.text).toBeLessThan(300);
    const after = await seen();

    const told = (object: string, action: string, user: User) => {
      const rows = body.roles
        .flatMap((one: any) => one.objects)
        .filter((one: any) => one.object === object)
        .flatMap((one: any) => one.rows)
        .filter((one: any) => one.action === action);
      expect(rows.map(({ unknown }: any) => unknown).filter(Boolean)).toEqual([]);
      const mine = rows
        .flatMap(({ people }: any) => people)
        .filter((one: any) => one.user === world.users[user]);
      expect(mine.length).toBeLessThan(2);
      return [mine[0]?.gained ?? 0, mine[0]?.lost ?? 0];
    };
    const changes = USERS.flatMap((user) =>
      (
        [
          ['visit', 'read', 'visit'],
          ['note', 'read', 'note'],
          ['visit', 'update', 'update'],
        ] as const
      ).map(([object, action, of]) => {
        const [was, is] = [before[user][of], after[user][of]];
        const really = [without(is, was), without(was, is)];
        expect(told(object, action, user), `${user} ${object} ${action}`).toEqual(really);
        return really;
      }),
    );
    // the draft was worth comparing
    expect(changes.filter(([gained]) => gained! > 0).length).toBeGreaterThan(2);
    expect(changes.filter(([, lost]) => lost! > 0).length).toBeGreaterThan(2);

    const of = (...roles: string[]) =>
      body.roles.find((one: any) => one.roles.map(({ name }: any) => name).join() === roles.join());
    const visits = of('one').objects.find(({ object }: any) => object === 'visit');
    expect(visits).toMatchObject({ gained: ['export'], lost: ['delete', 'restore'] });
    expect(visits.fields).toEqual([
      { field: 'phone', from: 'write', to: 'masked' },
      { field: 'cost', from: 'write', to: 'read' },
    ]);
    expect(of('two')).toMatchObject({ users: 1, admin: { gained: ['views'], lost: [] } });
    expect(of('two').objects.find(({ object }: any) => object === 'visit').fields).toContainEqual({
      field: 'phone',
      from: 'none',
      to: 'read',
    });
    // whom nothing concerns is not told of
    expect(of('administrator')).toBeUndefined();
    const lines = of('two').objects.flatMap((one: any) => one.lines);
    expect(lines).toContainEqual({ en: 'Now seen in full: phone.', 'zh-CN': '完整可见：phone（中）。' });
    expect(of('two').lines).toEqual([{ en: 'May now administer: views.', 'zh-CN': '新增管理权限：视图。' }]);
  });
});
