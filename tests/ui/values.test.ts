import { describe, expect, test } from 'vitest';
import { ApiProblem, messagesByField } from '../../runtime-ui/api/problem.ts';
import type { FieldMeta } from '../../runtime-ui/api/types.ts';
import { changesOf, conflictsOf } from '../../runtime-ui/record/changes.ts';
import {
  formatAgo,
  formatAmount,
  formatMoment,
  formatShort,
  groupDecimal,
  roundDecimal,
  shiftDecimal,
} from '../../runtime-ui/values/format.ts';

describe('numbers without a float', () => {
  test.each([
    ['0.125', 2, '12.5'],
    ['0.6', 2, '60'],
    ['0.2000', 2, '20'],
    ['-0.05', 2, '-5'],
    ['12.5', -2, '0.125'],
    ['5', -2, '0.05'],
    ['100', -2, '1'],
    ['0', 2, '0'],
    ['123456789012345678.91', 2, '12345678901234567891'],
  ])('%s by %i is %s', (text, power, expected) => expect(shiftDecimal(text, power)).toBe(expected));

  test.each([
    ['10005534.50', '10,005,534.50'],
    ['-1234', '-1,234'],
    ['999', '999'],
  ])('%s is read as %s', (text, expected) => expect(groupDecimal(text)).toBe(expected));

  test.each([
    ['1001.385', 2, '1001.39'],
    ['1001.384', 2, '1001.38'],
    ['-0.005', 2, '-0.01'],
    ['-0.004', 2, '0'],
    ['9.999', 2, '10'],
    ['12', 2, '12'],
  ])('%s with %i decimals is %s', (text, places, expected) =>
    expect(roundDecimal(text, places)).toBe(expected),
  );

  test.each([
    ['zh-CN', '10013849.99', '¥1,001.38万'],
    ['zh-CN', '10000.00', '¥1万'],
    ['zh-CN', '9999.50', '¥9,999.50'],
    ['zh-CN', '-123456789.00', '-¥1.23亿'],
    ['en', '10013849.00', '¥10,013,849'],
  ])('in %s the sum of a column, %s, is %s', (language, text, expected) => {
    const field = { widget: 'currency' } as FieldMeta;
    expect(formatShort(field, text, { language, currency: 'CNY', timeZone: 'UTC' })).toBe(expected);
  });

  test.each([
    ['10005534.00', 'zh-CN', 'CNY', '¥10,005,534'],
    ['-1234.50', 'en', 'USD', '-$1,234.50'],
    ['1.00', 'en', 'EUR', '€1'],
  ])('%s in %s and %s is %s', (text, language, currency, expected) => {
    expect(formatAmount(text, { language, currency, timeZone: 'UTC' })).toBe(expected);
  });
});

test('moments stand on the clock of the person', () => {
  expect(formatMoment('2026-03-04T20:06:07.000Z', 'Asia/Shanghai')).toBe('2026-03-05 04:06');
  expect(formatMoment('2026-03-04T20:06:07.000Z', 'America/New_York')).toBe('2026-03-04 15:06');
});

test.each([
  [59, 'en', undefined],
  [60, 'en', '1 minute ago'],
  [7_199, 'zh-CN', '1小时前'],
  [172_800, 'en', '2 days ago'],
  [604_800, 'en', undefined],
])('%i seconds ago in %s: %s', (seconds, language, expected) => {
  const then = '2026-03-04T20:00:00.000Z';
  expect(formatAgo(then, Date.parse(then) + seconds * 1000, language)).toBe(expected);
});

describe('what a form changed', () => {
  const before = { name: 'A', tags: ['x'], amount: '1.00', note: null };

  test('a cleared input is null, an untouched one is absent', () => {
    expect(changesOf(before, { name: 'A', tags: ['x'], amount: undefined, note: undefined })).toEqual({
      amount: null,
    });
  });

  test('only fields that both changed, to different values, are conflicts', () => {
    const mine = { name: 'B', amount: '2.00' };
    const theirs = { name: 'C', tags: [], amount: '2.00', note: null };
    expect(conflictsOf(before, mine, theirs)).toEqual([{ field: 'name', mine: 'B', theirs: 'C' }]);
  });
});

test('faults of the server come to their fields', () => {
  const fault = (path: string, message: string) => ({ path, code: 'x', message });
  const problem = new ApiProblem(422, 'records.invalid', 'Not valid', [
    fault('/values/name', 'too long'),
    fault('amount', 'too small'),
    fault('', 'never on a Sunday'),
  ]);
  expect(messagesByField(problem, new Set(['name', 'amount']))).toEqual({
    byField: { name: ['too long'], amount: ['too small'] },
    general: ['never on a Sunday'],
  });
});
