import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../engine/errors.ts';
import { passwordFault, randomPassword } from '../../../engine/people/password.ts';
import { readMembers } from '../../../engine/people/read-members.ts';
import { createThrottle } from '../../../engine/people/throttle.ts';

describe('a new password', () => {
  const about = ['mei.lin@example.com', 'Mei Lin'];
  test.each([
    ['short', 'auth.password_short'],
    ['ninechars', 'auth.password_short'],
    ['x'.repeat(129), 'auth.password_long'],
    ['aaaaaaaaaaaa', 'auth.password_guessable'],
    ['abcdefghijkl', 'auth.password_guessable'],
    ['9876543210', 'auth.password_guessable'],
    ['Password123', 'auth.password_guessable'],
    ['mei.lin@example.com', 'auth.password_guessable'],
    ['P@ssw0rd123', 'auth.password_guessable'],
    ['Password!2026', 'auth.password_guessable'],
    ['dragon20260', 'auth.password_guessable'],
    ['guanxiguanxi', 'auth.password_guessable'],
    ['ｑｗｅｒｔｙｕｉｏｐ', 'auth.password_guessable'],
    ['mei.lin2026', 'auth.password_guessable'],
    ['Lin Mei 123', undefined],
    ['correct-horse-9', undefined],
    ['dragons like rain', undefined],
    ['correct horse battery', undefined],
    ['一二三四五六七八九十', undefined],
    [randomPassword(), undefined],
  ])('%s: %s', (password, code) => {
    expect(passwordFault(password, '/password', about)?.code).toBe(code);
  });

  test('made by us is read without mistakes', () => {
    const made = Array.from({ length: 50 }, randomPassword);
    expect(new Set(made).size).toBe(50);
    for (const password of made) expect(password).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
  });
});

describe('attempts', () => {
  const throttle = () => createThrottle({ free: 3, window: 60_000, longest: 8_000 });

  test('cost nothing at first, then double their wait', () => {
    const attempts = throttle();
    const waits = Array.from({ length: 8 }, () => {
      const wait = attempts.wait('a', 1_000);
      attempts.attempt('a', 1_000);
      return wait;
    });
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 8]);
    expect(attempts.wait('b', 1_000)).toBe(0);
  });

  test('are forgotten after silence, and after a good one', () => {
    const attempts = throttle();
    for (let count = 0; count < 5; count++) attempts.attempt('a', 1_000);
    expect(attempts.wait('a', 1_000)).toBeGreaterThan(0);
    expect(attempts.wait('a', 62_000)).toBe(0);
    attempts.forget('a');
    expect(attempts.wait('a', 1_000)).toBe(0);
  });
});

describe('a small body', () => {
  const read = (body: unknown) => {
    try {
      return readMembers(body, { email: 'text', roles: 'texts?', days: 'whole?' });
    } catch (error) {
      return (error as Problem).items.map(({ path, code, suggestion }) => [path, code, suggestion]);
    }
  };

  test('is read by its names', () => {
    expect(read({ email: 'a@b.cn', roles: ['x'] })).toEqual({ email: 'a@b.cn', roles: ['x'] });
  });

  test.each([
    [null, [['', 'record.shape', undefined]]],
    [[], [['', 'record.shape', undefined]]],
    [{}, [['/email', 'people.missing', undefined]]],
    [{ email: 1 }, [['/email', 'value.text', undefined]]],
    [{ email: 'a', mail: 'b' }, [['/mail', 'people.unknown', 'email']]],
    [{ email: 'a', roles: 'admin' }, [['/roles', 'value.list', undefined]]],
    [{ email: 'a', days: 1.5 }, [['/days', 'value.whole', undefined]]],
    [{ email: 'a', toString: 1 }, [['/toString', 'people.unknown', undefined]]],
  ])('%j is refused with every fault', (body, faults) => expect(read(body)).toEqual(faults));
});
