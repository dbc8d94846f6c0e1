import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redeemInvitation } from '../../engine/people/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const PASSWORD = 'a good long one';

const invite = (body: object, as = 'admin') => guanxi.call(as, 'POST', '/api/people/invitations', body);

async function linkFor(email: string, rest: object = {}): Promise<{ id: string; token: string }> {
  const { status, body, text } = await invite({ email, roles: ['sales'], ...rest });
  expect(status, text).toBe(201);
  expect(body.path).toMatch(/^\/invite#[\w-]{43}$/);
  return { id: body.id, token: body.path.split('#')[1] };
}

const see = (token: string) => guanxi.call(null, 'POST', '/api/auth/invitations/see', { token });
const redeem = (token: string, rest: object = {}) =>
  guanxi.call(null, 'POST', '/api/auth/invitations/redeem', { token, password: PASSWORD, ...rest });

const signIn = (email: string, password = PASSWORD) =>
  guanxi.call(null, 'POST', '/api/auth/sign-in/email', { email, password });

/** Takes back what there was of invitations, in the words of the database. */
const sql = async (text: string) => (await guanxi.engine.db.forControl().query(text)).rows;

describe('an invitation', () => {
  test('lets the owner of the e-mail in, with the roles that were said', async () => {
    const { token } = await linkFor('Invited@example.com', { name: '林梅' });
    expect((await see(token)).body).toEqual({
      email: 'invited@example.com',
      name: '林梅',
      workspace: 'main',
      isKnown: false,
    });
    expect((await redeem(token)).body).toEqual({ email: 'invited@example.com', workspace: 'main' });
    const { body } = await signIn('invited@example.com');
    const bearer = { Authorization: `Bearer ${body.token}` };
    const me = await guanxi.call(null, 'GET', '/api/me', undefined, bearer);
    expect(me.body).toMatchObject({
      user: { name: '林梅', email: 'invited@example.com' },
      roles: ['sales'],
      admin: [],
    });
  });

  test('is kept as a hash, and told only once', async () => {
    const { token } = await linkFor('hash@example.com');
    expect(JSON.stringify(await sql('SELECT * FROM control.invitation'))).not.toContain(token);
    const listed = await guanxi.call('admin', 'GET', '/api/people/invitations');
    expect(listed.body.invitations[0]).toMatchObject({ email: 'hash@example.com', roles: ['sales'] });
    expect(listed.text).not.toContain(token);
  });

  test('is for one e-mail: no body names another', async () => {
    const { token } = await linkFor('bound@example.com');
    for (const rest of [{ email: 'admin@example.com' }, { roles: ['administrator'] }, { user: 'x' }]) {
      const answer = await redeem(token, { name: 'X', ...rest });
      expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'people.unknown']);
    }
    expect((await redeem(token, { name: 'Bound' })).body.email).toBe('bound@example.com');
  });

  test('of who has a password with us is redeemed by that password alone', async () => {
    const known = { email: 'elsewhere@example.com', name: 'Elsewhere' };
    await (await guanxi.engine.people.auth()).createPerson(known, 'the one from elsewhere');
    const { token } = await linkFor(known.email);
    expect((await see(token)).body.isKnown).toBe(true);
    const stolen = await redeem(token, { name: 'Thief', password: 'a password of a thief' });
    expect([stolen.status, stolen.body.errors[0].code]).toEqual([422, 'auth.password_wrong']);
    expect((await redeem(token, { password: 'the one from elsewhere' })).status).toBe(200);
  });

  test.each([
    ['short', '/password', 'auth.password_short'],
    ['password123', '/password', 'auth.password_guessable'],
    ['weak@example.com', '/password', 'auth.password_guessable'],
  ])('with the password %s is still good afterwards', async (password, path, code) => {
    const { token } = await linkFor('weak@example.com', { name: 'Weak' });
    const answer = await redeem(token, { password });
    expect([answer.status, answer.body.errors[0]]).toEqual([422, expect.objectContaining({ path, code })]);
    expect((await see(token)).status).toBe(200);
  });
});

