import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const PASSWORD = 'correct horse battery';
const person = (rest: object = {}) => ({
  email: 'new@example.com',
  name: 'New',
  password: PASSWORD,
  roles: ['sales'],
  ...rest,
});

const token = async (email: string, password = PASSWORD): Promise<Record<string, string>> => {
  const { body } = await guanxi.call(null, 'POST', '/api/auth/sign-in/email', { email, password });
  return { Authorization: `Bearer ${body.token}` };
};

describe('somebody who is to sign in', () => {
  test('is made by who manages people, with roles', async () => {
    const made = await guanxi.call('admin', 'POST', '/api/people', person());
    expect(made.status).toBe(201);
    const { body } = await guanxi.call(null, 'GET', '/api/me', undefined, await token('new@example.com'));
    expect(body).toMatchObject({ user: { id: made.body.id, name: 'New' }, roles: ['sales'], admin: [] });
    const again = await guanxi.call('admin', 'POST', '/api/people', person());
    expect([again.status, again.body.code]).toEqual([409, 'people.taken']);
  });

  test('becomes the user who was there by that e-mail, an imported owner', async () => {
    const values = { name: '林梅', email: 'mei@example.com' };
    const { body: known } = await guanxi.call('admin', 'POST', '/api/records/user', values);
    const made = await guanxi.call('admin', 'POST', '/api/people', person({ email: 'Mei@example.com' }));
    expect(made.body.id).toBe(known.id);
    const { body } = await guanxi.call(null, 'GET', '/api/me', undefined, await token('mei@example.com'));
    expect(body.user).toMatchObject({ id: known.id, name: '林梅' });
  });

  test.each([
    [person({ email: 'no address' }), '/email', 'value.email'],
    [person({ name: ' ' }), '/name', 'people.missing'],
    [person({ roles: ['slaes'] }), '/roles/0', 'people.role'],
    [person({ email: 'p@example.com', password: 'short' }), '/password', 'auth.password_short'],
    [person({ email: 'p@example.com', password: 'qwertyuiop' }), '/password', 'auth.password_guessable'],
    [{ email: 'p@example.com', name: 'P', roles: [] }, '/password', 'people.missing'],
    [person({ admin: true }), '/admin', 'people.unknown'],
  ])('is refused: %j', async (body, path, code) => {
    const answer = await guanxi.call('admin', 'POST', '/api/people', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, code }));
  });

  test('is not made by who may not', async () => {
    const answer = await guanxi.call('member', 'POST', '/api/people', person({ email: 'p@example.com' }));
    expect([answer.status, answer.body.code]).toEqual([403, 'people.not_allowed']);
  });
});

describe('nobody rises above those who let them in', () => {
  let staff: Record<string, string>;
  beforeAll(async () => {
    await guanxi.call(
      'admin',
      'POST',
      '/api/people',
      person({ email: 'staff@example.com', roles: ['staff'] }),
    );
    staff = await token('staff@example.com');
  });

  const asStaff = (method: string, path: string, body?: unknown) =>
    guanxi.call(null, method, path, body, staff);

  test('by giving a role', async () => {
    const made = await asStaff(
      'POST',
      '/api/people',
      person({ email: 'q@example.com', roles: ['administrator'] }),
    );
    expect([made.status, made.body.errors[0].code]).toEqual([403, 'people.role_above']);
    const own = await asStaff('GET', '/api/me');
    const raised = await asStaff('PUT', `/api/people/${own.body.user.id}/roles`, {
      roles: ['staff', 'administrator'],
    });
    expect(raised.status).toBe(403);
    expect((await asStaff('GET', '/api/me')).body.admin).toEqual(['people']);
  });

  test('by taking one away, by a password or by a key', async () => {
    const { admin } = guanxi.users;
    expect((await asStaff('PUT', `/api/people/${admin}/roles`, { roles: [] })).status).toBe(403);
    expect((await asStaff('PUT', `/api/people/${admin}/password`, { password: PASSWORD })).status).toBe(403);
    expect((await asStaff('POST', '/api/keys', { user: admin })).status).toBe(403);
    expect((await guanxi.call('member', 'POST', '/api/keys', { user: admin })).status).toBe(403);
    // known or not, an e-mail of others is the same answer
    for (const email of ['admin@example.com', 'nobody.at.all@example.com']) {
      expect((await guanxi.call('member', 'POST', '/api/keys', { email })).status).toBe(403);
    }
  });

  test('but they look after their equals and below', async () => {
    const { member } = guanxi.users;
    const reset = await asStaff('PUT', `/api/people/${member}/password`, { password: 'another long one' });
    expect(reset.status).toBe(204);
    expect((await guanxi.call('admin', 'GET', '/api/me')).status).toBe(200);
    const headers = await token('member@example.com', 'another long one');
    expect((await guanxi.call(null, 'GET', '/api/me', undefined, headers)).status).toBe(200);
  });

  test('the last who manages people stays', async () => {
    const { users } = guanxi;
    const { body } = await asStaff('GET', '/api/me');
    await guanxi.call('admin', 'PUT', `/api/people/${body.user.id}/roles`, { roles: [] });
    const last = await guanxi.call('admin', 'PUT', `/api/people/${users.admin}/roles`, { roles: ['sales'] });
    expect([last.status, last.body.code]).toEqual([409, 'people.last_admin']);
  });

  test('the field that says who signs in is nobody’s to write', async () => {
    const { users } = guanxi;
    const { body } = await guanxi.call('admin', 'GET', `/api/records/user/${users.admin}?fields=person`);
    const stolen = await guanxi.call('admin', 'PATCH', `/api/records/user/${users.other}`, {
      person: body.person,
    });
    expect(stolen.status).toBe(422);
  });
});

