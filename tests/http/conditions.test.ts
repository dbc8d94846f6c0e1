import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

const grant = (object: string, actions: readonly string[], rest: object = {}) => ({
  object,
  do: actions,
  ...rest,
});
const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});

const every = ['create', 'read', 'update', 'delete'];

const documents = {
  'object/region': objectBody('region', {
    name: { type: 'text' },
    level: { type: 'integer' },
    steward: { type: 'user' },
  }),
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    region: { type: 'lookup', target: 'region' },
    state: {
      type: 'select',
      options: ['open', 'done'].map((value) => ({ value, labels: { en: value, 'zh-CN': value } })),
    },
    budget: { type: 'integer' },
    secret: { type: 'integer' },
    doubled: { type: 'formula', returns: 'integer', expression: 'budget * 2' },
    stops: { type: 'lineItems', lineItems: { target: 'stop', via: 'visit' } },
  }),
  'object/stop': objectBody('stop', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
    hidden: { type: 'boolean' },
  }),
  'object/note': objectBody(
    'note',
    {
      name: { type: 'text' },
      visit: { type: 'lookup', target: 'visit' },
      hidden: { type: 'boolean' },
    },
    { head: { accessFrom: 'visit' } },
  ),
  'role/steward': role('steward', [
    grant('visit', every, {
      where: 'region.steward == user.id && secret < 10',
      fields: { '*': 'write', secret: 'none' },
    }),
    grant('visit', ['create'], {
      where: 'state == "done"',
      fields: { '*': 'none', name: 'write', state: 'write' },
    }),
    grant('note', every, { where: '!coalesce(hidden, false)' }),
  ]),
  'role/worker': role('worker', [
    grant('visit', every, { where: 'state == "open"' }),
    grant('visit', ['read'], { fields: { '*': 'read', budget: 'none' } }),
  ]),
  'role/crowd': role('crowd', [grant('visit', ['read'], { where: 'stops.exists(s, s.name == "pub")' })]),
};

let world: TestEngine;
let home: string;
let away: string;

