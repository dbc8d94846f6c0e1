import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let account: string;
beforeAll(async () => {
  guanxi = await testEngine();
  const made = await guanxi.call('member', 'POST', '/api/records/account', { name: 'North' });
  account = made.body.id;
});
afterAll(() => guanxi.close());

const keyFor = async (user: string, limits: object): Promise<Record<string, string>> => {
  const { status, body, text } = await guanxi.call(user, 'POST', '/api/keys', { name: 'limited', ...limits });
  expect(status, text).toBe(201);
  return { Authorization: `Bearer ${body.key}` };
};
const by = (key: Record<string, string>, method: string, path: string, body?: unknown) =>
  guanxi.call(null, method, path, body, key);

describe('a key that only reads', () => {
  let key: Record<string, string>;
  beforeAll(async () => {
    key = await keyFor('admin', { readOnly: true });
  });

  test.each([
    ['GET', '/api/records/account'],
    ['GET', '/api/me'],
    ['GET', '/api/model'],
    ['POST', '/api/records/account/query', {}],
    ['POST', '/api/records/account/aggregate', { measures: 'count()' }],
  ])('may %s %s', async (method, path, body?: object) => {
    expect((await by(key, method, path, body)).status).toBe(200);
  });

  test.each([
    ['POST', '/api/records/account', { name: 'x' }],
    ['PATCH', '/api/records/account/:id', { name: 'x' }],
    ['DELETE', '/api/records/account/:id'],
    ['POST', '/api/records/account/batch', [{ op: 'create', values: { name: 'x' } }]],
    ['POST', '/api/records/account/:id/actions/restore', {}],
    ['PATCH', '/api/me', { locale: 'en' }],
    ['POST', '/api/keys', {}],
    ['POST', '/api/people', { email: 'x@example.com', name: 'x', password: 'long enough x', roles: [] }],
    ['POST', '/api/people/invitations', { email: 'x@example.com', roles: [] }],
    ['POST', '/api/metadata/draft/plan', {}],
    ['POST', '/api/packages/apply', {}],
    ['POST', '/api/imports', {}],
  ])('may not %s %s', async (method, path, body?: object) => {
    const answer = await by(key, method, path.replace(':id', account), body);
    expect(answer.status).toBe(403);
  });

  test('has no rights over the workspace, also where it would only read', async () => {
    for (const path of [
      '/api/people/invitations',
      '/api/roles',
      '/api/metadata/documents',
      '/api/keys?of=all',
    ]) {
      expect([path, (await by(key, 'GET', path)).status]).toEqual([path, 403]);
    }
    expect((await by(key, 'GET', '/api/me')).body.admin).toEqual([]);
  });
});

describe('a key for some objects', () => {
  test('knows no other, not by a path, a filter, a sort or the model', async () => {
    const key = await keyFor('member', { objects: ['account'] });
    expect((await by(key, 'GET', `/api/records/account/${account}`)).body.name).toBe('North');
    expect((await by(key, 'PATCH', `/api/records/account/${account}`, { name: 'South' })).status).toBe(200);
    expect((await by(key, 'GET', '/api/records/contact')).status).toBe(404);
    expect((await by(key, 'POST', '/api/records/contact', { name: 'x' })).status).toBe(404);
    expect((await by(key, 'GET', '/api/records/user')).status).toBe(404);
    for (const query of ['fields=owner.name', 'sort=owner.name', 'filter=owner.name%20%3D%3D%20"x"']) {
      expect([query, (await by(key, 'GET', `/api/records/account?${query}`)).status]).toEqual([query, 400]);
    }
    const { body } = await by(key, 'GET', '/api/model');
    expect(body.objects.map(({ name }: { name: string }) => name)).toEqual(['account']);
  });

  test('gets a form without what it may not know, though its user has opened the same', async () => {
    const key = await keyFor('member', { objects: ['contact'] });
    const whole = await guanxi.call('member', 'GET', '/api/model/contact/form');
    const cut = await by(key, 'GET', '/api/model/contact/form');
    expect([whole.status, cut.status]).toEqual([200, 200]);
    expect(whole.text).toContain('"target":"account"');
    expect(cut.text).not.toContain('"target":"account"');
  });

  test('gives no more than its user has, and makes no key that has more', async () => {
    const key = await keyFor('nobody', { objects: ['account'] });
    expect((await by(key, 'GET', '/api/records/account')).status).toBe(404);
    const mine = await keyFor('member', { objects: ['account'] });
    const made = await by(mine, 'POST', '/api/keys', { name: 'wider' });
    expect([made.status, made.body.code]).toEqual([403, 'auth.key_limited']);
  });

  test('names objects that there are', async () => {
    const answer = await guanxi.call('member', 'POST', '/api/keys', { objects: ['acount'] });
    expect(answer.body.errors[0]).toMatchObject({
      path: '/objects/0',
      code: 'people.object',
      suggestion: 'account',
    });
  });
});

