import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';

/**
 * Rows 11, 28, 41, 57 and 65 of the advisories: who has neither session nor key is answered by none of the addresses
 * of a workspace, whatever they send; what they send to sign in is never more than a text.
 */
let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
});
afterAll(() => world?.close());

const NOBODY = '0190a000-0000-7000-8000-000000000000';

describe('who is nobody', () => {
  test('is let in nowhere, by whatever a body says of them', async () => {
    const { routes } = world.engine.app;
    const user = world.users.admin;
    const answered: string[] = [];
    for (const { method, path } of routes) {
      const address = path
        .replace(':object', 'account')
        .replace(':kind', 'object')
        .replaceAll(/:\w+/g, NOBODY);
      const body =
        method === 'POST' || method === 'PUT' || method === 'PATCH' ? { user, userId: user } : undefined;
      const { status, body: said } = await world.call(null, method, address, body);
      if (status !== 401 || said.code !== 'auth.required') answered.push(`${method} ${path}: ${status}`);
    }
    expect(routes.length).toBeGreaterThan(50);
    expect(answered).toEqual([]);
  });

  /** what sleeps is stopped, and told as busy */
  const SQL = ["' OR '1'='1", "'; SELECT pg_sleep(99); --", '1) OR (1=1', 'a" OR ""="'];

  test.each([
    ['/api/auth/sign-in/email', ['email', 'password']],
    ['/api/auth/sign-in/code', ['code', 'note', 'token']],
    ['/api/auth/invitations/see', ['token']],
    ['/api/auth/invitations/redeem', ['token', 'password', 'name']],
    ['/api/auth/change-password', ['currentPassword', 'newPassword']],
  ])('SQL for any member of a body is a text like any other: %s', async (path, members) => {
    const usual = Object.fromEntries(members.map((name) => [name, 'member@example.com']));
    for (const name of members) {
      for (const text of SQL) {
        const { status } = await world.call(null, 'POST', path, { ...usual, [name]: text });
        expect([path, name, text, status >= 400 && status < 500]).toEqual([path, name, text, true]);
      }
    }
    expect((await world.call('member', 'GET', '/api/me')).status).toBe(200);
  });
});
