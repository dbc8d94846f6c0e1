import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../engine/expression/index.ts';
import { randomExpression } from '../../prove/parity/expressions.ts';
import { PROOF_SCOPE } from '../../prove/parity/fields.ts';
import { makeRandom } from '../../prove/parity/random.ts';
import { CLOCK, checked, resultOf } from './sample-scope.ts';

const ROW = {
  name: 'Żółw 云',
  status: 'open',
  amount: '7.50',
  count: 3,
  big: '999999999999999999999999',
  active: true,
  due: '2026-03-05',
  created_at: '2026-03-04T16:00:00.000Z',
  tags: ['vip', 'new'],
  'stage.probability': '0.2',
  owner: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  '$user.id': '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  '$user.roles': ['admin'],
};

describe('what an expression comes to', () => {
  test.each([
    // null and presence
    ['note == null', true],
    ['note != null', false],
    ['note == ""', true],
    ['has(note)', false],
    ['note == "x"', null],
    ['!(note == "x")', null],
    ['null == null', true],
    ['vip || active', true],
    ['vip || !active', null],
    ['vip && !active', false],
    ['vip && active', null],
    ['vip ? "a" : "b"', 'b'],
    ['same(note, null)', true],
    ['same(name, note)', false],
    ['coalesce(note, status)', 'open'],
    ['min(amount, null, 3)', '3'],
    ['max(born, due)', '2026-03-05'],
    ['note + "x"', null],
    ['trim("  ")', null],
    // lists
    ['status in ["open", "won"]', true],
    ['status in []', false],
    ['note in []', false],
    ['note in ["a"]', null],
    ['status in ["won", note]', null],
    ['status in ["open", note]', true],
    ['"vip" in tags', true],
    ['"x" in account.tags', false],
    ['account.tags == null', true],
    ['size(tags)', '2'],
    ['"admin" in user.roles && owner == user.id', true],
    ['active ? ["a", "b"] : tags', ['a', 'b']],
    // texts
    ['size(name)', '6'],
    ['upper(name)', 'ŻółW 云'],
    ['lower("ÄB")', 'Äb'],
    ['name.contains("云") && name.endsWith("云") && name.startsWith("Ż")', true],
    ['"\ufffd" < "😀"', true],
    ['"Z" < "a"', true],
    // numbers
    ['7 / 2', '3.5'],
    ['1 / 3', '0.333333333333'],
    ['-2 / 3', '-0.666666666667'],
    ['1 / 0', null],
    ['1 % 0', null],
    ['-7 % 3', '-1'],
    ['0.1 + 0.2 == 0.3', true],
    ['amount * stage.probability', '1.5'],
    ['-0 == 0', true],
    ['-(0 * amount)', '0'],
    ['big + 1', null],
    ['big + 0', '999999999999999999999999'],
    ['round(-2.5)', '-3'],
    ['round(2.345, 2)', '2.35'],
    ['floor(-0.5)', '-1'],
    ['ceil(-0.5)', '0'],
    ['abs(-1.20)', '1.2'],
    ['007 == 7', true],
    ['1 / 8192', '0.000122070313'],
    // time
    ['today()', '2026-03-05'],
    ['now()', '2026-03-04T16:30:00.000Z'],
    ['date(created_at) == due', true],
    ['date("2026-02-30")', null],
    ['date("2024-02-29") + days(366)', '2025-03-01'],
    ['due - days(1.9)', '2026-03-04'],
    ['due + days(1700000)', null],
    ['date("9999-12-31") + days(1)', null],
    ['created_at + hours(-24)', '2026-03-03T16:00:00.000Z'],
    ['timestamp("2026-03-04T24:00:00Z")', null],
    ['timestamp("2026-03-05T00:00:00.1239+08:00")', '2026-03-04T16:00:00.123Z'],
    ['year(due) * 10000 + month(due) * 100 + day(due)', '20260305'],
    // methods and functions are one
    ['status.size() == size(status)', true],
  ])('%s', (source, expected) => {
    expect(resultOf(source, ROW)).toEqual(expected);
  });

  test('the tree is plain data: it means the same after a trip through JSON', () => {
    const expression = checked('amount * 2 > 3 && "vip" in tags && due >= today() - days(7)');
    const sent = { tree: JSON.parse(JSON.stringify(expression.tree)) };
    const get = (path: readonly string[]) => ROW[path.join('.') as keyof typeof ROW] ?? null;
    expect(evaluate(sent, { get, ...CLOCK })).toBe(evaluate(expression, { get, ...CLOCK }));
  });
});

test('nothing throws, whatever is behind a name', () => {
  const random = makeRandom(7);
  const expressions = Array.from({ length: 300 }, () => checked(randomExpression(random), PROOF_SCOPE));
  fc.assert(
    fc.property(fc.constantFrom(...expressions), fc.array(fc.anything()), (expression, values) => {
      let next = 0;
      const get = () => (values[next++] ?? null) as never;
      evaluate(expression, { get, ...CLOCK });
    }),
    { numRuns: 2_000, seed: 1 },
  );
});
