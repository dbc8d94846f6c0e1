import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepMerges } from '../../engine/records/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, grants: readonly object[]) => ({ name, labels: labels(name), grants });
const ALL = ['create', 'read', 'update', 'delete', 'restore', 'merge', 'bulk'];
const OWN = { create: 'own', update: 'own', delete: 'own' };

const documents = {
  'object/firm': objectBody(
    'firm',
    {
      name: { type: 'text' },
      code: { type: 'text', unique: true },
      secret: { type: 'text' },
      pass: { type: 'encrypted', unique: true },
      heads: { type: 'integer' },
      papers: { type: 'files' },
      parent: { type: 'lookup', target: 'firm', onDelete: 'restrict' },
      friend: { type: 'lookup', target: 'firm', onDelete: 'null' },
      labels_of: { type: 'lookup', target: 'mark', manyToMany: true },
      visits: { type: 'rollup', rollup: { function: 'count', object: 'visit', via: 'firm' } },
      lines: { type: 'lineItems', lineItems: { target: 'firm_line', via: 'firm' } },
    },
    {
      head: { capabilities: { tree: true, consent: true } },
      'x-rules': [{ check: 'heads == null || heads < 100', message: labels('too large'), field: 'heads' }],
    },
  ),
  'object/mark': objectBody('mark', { name: { type: 'text' } }),
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm', onDelete: 'cascade' },
  }),
  'object/remark': objectBody('remark', {
    name: { type: 'text' },
    about: { type: 'lookup', targets: ['firm', 'mark'] },
  }),
  'object/firm_line': objectBody('firm_line', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm', onDelete: 'cascade' },
  }),
  'object/passport': objectBody('passport', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm', unique: true },
  }),
  'role/merger': role('merger', [
    { object: 'firm', do: ALL, fields: { '*': 'write', secret: 'none' } },
    { object: 'visit', do: ['create', 'read'], rows: { read: 'own' } },
  ]),
  'role/careful': role('careful', [{ object: 'firm', do: ALL, rows: { ...OWN, merge: 'own' } }]),
  'role/without': role('without', [{ object: 'firm', do: ['create', 'read', 'update', 'delete'] }]),
  'role/looker': role('looker', [{ object: 'firm', do: ['read'], rows: { read: 'own' } }]),
};

let world: TestEngine;
const call = (user: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  world.call(user, method, `/api/records/${path}`, body, headers);
const hold = (user: 'member' | 'other' | 'nobody', ...roles: string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });
const make = async (object: string, values: object, user = 'admin'): Promise<string> => {
  const made = await call(user, 'POST', object, values);
  expect(made.status, made.text).toBe(201);
  return made.body.id;
};
const read = async (object: string, id: string, fields = '') =>
  (await call('admin', 'GET', `${object}/${id}${fields && `?fields=${fields}`}`)).body;
const merge = (id: string, others: readonly string[], rest: object = {}, user = 'admin') =>
  call(user, 'POST', `firm/${id}/actions/merge`, { others, ...rest });
const undo = (merge: string, user = 'admin') => call(user, 'POST', `firm/merges/${merge}/undo`);
const two = async (a: object = {}, b: object = {}, user = 'admin') =>
  [await make('firm', { name: 'a', ...a }, user), await make('firm', { name: 'b', ...b }, user)] as const;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await hold('member', 'merger');
  await hold('other', 'careful');
  await hold('nobody', 'without');
});
afterAll(() => world.close());

