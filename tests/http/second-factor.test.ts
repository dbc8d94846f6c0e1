import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPending, sealPending } from '../../engine/people/index.ts';
import { base32, codeAt, matchingStep, stepOf } from '../../engine/people/totp.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
beforeAll(async () => {
  guanxi = await testEngine();
});
afterAll(() => guanxi.close());

const ORIGIN = { Origin: 'http://127.0.0.1:3000' };

/** The secret behind its text, as an app reads it. */
function secretOf(text: string): Buffer {
  const bits = [...text].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const post = (path: string, body: object, cookie?: string) =>
  guanxi.call(null, 'POST', `/api/auth/${path}`, body, { ...ORIGIN, ...(cookie && { Cookie: cookie }) });
const cookiesIn = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ');
const withPassword = (name: string, cookie?: string) =>
  post('sign-in/email', { email: `${name}@example.com`, password: guanxi.passwordOf(name) }, cookie);
const me = async (cookie: string) => guanxi.call(null, 'GET', '/api/me', undefined, { Cookie: cookie });

interface Enrolled {
  readonly cookie: string;
  readonly secret: Buffer;
  readonly codes: readonly string[];
}

/** A step is good once: tests count on from the one before. */
let step = 0;
const nextCode = (secret: Buffer): string => {
  step = Math.max(stepOf(Date.now()) - 1, step + 1);
  return codeAt(secret, step);
};

async function enrol(name: string): Promise<Enrolled> {
  const cookie = cookiesIn((await withPassword(name)).headers);
  const begun = await post('second-factor/begin', { password: guanxi.passwordOf(name) }, cookie);
  expect(begun.status, begun.text).toBe(200);
  const secret = secretOf(begun.body.secret);
  step = 0;
  const confirmed = await post('second-factor/confirm', { code: nextCode(secret) }, cookie);
  expect(confirmed.status, confirmed.text).toBe(200);
  return { cookie, secret, codes: confirmed.body.codes };
}

describe('codes', () => {
  const SECRET = Buffer.from('12345678901234567890');

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %s seconds', (seconds, code) => {
    expect(codeAt(SECRET, stepOf(seconds * 1_000))).toBe(code);
  });

  test('are taken half a minute early and late, no more', () => {
    const now = 1_234_567_890_000;
    const of = (offset: number) => matchingStep(SECRET, codeAt(SECRET, stepOf(now) + offset), now);
    expect([-2, -1, 0, 1, 2].map((offset) => of(offset) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６']) {
      expect(matchingStep(SECRET, wrong, now)).toBeUndefined();
    }
  });

  test('come of a secret that apps read as base32', () => {
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(secretOf(base32(SECRET))).toEqual(SECRET);
  });
});

