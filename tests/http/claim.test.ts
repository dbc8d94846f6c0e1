import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../support/workspace-of.ts';

const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});
const mine = {
  object: 'visit',
  do: ['create', 'read', 'update'],
  rows: { create: 'own', read: 'own', update: 'own' },
};
const unowned = 'owner == null';

const documents: TestDocuments = {
  'object/visit': objectBody(
    'visit',
    {
      name: { type: 'text' },
      phone: { type: 'text' },
      kind: { type: 'text' },
      place: { type: 'lookup', target: 'territory' },
    },
    { 'x-rules': [{ when: 'kind == "kept"', readOnly: ['owner'] }] },
  ),
  'object/plain': objectBody('plain', { name: { type: 'text' } }, { head: { ownership: 'none' } }),
  'role/member': role('member', [
    mine,
    { object: 'visit', do: ['read'], where: unowned, fields: { '*': 'none', name: 'read', kind: 'read' } },
    { object: 'visit', do: ['claim'], where: 'kind != "far"' },
    { object: 'plain', do: ['create', 'read', 'claim'] },
  ]),
  'role/looker': role('looker', [
    { object: 'visit', do: ['read', 'bulk', 'claim'], rows: { claim: 'territory' } },
  ]),
  'role/careful': role('careful', [{ object: 'visit', do: ['read', 'bulk', 'claim'], where: unowned }]),
  'role/bound': role('bound', [{ object: 'visit', do: ['read', 'claim'] }]),
  'role/giver': role('giver', [{ object: 'visit', do: ['create', 'read', 'update', 'delete'] }]),
  'restriction-rule/visit.bound': {
    ...{ name: 'bound', object: 'visit', labels: { en: 'b', 'zh-CN': 'b' } },
    ...{ for: ['bound'], allow: 'kind == "near"', do: ['claim'] },
  },
};

let world: TestEngine;
const call = (user: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  world.call(user, method, `/api/records/${path}`, body, headers);
const hold = (user: 'member' | 'other' | 'nobody', ...roles: string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });
const make = async (values: object, user = 'admin'): Promise<string> => {
  const made = await call(user, 'POST', 'visit', { owner: null, ...values });
  expect(made.status, made.text).toBe(201);
  return made.body.id;
};
const ownerOf = async (id: string): Promise<string | null> =>
  (await call('admin', 'GET', `visit/${id}?fields=owner`)).body.owner;
const claim = (user: string, id: string, headers?: Record<string, string>) =>
  call(user, 'POST', `visit/${id}/actions/claim`, {}, headers);
const release = (user: string, id: string) => call(user, 'POST', `visit/${id}/actions/release`, {});
const told = ({ status, body }: { status: number; body: any }) => [status, body?.code];

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
});
afterAll(() => world.close());

