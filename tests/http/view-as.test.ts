import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let mine: string;
let theirs: string;
beforeAll(async () => {
  guanxi = await testEngine();
  const make = async (user: string, name: string): Promise<string> =>
    (await guanxi.call(user, 'POST', '/api/records/account', { name })).body.id;
  mine = await make('member', 'North');
  theirs = await make('admin', 'South');
});
afterAll(() => guanxi.close());

const start = (by: string, user: string) => guanxi.call(by, 'POST', `/api/people/${user}/view-as`, {});

/** The headers with which `by` sees as `user`. */
async function viewing(by: string, user: string): Promise<Record<string, string>> {
  const { status, body, text } = await start(by, user);
  expect(status, text).toBe(201);
  return { 'View-As': body.note };
}

const entries = async (query: string) =>
  (await guanxi.call('admin', 'GET', `/api/audit?${query}`)).body.entries;

describe('who views as somebody', () => {
  let as: Record<string, string>;
  beforeAll(async () => {
    as = await viewing('admin', guanxi.users.member);
  });
  const view = (method: string, path: string, body?: unknown) => guanxi.call('admin', method, path, body, as);

  test('gets the same answers, byte for byte', async () => {
    const paths = [
      '/api/records/account?count=true',
      '/api/records/account?fields=name,owner.name&sort=-name',
      `/api/records/account/${mine}`,
      `/api/records/account/${theirs}`,
      '/api/records/user?sort=name',
      '/api/records/contract',
      '/api/records/account/aggregate?measures=count()&group=owner',
    ];
    for (const path of paths) {
      const [seen, own] = [await view('GET', path), await guanxi.call('member', 'GET', path)];
      expect([path, seen.status, seen.text]).toEqual([path, own.status, own.text]);
    }
    const asked = { filter: 'name != ""' };
    const [seen, own] = [
      await view('POST', '/api/records/account/query', asked),
      await guanxi.call('member', 'POST', '/api/records/account/query', asked),
    ];
    expect(seen.text).toBe(own.text);
  });

  test('is told whom, by whom, and holds no right over the workspace', async () => {
    const { body } = await view('GET', '/api/me');
    expect(body).toMatchObject({
      user: { id: guanxi.users.member, name: 'member' },
      roles: ['sales'],
      admin: [],
      viewedBy: { id: guanxi.users.admin, name: 'admin' },
      workspaces: [{ name: 'main' }],
    });
    expect((await guanxi.call('admin', 'GET', '/api/me')).body.viewedBy).toBeNull();
  });

  test('reads in the own language', async () => {
    await guanxi.call('member', 'PATCH', '/api/me', { locale: 'zh-CN' });
    await guanxi.call('admin', 'PATCH', '/api/me', { locale: 'en' });
    const refused = await view('POST', '/api/records/account', { name: 'x' });
    expect(refused.body.title).toBe('While viewing as somebody else nothing can be changed.');
    expect((await view('GET', '/api/me')).body.user.locale).toBe('en');
  });

  test('gets forms that cannot be written, and whoever they are of gets theirs as before', async () => {
    const object = await view('GET', '/api/model/account');
    expect(object.body.can).not.toHaveProperty('update', true);
    expect(object.body.can).not.toHaveProperty('create', true);
    const own = await guanxi.call('member', 'GET', '/api/model/account');
    expect(own.body.can).toMatchObject({ create: true, update: true });
  });

  test.each([
    ['POST', '/api/records/account', { name: 'x' }],
    ['PATCH', '/api/records/account/:id', { name: 'x' }],
    ['DELETE', '/api/records/account/:id'],
    ['POST', '/api/records/account/batch', [{ op: 'create', values: { name: 'x' } }]],
    ['POST', '/api/records/account/:id/actions/restore', {}],
    ['POST', '/api/records/account/transfer', { ids: [], to: null }],
    ['PUT', '/api/records/account/:id/collaborators', {}],
    ['PATCH', '/api/me', { locale: 'en' }],
    ['POST', '/api/keys', {}],
    ['POST', '/api/files?object=account&field=logo&name=x', 'x'],
    ['POST', '/api/imports', {}],
    ['PUT', '/api/people/:user/roles', { roles: [] }],
    ['POST', '/api/metadata/draft/plan', {}],
    ['POST', '/api/packages/apply', {}],
  ])('changes nothing: %s %s', async (method, path, body?: unknown) => {
    const address = path.replace(':id', mine).replace(':user', guanxi.users.member);
    const answer = await view(method, address, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'people.view_as_reads']);
  });

  test.each([
    '/api/keys',
    `/api/files/${'0'.repeat(8)}-0000-7000-8000-000000000000`,
    '/api/imports',
    '/api/auth/sessions',
    '/api/auth/second-factor',
  ])('is not shown what is their own: %s', async (path) => {
    const answer = await view('GET', path);
    expect([answer.status, answer.body.code]).toEqual([403, 'people.view_as_own']);
  });

  test.each([
    '/api/audit',
    '/api/audit.csv',
    '/api/roles',
    '/api/people/invitations',
    '/api/metadata/documents',
    '/api/packages/export',
    '/api/doctor',
  ])('gets nowhere with the own rights either: %s', async (path) => {
    expect((await view('GET', path)).status).toBe(403);
  });

  test('does not begin again from there', async () => {
    const answer = await view('POST', `/api/people/${guanxi.users.other}/view-as`, {});
    expect([answer.status, answer.body.code]).toEqual([403, 'people.view_as_reads']);
  });
});

