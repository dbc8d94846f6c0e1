import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt, stepOf } from '../../engine/people/totp.ts';
import { type Answered, type TestEngine, testEngine } from '../support/engine.ts';
import { CLIENT, startProvider, type TestProvider, type Wrong } from '../support/oidc-provider.ts';

const ORIGIN = { Origin: 'http://127.0.0.1:3000' };
const PATH = '/api/auth/oidc';

let provider: TestProvider;
let guanxi: TestEngine;
beforeAll(async () => {
  provider = await startProvider();
  guanxi = await testEngine({
    GUANXI_OIDC_ISSUER: provider.issuer,
    GUANXI_OIDC_CLIENT_ID: CLIENT.id,
    GUANXI_OIDC_CLIENT_SECRET: CLIENT.secret,
    GUANXI_OIDC_NAME: 'Acme',
    GUANXI_OIDC_LINK_BY_EMAIL: 'true',
  });
});
afterAll(async () => {
  await guanxi?.close();
  await provider?.close();
});
beforeEach(() => {
  provider.who = { sub: 'member at acme', email: 'member@example.com', email_verified: true };
  provider.wrong = {};
});

const cookiesIn = ({ headers }: Pick<Answered, 'headers'>): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .filter((pair) => !pair.endsWith('='))
    .join('; ');

/** The provider's page, which sends back at once: the path that the browser comes back to. */
async function atProvider(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('Location')!);
  return back.pathname + back.search;
}

const begin = (to = '/o/account?q=1') => guanxi.call(null, 'POST', `${PATH}/begin`, { to }, ORIGIN);
const arrive = (path: string, cookie: string) =>
  guanxi.call(null, 'GET', path, undefined, { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' });

/** Out and back; what the browser is told in the end. */
async function signIn(wrong: Wrong = {}, to?: string): Promise<Answered> {
  const begun = await begin(to);
  expect(begun.status, begun.text).toBe(200);
  provider.wrong = wrong;
  return arrive(await atProvider(begun.body.address), cookiesIn(begun));
}

const placeOf = ({ headers }: Answered) => headers.get('Location')!.replace('http://127.0.0.1:3000', '');
const me = (cookie: string) => guanxi.call(null, 'GET', '/api/me', undefined, { Cookie: cookie });
const sessionIn = (answer: Answered) =>
  answer.headers.getSetCookie().some((one) => one.startsWith('guanxi.session_token=') && !one.includes('=;'));

describe('sign-in by a provider', () => {
  test('leads out with PKCE, state and nonce, and back to the page that was wanted', async () => {
    expect((await guanxi.call(null, 'GET', PATH)).body).toEqual({ name: 'Acme' });
    const begun = await begin();
    const asked = new URL(begun.body.address).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `http://127.0.0.1:3000${PATH}/callback`,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    });
    const [cookie] = begun.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Path=\/api\/auth\/oidc;/);
    const answer = await arrive(await atProvider(begun.body.address), cookiesIn(begun));
    expect([answer.status, placeOf(answer)]).toEqual([303, '/o/account?q=1']);
    const { body } = await me(cookiesIn(answer));
    expect(body).toMatchObject({ user: { id: guanxi.users.member }, roles: ['sales'] });
  });

  test('knows somebody again by what the provider calls them, whatever the e-mail says then', async () => {
    provider.who = { sub: 'member at acme', email: 'admin@example.com', email_verified: false };
    const answer = await signIn();
    expect((await me(cookiesIn(answer))).body.user.id).toBe(guanxi.users.member);
    const { body } = await guanxi.call('admin', 'GET', `/api/audit?user=${guanxi.users.member}&op=identity`);
    expect(body.entries).toHaveLength(1);
  });

  test('makes nobody a member and lets nobody in whom we do not know or who has left', async () => {
    provider.who = { sub: 'a stranger', email: 'stranger@example.com', email_verified: true };
    expect(placeOf(await signIn())).toBe('/o/account?q=1#refused=unknown');
    provider.who = { sub: 'nobody at acme', email: 'nobody@example.com', email_verified: true };
    await guanxi.call('admin', 'PATCH', `/api/records/user/${guanxi.users.nobody}`, { active: false });
    expect(placeOf(await signIn())).toBe('/o/account?q=1#refused=unknown');
    await guanxi.call('admin', 'PATCH', `/api/records/user/${guanxi.users.nobody}`, { active: true });
    expect(sessionIn(await signIn())).toBe(true);
  });

  test('follows a provider that has changed its keys', async () => {
    await provider.rotate();
    const keys = provider.asked('/keys');
    const now = Date.now;
    // asked again at most every half minute
    Date.now = () => now() + 31_000;
    try {
      expect(sessionIn(await signIn())).toBe(true);
      expect(provider.asked('/keys')).toBe(keys + 1);
    } finally {
      Date.now = now;
    }
  });
});