describe('records made one', () => {
  test('values are chosen, what points at the others is moved, and one undo brings all of it back', async () => {
    const mark = await make('mark', { name: 'm' });
    const shared = await make('mark', { name: 's' });
    const [a, b] = await two(
      { code: 'A', heads: 1, labels_of: [shared] },
      { code: 'B', heads: 2, labels_of: [shared, mark], lines: [{ name: 'l1' }, { name: 'l2' }] },
    );
    const visit = await make('visit', { name: 'v', firm: b });
    const remark = await make('remark', { name: 'r', about: { object: 'firm', id: b } });
    const done = await merge(a, [b], { values: { code: { from: b }, name: 'one', heads: { from: b } } });
    expect(done.status, done.text).toBe(200);
    expect(done.body.moved).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ object: 'visit', via: 'firm', count: 1 }),
        expect.objectContaining({ object: 'firm_line', count: 2 }),
      ]),
    );
    const one = await read('firm', a, 'name,code,heads,visits,lines.name,labels_of');
    expect(one).toMatchObject({ name: 'one', code: 'B', heads: 2, visits: 1 });
    expect((await read('visit', visit)).firm).toBe(a);
    expect((await read('remark', remark)).about).toMatchObject({ object: 'firm', id: a });
    const gone = await call('admin', 'GET', `firm/${b}`);
    expect([gone.status, gone.body.code, gone.body.errors[0].survivor]).toEqual([
      404,
      'record.merged',
      { object: 'firm', id: a },
    ]);
    const alone = await call('admin', 'POST', `firm/${b}/actions/restore`);
    expect([alone.status, alone.body.code]).toEqual([409, 'record.restore_merged']);
    const history = await call('admin', 'GET', `firm/${a}/history`);
    expect(history.body.items[0]).toMatchObject({ op: 'merge', merged: { id: done.body.merge, records: 1 } });
    const undone = await undo(done.body.merge);
    expect(undone.body, undone.text).toEqual({ restored: [b], kept: [] });
    expect(await read('firm', a, 'name,code,heads,visits')).toMatchObject({
      name: 'a',
      code: 'A',
      visits: 0,
    });
    expect(await read('firm', b, 'name,code,heads,visits')).toMatchObject({
      name: 'b',
      code: 'B',
      visits: 1,
    });
    expect((await read('visit', visit)).firm).toBe(b);
    expect((await undo(done.body.merge)).body.code).toBe('record.merge_undone');
  });

  test('what was changed since stays, and is listed', async () => {
    const [a, b] = await two({ heads: 1 }, { heads: 2 });
    const c = await make('firm', { name: 'c' });
    const [stays, back] = [
      await make('visit', { name: 'stays', firm: b }),
      await make('visit', { name: 'back', firm: b }),
    ];
    const done = await merge(a, [b], { values: { heads: { from: b }, name: { from: b } } });
    await call('admin', 'PATCH', `firm/${a}`, { heads: 3 });
    await call('admin', 'PATCH', `visit/${stays}`, { firm: c });
    await call('admin', 'PATCH', `visit/${back}`, { name: 'changed' });
    const undone = await undo(done.body.merge);
    expect(undone.body, undone.text).toEqual({
      restored: [b],
      kept: [
        { object: 'firm', id: a, field: 'heads' },
        { object: 'visit', id: stays, field: 'firm' },
      ],
    });
    expect(await read('firm', a, 'name,heads')).toMatchObject({ name: 'a', heads: 3 });
    expect(await read('visit', back, 'name,firm')).toMatchObject({ name: 'changed', firm: b });
  });

  test('one request is done once', async () => {
    const [a, b] = await two();
    const key = { 'Idempotency-Key': 'merge' };
    const path = `firm/${a}/actions/merge`;
    const first = await call('admin', 'POST', path, { others: [b] }, key);
    expect((await call('admin', 'POST', path, { others: [b] }, key)).body).toEqual(first.body);
  });

  test('one after the other are undone in turn, and lead to the last one', async () => {
    const [a, b] = await two();
    const c = await make('firm', { name: 'c' });
    const first = await merge(a, [b]);
    const second = await merge(c, [a]);
    expect((await call('admin', 'GET', `firm/${b}`)).body.errors[0].survivor.id).toBe(c);
    expect((await undo(first.body.merge)).body.code).toBe('record.merged_on');
    expect((await undo(second.body.merge)).status).toBe(200);
    expect((await undo(first.body.merge)).body.restored).toEqual([b]);
  });

  test('in a tree nothing comes to stand below itself', async () => {
    const top = await make('firm', { name: 'top' });
    const b = await make('firm', { name: 'b', parent: top });
    const c = await make('firm', { name: 'c', parent: b, friend: b });
    const a = await make('firm', { name: 'a', parent: c, friend: b });
    const done = await merge(a, [b]);
    expect(done.status, done.text).toBe(200);
    expect(await read('firm', a, 'parent,friend')).toMatchObject({ parent: top, friend: null });
    expect(await read('firm', c, 'parent,friend')).toMatchObject({ parent: a, friend: a });
    expect((await undo(done.body.merge)).status).toBe(200);
    expect(await read('firm', a, 'parent,friend')).toMatchObject({ parent: c, friend: b });
    expect(await read('firm', c, 'parent')).toMatchObject({ parent: b });
  });

  test('teams are joined, and parted again', async () => {
    const [a, b] = await two();
    await call('admin', 'PUT', `firm/${b}/collaborators`, { user: world.users.other, right: 'write' });
    await call('admin', 'PUT', `firm/${b}/collaborators`, { user: world.users.member });
    await call('admin', 'PUT', `firm/${a}/collaborators`, { user: world.users.member });
    const team = async (id: string) =>
      (await call('admin', 'GET', `firm/${id}/collaborators`)).body.collaborators?.length;
    const done = await merge(a, [b]);
    expect([done.body.team, await team(a)]).toEqual([2, 2]);
    await undo(done.body.merge);
    expect([await team(a), await team(b)]).toEqual([1, 2]);
  });

  test('what was said of contacting the others counts as long as they are one', async () => {
    const [a, b] = await two();
    const said = { channels: ['sms'], purposes: ['marketing'], state: 'withdrawn' };
    expect((await call('admin', 'POST', `firm/${b}/consents`, said)).status).toBeLessThan(300);
    const refused = async () => (await read('firm', a, 'consents_refused')).consents_refused;
    const done = await merge(a, [b]);
    expect(await refused()).toEqual(['sms:marketing']);
    await undo(done.body.merge);
    expect(await refused()).toEqual([]);
  });

  test('what is kept encrypted is taken over, and given back', async () => {
    const [a, b] = await two({ pass: 'one 1' }, { pass: 'two 2' });
    const done = await merge(a, [b], { values: { pass: { from: b } } });
    expect(done.status, done.text).toBe(200);
    expect((await read('firm', a, 'pass')).pass).toBe('two 2');
    await undo(done.body.merge);
    expect((await read('firm', a, 'pass')).pass).toBe('one 1');
  });

  test('of two merges at once of the same records one is done', async () => {
    const [a, b] = await two();
    const both = await Promise.all([merge(a, [b]), merge(b, [a])]);
    expect(both.map(({ status }) => status).sort()).toEqual([
      200,
      expect.toSatisfy((one) => one >= 400 && one < 500),
    ]);
  });

  test('after 30 days nothing of it is kept but which records became one', async () => {
    const [a, b] = await two();
    await make('visit', { name: 'v', firm: b });
    const done = await merge(a, [b]);
    const { db, workspace } = await world.engine.contextFor('main');
    const later = new Date(Date.now() + 31 * 86_400_000);
    expect(await sweepMerges(db, workspace, new Date())).toBe(0);
    expect(await sweepMerges(db, workspace, later)).toBeGreaterThan(0);
    expect((await call('admin', 'GET', `firm/${b}`)).body.errors[0].survivor.id).toBe(a);
    expect(done.status).toBe(200);
  });

  test('what was written is refused as a whole', async () => {
    const [a, b] = await two({ code: 'x1' }, { code: 'x2' });
    const third = await make('firm', { name: 'third', code: 'x3' });
    for (const firm of [a, b]) await make('passport', { name: 'p', firm });
    const collides = await merge(a, [b]);
    expect([collides.status, collides.body.code]).toEqual([409, 'record.merge_collides']);
    const [c, d] = await two();
    const ruled = await merge(c, [d], { values: { heads: 200 } });
    expect([ruled.status, ruled.body.errors[0].path]).toEqual([422, '/values/heads']);
    const taken = await merge(c, [d], { values: { code: 'x3' } });
    expect([taken.status, taken.body.errors[0].code]).toEqual([409, 'record.unique']);
    const stale = await merge(c, [d], { ifVersions: { [d]: 9 } });
    expect([stale.status, stale.body.code]).toEqual([412, 'record.stale']);
    expect([(await read('firm', d)).id, (await read('firm', third)).code]).toEqual([d, 'x3']);
  });
});

