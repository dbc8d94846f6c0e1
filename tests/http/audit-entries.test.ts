import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { publishInto } from '../support/workspace-of.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

interface Kept {
  readonly op: string;
  readonly record: string | null;
  readonly actor: string | null;
  readonly changes: string;
}

/** Everything that the audit has of these kinds, the first first. */
async function entriesOf(...ops: string[]) {
  await guanxi.engine.people.signInTrail.settled();
  const { db, model } = await guanxi.engine.contextFor('main');
  const { rows } = await query<Kept>(db.direct(), {
    text: `SELECT op, record, actor, changes FROM ${model.schema}._audit WHERE op = ANY($1) ORDER BY at, id`,
    values: [ops],
  });
  return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) }));
}

const signIn = (email: string, password: string) =>
  guanxi.call(null, 'POST', '/api/auth/sign-in/email', { email, password }, { 'User-Agent': 'a test' });

describe('the audit keeps', () => {
  test('who signed in and out, and who failed to, without what they typed', async () => {
    const { body } = await signIn('member@example.com', guanxi.passwordOf('member'));
    const bearer = { Authorization: `Bearer ${body.token}` };
    await guanxi.call(null, 'POST', '/api/auth/sign-out', {}, bearer);
    await signIn('member@example.com', 'not their password');
    await signIn('my secret pass@phrase', 'whatever');
    const { member } = guanxi.users;
    expect(await entriesOf('sign_in', 'sign_out')).toMatchObject([
      { op: 'sign_in', record: member, actor: member, changes: { agent: 'a test' } },
      { op: 'sign_out', record: member, actor: member, changes: {} },
    ]);
    const failed = await entriesOf('sign_in_failed');
    expect(failed.toSorted((a) => (a.record === member ? -1 : 1))).toMatchObject([
      { record: member, actor: null },
      { record: null, actor: null, changes: { mark: expect.stringMatching(/^[\w-]{16}$/) } },
    ]);
    expect(JSON.stringify(failed)).not.toMatch(/secret|whatever|their password|@/);
  });

  test('a password that its owner changed, and one that was given', async () => {
    const { body } = await signIn('other@example.com', guanxi.passwordOf('other'));
    const next = { currentPassword: guanxi.passwordOf('other'), newPassword: 'harder to guess 81' };
    const bearer = { Authorization: `Bearer ${body.token}` };
    const own = await guanxi.call(null, 'POST', '/api/auth/change-password', next, bearer);
    expect(own.status, own.text).toBe(200);
    const { other, admin } = guanxi.users;
    await guanxi.call('admin', 'PUT', `/api/people/${other}/password`, { password: 'given for today 9' });
    expect(await entriesOf('password')).toMatchObject([
      { record: other, actor: other, changes: {} },
      { record: other, actor: admin, changes: {} },
    ]);
  });

  test('which roles and keys somebody got', async () => {
    const { nobody, admin } = guanxi.users;
    await guanxi.call('admin', 'PUT', `/api/people/${nobody}/roles`, { roles: ['staff'] });
    const key = await guanxi.call('admin', 'POST', '/api/keys', { name: 'of the night', user: nobody });
    await guanxi.call('admin', 'DELETE', `/api/keys/${key.body.id}`);
    const told = (await entriesOf('roles', 'key', 'revoke')).filter(({ record }) => record === nobody);
    expect(told.filter(({ actor }) => actor === admin)).toMatchObject([
      { op: 'roles', changes: { roles: [[], ['staff']] } },
      { op: 'key', changes: { key: [null, key.body.id] } },
      { op: 'revoke', changes: { key: [key.body.id, null] } },
    ]);
    expect(JSON.stringify(told)).not.toContain(key.body.key);
  });

  test('a publish with the documents that it changed, and what became of rights', async () => {
    const role = (doing: string[]) => ({
      'role/visitor': {
        name: 'visitor',
        labels: { en: 'Visitor', 'zh-CN': '访客' },
        grants: [{ object: 'account', do: doing }],
      },
    });
    expect((await publishInto(guanxi, role(['read']))).status).toBe(200);
    expect((await publishInto(guanxi, role(['read', 'update']))).status).toBe(200);
    const published = (await entriesOf('publish')).slice(-2);
    expect(published).toMatchObject([
      { record: null, actor: guanxi.users.admin, changes: { documents: { 'role/visitor': 'added' } } },
      { changes: { documents: { 'role/visitor': 'changed' } } },
    ]);
    expect((await entriesOf('rights')).at(-1)).toMatchObject({
      actor: guanxi.users.admin,
      changes: {
        document: 'role/visitor',
        words: { grants: [[{ do: ['read'] }], [{ do: ['read', 'update'] }]] },
      },
    });
  });

  test('of a flood of failed attempts only so many, and how many there were', async () => {
    const { signInTrail } = guanxi.engine.people;
    const before = (await entriesOf('sign_in_failed')).length;
    for (let n = 0; n < 200; n += 1) {
      signInTrail.failed(`guess-${n}@example.org`, { address: '198.51.100.7', userAgent: null });
    }
    const kept = (await entriesOf('sign_in_failed')).slice(before);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect(kept.at(-1)).toMatchObject({ changes: { address: '198.51.100.7' } });
  });
});

test('the proof of the audit is for those who answer for security', async () => {
  const proof = await guanxi.call('admin', 'GET', '/api/audit/proof');
  expect([proof.status, proof.body]).toMatchObject([200, { ok: true, faults: [] }]);
  expect((await guanxi.call('member', 'GET', '/api/audit/proof')).body.code).toBe('audit.not_allowed');
  const head = await guanxi.call('admin', 'GET', '/api/audit/proof?head=none');
  expect([head.status, head.body.errors[0].path]).toEqual([400, '/head']);
});
