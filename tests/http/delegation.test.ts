import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, type TestDocuments } from '../support/workspace-of.ts';

let guanxi: TestEngine;
const ids: Record<string, string> = {};
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
const day = (offset: number): string =>
  new Date(Date.parse(TODAY) + offset * 86_400_000).toISOString().slice(0, 10);

const labels = { en: 'x', 'zh-CN': 'x' };
const ALL = ['create', 'read', 'update', 'delete', 'transfer', 'share'];
const documents: TestDocuments = {
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    phone: { type: 'text' },
    city: { type: 'text' },
    lines: { type: 'lineItems', lineItems: { target: 'line', via: 'visit' } },
  }),
  'object/line': objectBody('line', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
  }),
  'object/note': objectBody('note', { name: { type: 'text' } }),
  'object/memo': objectBody('memo', {
    name: { type: 'text' },
    secret: { type: 'integer' },
    loud: { type: 'formula', returns: 'text', expression: 'name + "!"' },
  }),
  'object/log': objectBody(
    'log',
    { name: { type: 'text' }, place: { type: 'text' }, visit: { type: 'lookup', target: 'visit' } },
    { head: { accessFrom: 'visit' } },
  ),
  'role/edits': {
    name: 'edits',
    labels,
    grants: [{ object: 'visit', do: ['read', 'update'], rows: { read: 'own', update: 'own' } }],
  },
  'role/logs': {
    name: 'logs',
    labels,
    grants: [{ object: 'log', do: ['read'], fields: { '*': 'write', place: 'none' } }],
  },
  'role/owns': {
    name: 'owns',
    labels,
    admin: ['people'],
    grants: [
      {
        object: 'visit',
        do: ALL,
        rows: Object.fromEntries(ALL.map((action) => [action, 'own'])),
        fields: { '*': 'write', phone: 'none' },
      },
      { object: 'note', do: ['read', 'update'], where: 'owner == user.id' },
      { object: 'memo', do: ['read'], where: 'secret == 7', fields: { '*': 'read', secret: 'none' } },
    ],
  },
  'role/looks': {
    name: 'looks',
    labels,
    grants: [
      {
        object: 'visit',
        do: ['read'],
        rows: { read: 'own' },
        fields: { '*': 'none', name: 'read', phone: 'read' },
      },
      { object: 'memo', do: ['read'], fields: { '*': 'read', name: 'masked', secret: 'none' } },
    ],
  },
};
const restriction = {
  'restriction-rule/visit.limits': {
    name: 'limits',
    labels,
    object: 'visit',
    for: ['looks'],
    allow: 'name != "Theirs"',
  },
};

const give = (user: 'member' | 'other' | 'nobody', ...roles: string[]) =>
  guanxi.call('admin', 'PUT', `/api/people/${guanxi.users[user]}/roles`, { roles });