describe('the roles', () => {
  test('are told with how many hold each, to those who manage people', async () => {
    const before = (await guanxi.call('admin', 'GET', '/api/roles')).body.roles;
    const holdersIn = (roles: readonly { name: string; holders: number }[]) =>
      roles.find(({ name }) => name === 'sales')!.holders;
    expect(before[0]).toMatchObject({
      name: expect.any(String),
      labels: expect.anything(),
      admin: expect.any(Array),
    });
    await guanxi.call('admin', 'POST', '/api/people', person({ email: 'one-more@example.com' }));
    const after = (await guanxi.call('admin', 'GET', '/api/roles')).body.roles;
    expect(holdersIn(after)).toBe(holdersIn(before) + 1);
    expect((await guanxi.call('member', 'GET', '/api/roles')).status).toBe(403);
  });
});

describe('who holds a role', () => {
  const at = (user?: string) =>
    `/api/roles/service/people${user === undefined ? '' : `/${guanxi.users[user as 'member']}`}`;
  const held = async (query = '') => {
    const { status, text, body } = await guanxi.call('admin', 'GET', `${at()}${query}`);
    expect(status, text).toBe(200);
    return body;
  };

  test('is given and taken one by one, at once, and beside the other roles', async () => {
    expect((await guanxi.call('admin', 'PUT', at('member'))).status).toBe(204);
    expect((await guanxi.call('admin', 'PUT', at('member'))).status).toBe(204);
    expect(await held()).toEqual({
      holders: [{ id: guanxi.users.member, name: 'member', email: 'member@example.com', active: true }],
      next: null,
    });
    expect((await guanxi.call('member', 'GET', '/api/me')).body.roles.sort()).toEqual(['sales', 'service']);
    expect((await held('?q=MEMBER@')).holders).toHaveLength(1);
    expect((await held('?q=nobody')).holders).toEqual([]);
    expect((await guanxi.call('admin', 'DELETE', at('member'))).status).toBe(204);
    expect((await guanxi.call('member', 'GET', '/api/me')).body.roles).toEqual(['sales']);
  });

  test('two who give a role to one user at once both do', async () => {
    const of = (role: string) => `/api/roles/${role}/people/${guanxi.users.nobody}`;
    const answers = await Promise.all(
      ['service', 'marketing', 'viewer'].map((role) => guanxi.call('admin', 'PUT', of(role))),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const { body } = await guanxi.call('admin', 'GET', `/api/people/${guanxi.users.nobody}/roles`);
    expect(body.roles).toEqual(['marketing', 'service', 'viewer']);
    await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.nobody}/roles`, { roles: [] });
  });

  test('comes in pages', async () => {
    const batch = Array.from({ length: 60 }, (_, i) => ({
      op: 'create',
      values: { name: `Holder ${String(i).padStart(2, '0')}` },
    }));
    const { body } = await guanxi.call('admin', 'POST', '/api/records/user/batch', batch);
    for (const { id } of body.results) await guanxi.call('admin', 'PUT', `${at()}/${id}`);
    const first = await held();
    const second = await held(`?after=${first.next}`);
    const names = [...first.holders, ...second.holders].map(({ name }: { name: string }) => name);
    expect([first.holders.length, second.holders.length, second.next]).toEqual([50, 10, null]);
    expect(names).toEqual(batch.map(({ values }) => values.name));
  });

  test('is nobody’s to change who may not, and somebody who manages people stays', async () => {
    expect((await guanxi.call('member', 'GET', at())).status).toBe(403);
    expect((await guanxi.call('member', 'PUT', at('member'))).status).toBe(403);
    expect((await guanxi.call('admin', 'PUT', `/api/roles/none/people/${guanxi.users.member}`)).status).toBe(
      404,
    );
    const nobody = '0190a000-0000-7000-8000-000000000000';
    expect((await guanxi.call('admin', 'PUT', `${at()}/${nobody}`)).status).toBe(404);
    const mine = `/api/roles/administrator/people/${guanxi.users.admin}`;
    const last = await guanxi.call('admin', 'DELETE', mine);
    expect([last.status, last.body.code]).toEqual([409, 'people.last_admin']);
  });
});

describe('a key', () => {
  test('is shown once, acts as its user, and ends when it is taken back', async () => {
    const made = await guanxi.call('member', 'POST', '/api/keys', { name: 'sync', days: 30 });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(/^gx_[\w-]{43}$/);
    const headers = { Authorization: `Bearer ${made.body.key}` };
    const who = await guanxi.call(null, 'GET', '/api/me', undefined, headers);
    expect(who.body.user.id).toBe(guanxi.users.member);
    const { body } = await guanxi.call('member', 'GET', '/api/keys');
    const listed = body.keys.find(({ id }: { id: string }) => id === made.body.id);
    expect(listed).toMatchObject({ name: 'sync', prefix: made.body.key.slice(0, 9) });
    expect(JSON.stringify(body)).not.toContain(made.body.key.slice(9));
    expect((await guanxi.call('other', 'DELETE', `/api/keys/${made.body.id}`)).status).toBe(404);
    expect((await guanxi.call('member', 'DELETE', `/api/keys/${made.body.id}`)).status).toBe(204);
    expect((await guanxi.call(null, 'GET', '/api/me', undefined, headers)).status).toBe(401);
  });

  test('needs no origin: no browser sends it by itself', async () => {
    const headers = { Origin: 'http://evil.example' };
    expect((await guanxi.call('member', 'PATCH', '/api/me', {}, headers)).status).toBe(200);
  });

  test.each([0, -1, 4_000])('is not made for %s days', async (days) => {
    expect((await guanxi.call('member', 'POST', '/api/keys', { days })).status).toBe(422);
  });
});

describe('oneself', () => {
  test('is changed a little', async () => {
    const changes = { locale: 'zh-CN', timeZone: 'Europe/Berlin' };
    expect((await guanxi.call('other', 'PATCH', '/api/me', changes)).body.user).toMatchObject(changes);
    const { body } = await guanxi.call('other', 'GET', '/api/nothing', undefined, { 'Accept-Language': '' });
    expect(body.title).toBe('There is nothing at this address.');
    const cleared = await guanxi.call('other', 'PATCH', '/api/me', { timeZone: '' });
    expect(cleared.body.user.timeZone).toBeNull();
  });

  test.each([
    [{ locale: 'tlh' }, '/locale'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ timeZone: '+08:00' }, '/timeZone'],
    [{ roles: ['administrator'] }, '/roles'],
    [{ email: 'x@example.com' }, '/email'],
  ])('is not changed by %j', async (body, path) => {
    const answer = await guanxi.call('other', 'PATCH', '/api/me', body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });
});

describe('a user on their page', () => {
  const userAt = (as: string, id: string) => guanxi.call(as, 'GET', `/api/people/${id}`);

  test('says how they come in and what may be done about it', async () => {
    const { member, admin } = guanxi.users;
    const { body } = await userAt('admin', member);
    expect(body).toEqual({
      kind: 'person',
      signsInAs: 'member@example.com',
      secondFactorSince: null,
      sessions: expect.any(Number),
      roles: ['sales'],
      can: { signIn: true, invite: false, keys: true },
    });
    const { other } = guanxi.users;
    const before = (await userAt('admin', other)).body.sessions;
    await token('other@example.com', guanxi.passwordOf('other'));
    expect((await userAt('admin', other)).body.sessions).toBe(before + 1);

    const values = { name: 'Owner', email: 'owner@example.com' };
    const { body: owner } = await guanxi.call('admin', 'POST', '/api/records/user', values);
    const imported = (await userAt('admin', owner.id)).body;
    expect(imported).toMatchObject({ signsInAs: null, can: { signIn: false, invite: true, keys: true } });
    const service = { name: 'Till', roles: [] };
    const { body: made } = await guanxi.call('admin', 'POST', '/api/people/services', service);
    const till = (await userAt('admin', made.id)).body;
    expect(till).toMatchObject({ kind: 'service', can: { signIn: false, invite: false, keys: true } });

    const clerk = person({ email: 'clerk@example.com', roles: ['staff'] });
    expect((await guanxi.call('admin', 'POST', '/api/people', clerk)).status).toBe(201);
    const staff = await token('clerk@example.com');
    const above = await guanxi.call(null, 'GET', `/api/people/${admin}`, undefined, staff);
    expect(above.body.can).toEqual({ signIn: false, invite: false, keys: false });
  });

  test('is told to nobody else, and its keys neither', async () => {
    const { member, other } = guanxi.users;
    for (const path of [`people/${member}`, `people/${other}`, `keys?of=${member}`, `keys?of=${other}`]) {
      const answer = await guanxi.call('other', 'GET', `/api/${path}`);
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'people.not_allowed']);
    }
    expect((await userAt('admin', 'nobody')).status).toBe(404);
    expect((await userAt('admin', '00000000-0000-7000-8000-000000000000')).status).toBe(404);
    const { body } = await guanxi.call('admin', 'GET', `/api/keys?of=${member}`);
    expect(body.keys.map(({ user }: { user: string }) => user)).toEqual([member]);
  });
});
