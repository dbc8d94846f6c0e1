import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});
const own = { create: 'own', read: 'all', update: 'own', transfer: 'own' };

const documents = {
  'object/visit': objectBody(
    'visit',
    {
      name: { type: 'text' },
      done: { type: 'boolean' },
      open: { type: 'rollup', rollup: { function: 'count', object: 'task_of_visit', via: 'visit' } },
    },
    {
      'x-rules': [{ when: 'done == true', readOnly: ['owner'] }],
    },
  ),
  'object/task_of_visit': objectBody('task_of_visit', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
  }),
  'role/giver': role('giver', [
    { object: 'visit', do: ['create', 'read', 'update', 'transfer'], rows: own },
    { object: 'task_of_visit', do: ['create', 'read', 'update', 'transfer'], rows: own },
  ]),
  'role/single': role('single', [
    { object: 'visit', do: ['create', 'read', 'update', 'transfer'], rows: { ...own, bulk: 'none' } },
  ]),
  'role/keeper': role('keeper', [
    { object: 'visit', do: ['create', 'read', 'update'], rows: { create: 'own', update: 'own' } },
  ]),
};

let world: TestEngine;
const call = (user: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  world.call(user, method, `/api/records/${path}`, body, headers);
const hold = (user: 'member' | 'other' | 'nobody', ...roles: string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });
const make = async (user: string, object: string, values: object): Promise<string> => {
  const made = await call(user, 'POST', object, values);
  expect(made.status, made.text).toBe(201);
  return made.body.id;
};
const ownerOf = async (object: string, id: string): Promise<string> =>
  (await call('admin', 'GET', `${object}/${id}?fields=owner`)).body.owner;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await hold('member', 'giver');
  await hold('other', 'giver');
  await hold('nobody', 'keeper');
});
afterAll(() => world.close());

describe('one record', () => {
  test('gets another owner with what is theirs of it, and comes back by one undo', async () => {
    const { member, other } = world.users;
    const id = await make('member', 'visit', { name: 'a' });
    const mine = await make('member', 'task_of_visit', { name: 'mine', visit: id });
    const others = await make('other', 'task_of_visit', { name: 'theirs', visit: id });
    const given = await call('member', 'POST', `visit/${id}/actions/transfer`, {
      to: other,
      related: [{ object: 'task_of_visit', via: 'visit' }],
    });
    expect(given.status, given.text).toBe(200);
    expect(given.body).toMatchObject({
      records: 1,
      related: [{ object: 'task_of_visit', via: 'visit', records: 1 }],
    });
    expect(await ownerOf('visit', id)).toBe(other);
    expect([await ownerOf('task_of_visit', mine), await ownerOf('task_of_visit', others)]).toEqual([
      other,
      other,
    ]);
    // given on meanwhile: that stays
    await call('admin', 'PATCH', `task_of_visit/${mine}`, { owner: world.users.admin });
    const path = `visit/transfers/${given.body.id}/undo`;
    expect((await call('other', 'POST', path)).status).toBe(404);
    expect((await call('member', 'POST', path)).body).toEqual({ undone: 1, kept: 1 });
    expect(await ownerOf('visit', id)).toBe(member);
    expect(await ownerOf('task_of_visit', mine)).toBe(world.users.admin);
    expect((await call('member', 'POST', path)).body.code).toBe('record.transfer_undone');
    const { db, workspace } = await world.engine.contextFor('main');
    const { rows } = await db
      .forWorkspace(workspace)
      .query(`SELECT op FROM "${workspace.schema}"._audit WHERE record = $1 ORDER BY version`, [id]);
    expect(rows.map(({ op }: { op: string }) => op)).toEqual(['create', 'transfer', 'transfer']);
  });

  test('only by whoever may, to an active user, as the rules allow', async () => {
    const { other, member } = world.users;
    const id = await make('member', 'visit', { name: 'b' });
    const to = (user: string, owner: unknown, of = id) =>
      call(user, 'POST', `visit/${of}/actions/transfer`, { to: owner });
    expect((await to('other', other)).status).toBe(403);
    expect((await to('nobody', member)).body.code).toBe('record.not_allowed');
    const gone = await make('admin', 'user', { name: 'gone', active: false });
    for (const no of [gone, id, 'x', null]) {
      const refused = await to('member', no);
      expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([422, 'record.no_user']);
    }
    const done = await make('member', 'visit', { name: 'c', done: true });
    const ruled = await to('member', other, done);
    expect([ruled.status, ruled.body.errors?.[0]?.path]).toEqual([422, '/owner']);
    const odd = await call('member', 'POST', `visit/${id}/actions/transfer`, {
      to: other,
      related: [{ object: 'visit', via: 'name' }],
    });
    expect(odd.body.errors[0].code).toBe('record.no_relation');
  });

  test('its new owner is no longer in its team', async () => {
    const id = await make('member', 'visit', { name: 'team' });
    await call('admin', 'PUT', `visit/${id}/collaborators`, { user: world.users.other });
    await call('member', 'POST', `visit/${id}/actions/transfer`, { to: world.users.other });
    expect((await call('other', 'GET', `visit/${id}/collaborators`)).body.collaborators).toEqual([]);
  });
});

describe('many records', () => {
  test('by ids: all of them or none, told by line', async () => {
    const [a, b] = [
      await make('member', 'visit', { name: 'd' }),
      await make('other', 'visit', { name: 'e' }),
    ];
    const refused = await call('member', 'POST', 'visit/transfer', { ids: [a, b], to: world.users.other });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [expect.objectContaining({ path: '/ids/1', code: 'record.forbidden' })],
    ]);
    expect(await ownerOf('visit', a)).toBe(world.users.member);
    const key = { 'Idempotency-Key': 'give' };
    const c = await make('member', 'visit', { name: 'f' });
    const body = { ids: [a, c], to: world.users.other };
    const given = await call('member', 'POST', 'visit/transfer', body, key);
    expect(given.body.records, given.text).toBe(2);
    expect((await call('member', 'POST', 'visit/transfer', body, key)).body.id).toBe(given.body.id);
  });

  test('by a filter: those that the caller may give away', async () => {
    const ids = [];
    for (const name of ['g1', 'g2', 'g3']) ids.push(await make('member', 'visit', { name }));
    await make('other', 'visit', { name: 'g4' });
    const filter = 'name.startsWith("g")';
    const given = await call('member', 'POST', 'visit/transfer', { filter, to: world.users.nobody });
    expect(given.body.records, given.text).toBe(3);
    const undone = await call('member', 'POST', `visit/transfers/${given.body.id}/undo`);
    expect(undone.body).toEqual({ undone: 3, kept: 0 });
    for (const body of [{ to: world.users.other }, { filter: ' ', to: 'x' }, { ids: [], filter, to: 'x' }])
      expect((await call('member', 'POST', 'visit/transfer', body)).status).toBe(422);
  });

  test('are a right of their own', async () => {
    await hold('nobody', 'single');
    const ids = [await make('nobody', 'visit', { name: 'h' }), await make('nobody', 'visit', { name: 'i' })];
    const to = world.users.other;
    expect((await call('nobody', 'POST', 'visit/transfer', { ids, to })).body.code).toBe('record.bulk');
    expect((await call('nobody', 'POST', 'visit/transfer', { ids: ids.slice(1), to })).status).toBe(200);
  });
});