beforeAll(async () => {
  guanxi = await testEngine();
  const published = await publishInto(guanxi, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await give('member', 'owns');
  await give('other', 'looks');
  const make = async (user: string, object: string, values: object): Promise<string> => {
    const { body, text } = await guanxi.call('admin', 'POST', `/api/records/${object}`, {
      ...values,
      owner: guanxi.users[user as 'member'],
    });
    expect(body.id, text).toBeDefined();
    return body.id;
  };
  ids.theirs = await make('member', 'visit', {
    name: 'Theirs',
    phone: '1',
    city: 'Suzhou',
    lines: [{ name: 'one' }],
  });
  ids.mine = await make('other', 'visit', { name: 'Mine', phone: '2', city: 'Wuxi' });
  ids.third = await make('nobody', 'visit', { name: 'Third', phone: '3' });
  ids.note = await make('member', 'note', { name: 'Li' });
  ids.memo = await make('member', 'memo', { name: 'Li', secret: 7 });
}, 180_000);
afterAll(() => guanxi.close());

const delegate = async (by: string, values: object) =>
  guanxi.call(by, 'POST', '/api/records/delegation', {
    reason: 'Leave',
    delegate: guanxi.users.other,
    begins: TODAY,
    until: TODAY,
    ...values,
  });
const end = (id: string) => guanxi.call('member', 'DELETE', `/api/records/delegation/${id}`);
const names = async (user = 'other', object = 'visit') => {
  const { body } = await guanxi.call(user, 'GET', `/api/records/${object}?fields=name&sort=name`);
  return body.records?.map(({ name }: { name: string }) => name) ?? body.code;
};

describe('while something is delegated to them', () => {
  let delegation: string;
  beforeAll(async () => {
    expect(await names()).toEqual(['Mine']);
    expect(await names('other', 'note')).toBe('query.object');
    const made = await delegate('member', {});
    expect(made.status, made.text).toBe(201);
    delegation = made.body.id;
  });
  afterAll(async () => {
    await end(delegation);
    expect(await names()).toEqual(['Mine']);
  });

  test('what they add to a record of the other has the fields alone that the other may give it', async () => {
    await give('member', 'owns', 'logs');
    await give('other', 'looks', 'edits');
    const add = async (visit: string | undefined, rest: object) => {
      const { status, body } = await guanxi.call('other', 'POST', '/api/records/log', { visit, ...rest });
      return [status, ...(body.errors ?? []).map(({ path }: { path: string }) => path)];
    };
    expect(await add(ids.mine, { name: 'a', place: 'b' })).toEqual([201]);
    expect(await add(ids.theirs, { name: 'a' })).toEqual([201]);
    expect(await add(ids.theirs, { name: 'a', place: 'b' })).toEqual([422, '/place']);
    await give('member', 'owns');
    await give('other', 'looks');
  });

  test('forms work out what rests on a field that neither of them reads', async () => {
    const asked = { id: ids.memo, values: {} };
    const { body, text } = await guanxi.call('other', 'POST', '/api/records/memo/check', asked);
    expect(body.formulas, text).toEqual({ loud: 'Li!' });
  });

  test('a user reaches what is the other’s too, from the next request on, and no more', async () => {
    expect(await names()).toEqual(['Mine', 'Theirs']);
    expect(await names('other', 'note')).toEqual(['Li']);
    expect((await guanxi.call('other', 'GET', `/api/records/visit/${ids.third}`)).status).toBe(404);
    const { body } = await guanxi.call('other', 'GET', '/api/me');
    expect(body.actsFor).toEqual([{ id: guanxi.users.member, name: 'member' }]);
    expect(body.admin).toEqual([]);
  });

  test('each row shows the fields that are readable there to whom it belongs', async () => {
    const { body } = await guanxi.call('other', 'GET', '/api/records/visit?fields=name,phone,city&sort=name');
    expect(body.records).toMatchObject([
      { name: 'Mine', phone: '2', city: null },
      { name: 'Theirs', phone: null, city: 'Suzhou' },
    ]);
    const filtered = await guanxi.call(
      'other',
      'GET',
      '/api/records/visit?filter=phone%20!%3D%20null&fields=name',
    );
    expect(filtered.body.records.map(({ name }: { name: string }) => name)).toEqual(['Mine']);
  });

  /** who wrote entries about records, and for whom, the newest first */
  const told = async (query: string) => {
    const { body } = await guanxi.call('admin', 'GET', `/api/audit?${query}`);
    return body.entries.map(({ op, actor, onBehalf }: any) => [op, actor, onBehalf ?? null]);
  };

  test('they change what the other may change, and it is told who did, and for whom', async () => {
    const path = `/api/records/visit/${ids.theirs}`;
    const changed = await guanxi.call('other', 'PATCH', path, { city: 'Nanjing' });
    expect(changed.status, changed.text).toBe(200);
    const hidden = await guanxi.call('other', 'PATCH', path, { phone: '9' });
    expect(hidden.status).toBe(422);
    const own = await guanxi.call('other', 'PATCH', `/api/records/visit/${ids.mine}`, { city: 'x' });
    expect(own.status).toBeGreaterThanOrEqual(403);
    const { other, member } = guanxi.users;
    expect(await told(`record=${ids.theirs}&op=update`)).toEqual([['update', other, member]]);
    const { body } = await guanxi.call('admin', 'GET', `${path}/history`);
    expect(body.items[0]).toMatchObject({ by: { id: other }, onBehalf: { id: member, name: 'member' } });
  });

  test('what they may do by themselves they do in nobody’s name', async () => {
    await give('other', 'owns');
    for (const id of [ids.mine!, ids.theirs!]) {
      const changed = await guanxi.call('other', 'PATCH', `/api/records/visit/${id}`, { city: 'Hefei' });
      expect(changed.status, changed.text).toBe(200);
    }
    await give('other', 'looks');
    const { other, member } = guanxi.users;
    expect(await told(`record=${ids.mine}&op=update`)).toEqual([['update', other, null]]);
    expect((await told(`record=${ids.theirs}&op=update`))[0]).toEqual(['update', other, member]);
  });

  test('what belongs to a record goes with it', async () => {
    const path = `/api/records/visit/${ids.theirs}`;
    const read = async () => (await guanxi.call('other', 'GET', `${path}?fields=lines`)).body.lines;
    expect(await read()).toMatchObject([{ name: 'one' }]);
    const [line] = await read();
    const before = (await told('object=line')).length;
    const changed = await guanxi.call('other', 'PATCH', path, {
      lines: [{ id: line.id, name: 'uno' }, { name: 'two' }],
    });
    expect(changed.status, changed.text).toBe(200);
    expect((await read()).map(({ name }: { name: string }) => name).sort()).toEqual(['two', 'uno']);
    const third = await guanxi.call('other', 'POST', '/api/records/line', {
      name: 'three',
      visit: ids.theirs,
    });
    expect(third.status, third.text).toBe(201);
    await guanxi.call('other', 'DELETE', `/api/records/line/${third.body.id}`);
    const inTheirName = (await told('object=line')).slice(0, -before);
    expect(inTheirName.map(([op]: [string]) => op)).toEqual(['delete', 'create', 'create', 'update']);
    for (const [, actor, onBehalf] of inTheirName)
      expect([actor, onBehalf]).toEqual([guanxi.users.other, guanxi.users.member]);
    const { body } = await guanxi.call(
      'other',
      'GET',
      '/api/records/visit?filter=lines.exists(l,%20l.name%20%3D%3D%20"two")&fields=name',
    );
    expect(body.records).toMatchObject([{ name: 'Theirs' }]);
  });

  test('what becomes of a record stays with its owner', async () => {
    const path = `/api/records/visit/${ids.theirs}`;
    expect((await guanxi.call('other', 'DELETE', path)).status).toBeGreaterThanOrEqual(403);
    const given = await guanxi.call('other', 'POST', `${path}/actions/transfer`, { to: guanxi.users.other });
    expect(given.status).toBeGreaterThanOrEqual(403);
    const made = await guanxi.call('other', 'POST', '/api/records/visit', { name: 'New' });
    expect(made.status).toBe(403);
    const team = await guanxi.call('other', 'PUT', `${path}/collaborators`, {
      member: guanxi.users.other,
      access: 'write',
    });
    expect(team.status).toBeGreaterThanOrEqual(403);
    const user = await guanxi.call('other', 'PATCH', `/api/records/user/${guanxi.users.nobody}`, {
      name: 'x',
    });
    expect(user.status).toBe(403);
  });

  test('it is not passed on', async () => {
    const further = await delegate('other', { delegate: guanxi.users.nobody });
    expect(further.status).toBe(201);
    expect(await names('nobody')).toEqual(['Mine']);
    await guanxi.call('other', 'DELETE', `/api/records/delegation/${further.body.id}`);
  });

  test('why they see it names whom they act for', async () => {
    const asked = `/api/records/visit/${ids.theirs}/access?user=${guanxi.users.other}`;
    const { body } = await guanxi.call('admin', 'GET', asked);
    expect(body).toMatchObject({ verdict: 'granted', ways: [{ source: { by: 'delegation' }, isMet: true }] });
    expect(body.ways[0].steps.map(({ text }: { text: { en: string } }) => text.en)).toEqual([
      'On behalf of member: Role “x”, grant 1',
      'records of their own',
    ]);
  });

  test('who views as them sees it too, and a limited key is as limited', async () => {
    const { body } = await guanxi.call('admin', 'POST', `/api/people/${guanxi.users.other}/view-as`, {});
    const seen = await guanxi.call('admin', 'GET', '/api/records/visit?fields=name&sort=name', undefined, {
      'View-As': body.note,
    });
    expect(seen.body.records).toHaveLength(2);
    const key = (await guanxi.call('other', 'POST', '/api/keys', { readOnly: true, objects: ['visit'] })).body
      .key;
    const headers = { Authorization: `Bearer ${key}` };
    const path = `/api/records/visit/${ids.theirs}`;
    expect((await guanxi.call(null, 'GET', path, undefined, headers)).status).toBe(200);
    expect((await guanxi.call(null, 'PATCH', path, { city: 'y' }, headers)).status).toBe(403);
    expect((await guanxi.call(null, 'GET', '/api/records/note', undefined, headers)).status).toBe(404);
  });

  test('it ends when whoever delegated leaves', async () => {
    await guanxi.call('admin', 'PATCH', `/api/records/user/${guanxi.users.member}`, { active: false });
    expect(await names()).toEqual(['Mine']);
    await guanxi.call('admin', 'PATCH', `/api/records/user/${guanxi.users.member}`, { active: true });
    expect(await names()).toEqual(['Mine', 'Theirs']);
  });
});

test.each([
  ['yesterday', -2, -1],
  ['tomorrow', 1, 2],
])('what is delegated for %s says nothing of today', async (_, begins, until) => {
  const { body } = await delegate('member', { begins: day(begins), until: day(until) });
  expect(await names()).toEqual(['Mine']);
  await end(body.id);
});

describe('a delegation', () => {
  test('is made by everybody for themselves, and for others by who manages people', async () => {
    const { member } = guanxi.users;
    const stolen = await delegate('other', { owner: member });
    expect(stolen.status).toBeGreaterThanOrEqual(403);
    expect(await names()).toEqual(['Mine']);
    const given = await delegate('admin', { owner: member });
    expect(given.status, given.text).toBe(201);
    expect(await names()).toEqual(['Mine', 'Theirs']);
    const seen = async (user: string) =>
      (await guanxi.call(user, 'GET', '/api/records/delegation')).body.records.length;
    expect([await seen('other'), await seen('nobody')]).toEqual([1, 0]);
    const longer = await guanxi.call('other', 'PATCH', `/api/records/delegation/${given.body.id}`, {
      until: day(9),
    });
    expect(longer.status).toBeGreaterThanOrEqual(403);
    await guanxi.call('admin', 'DELETE', `/api/records/delegation/${given.body.id}`);
  });

  test('ends no sooner than it begins, and is not to oneself', async () => {
    const backwards = await delegate('member', { until: day(-1) });
    expect(backwards.body.errors).toMatchObject([{ path: '/until' }]);
    const own = await delegate('member', { delegate: guanxi.users.member });
    expect(own.body.errors).toMatchObject([{ path: '/delegate' }]);
  });
});

test('what a restriction keeps them from they do not reach for others either', async () => {
  expect((await publishInto(guanxi, { ...documents, ...restriction })).status).toBe(200);
  const { body } = await delegate('member', {});
  expect(await names()).toEqual(['Mine']);
  expect(await names('other', 'note')).toEqual(['Li']);
  await end(body.id);
});
