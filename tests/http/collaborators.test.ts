import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});
const team = 'own_and_collaborators';

const documents = {
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    secret: { type: 'text' },
    lines: { type: 'lineItems', lineItems: { target: 'line', via: 'visit' } },
  }),
  'object/line': objectBody('line', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
  }),
  'object/note': objectBody(
    'note',
    { name: { type: 'text' }, visit: { type: 'lookup', target: 'visit' } },
    { head: { accessFrom: 'visit' } },
  ),
  'object/trip': objectBody('trip', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit' },
  }),
  'role/peer': role('peer', [
    { object: 'trip', do: ['create', 'read'], fields: { '*': 'write', visit: 'none' } },
    { object: 'trip', do: ['read'], rows: { read: team } },
    {
      object: 'visit',
      do: ['create', 'read', 'update', 'delete', 'share'],
      rows: { create: 'own', read: team, update: team, delete: 'own', share: 'own' },
      fields: { '*': 'write', secret: 'none' },
    },
    { object: 'note', do: ['create', 'read'] },
  ]),
  'role/loner': role('loner', [{ object: 'visit', do: ['read'], rows: { read: 'own' } }]),
};

let world: TestEngine;
const ids: Record<string, string> = {};

const call = (user: string, method: string, path: string, body?: unknown) =>
  world.call(user, method, `/api/records/${path}`, body);
const names = async (user: string, query = ''): Promise<string[]> => {
  const { body, status, text } = await call(user, 'GET', `visit?fields=name&sort=name${query}`);
  expect(status, text).toBe(200);
  return body.records.map(({ name }: { name: string }) => name);
};
const teamOf = (name: string) => `visit/${ids[name]}/collaborators`;
const hold = (user: 'member' | 'other' | 'nobody', ...roles: string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await hold('member', 'peer');
  await hold('other', 'peer');
  await hold('nobody', 'loner');
  for (const name of ['a', 'b', 'c']) {
    const made = await call('member', 'POST', 'visit', { name, lines: [{ name: `line of ${name}` }] });
    ids[name] = made.body.id;
    await call('admin', 'POST', 'note', { name: `note of ${name}`, visit: ids[name] });
  }
});
afterAll(() => world.close());

