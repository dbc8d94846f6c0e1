import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { PORTAL_PASSWORD, type PortalUser, portalUser } from '../support/portal.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, grants: readonly object[], rest: object = {}) => ({
  ...{ name, labels: labels(name), grants },
  ...rest,
});
const theirs = (...actions: string[]) => ({
  do: actions,
  rows: Object.fromEntries(actions.map((action) => [action, 'portal'])),
});

const documents: TestDocuments = {
  'object/company': objectBody('company', { name: { type: 'text' } }),
  'object/client': objectBody(
    'client',
    {
      name: { type: 'text' },
      inner: { type: 'text' },
      company: { type: 'lookup', target: 'company', onDelete: 'null' },
    },
    { head: { capabilities: { portal: true } } },
  ),
  'object/matter': objectBody('matter', {
    name: { type: 'text' },
    inner: { type: 'text' },
    done: { type: 'boolean' },
    client: { type: 'lookup', target: 'client', onDelete: 'null' },
    company: { type: 'lookup', target: 'company', onDelete: 'null' },
    rows: { type: 'lineItems', lineItems: { target: 'matter_row', via: 'matter' } },
  }),
  'object/matter_row': objectBody('matter_row', {
    name: { type: 'text' },
    matter: { type: 'lookup', target: 'matter', onDelete: 'cascade' },
  }),
  'object/letter': objectBody(
    'letter',
    { name: { type: 'text' }, client: { type: 'lookup', target: 'client', onDelete: 'cascade' } },
    { head: { accessFrom: 'client' } },
  ),
  'role/outside_reads': role(
    'outside_reads',
    [{ object: 'client', ...theirs('create', 'read'), fields: { name: 'write' } }],
    { portal: true },
  ),
  'object/leaflet': objectBody('leaflet', { name: { type: 'text' } }),
  'role/outside': role(
    'outside',
    [
      { object: 'client', ...theirs('read', 'update'), fields: { '*': 'none', name: 'write' } },
      {
        object: 'matter',
        ...theirs('create', 'read', 'update'),
        where: 'done == null || !done',
        fields: { '*': 'write', inner: 'none' },
      },
      { object: 'leaflet', do: ['read'], rows: { read: 'all' } },
    ],
    { portal: true },
  ),
  // all that belongs to the company of the one who is bound
  'role/outside_company': role(
    'outside_company',
    [
      {
        object: 'matter',
        do: ['read'],
        rows: { read: 'all' },
        where: 'company.client.exists(c, c.id == user.portal_record)',
        fields: { name: 'read' },
      },
    ],
    { portal: true },
  ),
};

let world: TestEngine;
let li: PortalUser;
let wang: PortalUser;
const ids: Record<string, string> = {};
const admin = (method: string, path: string, body?: unknown) =>
  world.call('admin', method, `/api/records/${path}`, body);
const make = async (object: string, values: object): Promise<string> => {
  const made = await admin('POST', object, values);
  expect(made.status, made.text).toBe(201);
  return made.body.id;
};
const namesOf = async (user: PortalUser, object: string): Promise<string[]> =>
  (await user.call('GET', `/api/records/${object}?sort=name`)).body.records.map(({ name }: any) => name);

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  ids.company = await make('company', { name: 'C' });
  ids.li = await make('client', { name: 'Li', inner: 'a secret', company: ids.company });
  ids.wang = await make('client', { name: 'Wang', inner: 'another', company: ids.company });
  ids.mine = await make('matter', { name: 'of Li', inner: 'x', client: ids.li, rows: [{ name: 'row' }] });
  ids.other = await make('matter', { name: 'of Wang', client: ids.wang, company: ids.company });
  ids.done = await make('matter', { name: 'done', client: ids.li, done: true });
  await make('leaflet', { name: 'for everybody' });
  const outside = (email: string, id: string, ...roles: string[]) =>
    portalUser(world, { email, roles, record: { object: 'client', id } });
  li = await outside('li@outside.example.com', ids.li, 'outside');
  wang = await outside('wang@outside.example.com', ids.wang, 'outside', 'outside_company');
});
afterAll(() => world.close());