describe('a key tells its owner', () => {
  test('what it may and when it was used', async () => {
    const made = await guanxi.call('other', 'POST', '/api/keys', {
      readOnly: true,
      objects: ['contact', 'account'],
    });
    const listed = async () =>
      (await guanxi.call('other', 'GET', '/api/keys')).body.keys.find(
        ({ id }: { id: string }) => id === made.body.id,
      );
    expect(await listed()).toMatchObject({
      readOnly: true,
      objects: ['account', 'contact'],
      usedAt: null,
      prefix: made.body.key.slice(0, 9),
    });
    await by({ Authorization: `Bearer ${made.body.key}` }, 'GET', '/api/me');
    expect(Date.parse((await listed()).usedAt)).toBeGreaterThan(0);
  });

  test('nothing when it is over', async () => {
    const { body } = await guanxi.call('other', 'POST', '/api/keys', { days: 1 });
    const { db } = guanxi.engine;
    await db
      .forControl()
      .query("UPDATE control.api_key SET expires_at = now() - interval '1 second' WHERE id = $1", [body.id]);
    expect((await by({ Authorization: `Bearer ${body.key}` }, 'GET', '/api/me')).status).toBe(401);
  });
});

describe('a user for a program', () => {
  test('has roles and keys and cannot sign in', async () => {
    const made = await guanxi.call('admin', 'POST', '/api/people/services', {
      name: 'ERP',
      roles: ['sales'],
    });
    expect(made.status).toBe(201);
    const user = made.body.id;
    const { body } = await guanxi.call('admin', 'POST', '/api/keys', {
      user,
      name: 'nightly',
      readOnly: true,
    });
    const key = { Authorization: `Bearer ${body.key}` };
    const me = await by(key, 'GET', '/api/me');
    expect(me.body).toMatchObject({ user: { id: user, name: 'ERP', email: null }, roles: ['sales'] });
    const password = await guanxi.call('admin', 'PUT', `/api/people/${user}/password`, {
      password: 'a long one',
    });
    expect(password.status).toBe(404);
    await guanxi.call('admin', 'PATCH', `/api/records/user/${user}`, { active: false });
    expect((await by(key, 'GET', '/api/me')).status).toBe(401);
  });

  test('is made by who manages people, with no role above theirs', async () => {
    const body = { name: 'x', roles: [] };
    expect((await guanxi.call('member', 'POST', '/api/people/services', body)).status).toBe(403);
    const unnamed = await guanxi.call('admin', 'POST', '/api/people/services', { name: ' ', roles: [] });
    expect(unnamed.status).toBe(422);
  });

  test('is not taken over by who is let in under its e-mail', async () => {
    const made = await guanxi.call('admin', 'POST', '/api/people/services', { name: 'Mailer', roles: [] });
    await guanxi.call('admin', 'PATCH', `/api/records/user/${made.body.id}`, { email: 'mailer@example.com' });
    const person = {
      email: 'mailer@example.com',
      name: 'Thief',
      password: 'a long one of a thief',
      roles: [],
    };
    const answer = await guanxi.call('admin', 'POST', '/api/people', person);
    expect(answer.body.id).not.toBe(made.body.id);
  });
});

test('a user of the portal gets no key', async () => {
  const { users } = guanxi;
  await guanxi.call('operator', 'PATCH', `/api/records/user/${users.nobody}`, { kind: 'portal' });
  expect((await guanxi.call('admin', 'POST', '/api/keys', { user: users.nobody })).status).toBe(404);
  expect((await guanxi.call('nobody', 'GET', '/api/me')).status).toBe(401);
});
