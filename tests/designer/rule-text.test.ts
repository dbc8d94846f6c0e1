import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareSyntax } from '../../designer/expressions/print.ts';
import type { Condition, Group, Operand, Operator, Part } from '../../designer/rules/condition.ts';
import { isGroup } from '../../designer/rules/condition.ts';
import { toRule, toText } from '../../designer/rules/rule-text.ts';
import { parseExpression } from '../../engine/expression/index.ts';

const paths = fc.constantFrom('amount', 'name', 'stage.kind', 'company.owner.name', 'old.amount', 'tags');
const operands: fc.Arbitrary<Operand> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).map((text) => ({ text })),
  fc.tuple(fc.integer(), fc.nat(99)).map(([whole, part]) => ({ number: `${whole}.${part}` })),
  fc.boolean().map((flag) => ({ flag })),
  fc.constantFrom('2026-02-28', '1999-12-31').map((day) => ({ day })),
  fc.constant({ moment: '2026-03-04T05:06:07.000Z' }),
  fc.integer({ min: -9999, max: 9999 }).map((today) => ({ today })),
  fc.constantFrom('user.id', 'close_date').map((path) => ({ path })),
);
const one = (operators: readonly Operator[], least: number, most: number) =>
  fc.record({
    path: paths,
    operator: fc.constantFrom(...operators),
    values: fc.array(operands, { minLength: least, maxLength: most }),
  });
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  one(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'notContains', 'startsWith', 'endsWith'], 1, 1),
  one(['in', 'notIn'], 0, 3),
  one(['empty', 'notEmpty', 'filled', 'notFilled', 'yes', 'no', 'changed', 'unchanged'], 0, 0),
  fc.record({
    path: paths,
    operator: fc.constantFrom('eq' as const, 'lt' as const),
    values: operands.map((v) => [v]),
    isDay: fc.constant(true),
  }),
  fc.constantFrom('isNew' as const, 'isOld' as const).map((operator) => ({ path: '', operator, values: [] })),
);
const groups = fc.letrec<{ part: Part; group: Group }>((tie) => ({
  part: fc.oneof({ maxDepth: 4, depthSize: 'small' }, conditions, tie('group')),
  group: fc.record({
    join: fc.constantFrom('all' as const, 'any' as const),
    parts: fc.array(tie('part'), { minLength: 2, maxLength: 4 }),
  }),
})).group;

const read = (text: string): unknown => {
  const parsed = parseExpression(text);
  expect(parsed.ok, text).toBe(true);
  return parsed.ok && bareSyntax(parsed.syntax);
};

/** The parser joins `a && b` and what follows by `&&`: a first group of the same kind is not told apart. */
function flattened(group: Group): Group {
  const parts = group.parts.map((part) => (isGroup(part) ? flattened(part) : part));
  const [first, ...others] = parts;
  return first && isGroup(first) && first.join === group.join
    ? { join: group.join, parts: [...first.parts, ...others] }
    : { join: group.join, parts };
}

describe('conditions and text', () => {
  test('rule → text → rule', () => {
    fc.assert(
      fc.property(groups.map(flattened), (group) => {
        const text = toText(group);
        fc.pre(text.length < 4000);
        expect(toRule(text)).toEqual({ ok: true, group });
      }),
      { numRuns: 1000 },
    );
  });

  test('text → rule → text says the same', () => {
    const pieces = fc.constantFrom(
      ...[
        'amount',
        'name',
        '"x"',
        '1',
        'null',
        'true',
        '&&',
        '||',
        '!',
        '==',
        '!=',
        '<',
        '(',
        ')',
        'in',
        '["a", "b"]',
      ],
      ...[
        'has(name)',
        'changed(amount)',
        'isNew()',
        'today()',
        '+ days(3)',
        '- days(0)',
        '.contains("y")',
        'a ? b : c',
      ],
      ...['date(name)', 'tags', 'size(tags)', '-5', '""'],
    );
    let exact = 0;
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 9 }), (words) => {
        const text = words.join(' ');
        const rule = toRule(text);
        if (!rule.ok) return;
        exact++;
        expect(read(toText(rule.group))).toEqual(read(text));
      }),
      { numRuns: 8_000 },
    );
    expect(exact).toBeGreaterThan(20);
  });

  test.each([
    ['', { join: 'all', parts: [] }],
    [
      'stage.kind == "lost" && (reason == null || amount > 100)',
      {
        join: 'all',
        parts: [
          { path: 'stage.kind', operator: 'eq', values: [{ text: 'lost' }] },
          {
            join: 'any',
            parts: [
              { path: 'reason', operator: 'empty', values: [] },
              { path: 'amount', operator: 'gt', values: [{ number: '100' }] },
            ],
          },
        ],
      },
    ],
    [
      'due < today() - days(7)',
      { join: 'all', parts: [{ path: 'due', operator: 'lt', values: [{ today: -7 }] }] },
    ],
    [
      'owner == user.id',
      { join: 'all', parts: [{ path: 'owner', operator: 'eq', values: [{ path: 'user.id' }] }] },
    ],
    [
      '"vip" in tags',
      { join: 'all', parts: [{ path: 'tags', operator: 'member', values: [{ text: 'vip' }] }] },
    ],
  ])('%s', (text, group) => expect(toRule(text)).toEqual({ ok: true, group }));

  test.each([
    ['amount +', 'unreadable', ''],
    ['amount > 1 // why', 'comment', ''],
    ['!(a == 1 && b == 2)', 'not', '!(a == 1 && b == 2)'],
    ['a == 1 && size(tags) > 2', 'other', 'size(tags) > 2'],
    ['a * 2 > b', 'other', 'a * 2 > b'],
    ['lines.exists(l, l.a > 1)', 'other', 'lines.exists(l, l.a > 1)'],
  ])('%s stays text: %s', (text, why, part) => expect(toRule(text)).toEqual({ ok: false, why, part }));
});