describe('a user of the portal', () => {
  test('sees their record and what points at it, as their roles say', async () => {
    expect(await namesOf(li, 'client')).toEqual(['Li']);
    expect(await namesOf(li, 'matter')).toEqual(['of Li']);
    expect(await namesOf(li, 'leaflet')).toEqual(['for everybody']);
    const one = await li.call('GET', `/api/records/matter/${ids.mine}?fields=name,client.name,rows.name`);
    expect(one.body).toMatchObject({ name: 'of Li', client: { name: 'Li' }, rows: [{ name: 'row' }] });
    const whole = (await li.call('GET', `/api/records/client/${ids.li}`)).body;
    expect([whole.name, 'inner' in whole, 'owner' in whole]).toEqual(['Li', false, false]);
    for (const id of [ids.other, ids.done, ids.company])
      expect((await li.call('GET', `/api/records/matter/${id}`)).status).toBe(404);
    expect((await li.call('GET', '/api/records/company')).status).toBe(404);
    expect((await li.call('GET', '/api/records/matter?filter=inner=="x"')).status).toBe(400);
  });

  test('sees by a condition what belongs beside it', async () => {
    expect(await namesOf(wang, 'matter')).toEqual(['of Wang']);
    await make('matter', { name: 'of C', company: ids.company });
    expect(await namesOf(wang, 'matter')).toEqual(['of C', 'of Wang']);
  });

  test('brings in what is bound to their record and nobody owns', async () => {
    const made = await li.call('POST', '/api/records/matter', { name: 'new', rows: [{ name: 'r' }] });
    expect(made.status, made.text).toBe(201);
    const stored = (await admin('GET', `matter/${made.body.id}`)).body;
    expect(stored).toMatchObject({ client: ids.li, owner: null, created_by: li.id, source: 'portal' });
    const elsewhere = [
      [{ name: 'x', client: ids.wang }, 'record.reference'],
      [{ name: 'x', owner: li.id }, 'record.field'],
      [{ name: 'x', inner: 'x' }, 'record.field'],
      [{ name: 'x', client: null }, 'record.outside'],
      [{ name: 'x', done: true }, 'record.outside'],
    ] as const;
    const before = (await admin('GET', 'matter?count=exact')).body.count;
    for (const [body, code] of elsewhere) {
      const refused = await li.call('POST', '/api/records/matter', body);
      expect([refused.status, refused.body.errors?.[0]?.code], refused.text).toEqual([422, code]);
    }
    expect((await admin('GET', 'matter?count=exact')).body.count).toEqual(before);
    expect((await li.call('POST', '/api/records/leaflet', { name: 'x' })).status).toBe(403);
  });

  test('adds to their own record what follows it only where they may change that', async () => {
    const email = 'zhou@outside.example.com';
    const zhou = await portalUser(world, {
      ...{ email, roles: ['outside_reads'] },
      record: { object: 'client', id: ids.li! },
    });
    for (const body of [{ name: 'x' }, { name: 'x', client: ids.li }]) {
      const refused = await zhou.call('POST', '/api/records/letter', body);
      expect([refused.status, refused.body.errors?.[0]?.path], refused.text).toEqual([422, '/client']);
      const made = await li.call('POST', '/api/records/letter', body);
      expect(made.status, made.text).toBe(201);
      await admin('DELETE', `letter/${made.body.id}`);
    }
  });

  test('changes what they may, and moves nothing to others', async () => {
    const path = `/api/records/matter/${ids.mine}`;
    expect((await li.call('PATCH', path, { name: 'of Li' })).status).toBe(200);
    expect((await li.call('PATCH', path, { client: ids.wang })).status).toBe(422);
    expect((await li.call('PATCH', `/api/records/matter/${ids.other}`, { name: 'x' })).status).toBe(404);
    expect((await li.call('DELETE', path)).status).toBe(403);
  });

  test('is told of nothing else: who they are, the menu, the model', async () => {
    const me = (await li.call('GET', '/api/me')).body;
    expect(me).toMatchObject({
      user: { id: li.id, kind: 'portal' },
      admin: [],
      home: null,
      roles: ['outside'],
    });
    expect(me.navigation).toEqual({
      items: ['client', 'leaflet', 'letter', 'matter', 'matter_row'].map((object) => ({ object })),
      phone: [],
      people: [],
    });
    const { objects } = (await li.call('GET', '/api/model')).body;
    expect(objects.map(({ name }: any) => name).sort()).toEqual([
      'client',
      'leaflet',
      'letter',
      'matter',
      'matter_row',
    ]);
    const model = (await li.call('GET', '/api/model/client')).body;
    expect(model.fields.map(({ name }: any) => name).sort()).toEqual(['id', 'name', 'version']);
    expect(model.views).toEqual([]);
    expect(model.can).toMatchObject({ read: true, update: true, transfer: false, bulk: false, claim: false });
    expect((await li.call('GET', '/api/model/user')).status).toBe(404);
  });

  test('is gone with their record at once, and back with it', async () => {
    expect((await admin('DELETE', `client/${ids.li}`)).status).toBe(204);
    expect((await li.call('GET', '/api/me')).status).toBe(401);
    const signIn = { email: 'li@outside.example.com', password: PORTAL_PASSWORD };
    expect((await world.call(null, 'POST', '/api/auth/sign-in/email', signIn)).status).toBe(401);
    await admin('POST', `client/${ids.li}/actions/restore`, {});
    expect((await li.call('GET', '/api/me')).status).toBe(200);
  });

  test('is out with the next request once they are switched off', async () => {
    const id = await make('client', { name: 'Zhao' });
    const zhao = await portalUser(world, {
      ...{ email: 'zhao@outside.example.com', roles: ['outside'] },
      record: { object: 'client', id },
    });
    expect((await admin('PATCH', `user/${zhao.id}`, { active: false })).status).toBe(200);
    expect((await zhao.call('GET', '/api/me')).status).toBe(401);
    expect((await admin('PATCH', `user/${zhao.id}`, { active: true })).status).toBe(200);
    expect((await zhao.call('GET', '/api/me')).status).toBe(401);
  });
});

