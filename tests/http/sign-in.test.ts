import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const ORIGIN = 'http://127.0.0.1:3000';
const SIGN_IN = '/api/auth/sign-in/email';
const fromPage = { Origin: ORIGIN };

const signIn = (name: string, password: string, headers: Record<string, string> = fromPage) =>
  guanxi.call(null, 'POST', SIGN_IN, { email: `${name}@example.com`, password }, headers);

/** The cookie of a fresh session, as a browser sends it back. */
async function cookieOf(name: string): Promise<string> {
  const { headers } = await signIn(name, guanxi.passwordOf(name));
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

const me = (cookie: string) => guanxi.call(null, 'GET', '/api/me', undefined, { Cookie: cookie });

test('that nobody has signed in yet is told to anybody, and no more once somebody has', async () => {
  const isFirst = async () => (await guanxi.call(null, 'GET', '/api/auth/first')).body;
  expect(await isFirst()).toEqual({ isFirst: true });
  expect((await signIn('admin', 'not the password')).status).toBe(401);
  expect(await isFirst()).toEqual({ isFirst: true });
  expect((await signIn('admin', guanxi.passwordOf('admin'))).status).toBe(200);
  expect(await isFirst()).toEqual({ isFirst: false });
});

describe('a browser signs in', () => {
  test('for a cookie that no script reads', async () => {
    const answer = await signIn('admin', guanxi.passwordOf('admin'));
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('token');
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^guanxi\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const who = await me(cookie!.split(';')[0]!);
    expect(who.body.user.email).toBe('admin@example.com');
  });

  test('only from a page of ours', async () => {
    const stranger = await signIn('admin', guanxi.passwordOf('admin'), { Origin: 'http://evil.example' });
    expect([stranger.status, stranger.body.code]).toEqual([403, 'request.origin']);
    expect(stranger.headers.getSetCookie()).toEqual([]);
  });

  test('and out: the cookie goes, and what was kept of it is worth nothing', async () => {
    const cookie = await cookieOf('admin');
    const out = await guanxi.call(null, 'POST', '/api/auth/sign-out', {}, { ...fromPage, Cookie: cookie });
    expect(out.status).toBe(200);
    expect(out.headers.getSetCookie()[0]).toMatch(/^guanxi\.session_token=; Max-Age=0/);
    expect((await me(cookie)).status).toBe(401);
  });
});

describe('a program signs in', () => {
  test('for a token, and gets no cookie', async () => {
    const { body, headers } = await signIn('admin', guanxi.passwordOf('admin'), {});
    expect(headers.getSetCookie()).toEqual([]);
    const bearer = { Authorization: `Bearer ${body.token}` };
    expect((await guanxi.call(null, 'GET', '/api/me', undefined, bearer)).status).toBe(200);
    await guanxi.call(null, 'POST', '/api/auth/sign-out', {}, bearer);
    const after = await guanxi.call(null, 'GET', '/api/me', undefined, bearer);
    expect([after.status, after.body.code]).toEqual([401, 'auth.key']);
  });

  test.each(['', 'x', 'a.b', 'gx_', `gx_${'x'.repeat(43)}`, 'x'.repeat(5_000), '../../etc', '%00'])(
    'not with %j',
    async (token) => {
      const answer = await guanxi.call(null, 'GET', '/api/me', undefined, {
        Authorization: `Bearer ${token}`,
      });
      expect(answer.status).toBe(401);
    },
  );
});

describe('who cannot sign in learns nothing', () => {
  test('an unknown e-mail and a wrong password are the same answer', async () => {
    const wrong = await signIn('other', 'not the password');
    const unknown = await signIn('nobody', 'not the password');
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual(unknown.body);
    expect(JSON.stringify(wrong.body)).not.toMatch(/nobody|other/);
  });

  test.each([
    [{}, 422, 'people.invalid'],
    [[], 422, 'people.invalid'],
    ['null', 422, 'people.invalid'],
    [{ email: 'admin@example.com' }, 422, 'people.invalid'],
    [{ email: 'admin@example.com', password: 1 }, 422, 'people.invalid'],
    [{ email: { $ne: '' }, password: 'x' }, 422, 'people.invalid'],
    [{ email: 'a', password: 'x', callbackURL: 'http://evil.example' }, 422, 'people.invalid'],
    [{ email: "' OR 1=1 --", password: 'x' }, 401, 'auth.refused'],
    [{ email: 'admin@example.com', password: 'x'.repeat(4_000) }, 401, 'auth.refused'],
  ])('%j: %s %s', async (body, status, code) => {
    const answer = await guanxi.call(null, 'POST', SIGN_IN, body, fromPage);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('attempts on one e-mail are slowed down, whoever makes them and whatever comes of it', async () => {
    const attempts = [];
    for (let count = 0; count < 7; count++) attempts.push(await signIn('slow', 'not the password'));
    expect(attempts.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const last = attempts.at(-1)!;
    expect(last.body.code).toBe('auth.too_many');
    expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  test('sign-up, reset and everything else of the library are no addresses', async () => {
    for (const path of ['sign-up/email', 'get-session', 'update-user', 'delete-user', 'ok', 'error']) {
      const answer = await guanxi.call(null, 'POST', `/api/auth/${path}`, {}, fromPage);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});

describe('what ends a session', () => {
  test('a user who is not active any more is out at the next request, for good', async () => {
    const cookie = await cookieOf('member');
    expect((await me(cookie)).status).toBe(200);
    const change = (active: boolean) =>
      guanxi.call('admin', 'PATCH', `/api/records/user/${guanxi.users.member}`, { active });
    expect((await change(false)).status).toBe(200);
    expect((await me(cookie)).status).toBe(401);
    expect((await guanxi.call('member', 'GET', '/api/me')).status).toBe(401);
    await change(true);
    expect((await me(cookie)).status).toBe(401);
    expect((await me(await cookieOf('member'))).status).toBe(200);
    expect((await guanxi.call('member', 'GET', '/api/me')).status).toBe(200);
  });

  test('a new password ends all other sessions', async () => {
    const [here, elsewhere] = [await cookieOf('other'), await cookieOf('other')];
    const change = (currentPassword: string, newPassword: string) =>
      guanxi.call(
        null,
        'POST',
        '/api/auth/change-password',
        { currentPassword, newPassword },
        { ...fromPage, Cookie: here },
      );
    expect((await change('not the password', 'a new long password')).status).toBe(422);
    expect((await change(guanxi.passwordOf('other'), 'short')).body.errors[0].code).toBe(
      'auth.password_short',
    );
    expect((await change(guanxi.passwordOf('other'), 'a new long password')).status).toBe(200);
    expect((await me(here)).status).toBe(200);
    expect((await me(elsewhere)).status).toBe(401);
    expect((await signIn('other', 'a new long password')).status).toBe(200);
  });

  test('roles that are taken away count at the next request', async () => {
    const put = (roles: string[]) =>
      guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.other}/roles`, { roles });
    expect((await guanxi.call('other', 'GET', '/api/records/account')).status).toBe(200);
    expect((await put([])).status).toBe(200);
    expect((await guanxi.call('other', 'GET', '/api/records/account')).status).toBe(404);
    expect((await put(['sales'])).body).toEqual({ roles: ['sales'] });
    expect((await guanxi.call('other', 'GET', '/api/records/account')).status).toBe(200);
  });
});

describe('behind https', () => {
  let behind: TestEngine;
  beforeAll(async () => {
    behind = await testEngine({ GUANXI_PUBLIC_URL: 'https://crm.example.com', HOST: '0.0.0.0' });
  });
  afterAll(() => behind.close());

  test('the cookie never goes over a line that others can read', async () => {
    const body = { email: 'admin@example.com', password: behind.passwordOf('admin') };
    const answer = await behind.call(null, 'POST', SIGN_IN, body, { Origin: 'https://crm.example.com' });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-guanxi\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers.get('Strict-Transport-Security')).toMatch(/^max-age=\d+$/);
    const headers = { Cookie: cookie!.split(';')[0]! };
    expect((await behind.call(null, 'GET', '/api/me', undefined, headers)).status).toBe(200);
    const other = { Origin: 'http://crm.example.com' };
    expect((await behind.call(null, 'POST', SIGN_IN, body, other)).status).toBe(403);
  });

  test('other names of the machine are not its name', async () => {
    const host = { Host: '10.0.0.7:3000' };
    expect((await behind.call('admin', 'GET', '/api/me', undefined, host)).status).toBe(421);
  });
});