describe('is no way in', () => {
  const hour = Math.floor(Date.now() / 1_000) - 3_600;
  test.each<readonly [string, Wrong]>([
    ['by a token without a signature', { signedBy: 'nobody' }],
    ['by one signed with the public key as if it were a secret', { signedBy: 'publicKeyAsSecret' }],
    ['by one signed with somebody else’s key', { signedBy: 'anotherKey' }],
    ['by one of another sign-in', { claims: { nonce: 'another' } }],
    ['by one without a nonce', { claims: { nonce: undefined } }],
    ['by one for another client', { claims: { aud: 'another' } }],
    ['by one for several clients, meant for another', { claims: { aud: [CLIENT.id, 'b'], azp: 'b' } }],
    ['by one of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['by one that is over', { claims: { iat: hour, exp: hour + 300 } }],
    ['by one that names nobody', { claims: { sub: '' } }],
    ['by the answer of another provider', { iss: 'https://evil.example' }],
  ])('%s', async (_, wrong) => {
    const answer = await signIn(wrong);
    expect([answer.status, placeOf(answer)]).toEqual([303, '/o/account?q=1#refused=provider']);
    expect(sessionIn(answer)).toBe(false);
  });

  test('by an e-mail that the provider does not vouch for', async () => {
    for (const email_verified of [false, 'true', undefined]) {
      provider.who = {
        sub: 'a thief',
        email: 'admin@example.com',
        email_verified: email_verified as boolean,
      };
      expect(placeOf(await signIn())).toBe('/o/account?q=1#refused=unknown');
    }
  });

  test('twice: neither the code nor the answer', async () => {
    const begun = await begin();
    const path = await atProvider(begun.body.address);
    expect(sessionIn(await arrive(path, cookiesIn(begun)))).toBe(true);
    expect(placeOf(await arrive(path, cookiesIn(begun)))).toBe('/o/account?q=1#refused=provider');
    const other = await begin();
    const { nonce } = Object.fromEntries(new URL(begun.body.address).searchParams);
    const again = await atProvider(other.body.address);
    const mixed = new URL(again, provider.issuer);
    mixed.searchParams.set('state', new URL(begun.body.address).searchParams.get('state')!);
    const replayed = new URL(other.body.address);
    replayed.searchParams.set('nonce', nonce!);
    for (const at of [mixed.pathname + mixed.search, await atProvider(replayed.href)])
      expect(placeOf(await arrive(at, cookiesIn(other)))).toBe('/o/account?q=1#refused=provider');
  });

  test('in the browser of somebody else, or of somebody who has not begun', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const path = await atProvider(mine.body.address);
    const planted = await arrive(path, cookiesIn(theirs));
    expect([placeOf(planted), sessionIn(planted)]).toEqual(['/o/account?q=1#refused=provider', false]);
    expect(placeOf(await arrive(path, ''))).toBe('/#refused=again');
    const [name, value] = cookiesIn(mine).split('=') as [string, string];
    expect(placeOf(await arrive(path, `${name}=x${value}`))).toBe('/#refused=again');
    const evil = await guanxi.call(null, 'POST', `${PATH}/begin`, {}, { Origin: 'http://evil.example' });
    expect(evil.status).toBe(403);
  });

  test('to a session that was there before: a new one is opened', async () => {
    const first = await signIn();
    const begun = await begin();
    const planted = `${cookiesIn(begun)}; ${cookiesIn(first)}`;
    const answer = await arrive(await atProvider(begun.body.address), planted);
    const session = (one: Answered) => cookiesIn(one).match(/session_token=([^;]+)/)![1];
    expect(session(answer)).not.toBe(session(first));
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'o/account',
  ])('to another site: %j', async (to) => {
    const location = (await signIn({}, to)).headers.get('Location')!;
    expect(new URL(location).host).toBe('127.0.0.1:3000');
    expect(new URL(location).pathname).not.toMatch(/^\/\//);
  });
});

describe('who has a second factor', () => {
  test('is asked for it, and only then is the provider a way in of theirs', async () => {
    const secret = await enrol();
    provider.who = { sub: 'other at acme', email: 'other@example.com', email_verified: true };
    const answer = await signIn();
    expect(sessionIn(answer)).toBe(false);
    const pending = new URLSearchParams(placeOf(answer).split('#')[1]).get('pending')!;
    const give = (code: string) =>
      guanxi.call(null, 'POST', '/api/auth/sign-in/code', { pending, code }, ORIGIN);
    expect((await give('000000')).status).toBe(422);
    const linked = async () =>
      (await guanxi.call('admin', 'GET', `/api/audit?user=${guanxi.users.other}&op=identity`)).body.entries;
    expect(await linked()).toEqual([]);
    const entered = await give(codeAt(secret, stepOf(Date.now()) + 1));
    expect(entered.status, entered.text).toBe(200);
    expect((await me(cookiesIn(entered))).body.user.id).toBe(guanxi.users.other);
    expect(await linked()).toHaveLength(1);
    expect(placeOf(await signIn())).toMatch(/#pending=/);
  });

  async function enrol(): Promise<Buffer> {
    const password = guanxi.passwordOf('other');
    const signedIn = await guanxi.call(
      null,
      'POST',
      '/api/auth/sign-in/email',
      { email: 'other@example.com', password },
      ORIGIN,
    );
    const headers = { ...ORIGIN, Cookie: cookiesIn(signedIn) };
    const post = (step: string, body: object) =>
      guanxi.call(null, 'POST', `/api/auth/second-factor/${step}`, body, headers);
    const { body } = await post('begin', { password });
    const bits = [...body.secret].map((one) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
    );
    const secret = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
    const confirmed = await post('confirm', { code: codeAt(secret, stepOf(Date.now())) });
    expect(confirmed.status, confirmed.text).toBe(200);
    return secret;
  }
});