describe('who may', () => {
  test('is who has the right over all of them, and may delete those that go', async () => {
    const [mine, mine2] = await two({}, {}, 'other');
    const theirs = await make('firm', { name: 'theirs' });
    expect((await merge(mine, [mine2], {}, 'nobody')).body.code).toBe('record.not_allowed');
    const foreign = await merge(mine, [theirs], {}, 'other');
    expect([foreign.status, foreign.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({ path: '/others/0', code: 'record.forbidden' }),
    ]);
    expect((await merge(theirs, [mine], {}, 'other')).status).toBe(403);
    const done = await merge(mine, [mine2], {}, 'other');
    expect(done.status, done.text).toBe(200);
    expect((await undo(done.body.merge)).body.code).toBe('record.no_merge');
    expect((await undo(done.body.merge, 'other')).status).toBe(200);
  });

  test('hidden fields are no values, and what is not seen is moved and not counted', async () => {
    const [a, b] = await two({ secret: 'sa' }, { secret: 'sb' });
    await make('visit', { name: 'hidden', firm: b });
    await make('visit', { name: 'seen', firm: b }, 'member');
    const preview = await call('member', 'POST', `firm/${a}/merge/preview`, { others: [b] });
    expect(preview.status, preview.text).toBe(200);
    expect(preview.body.moved).toEqual([expect.objectContaining({ object: 'visit', count: 1 })]);
    expect(preview.text).not.toContain('secret');
    expect(preview.body.fields).toContainEqual({ name: 'name', isDifferent: true });
    const hidden = await merge(a, [b], { values: { secret: { from: b } } }, 'member');
    const unknown = await merge(a, [b], { values: { no_such: { from: b } } }, 'member');
    expect([hidden.status, hidden.body.errors[0].code]).toEqual([422, 'record.field']);
    expect(unknown.body.errors[0].code).toBe('record.field');
    const done = await merge(a, [b], {}, 'member');
    expect(done.body.moved[0].count).toBe(1);
    expect((await read('firm', a, 'visits')).visits).toBe(2);
  });

  test('who does not see the survivor is not told of it', async () => {
    const [a, b] = await two();
    await merge(a, [b]);
    await hold('nobody', 'looker');
    const seen = await call('nobody', 'GET', `firm/${b}`);
    expect([seen.status, seen.body.code, seen.body.errors]).toEqual([404, 'record.not_found', []]);
    await hold('nobody', 'without');
  });

  test.each([
    ['no others', () => ({ others: [] })],
    ['too many', () => ({ others: Array.from({ length: 5 }, () => crypto.randomUUID()) })],
    ['others of which there are none', () => ({ others: [crypto.randomUUID()] })],
    ['what is no id', () => ({ others: ['x'] })],
    ['no list', () => ({ others: { length: 1 } })],
    [
      'values of another one',
      (b: string) => ({ others: [b], values: { name: { from: crypto.randomUUID() } } }),
    ],
    ['lines as a value', (b: string) => ({ others: [b], values: { lines: [] } })],
    ['what the engine keeps', (b: string) => ({ others: [b], values: { version: { from: b } } })],
    ['an unknown word', (b: string) => ({ others: [b], all: true })],
    ['no body', () => []],
  ])('%s are refused', async (_, body) => {
    const [a, b] = await two();
    const refused = await call('admin', 'POST', `firm/${a}/actions/merge`, body(b));
    expect(refused.status, refused.text).toBe(422);
  });

  test('users are not merged, nor is a record with itself', async () => {
    const { member, other } = world.users;
    const users = await call('admin', 'POST', `user/${member}/actions/merge`, { others: [other] });
    expect(users.body.code).toBe('record.no_merge_object');
    const [a] = await two();
    expect((await merge(a, [a])).status).toBe(422);
    expect((await merge(crypto.randomUUID(), [a])).status).toBe(404);
  });
});
