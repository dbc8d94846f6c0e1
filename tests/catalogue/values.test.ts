import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localText, momentOf } from '../../engine/field-types/days.ts';
import { type FieldFacts, fieldType, isCellProblem } from '../../engine/field-types/index.ts';

const WHERE = { locale: 'en', timeZone: 'Asia/Shanghai', currency: 'USD' };

const field = (facts: Partial<FieldFacts> = {}): FieldFacts => ({
  name: 'sample',
  labels: { en: 'Sample', 'zh-CN': '示例' },
  settings: {},
  schema: {},
  options: [],
  ...facts,
});

describe('moments and the clocks of a zone', () => {
  test.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Etc/UTC'])(
    '%s',
    (zone) => {
      const moments = fc.date({
        min: new Date('1900-01-01'),
        max: new Date('2100-01-01'),
        noInvalidDate: true,
      });
      fc.assert(
        fc.property(moments, (moment) => {
          const local = localText(moment.getTime(), zone);
          expect(localText(momentOf(local, zone)!, zone)).toBe(local);
        }),
        { numRuns: 500 },
      );
    },
  );

  test('an hour that the clocks skip is read as the hour after, one shown twice as the first', () => {
    const at = (local: string) => new Date(momentOf(local, 'America/New_York')!).toISOString();
    expect(at('2026-03-08T02:30:00.000')).toBe('2026-03-08T07:30:00.000Z');
    expect(at('2026-11-01T01:30:00.000')).toBe('2026-11-01T05:30:00.000Z');
    expect(momentOf('2026-03-08T25:00:00.000', 'America/New_York')).toBeUndefined();
  });
});

describe('auto-numbers', () => {
  test.each([
    ['OPP-{0000}', '', 'OPP-0042'],
    ['{YYYY}-{00}', '2026', '2026-42'],
    ['{YY}{MM}/{00000}', '2026-03', '2603/00042'],
    ['合同{YYYY}{MM}{DD}{0}', '2026-03-04', '合同2026030442'],
    ['{scope}-{YYYY}-{000}', '2026', 'A-2026-042'],
    ['{YYYY}-{MM}-{0}', '2026', '2026-03-42', 'year'],
    ['{YYYY}-{0}', '', '2026-42', 'never'],
  ])('%s counts in “%s”', (format, period, text, reset?: string) => {
    const settings = { format, ...(reset && { reset }) };
    const counter = fieldType('autonumber')!.counter!(field({ settings }), '2026-03-04', 'A');
    expect(counter.period).toBe(period);
    expect(counter.text(42)).toBe(text);
  });
});

describe('the words of a number', () => {
  test('bounds become checks with plain decimals', () => {
    const bounded = field({ name: 'amount', schema: { minimum: -0.5, maximum: 1e21 } });
    expect(fieldType('currency')!.checks!(bounded)).toEqual([
      'amount >= -0.5',
      'amount <= 1000000000000000000000',
    ]);
  });

  test('scale and precision give the digits', () => {
    const narrow = field({ settings: { scale: 3, precision: 5 } });
    const decimal = fieldType('decimal')!;
    expect(decimal.digits!(narrow)).toEqual([2, 3]);
    expect(decimal.normalise('99.9994', narrow)).toBe('99.999');
    expect(isCellProblem(decimal.normalise('99.9995', narrow))).toBe(true);
  });

  test.each([
    ['$1,200.50', '1200.50'],
    ['US$5', '5.00'],
    ['5 USD', '5.00'],
    ['¥5', null],
  ])('%s in a workspace that counts in dollars', (cell, expected) => {
    const currency = fieldType('currency')!;
    const read = currency.parse(cell, field(), WHERE);
    expect(isCellProblem(read) ? null : currency.normalise(read, field())).toBe(expected);
  });
});

describe('options', () => {
  const options = [
    { value: 'a', labels: { en: 'Open', 'zh-CN': '进行中' } },
    { value: 'b', labels: { en: 'open', 'zh-CN': '未关闭' } },
    { value: 'c', labels: { en: 'Closed', 'zh-CN': '关闭' }, archived: true },
    { value: 'd', labels: { en: 'Closed', 'zh-CN': '已关闭' } },
  ];
  const read = (cell: string) => fieldType('select')!.parse(cell, field({ options }), WHERE);

  test('a label of two options is refused with both', () => {
    const refusal = read('OPEN');
    expect(isCellProblem(refusal) && refusal.problem.en).toContain('a, b');
  });

  test('a live option wins its label from an archived one', () => {
    expect(read('Closed')).toBe('d');
    expect(read('关闭')).toBe('c');
  });
});