const make = async (values: object): Promise<string> => {
  const { status, body } = await world.call('admin', 'POST', '/api/records/visit', values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const namesFor = async (user: string, query = ''): Promise<string[]> => {
  const { status, body } = await world.call(user, 'GET', `/api/records/visit?fields=name&sort=name${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.records.map(({ name }: { name: string }) => name);
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const roles = { member: ['steward'], other: ['worker'], nobody: ['crowd'] };
  for (const [user, held] of Object.entries(roles)) {
    const path = `/api/people/${world.users[user as 'member']}/roles`;
    expect((await world.call('admin', 'PUT', path, { roles: held })).status).toBe(200);
  }
  const region = async (name: string, steward?: string) =>
    (await world.call('admin', 'POST', '/api/records/region', { name, steward })).body.id;
  home = await region('home', world.users.member);
  away = await region('away');
  const stops = [{ name: 'pub' }, { name: 'lair', hidden: true }];
  await make({ name: 'a', region: home, state: 'open', budget: 1, secret: 1, stops });
  await make({ name: 'b', region: home, state: 'done', budget: 2, secret: 20 });
  await make({ name: 'c', region: away, state: 'open', budget: 3, secret: 3 });
  await make({ name: 'd', region: home, state: 'done', budget: 4 });
});
afterAll(() => world.close());

describe('rows in which a condition holds', () => {
  test('over a relation and a hidden field, with the acting user; unknown is not met', async () => {
    expect(await namesFor('member')).toEqual(['a']);
    expect(await namesFor('other')).toEqual(['a', 'b', 'c', 'd']);
    expect(await namesFor('nobody')).toEqual(['a']);
  });

  test('in counts, sums, groups, filters and by id', async () => {
    const sums = '/api/records/visit/aggregate?group=state&measures=count(),sum(budget)';
    const { body } = await world.call('member', 'GET', sums);
    expect(JSON.stringify(body)).toMatch(/"open"/);
    expect(JSON.stringify(body)).not.toMatch(/"done"/);
    expect(await namesFor('member', '&filter=budget%20>%201')).toEqual([]);
    const all = await world.call('admin', 'GET', '/api/records/visit?fields=name');
    const c = all.body.records.find(({ name }: { name: string }) => name === 'c').id;
    expect((await world.call('member', 'GET', `/api/records/visit/${c}`)).status).toBe(404);
    expect((await world.call('member', 'PATCH', `/api/records/visit/${c}`, { name: 'x' })).status).toBe(404);
  });

  test('move with what they name', async () => {
    const { body } = await world.call('admin', 'GET', '/api/records/visit?filter=name%20==%20"c"');
    const path = `/api/records/visit/${body.records[0].id}`;
    await world.call('admin', 'PATCH', path, { region: home });
    expect(await namesFor('member')).toEqual(['a', 'c']);
    await world.call('admin', 'PATCH', path, { region: away });
    expect(await namesFor('member')).toEqual(['a']);
  });

  test('narrow records that follow a parent beside the rights over that', async () => {
    const { body } = await world.call(
      'admin',
      'GET',
      '/api/records/visit?filter=name%20in%20["a","c"]&sort=name',
    );
    const [a, c] = body.records.map(({ id }: { id: string }) => id);
    const note = (user: string, values: object) => world.call(user, 'POST', '/api/records/note', values);
    for (const values of [
      { name: 'seen', visit: a },
      { name: 'lair', visit: a, hidden: true },
      { name: 'far', visit: c },
    ]) {
      expect((await note('admin', values)).status).toBe(201);
    }
    const seen = await world.call('member', 'GET', '/api/records/note?fields=name');
    expect(seen.body.records.map(({ name }: { name: string }) => name)).toEqual(['seen']);
    expect((await note('member', { name: 'mine', visit: a })).status).toBe(201);
    expect((await note('member', { name: 'mine', visit: a, hidden: true })).status).toBe(422);
    expect((await note('member', { name: 'mine', visit: c })).status).toBe(422);
  });
});

describe('fields by condition', () => {
  test('are written and read in the rows of the grant that gives them', async () => {
    const rows = (await world.call('other', 'GET', '/api/records/visit?fields=name,budget,doubled&sort=name'))
      .body.records;
    expect(rows.map(({ budget }: { budget: number | null }) => budget)).toEqual([1, null, 3, null]);
    const [a, b] = rows.map(({ id }: { id: string }) => `/api/records/visit/${id}`);
    expect((await world.call('other', 'PATCH', a, { budget: 11 })).status).toBe(200);
    expect((await world.call('other', 'PATCH', b, { budget: 12 })).status).toBe(403);
    expect(await namesFor('other', '&filter=budget%20>%201')).toEqual(['a', 'c']);
  });
});

describe('new records', () => {
  const create = (user: string, values: object) => world.call(user, 'POST', '/api/records/visit', values);
  const codes = ({ body }: Awaited<ReturnType<typeof create>>) =>
    body.errors?.map(({ path, code }: Record<string, string>) => `${path} ${code}`);

  test('must come to lie within; nothing is written of others', async () => {
    const before = (await world.call('admin', 'GET', '/api/records/visit?count=exact')).body.count;
    const refused = await create('other', { name: 'e', state: 'done' });
    expect([refused.status, codes(refused)]).toEqual([422, [' record.outside']]);
    expect((await world.call('admin', 'GET', '/api/records/visit?count=exact')).body.count).toEqual(before);
    expect((await create('other', { name: 'e', state: 'open' })).status).toBe(201);
  });

  test('take a field only where the grant that gives it holds', async () => {
    expect((await create('member', { name: 'f', state: 'done' })).status).toBe(201);
    const refused = await create('member', { name: 'g', state: 'done', budget: 3 });
    expect([refused.status, codes(refused)]).toEqual([422, ['/budget record.read_only']]);
  });

  test('in a batch, all or none, told by their line', async () => {
    const batch = ['open', 'done', 'open'].map((state, index) => ({
      op: 'create',
      values: { name: `h${index}`, state },
    }));
    const refused = await world.call('other', 'POST', '/api/records/visit/batch', batch);
    expect([refused.status, codes(refused)]).toEqual([422, ['/1/values record.outside']]);
    const each = await world.call('other', 'POST', '/api/records/visit/batch?mode=each', batch);
    expect(each.body.results.map((one: object) => 'id' in one)).toEqual([true, false, true]);
  });
});

test('a condition over every object, over line items, over what is not there, is refused', async () => {
  const refused = async (grants: readonly object[]) =>
    refusalsOf(world, { ...documents, 'role/worker': role('worker', grants) });
  expect(await refused([grant('*', ['read'], { where: 'name != null' })])).toEqual([
    '/grants/0/where document.where_all',
  ]);
  expect(await refused([grant('stop', ['read'], { where: 'hidden' })])).toEqual([
    '/grants/0/where document.where_lines',
  ]);
  expect(await refused([grant('visit', ['read'], { where: 'colour == "red"' })])).toEqual([
    '/grants/0/where expression.name',
  ]);
});