describe('colleagues', () => {
  test('see who of the portal there is, bound to which record, and give them nothing to do', async () => {
    const users = (
      await admin('GET', 'user?filter=kind=="portal"&fields=name,kind,portal_record.title&sort=name')
    ).body.records;
    expect(users[0]).toMatchObject({ kind: 'portal', portal_record: { title: 'Li' } });
    const related = await admin(
      'GET',
      `client?filter=portal_users.exists(u, u.active == true)&sort=name&fields=name`,
    );
    expect(related.body.records.map(({ name }: any) => name)).toEqual(['Li', 'Wang', 'Zhao']);
    const named = [
      ['PATCH', `matter/${ids.mine}`, { owner: li.id }, '/owner'],
      ['POST', `matter/${ids.mine}/actions/transfer`, { to: li.id }, '/to'],
      ['PUT', `matter/${ids.mine}/collaborators`, { user: li.id }, '/user'],
      ['PATCH', `user/${world.users.member}`, { manager: li.id }, '/manager'],
      ['POST', 'team', { name: 'T', leader: li.id }, '/leader'],
      ['POST', 'team', { name: 'T', members: [li.id] }, '/members/0/member'],
      ['POST', 'department', { name: 'D', manager: li.id }, '/manager'],
      ['POST', 'territory', { name: 'T', members: [li.id] }, '/members/0/member'],
      [
        'POST',
        'delegation',
        { reason: 'r', delegate: li.id, begins: '2026-01-01', until: '2030-01-01' },
        '/delegate',
      ],
      ['POST', 'matter', { name: 'm', owner: li.id }, '/owner'],
    ] as const;
    for (const [method, path, body, at] of named) {
      const refused = await admin(method, path, body);
      expect([path, refused.status, refused.body.errors?.[0]?.path], refused.text).toEqual([path, 422, at]);
    }
    const handed = await world.call('admin', 'POST', `/api/people/${world.users.nobody}/deactivate`, {
      to: li.id,
    });
    expect(handed.status, handed.text).toBe(422);
  });

  test('make nobody of the portal a colleague, nor the other way round, nor bind them elsewhere', async () => {
    const changes = [
      ['PATCH', `user/${li.id}`, { kind: 'person' }, '/kind'],
      ['PATCH', `user/${li.id}`, { portal_record: { object: 'client', id: ids.wang } }, '/portal_record'],
      ['PATCH', `user/${world.users.member}`, { kind: 'portal' }, '/kind'],
      ['POST', 'user', { name: 'x', kind: 'portal' }, '/kind'],
    ] as const;
    for (const [method, path, body, at] of changes) {
      const refused = await admin(method, path, body);
      expect([path, refused.status, refused.body.errors?.[0]?.path], refused.text).toEqual([path, 422, at]);
    }
    const roles = (id: string, ...names: string[]) =>
      world.call('admin', 'PUT', `/api/people/${id}/roles`, { roles: names });
    expect((await roles(li.id, 'sales')).body.errors[0].code).toBe('people.role_inside');
    expect((await roles(world.users.member, 'outside')).body.errors[0].code).toBe('people.role_portal');
    const key = await world.call('admin', 'POST', '/api/keys', { user: li.id });
    expect(key.status).toBe(404);
  });

  test('invite to records that they see, of objects that have portal users, once per e-mail', async () => {
    const invite = (portal: unknown, roles = ['outside'], email = 'new@outside.example.com') =>
      world.call('admin', 'POST', '/api/people/invitations', { email, roles, portal });
    const wrong = [
      [{ object: 'matter', id: ids.mine }, 'people.portal_record'],
      [{ object: 'client', id: world.users.admin }, 'people.portal_record'],
      [{ object: 'nothing', id: ids.li }, 'people.portal_record'],
      [{ object: 'client' }, 'people.record'],
      ['client', 'people.record'],
    ] as const;
    for (const [portal, code] of wrong) {
      const refused = await invite(portal);
      expect([refused.status, refused.body.errors?.[0]?.code], refused.text).toEqual([422, code]);
    }
    const mixed = await invite({ object: 'client', id: ids.li }, ['sales']);
    expect(mixed.body.errors[0].code).toBe('people.role_inside');
    expect((await invite(undefined, ['outside'])).body.errors[0].code).toBe('people.role_portal');
    const taken = await invite({ object: 'client', id: ids.li }, ['outside'], 'li@outside.example.com');
    expect(taken.status).toBe(409);
    expect((await world.call('member', 'POST', '/api/people/invitations', {})).status).toBe(403);
  });

  test('whose record is gone takes the invitation along', async () => {
    const id = await make('client', { name: 'gone soon' });
    const invited = await world.call('admin', 'POST', '/api/people/invitations', {
      ...{ email: 'gone@outside.example.com', roles: ['outside'], portal: { object: 'client', id } },
    });
    await admin('DELETE', `client/${id}`);
    const token = invited.body.path.split('#')[1];
    expect((await world.call(null, 'POST', '/api/auth/invitations/see', { token })).status).toBe(404);
  });

  test('with the right to security look as a user of the portal does', async () => {
    const { body } = await world.call('admin', 'POST', `/api/people/${li.id}/view-as`);
    const note = { 'View-As': body.note };
    const seen = await world.call('admin', 'GET', '/api/records/matter?sort=name', undefined, note);
    expect(seen.body.records.map(({ name }: any) => name)).toEqual(await namesOf(li, 'matter'));
    expect((await world.call('admin', 'GET', '/api/roles', undefined, note)).status).toBe(403);
    expect((await world.call('admin', 'GET', '/api/records/company', undefined, note)).status).toBe(404);
    await admin('DELETE', `client/${ids.li}`);
    expect((await world.call('admin', 'GET', '/api/me', undefined, note)).body.code).toBe(
      'people.view_as_over',
    );
    await admin('POST', `client/${ids.li}/actions/restore`, {});
  });

  test('whom the rights are explained to are told of a portal user too', async () => {
    const path = `matter/${ids.mine}/access?user=${li.id}`;
    const told = await admin('GET', path);
    expect([told.status, told.body.verdict], told.text).toEqual([200, 'granted']);
    const not = await admin('GET', `matter/${ids.other}/access?user=${li.id}`);
    expect(not.body.verdict).toBe('denied');
  });
});