describe('a link is worth nothing', () => {
  const isGone = async (token: string) => {
    for (const answer of [await see(token), await redeem(token, { name: 'Late' })]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'people.no_invitation']);
    }
  };

  test('when it was used, by whoever comes later', async () => {
    const { token } = await linkFor('once@example.com', { name: 'Once' });
    expect((await redeem(token)).status).toBe(200);
    await isGone(token);
  });

  test('of fifty at once but one', async () => {
    const { token } = await linkFor('fifty@example.com', { name: 'Fifty' });
    const { db, people } = guanxi.engine;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => redeemInvitation(db, people, { token, password: PASSWORD })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const made = await guanxi.call(
      'admin',
      'GET',
      '/api/records/user?filter=email%20%3D%3D%20"fifty@example.com"',
    );
    expect(made.body.records).toHaveLength(1);
  });

  test('when it was taken back, replaced or is too old', async () => {
    const revoked = await linkFor('back@example.com');
    expect((await guanxi.call('admin', 'DELETE', `/api/people/invitations/${revoked.id}`)).status).toBe(204);
    expect((await guanxi.call('admin', 'DELETE', `/api/people/invitations/${revoked.id}`)).status).toBe(404);
    await isGone(revoked.token);
    const first = await linkFor('twice@example.com');
    await linkFor('twice@example.com');
    await isGone(first.token);
    const old = await linkFor('old@example.com');
    await sql(
      `UPDATE control.invitation SET expires_at = now() - interval '1 second' WHERE id = '${old.id}'`,
    );
    await isGone(old.token);
  });

  test('when whoever has invited may do so no more', async () => {
    const staff = { email: 'staff@example.com', name: 'Staff', password: PASSWORD, roles: ['staff'] };
    const { body } = await guanxi.call('admin', 'POST', '/api/people', staff);
    const bearer = { Authorization: `Bearer ${(await signIn(staff.email)).body.token}` };
    const asked = { email: 'by.staff@example.com', name: 'By staff', roles: ['sales'] };
    const made = await guanxi.call(null, 'POST', '/api/people/invitations', asked, bearer);
    expect(made.status).toBe(201);
    await guanxi.call('admin', 'PUT', `/api/people/${body.id}/roles`, { roles: [] });
    await isGone(made.body.path.split('#')[1]);
  });

  test.each(['', 'x', 'x'.repeat(43), '../../etc'])('that nobody has made: %j', (token) => isGone(token));
});

describe('an invitation is not made', () => {
  test.each([
    [{ email: 'no address', roles: [] }, 422, '/email'],
    [{ email: 'a@example.com', roles: ['slaes'] }, 422, '/roles/0'],
    [{ email: 'a@example.com', roles: [], days: 0 }, 422, '/days'],
    [{ email: 'a@example.com', roles: [], days: 61 }, 422, '/days'],
    [{ email: 'a@example.com', roles: [], password: 'x' }, 422, '/password'],
  ])('by %j', async (body, status, path) => {
    const answer = await invite(body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  });

  test('by who may not, for roles above one’s own, or for who is there already', async () => {
    const body = { email: 'a@example.com', roles: [] };
    expect((await invite(body, 'member')).status).toBe(403);
    expect((await guanxi.call('member', 'GET', '/api/people/invitations')).status).toBe(403);
    expect((await invite({ email: 'member@example.com', roles: [] })).body.code).toBe('people.taken');
    const staff = { email: 'staff2@example.com', name: 'Staff', password: PASSWORD, roles: ['staff'] };
    await guanxi.call('admin', 'POST', '/api/people', staff);
    const bearer = { Authorization: `Bearer ${(await signIn(staff.email)).body.token}` };
    const above = { email: 'b@example.com', roles: ['administrator'] };
    const answer = await guanxi.call(null, 'POST', '/api/people/invitations', above, bearer);
    expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'people.role_above']);
  });
});