describe('the team of a record', () => {
  test('reaches it with what its roles grant, in every surface', async () => {
    expect(await names('other')).toEqual([]);
    expect((await call('other', 'GET', teamOf('a'))).status).toBe(404);
    const put = await call('member', 'PUT', teamOf('a'), { user: world.users.other });
    expect(put.status, put.text).toBe(200);
    expect(put.body).toEqual({
      collaborators: [
        { user: { id: world.users.other, name: 'other' }, right: 'read', until: null, isOver: false },
      ],
      can: { share: true },
    });
    expect(await names('other')).toEqual(['a']);
    expect(await names('other', '&filter=name%20==%20"a"')).toEqual(['a']);
    const { body } = await call('other', 'GET', `visit/${ids.a}`);
    expect(body).toMatchObject({ name: 'a' });
    expect(body).not.toHaveProperty('secret');
    expect((await call('other', 'GET', `visit/${ids.a}?fields=lines`)).body.lines).toHaveLength(1);
    expect((await call('other', 'GET', 'visit/aggregate?measures=count()')).text).toMatch(/\b1\b/);
    expect((await call('other', 'GET', 'visit?count=exact&limit=1')).body.count.value).toBe(1);
    // to whom a trip leads is read in one's own alone, by however many of its fields
    for (const user of ['member', 'other']) await call(user, 'POST', 'trip', { name: user });
    const trips = await call(
      'other',
      'GET',
      'trip?fields=name,visit.name&sort=visit.name,-visit.version,name',
    );
    expect(trips.body.records).toMatchObject([{ name: 'member' }, { name: 'other' }]);
    const notes = await call('other', 'GET', 'note?fields=name,visit.name');
    expect(notes.body.records).toMatchObject([{ name: 'note of a', visit: { name: 'a' } }]);
  });

  test('reads along or writes along, and what becomes of the record stays with its owner', async () => {
    expect((await call('other', 'PATCH', `visit/${ids.a}`, { name: 'x' })).status).toBe(403);
    await call('member', 'PUT', teamOf('a'), { user: world.users.other, right: 'write' });
    expect((await call('other', 'PATCH', `visit/${ids.a}`, { name: 'a' })).status).toBe(200);
    expect((await call('other', 'DELETE', `visit/${ids.a}`)).status).toBe(403);
    expect((await call('other', 'PUT', teamOf('a'), { user: world.users.nobody })).status).toBe(403);
    expect((await call('other', 'GET', teamOf('a'))).body.can).toEqual({ share: false });
  });

  test('helps nobody whose roles do not regard it', async () => {
    await call('member', 'PUT', teamOf('a'), { user: world.users.nobody });
    expect(await names('nobody')).toEqual([]);
  });

  test('is explained', async () => {
    const of = (name: string) =>
      world.call('admin', 'GET', `/api/records/visit/${ids[name]}/access?user=${world.users.other}`);
    expect((await of('a')).body).toMatchObject({ verdict: 'granted' });
    expect(JSON.stringify((await of('a')).body.ways)).toContain('in whose team they are');
    expect((await of('b')).body).toMatchObject({ verdict: 'denied', reason: 'rows' });
  });

  test('ends with its last day', async () => {
    const past = await call('member', 'PUT', teamOf('b'), { user: world.users.other, until: '2020-01-31' });
    expect([past.status, past.body.errors[0].path]).toEqual([422, '/until']);
    await call('member', 'PUT', teamOf('b'), { user: world.users.other, until: '2999-12-31' });
    expect(await names('other')).toEqual(['a', 'b']);
    const { db, workspace } = await world.engine.contextFor('main');
    const to = (day: string) =>
      db
        .forWorkspace(workspace)
        .query(
          `UPDATE "${workspace.schema}"._collaborator SET until = (now() AT TIME ZONE 'Asia/Shanghai')::date + $1::int WHERE record_id = $2`,
          [day, ids.b],
        );
    await to('0');
    expect(await names('other')).toEqual(['a', 'b']);
    await to('-1');
    expect(await names('other')).toEqual(['a']);
    expect((await call('member', 'GET', teamOf('b'))).body.collaborators[0].isOver).toBe(true);
  });

  test('may be a team of people, which counts as it is', async () => {
    const mates = await call('admin', 'POST', 'team', { name: 'mates', members: [world.users.other] });
    expect(mates.status, mates.text).toBe(201);
    await call('member', 'PUT', teamOf('c'), { team: mates.body.id, right: 'write' });
    expect(await names('other')).toEqual(['a', 'c']);
    expect((await call('other', 'PATCH', `visit/${ids.c}`, { name: 'c' })).status).toBe(200);
    await call('admin', 'PATCH', `team/${mates.body.id}`, { members: [] });
    expect(await names('other')).toEqual(['a']);
  });

  test('is left by its members, and changed by whoever may', async () => {
    expect((await call('other', 'DELETE', `${teamOf('a')}/${world.users.nobody}`)).status).toBe(403);
    expect((await call('other', 'DELETE', `${teamOf('a')}/${world.users.other}`)).status).toBe(204);
    expect(await names('other')).toEqual([]);
    expect((await call('member', 'DELETE', `${teamOf('a')}/${world.users.other}`)).status).toBe(404);
    const odd = await call('member', 'PUT', teamOf('a'), { right: 'all', since: 1 });
    expect(odd.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/right',
      '/since',
      '/user',
    ]);
    const unknown = await call('member', 'PUT', teamOf('a'), { user: ids.a });
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'record.no_user']);
  });

  test('is audited, and gone with the record', async () => {
    const { db, workspace } = await world.engine.contextFor('main');
    const on = db.forWorkspace(workspace);
    const entries = await on.query(
      `SELECT changes FROM "${workspace.schema}"._audit WHERE record = $1 AND op = 'share' ORDER BY at, id`,
      [ids.a],
    );
    expect(entries.rows.map(({ changes }: { changes: string }) => JSON.parse(changes).collaborators)).toEqual(
      [
        [null, { user: world.users.other, right: 'read', until: null }],
        [
          { user: world.users.other, right: 'read', until: null },
          { user: world.users.other, right: 'write', until: null },
        ],
        [null, { user: world.users.nobody, right: 'read', until: null }],
        [{ user: world.users.other, right: 'write', until: null }, null],
      ],
    );
    const kept = async () => {
      const text = `SELECT 1 FROM "${workspace.schema}"._collaborator WHERE record_id = $1`;
      return (await on.query(text, [ids.c])).rows.length;
    };
    const [note] = (await call('admin', 'GET', `note?filter=visit%20==%20"${ids.c}"`)).body.records;
    await call('admin', 'DELETE', `note/${note.id}`);
    await call('admin', 'DELETE', `note/${note.id}?purge=true`);
    expect((await call('admin', 'DELETE', `visit/${ids.c}`)).status).toBe(204);
    expect((await call('member', 'GET', teamOf('c'))).status).toBe(404);
    expect(await kept()).toBe(1);
    expect((await call('admin', 'DELETE', `visit/${ids.c}?purge=true`)).status).toBe(204);
    expect(await kept()).toBe(0);
  });
});

test('the words are refused where they mean nothing', async () => {
  expect(
    await refusalsOf(world, {
      ...documents,
      'role/odd': role('odd', [
        { object: 'visit', do: ['create', 'delete'], rows: { create: team, delete: team } },
      ]),
    }),
  ).toEqual(['/grants/0/rows/create document.value', '/grants/0/rows/delete document.value']);
});
