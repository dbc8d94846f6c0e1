import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

const ORIGIN = 'http://127.0.0.1:3000';
const SIGN_IN = '/api/auth/sign-in/email';

/** How often one may fail from one address before one must wait. */
const FROM_ADDRESS = 30;

let guanxi: TestEngine;
const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  guanxi.call(null, 'POST', SIGN_IN, { email, password }, { Origin: ORIGIN, ...headers });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe('whether an account is known', () => {
  beforeAll(async () => {
    guanxi = await testEngine();
  });
  afterAll(() => guanxi.close());

  test('is not told by how long the answer takes', async () => {
    const auth = await guanxi.engine.people.auth();
    const took = async (email: string): Promise<number> => {
      const started = performance.now();
      expect(await auth.checkPassword({ email, password: 'not the password' })).toBeUndefined();
      return performance.now() - started;
    };
    await took('member@example.com');
    // one after the other, in changing order: whatever else this machine does, it does to both
    const pairs: { known: number; unknown: number }[] = [];
    for (let count = 0; count < 15; count++) {
      const isFirst = count % 2 === 0;
      const one = await took(isFirst ? 'member@example.com' : `nobody${count}@example.org`);
      const two = await took(isFirst ? `nobody${count}@example.org` : 'member@example.com');
      pairs.push(isFirst ? { known: one, unknown: two } : { known: two, unknown: one });
    }
    const ratio = median(pairs.map(({ known }) => known)) / median(pairs.map(({ unknown }) => unknown));
    // without the work that the unknown are given it would be twenty and more
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  }, 60_000);

  test('is not told by the answer: unknown, wrong, left, of the portal', async () => {
    const { users } = guanxi;
    await guanxi.call('admin', 'PATCH', `/api/records/user/${users.other}`, { active: false });
    await guanxi.call('operator', 'PATCH', `/api/records/user/${users.nobody}`, { kind: 'portal' });
    const answers = [
      await signIn('stranger@example.com', 'not the password'),
      await signIn('member@example.com', 'not the password'),
      await signIn('other@example.com', guanxi.passwordOf('other')),
      await signIn('nobody@example.com', guanxi.passwordOf('nobody')),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body.code]).toEqual([401, 'auth.refused']);
      expect(body).toEqual(answers[0]!.body);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  test('is not told by when one must wait', async () => {
    const codes = async (email: string) => {
      const answers: [number, string | null][] = [];
      for (let count = 0; count < 7; count++) {
        const { status, headers } = await signIn(email, 'not the password');
        answers.push([status, headers.get('Retry-After') && 'told']);
      }
      return answers;
    };
    expect(await codes('admin@example.com')).toEqual(await codes('stranger2@example.com'));
  });
});

describe('attempts are counted', () => {
  beforeAll(async () => {
    guanxi = await testEngine();
  });
  afterAll(() => guanxi.close());

  test('for an account, whatever a caller says of where they are and however they spell it', async () => {
    const spellings = ['slow@example.com', 'SLOW@example.com', ' slow@example.com ', 'Slow@Example.com'];
    const statuses = [];
    for (let count = 0; count < 7; count++) {
      const headers = {
        'X-Forwarded-For': `203.0.113.${count}`,
        'X-Real-IP': `198.51.100.${count}`,
        'User-Agent': `browser ${count}`,
        'x-guanxi-address': `192.0.2.${count}`,
      };
      statuses.push((await signIn(spellings[count % 4]!, 'not the password', headers)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test('for an address, whichever accounts are tried and whatever it says of itself', async () => {
    const statuses = [];
    for (let count = 0; count < FROM_ADDRESS; count++) {
      const headers = { 'X-Forwarded-For': `203.0.113.${count}`, Forwarded: `for=198.51.100.${count}` };
      statuses.push((await signIn(`guess${count}@example.com`, 'not the password', headers)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(FROM_ADDRESS - 10);
    // also for who knows a password
    expect((await signIn('member@example.com', guanxi.passwordOf('member'))).status).toBe(429);
  });

  test('all of a hundred at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => signIn('at.once@example.com', 'not the password')),
    );
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
  });
});