describe('a record that nobody owns', () => {
  test('shows what the grants show of it, and all of it once it is claimed; given back it hides again', async () => {
    await hold('member', 'member');
    const id = await make({ name: 'lead', phone: '123', kind: 'near' });
    const before = await call('member', 'GET', `visit/${id}`);
    expect(before.body).toMatchObject({ name: 'lead', phone: null });
    expect((await call('member', 'GET', `visit?filter=phone=="123"`)).body.records).toEqual([]);
    expect((await call('member', 'GET', `visit/${id}/actions`)).body).toEqual({
      update: false,
      delete: false,
      transfer: false,
      share: false,
      claim: true,
      release: false,
    });
    const claimed = await claim('member', id);
    expect([claimed.status, claimed.body]).toMatchObject([200, { name: 'lead', phone: '123' }]);
    expect(await ownerOf(id)).toBe(world.users.member);
    expect((await call('member', 'GET', `visit/${id}/actions`)).body).toMatchObject({
      update: true,
      claim: false,
      release: true,
    });
    const released = await release('member', id);
    expect([released.status, released.body.phone]).toEqual([200, null]);
    expect(await ownerOf(id)).toBeNull();
    const { db, workspace } = await world.engine.contextFor('main');
    const { rows } = await db
      .forWorkspace(workspace)
      .query(`SELECT op, actor FROM "${workspace.schema}"._audit WHERE record = $1 ORDER BY version`, [id]);
    expect(rows.map(({ op, actor }: any) => [op, actor])).toEqual([
      ['create', world.users.admin],
      ['claim', world.users.member],
      ['release', world.users.member],
    ]);
    const { items } = (await call('admin', 'GET', `visit/${id}/history`)).body;
    expect(items.slice(0, 2).map(({ changes }: any) => changes[0]?.field)).toEqual(['owner', 'owner']);
  });

  test('goes to one of two who claim it at once, the other is told', async () => {
    await hold('member', 'member');
    await hold('other', 'member');
    for (let round = 0; round < 12; round += 1) {
      const id = await make({ name: `race ${round}`, kind: 'near' });
      const users = ['member', 'other'] as const;
      const both = await Promise.all(users.map((user) => claim(user, id)));
      const winner = both.findIndex(({ status }) => status === 200);
      const loser = both[1 - winner]!;
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      // who began after the other had it does not even see it any more
      expect(
        [
          [409, 'record.claimed'],
          [404, 'record.not_found'],
        ],
        loser.text,
      ).toContainEqual(told(loser));
      expect(await ownerOf(id)).toBe(world.users[users[winner]!]);
    }
  });

  test('that is taken while a claim waits for it is refused with 409, and belongs to who was first', async () => {
    await hold('member', 'member');
    await hold('other', 'member');
    const id = await make({ name: 'held', kind: 'near' });
    const { db, workspace, model } = await world.engine.contextFor('main');
    const object = model.objects.get('visit')!;
    const table = `"${workspace.schema}"."${object.table}"`;
    const owner = object.fields.get('owner')!.columns[0]!.name;
    const client = await db.forWorkspace(workspace).connect();
    try {
      await client.query('BEGIN');
      const set = `UPDATE ${table} SET "${owner}" = $2, version = version + 1 WHERE id = $1`;
      await client.query(set, [id, world.users.other]);
      const waiting = claim('member', id);
      const blocked = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()`;
      await expect
        .poll(async () => (await client.query(blocked)).rows[0].n, { timeout: 10_000 })
        .toBeGreaterThan(0);
      await client.query('COMMIT');
      expect(told(await waiting)).toEqual([409, 'record.claimed']);
    } finally {
      client.release();
    }
    expect(await ownerOf(id)).toBe(world.users.other);
  });

  test('is claimed once by a key, however often it is sent', async () => {
    await hold('member', 'member');
    const id = await make({ name: 'key', kind: 'near' });
    const key = { 'Idempotency-Key': `claim ${id}` };
    const both = [await claim('member', id, key), await claim('member', id, key)];
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await claim('member', id)).body.code).toBe('record.claimed');
  });

  test('is refused by what claims do not reach, by restrictions and by rules', async () => {
    await hold('member', 'member');
    await hold('other', 'bound');
    const far = await make({ name: 'far', kind: 'far' });
    expect(told(await claim('member', far))).toEqual([403, 'record.forbidden']);
    expect((await call('member', 'GET', `visit/${far}/actions`)).body.claim).toBe(false);
    expect(told(await claim('other', far))).toEqual([403, 'record.forbidden']);
    const near = await make({ name: 'near', kind: 'near' });
    expect((await claim('other', near)).status).toBe(200);
    const kept = await make({ name: 'kept', kind: 'kept' });
    const ruled = await claim('member', kept);
    expect([ruled.status, ruled.body.errors?.[0]?.path]).toEqual([422, '/owner']);
    await hold('nobody', 'giver');
    expect(told(await claim('nobody', near))).toEqual([403, 'record.not_allowed']);
    const [plain] = [await call('admin', 'POST', 'plain', { name: 'p' })];
    const none = await call('member', 'POST', `plain/${plain.body.id}/actions/claim`, {});
    expect([none.status, none.body.errors?.[0]?.code]).toEqual([422, 'record.no_owner']);
    expect(told(await claim('member', world.users.member))).toEqual([404, 'record.not_found']);
  });

  test('whoever sees the owner is told that it is taken, also where a condition asks for nobody', async () => {
    await hold('other', 'careful', 'giver');
    const id = await make({ name: 'seen', owner: world.users.admin });
    expect(told(await claim('other', id))).toEqual([409, 'record.claimed']);
  });

  test('lies in the territory of whoever claims there', async () => {
    await hold('nobody', 'looker');
    const north = await call('admin', 'POST', 'territory', { name: 'north', members: [world.users.nobody] });
    const south = await call('admin', 'POST', 'territory', { name: 'south' });
    const [here, there] = [
      await make({ name: 'here', place: north.body.id }),
      await make({ name: 'there', place: south.body.id }),
    ];
    expect((await claim('nobody', there)).status).toBe(403);
    expect((await claim('nobody', here)).status).toBe(200);
  });

  test('is nobody’s own, in no department and no team', async () => {
    await hold('member', 'member');
    const id = await make({ name: 'alone', kind: 'near' });
    const isListed = async (filter: string) =>
      (await call('member', 'GET', `visit?filter=${encodeURIComponent(filter)}`)).body.records.some(
        (one: any) => one.id === id,
      );
    expect(await isListed('name == "alone"')).toBe(true);
    expect(await isListed('owner == user.id')).toBe(false);
    const refused = await call('member', 'PATCH', `visit/${id}`, { name: 'x' });
    expect(told(refused)).toEqual([403, 'record.forbidden']);
    const made = await call('member', 'POST', 'visit', { name: 'x', owner: null });
    expect(made.body.errors.map(({ code }: any) => code)).toEqual(['record.owner']);
    await hold('other', 'giver');
    expect((await call('other', 'POST', 'visit', { name: 'x', owner: null })).status).toBe(201);
  });
});

describe('what is given back', () => {
  test('is one’s own, and may be claimed by it', async () => {
    await hold('member', 'member');
    await hold('other', 'member', 'giver');
    const theirs = await make({ name: 'theirs', owner: world.users.other, kind: 'near' });
    expect(told(await release('member', theirs))).toEqual([404, 'record.not_found']);
    const mine = await make({ name: 'mine', kind: 'near' });
    await claim('member', mine);
    expect(told(await release('other', mine))).toEqual([403, 'record.forbidden']);
    const far = (await call('member', 'POST', 'visit', { name: 'own', kind: 'far' })).body.id;
    expect(told(await release('member', far))).toEqual([403, 'record.not_released']);
    expect(await ownerOf(far)).toBe(world.users.member);
  });
});

describe('many records', () => {
  test('are claimed all or none, told by line, and released likewise', async () => {
    await hold('member', 'member');
    const [a, b, far] = [
      await make({ name: 'a', kind: 'near' }),
      await make({ name: 'b', kind: 'near' }),
      await make({ name: 'f', kind: 'far' }),
    ];
    const refused = await call('member', 'POST', 'visit/claim', { ids: [a, far] });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [expect.objectContaining({ path: '/ids/1', code: 'record.forbidden' })],
    ]);
    expect(await ownerOf(a)).toBeNull();
    const done = await call('member', 'POST', 'visit/claim', { ids: [b, a] });
    expect([done.status, done.body]).toEqual([200, { records: 2 }]);
    expect(await ownerOf(b)).toBe(world.users.member);
    expect((await call('member', 'POST', 'visit/release', { ids: [a, b] })).body).toEqual({ records: 2 });
    expect(await ownerOf(b)).toBeNull();
    for (const body of [{}, { ids: [] }, { ids: ['x'] }, { ids: [a], to: b }])
      expect((await call('member', 'POST', 'visit/claim', body)).status).toBe(422);
  });

  test('are one of them where many at once is not granted', async () => {
    await hold('other', 'bound');
    const ids = [await make({ kind: 'near' }), await make({ kind: 'near' })];
    expect(told(await call('other', 'POST', 'visit/claim', { ids }))).toEqual([403, 'record.bulk']);
    expect((await call('other', 'POST', 'visit/claim', { ids: ids.slice(1) })).status).toBe(200);
  });
});

test('claims reach by no word about owners', async () => {
  const refused = await refusalsOf(world, {
    ...documents,
    'role/wrong': role('wrong', [{ object: 'visit', do: ['claim'], rows: { claim: 'own' } }]),
  });
  expect(refused).toEqual(['/grants/0/rows/claim document.value']);
});

test('what is claimed takes its claimant out of its team', async () => {
  await hold('member', 'member');
  const id = await make({ name: 'team', kind: 'near' });
  await call('admin', 'PUT', `visit/${id}/collaborators`, { user: world.users.member });
  expect((await claim('member', id)).status).toBe(200);
  expect((await call('admin', 'GET', `visit/${id}/collaborators`)).body.collaborators).toEqual([]);
});
