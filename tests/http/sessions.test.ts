import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const fromPage = { Origin: 'http://127.0.0.1:3000' };

async function cookieOf(name: string, userAgent = 'Firefox'): Promise<{ Cookie: string }> {
  const body = { email: `${name}@example.com`, password: guanxi.passwordOf(name) };
  const headers = { ...fromPage, 'User-Agent': userAgent };
  const answer = await guanxi.call(null, 'POST', '/api/auth/sign-in/email', body, headers);
  return { Cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! };
}

const as = (cookie: { Cookie: string }, method: string, path: string) =>
  guanxi.call(null, method, path, undefined, { ...fromPage, ...cookie });

const isIn = async (cookie: { Cookie: string }): Promise<boolean> =>
  (await as(cookie, 'GET', '/api/me')).status === 200;

describe('devices and sessions', () => {
  test('say where and when, which is this one, and never a token', async () => {
    const [phone, desk] = [await cookieOf('other', 'Phone'), await cookieOf('other', 'Desk')];
    const { status, body, text } = await as(desk, 'GET', '/api/auth/sessions');
    expect(status).toBe(200);
    const told = body.sessions.map(({ userAgent, address, isCurrent }: Record<string, unknown>) => [
      userAgent,
      address,
      isCurrent,
    ]);
    expect(told.sort()).toEqual([
      ['Desk', '127.0.0.1', true],
      ['Phone', '127.0.0.1', false],
    ]);
    const token = decodeURIComponent(phone.Cookie.split('=')[1]!).split('.')[0]!;
    expect(text).not.toContain(token);
    for (const { createdAt, usedAt, expiresAt } of body.sessions) {
      expect([createdAt, usedAt, expiresAt].map((at) => Number.isNaN(Date.parse(at)))).not.toContain(true);
    }
  });

  test('one of them ends, then all others; this one stays', async () => {
    const [one, two, here] = [await cookieOf('other'), await cookieOf('other'), await cookieOf('other')];
    const listed = (await as(one, 'GET', '/api/auth/sessions')).body.sessions;
    const { id } = listed.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
    expect((await as(here, 'DELETE', `/api/auth/sessions/${id}`)).status).toBe(204);
    expect([await isIn(one), await isIn(two), await isIn(here)]).toEqual([false, true, true]);
    expect((await as(here, 'DELETE', '/api/auth/sessions')).status).toBe(204);
    expect([await isIn(two), await isIn(here)]).toEqual([false, true]);
    expect((await as(here, 'DELETE', `/api/auth/sessions/${id}`)).body.code).toBe('auth.no_session');
  });

  test('of somebody else are nobody\u2019s to end, nor a key\u2019s to see', async () => {
    const [mine, theirs] = [await cookieOf('other'), await cookieOf('nobody')];
    const [{ id }] = (await as(mine, 'GET', '/api/auth/sessions')).body.sessions;
    expect((await as(theirs, 'DELETE', `/api/auth/sessions/${id}`)).status).toBe(404);
    expect(await isIn(mine)).toBe(true);
    for (const method of ['GET', 'DELETE']) {
      expect((await guanxi.call('other', method, '/api/auth/sessions')).status).toBe(401);
      expect((await guanxi.call(null, method, '/api/auth/sessions')).status).toBe(401);
    }
  });

  test('are not ended by another site', async () => {
    const cookie = await cookieOf('nobody');
    const headers = { ...cookie, Origin: 'http://evil.example' };
    const answer = await guanxi.call(null, 'DELETE', '/api/auth/sessions', undefined, headers);
    expect([answer.status, answer.body.code]).toEqual([403, 'request.origin']);
  });
});

describe('who manages people', () => {
  test('ends all sessions of a user, and it is written down', async () => {
    const [one, two] = [await cookieOf('member'), await cookieOf('member')];
    const path = `/api/people/${guanxi.users.member}/sessions`;
    expect((await guanxi.call('other', 'DELETE', path)).status).toBe(403);
    expect((await guanxi.call('admin', 'DELETE', path)).status).toBe(204);
    expect([await isIn(one), await isIn(two)]).toEqual([false, false]);
    const ctx = await guanxi.engine.contextFor('main');
    const { rows } = await guanxi.engine.db
      .forWorkspace(ctx.workspace)
      .query(`SELECT op, actor FROM "${ctx.workspace.schema}"."_audit" WHERE op = 'sign_out'`);
    expect(rows).toEqual([{ op: 'sign_out', actor: guanxi.users.admin }]);
  });

  test('cannot end those of somebody with more rights', async () => {
    const body = {
      email: 'staff@example.com',
      name: 'Staff',
      password: 'a long one of staff',
      roles: ['staff'],
    };
    expect((await guanxi.call('admin', 'POST', '/api/people', body)).status).toBe(201);
    const signedIn = await guanxi.call(null, 'POST', '/api/auth/sign-in/email', {
      email: body.email,
      password: body.password,
    });
    const headers = { Authorization: `Bearer ${signedIn.body.token}` };
    const path = `/api/people/${guanxi.users.admin}/sessions`;
    expect((await guanxi.call(null, 'DELETE', path, undefined, headers)).status).toBe(403);
  });
});

test('what ends in one process ends in all', async () => {
  const elsewhere = await createEngine(
    { ...guanxi.engine.config, dataDir: `${guanxi.dataDir}/elsewhere` },
    { log: guanxi.engine.log },
  );
  try {
    elsewhere.start();
    const cookie = await cookieOf('nobody');
    const there = async () => {
      const headers = { ...fromPage, ...cookie };
      return (await elsewhere.fetch(new Request(`${guanxi.engine.address}/api/me`, { headers }))).status;
    };
    expect(await there()).toBe(200);
    await guanxi.call('admin', 'DELETE', `/api/people/${guanxi.users.nobody}/sessions`);
    await expect.poll(there, { timeout: 15_000 }).toBe(401);
  } finally {
    await elsewhere.close();
  }
});