describe('whoever has a second factor', () => {
  let mine: Enrolled;
  beforeAll(async () => {
    mine = await enrol('other');
  });

  test('is asked for it after the password, and is nobody until then', async () => {
    const { status, body, headers } = await withPassword('other');
    expect([status, body.next, headers.getSetCookie()]).toEqual([200, 'code', []]);
    const wrong = await post('sign-in/code', { pending: body.pending, code: '000000' });
    expect([wrong.status, wrong.body.errors[0].code]).toEqual([422, 'auth.code']);
    const right = await post('sign-in/code', { pending: body.pending, code: nextCode(mine.secret) });
    expect(right.status).toBe(200);
    expect((await me(cookiesIn(right.headers))).body.user.email).toBe('other@example.com');
  });

  test('cannot use a code twice, nor can fifty at once', async () => {
    const { pending } = (await withPassword('other')).body;
    const auth = guanxi.engine.people.secondFactors;
    const { id } = (await (await guanxi.engine.people.auth()).findPerson('other@example.com'))!;
    // the next step is still good: half a minute early
    const code = codeAt(mine.secret, Math.max(step, stepOf(Date.now())) + 1);
    step = Math.max(step, stepOf(Date.now())) + 1;
    const taken = await Promise.all(Array.from({ length: 50 }, () => auth.take(id, code)));
    expect(taken.filter(Boolean).length).toBeLessThanOrEqual(1);
    const again = await post('sign-in/code', { pending, code });
    expect([again.status, again.body.errors?.[0].code]).toEqual([422, 'auth.code']);
  });

  test('uses each recovery code once, however it is copied', async () => {
    expect(mine.codes).toHaveLength(10);
    const [first, second] = mine.codes as [string, string];
    const { pending } = (await withPassword('other')).body;
    const spelt = ` ${first.replace('-', ' ').toUpperCase()} `;
    expect((await post('sign-in/code', { pending, code: spelt })).status).toBe(200);
    expect((await post('sign-in/code', { pending, code: first })).status).toBe(422);
    const { id } = (await (await guanxi.engine.people.auth()).findPerson('other@example.com'))!;
    const { secondFactors } = guanxi.engine.people;
    const taken = await Promise.all(Array.from({ length: 50 }, () => secondFactors.take(id, second)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await secondFactors.stateOf(id)).codesLeft).toBe(8);
  });

  test('is not asked again on a device that is remembered, until the password changes', async () => {
    const { pending } = (await withPassword('other')).body;
    const code = mine.codes[2]!;
    const { headers } = await post('sign-in/code', { pending, code, rememberDevice: true });
    const device = headers.getSetCookie().find((one) => one.startsWith('guanxi.device='))!;
    expect(device).toMatch(/; Max-Age=2592000; Path=\/api\/auth; HttpOnly; SameSite=Lax$/);
    const kept = device.split(';')[0]!;
    expect((await withPassword('other', kept)).body).not.toHaveProperty('next');
    expect((await withPassword('other', 'guanxi.device=stolen')).body.next).toBe('code');
    const { id } = (await (await guanxi.engine.people.auth()).findPerson('other@example.com'))!;
    await guanxi.engine.people.secondFactors.forgetDevices(id);
    expect((await withPassword('other', kept)).body.next).toBe('code');
  });

  test('gives a program a key instead: it is told so', async () => {
    const body = { email: 'other@example.com', password: guanxi.passwordOf('other') };
    const answer = await guanxi.call(null, 'POST', '/api/auth/sign-in/email', body);
    expect([answer.status, answer.body.code]).toEqual([401, 'auth.second_factor_key']);
    expect(answer.body.title).toMatch(/GUANXI_KEY/);
    expect((await guanxi.call('other', 'GET', '/api/me')).status).toBe(200);
  });

  test('is not passed by what was made up or is of somebody else', async () => {
    const { pending } = (await withPassword('other')).body;
    const [body, mac] = pending.split('.');
    const other = Buffer.from(JSON.stringify(['x', true, Date.now() + 60_000])).toString('base64url');
    for (const forged of ['', 'x', `${body}.`, `${other}.${mac}`, `${body}.${mac.slice(1)}`]) {
      const answer = await post('sign-in/code', { pending: forged, code: mine.codes[9] });
      expect([answer.status, answer.body.code]).toEqual([401, 'auth.sign_in_again']);
    }
  });

  test('keeps nothing readable in the database', async () => {
    const control = guanxi.engine.db.forControl();
    const rows = [
      ...(await control.query('SELECT * FROM control.second_factor')).rows,
      ...(await control.query('SELECT * FROM control.recovery_code')).rows,
    ];
    const text = JSON.stringify(rows);
    expect(text).not.toContain(base32(mine.secret));
    expect(text).not.toContain(mine.secret.toString('base64url'));
    for (const code of mine.codes) expect(text).not.toContain(code.replace('-', ''));
  });

  test('is helped by who manages people when it is lost, which is written down', async () => {
    const path = `/api/people/${guanxi.users.other}/second-factor`;
    expect((await guanxi.call('member', 'DELETE', path)).status).toBe(403);
    expect((await guanxi.call('admin', 'DELETE', path)).status).toBe(204);
    expect((await guanxi.call('admin', 'DELETE', path)).status).toBe(409);
    expect((await me(mine.cookie)).status).toBe(401);
    expect((await withPassword('other')).body).not.toHaveProperty('next');
    const { workspace } = await guanxi.engine.contextFor('main');
    const { rows } = await guanxi.engine.db
      .forWorkspace(workspace)
      .query(`SELECT changes FROM "${workspace.schema}"."_audit" WHERE op = 'second_factor' ORDER BY at, id`);
    expect(rows.map(({ changes }) => JSON.parse(changes).on)).toEqual([
      [false, true],
      [true, false],
    ]);
  });
});

test('the note between password and code is good for ten minutes', () => {
  const [key, now] = ['a key of tests', 1_234_567_890_000];
  const note = sealPending(key, { personId: 'p', rememberMe: false }, now);
  expect(openPending(key, note, now + 599_000)).toEqual({ personId: 'p', rememberMe: false });
  expect(openPending(key, note, now + 600_000)).toBeUndefined();
  expect(openPending('another key', note, now)).toBeUndefined();
});

describe('guesses', () => {
  test('of codes are slowed down, whoever makes them', async () => {
    await enrol('nobody');
    const { pending } = (await withPassword('nobody')).body;
    const statuses = [];
    for (let count = 0; count < 7; count++) {
      statuses.push((await post('sign-in/code', { pending, code: `00000${count}` })).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429]);
  });

  test('of the password are no way to set one up', async () => {
    const cookie = cookiesIn((await withPassword('member')).headers);
    const answer = await post('second-factor/begin', { password: 'not the password' }, cookie);
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'auth.password_wrong']);
    const early = await post('second-factor/confirm', { code: '123456' }, cookie);
    expect(early.status).toBe(422);
    expect((await guanxi.call('member', 'GET', '/api/auth/second-factor')).status).toBe(401);
  });
});

describe('where the settings ask for one', () => {
  const publish = async (secondFactor: string) => {
    const of = (method: string, path: string, body?: unknown) =>
      guanxi.call('admin', method, `/api/metadata/${path}`, body);
    const settings = { timeZone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh-CN', 'en'], secondFactor };
    const saved = await of('PUT', 'draft/settings/workspace', settings);
    expect(saved.status, saved.text).toBe(200);
    const { hash } = (await of('POST', 'draft/plan', {})).body;
    const published = await of('POST', 'draft/publish', { hash });
    expect(published.status, published.text).toBe(200);
  };

  test('a session of who has none leads only to setting it up; keys go on', async () => {
    const cookie = cookiesIn((await withPassword('admin')).headers);
    const plain = cookiesIn((await withPassword('member')).headers);
    await publish('admins');
    const refused = await me(cookie);
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.second_factor']);
    expect((await me(plain)).status).toBe(200);
    expect((await guanxi.call('admin', 'GET', '/api/me')).status).toBe(200);
    await publish('all');
    expect((await me(plain)).status).toBe(403);
    const { cookie: enrolled } = await enrol('admin');
    expect((await me(enrolled)).status).toBe(200);
    await publish('none');
    expect((await me(plain)).status).toBe(200);
  });
});