describe('roles of the portal', () => {
  const portal = (grants: readonly object[], rest: object = {}) => ({
    ...documents,
    'role/wrong': role('wrong', grants, { portal: true, ...rest }),
  });

  test('say less than others, and say it', async () => {
    const all = { read: 'all' };
    const wrong: readonly [TestDocuments, string][] = [
      [portal([], { admin: ['model'] }), '/admin document.portal_admin'],
      [portal([{ object: '*', do: ['read'], rows: all }]), '/grants/0/object document.portal_object'],
      [portal([{ object: 'user', do: ['read'], rows: all }]), '/grants/0/object document.portal_object'],
      [portal([{ object: 'matter', do: ['read'] }]), '/grants/0/do/0 document.portal_unstated'],
      [
        portal([{ object: 'matter', do: ['read', 'transfer'], rows: { read: 'all', transfer: 'all' } }]),
        '/grants/0/do/1 document.portal_action',
      ],
      [
        portal([{ object: 'matter', do: ['read'], rows: { read: 'department' } }]),
        '/grants/0/rows/read document.portal_rows',
      ],
      [
        portal([{ object: 'leaflet', do: ['read'], rows: { read: 'portal' } }]),
        '/grants/0/rows/read document.portal_field',
      ],
      [
        { ...documents, 'role/wrong': role('wrong', [{ object: 'matter', ...theirs('read') }]) },
        '/grants/0/rows/read document.portal_scope',
      ],
    ];
    for (const [given, refusal] of wrong) expect(await refusalsOf(world, given)).toEqual([refusal]);
  });

  test('that become roles of colleagues give their holders nothing any more', async () => {
    const published = await publishInto(world, {
      ...documents,
      'role/outside': { ...(documents['role/outside'] as object), portal: false, grants: [] },
    } as TestDocuments);
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    expect((await li.call('GET', '/api/records/matter')).status).toBe(404);
    expect((await li.call('GET', '/api/records/user')).status).toBe(404);
    await publishInto(world, documents);
  });
});