test('each beginning stands in the audit, of both', async () => {
  const { other, admin } = guanxi.users;
  const before = await entries('op=view_as');
  const as = await viewing('admin', other);
  for (const path of ['/api/me', '/api/records/account'])
    await guanxi.call('admin', 'GET', path, undefined, as);
  const after = await entries('op=view_as');
  expect(after).toHaveLength(before.length + 1);
  expect(after[0]).toMatchObject({ actor: admin, object: 'user', record: other });
  expect(after[0].changes).toEqual([{ field: 'until', value: [null, expect.any(String)] }]);
});

describe('nobody sees by it what they may not', () => {
  const asked = (by: string, note: string) =>
    guanxi.call(by, 'GET', '/api/records/account', undefined, { 'View-As': note });
  const code = async (by: string, user: string) => {
    const { status, body } = await start(by, user);
    return [status, body.code];
  };

  test('without the right to security, whoever it is', async () => {
    const { member, other } = guanxi.users;
    expect(await code('member', other)).toEqual([403, 'people.view_as_right']);
    expect(await code('member', member)).toEqual([403, 'people.view_as_right']);
    expect(await code('member', '00000000-0000-7000-8000-000000000000')).toEqual([
      403,
      'people.view_as_right',
    ]);
    expect((await asked('member', 'x.y')).body.code).toBe('people.view_as_right');
    expect((await guanxi.call(null, 'POST', `/api/people/${other}/view-as`, {})).status).toBe(401);
  });

  test('with a note of somebody else, of nobody, or none that is whole', async () => {
    await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.other}/roles`, {
      roles: ['administrator'],
    });
    const { body } = await start('admin', guanxi.users.member);
    expect((await asked('admin', body.note)).status).toBe(200);
    const [facts, mac] = body.note.split('.');
    const forged = Buffer.from(
      JSON.stringify([Date.now() + 9e6, 'w', guanxi.users.admin, guanxi.users.member]),
    ).toString('base64url');
    for (const [by, note] of [
      ['other', body.note],
      ['admin', `${forged}.${mac}`],
      ['admin', facts],
      ['admin', ''],
      ['admin', guanxi.users.member],
    ]) {
      const answer = await asked(by!, note!);
      expect([note, answer.status, answer.body.code]).toEqual([note, 403, 'people.view_as_over']);
    }
    await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.other}/roles`, { roles: ['sales'] });
  });

  test('with a limited key', async () => {
    const { note } = (await start('admin', guanxi.users.member)).body;
    const made = await guanxi.call('admin', 'POST', '/api/keys', { name: 'reads', readOnly: true });
    const headers = { Authorization: `Bearer ${made.body.key}` };
    const begun = await guanxi.call(null, 'POST', `/api/people/${guanxi.users.member}/view-as`, {}, headers);
    expect(begun.status).toBe(403);
    const seen = await guanxi.call(null, 'GET', '/api/me', undefined, { ...headers, 'View-As': note });
    expect([seen.status, seen.body.code]).toEqual([403, 'people.view_as_right']);
  });

  test('from the moment when either loses what it takes', async () => {
    const { other, member } = guanxi.users;
    await guanxi.call('admin', 'PUT', `/api/people/${other}/roles`, { roles: ['administrator'] });
    const { note } = (await start('other', member)).body;
    expect((await asked('other', note)).status).toBe(200);
    await guanxi.call('admin', 'PATCH', `/api/records/user/${member}`, { active: false });
    expect((await asked('other', note)).body.code).toBe('people.view_as_over');
    expect(await code('other', member)).toEqual([404, 'people.not_found']);
    await guanxi.call('admin', 'PATCH', `/api/records/user/${member}`, { active: true });
    expect((await asked('other', note)).status).toBe(200);
    await guanxi.call('admin', 'PUT', `/api/people/${other}/roles`, { roles: ['sales'] });
    expect((await asked('other', note)).body.code).toBe('people.view_as_right');
  });

  test('as whoever holds rights over the workspace that they do not hold', async () => {
    const { other, admin, nobody } = guanxi.users;
    const role = {
      name: 'auditor',
      labels: { en: 'Auditor', 'zh-CN': '审计' },
      admin: ['security'],
      grants: [],
    };
    await guanxi.call('admin', 'PUT', '/api/metadata/draft/role/auditor', role);
    const plan = await guanxi.call('admin', 'POST', '/api/metadata/draft/plan', {});
    await guanxi.call('admin', 'POST', '/api/metadata/draft/publish', { hash: plan.body.hash });
    await guanxi.call('admin', 'PUT', `/api/people/${other}/roles`, { roles: ['auditor'] });
    expect(await code('other', admin)).toEqual([403, 'people.view_as_above']);
    expect(await code('other', nobody)).toEqual([201, undefined]);
    await guanxi.call('admin', 'PATCH', `/api/records/user/${nobody}`, { active: false });
    expect(await code('other', nobody)).toEqual([404, 'people.not_found']);
  });
});
