import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, grants: readonly object[]) => ({ name, labels: labels(name), grants });
const rule = (name: string, rest: object) => ({ name, labels: labels(name), object: 'visit', ...rest });

const documents: TestDocuments = {
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    region: { type: 'text' },
    secret: { type: 'integer' },
    lines: { type: 'lineItems', lineItems: { target: 'line', via: 'visit' } },
  }),
  'object/line': objectBody('line', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
  }),
  'role/north': role('north', [
    {
      object: 'visit',
      do: ['create', 'read', 'update', 'delete'],
      rows: { read: 'own', update: 'own', delete: 'own', create: 'own' },
      fields: { '*': 'write', secret: 'none' },
    },
  ]),
  'role/guest': role('guest', [
    { object: 'visit', do: ['read'], rows: { read: 'none' }, fields: { name: 'read' } },
  ]),
  'role/lead': role('lead', [{ object: 'visit', do: ['create', 'read', 'update'] }]),
};

const rules: TestDocuments = {
  'sharing-rule/visit.northern': rule('northern', {
    to: ['north'],
    where: 'region == "north"',
    do: ['read', 'update'],
  }),
  'sharing-rule/visit.open_days': rule('open_days', { to: ['guest'], where: 'secret > 100' }),
  'restriction-rule/visit.not_lost': rule('not_lost', { allow: 'region != "lost" || owner == user.id' }),
  'restriction-rule/visit.leads': rule('leads', {
    for: ['lead'],
    do: ['update', 'create'],
    allow: 'region == "south"',
  }),
};

let world: TestEngine;
const ids: Record<string, string> = {};

const namesFor = async (user: string, query = ''): Promise<string[]> => {
  const { status, body } = await world.call(user, 'GET', `/api/records/visit?fields=name&sort=name${query}`);
  return status === 200 ? body.records.map(({ name }: { name: string }) => name) : [String(status)];
};
const change = async (user: string, name: string, values: object): Promise<number> =>
  (await world.call(user, 'PATCH', `/api/records/visit/${ids[name]}`, values)).status;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, held] of Object.entries({ member: ['north'], other: ['guest'], nobody: ['lead'] })) {
    await world.call('admin', 'PUT', `/api/people/${world.users[user as 'member']}/roles`, { roles: held });
  }
  const rows = [
    { name: 'mine', owner: world.users.member, region: 'lost' },
    { name: 'north', region: 'north', secret: 1, lines: [{ name: 'l' }] },
    { name: 'south', region: 'south', secret: 200 },
    { name: 'lost', region: 'lost', secret: 300 },
    { name: 'nowhere', secret: 5 },
  ];
  for (const row of rows) {
    const { body } = await world.call('admin', 'POST', '/api/records/visit', row);
    ids[row.name] = body.id;
  }
});
afterAll(() => world.close());

describe('before any rule', () => {
  test('each sees what their roles grant', async () => {
    expect(await namesFor('member')).toEqual(['mine']);
    expect(await namesFor('other')).toEqual(['404']);
    expect(await namesFor('nobody')).toEqual(['lost', 'mine', 'north', 'nowhere', 'south']);
  });
});

describe('rules', () => {
  beforeAll(async () => {
    const published = await publishInto(world, { ...documents, ...rules });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
  });

  test('share rows, with the fields and actions that the roles grant and no other', async () => {
    expect(await namesFor('member')).toEqual(['mine', 'north']);
    const seen = await world.call(
      'member',
      'GET',
      `/api/records/visit/${ids.north}?fields=name,region,lines`,
    );
    expect(seen.body).toMatchObject({ name: 'north', lines: [{ name: 'l' }] });
    expect(seen.body).not.toHaveProperty('secret');
    expect((await world.call('member', 'GET', '/api/records/visit?filter=secret%20>%200')).status).toBe(400);
    expect(await change('member', 'north', { region: 'north' })).toBe(200);
    expect((await world.call('member', 'DELETE', `/api/records/visit/${ids.north}`)).status).toBe(403);
    expect(await change('member', 'south', { name: 'x' })).toBe(404);
  });

  test('by a field that the receiver must not read', async () => {
    expect(await namesFor('other')).toEqual(['south']);
    const { body } = await world.call('other', 'GET', `/api/records/visit/${ids.south}`);
    expect(Object.keys(body).sort()).toEqual(['id', 'name', 'version']);
  });

  test('restrict whatever else grants, unknown included', async () => {
    expect(await namesFor('nobody')).toEqual(['north', 'south']);
    expect(await namesFor('admin')).toContain('nowhere');
    const counted = await world.call('nobody', 'GET', '/api/records/visit/aggregate?measures=count()');
    expect(counted.text).toMatch(/\b2\b/);
    expect((await world.call('nobody', 'GET', `/api/records/visit/${ids.nowhere}`)).status).toBe(404);
  });

  test('of some roles and some actions', async () => {
    expect(await change('nobody', 'north', { name: 'x' })).toBe(403);
    expect(await change('nobody', 'south', { name: 'south' })).toBe(200);
    const made = (region: string) =>
      world.call('nobody', 'POST', '/api/records/visit', { name: 'new', region });
    expect((await made('north')).status).toBe(422);
    expect((await made('south')).status).toBe(201);
  });

  test('go as they came', async () => {
    const { 'restriction-rule/visit.not_lost': _, ...others } = rules;
    const published = await publishInto(world, { ...documents, ...others });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    expect(await namesFor('nobody')).toContain('nowhere');
  });
});

test('rules that cannot be are refused by name', async () => {
  const refused = (more: TestDocuments) => refusalsOf(world, { ...documents, ...more });
  expect(
    await refused({
      'sharing-rule/line.all': { ...rule('all', { to: ['nort'], where: 'true' }), object: 'line' },
      'restriction-rule/visit.odd': rule('odd', { allow: 'region' }),
    }),
  ).toEqual(['/allow expression.returns', '/object document.where_lines', '/to/0 document.no_role']);
});
