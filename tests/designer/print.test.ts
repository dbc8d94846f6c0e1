import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareSyntax, formatExpression, printExpression } from '../../designer/expressions/print.ts';
import { parseExpression } from '../../engine/expression/index.ts';
import type { Syntax } from '../../engine/expression/tree.ts';

const AT = { start: 0, end: 0 };

const literal = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }).map((value) => ['string', value] as const),
  fc
    .tuple(fc.nat(), fc.nat(99), fc.boolean())
    .map(
      ([whole, part, minus]) =>
        ['decimal', `${minus && whole + part > 0 ? '-' : ''}${whole}.${part}`] as const,
    ),
  fc.boolean().map((value) => ['bool', value] as const),
  fc.constant(['null', null] as const),
);

const path = fc
  .array(fc.constantFrom('amount', 'name', 'account', 'owner', 'user', 'old'), { minLength: 1, maxLength: 3 })
  .map((names): Syntax => ({ op: 'path', segments: names.map((name) => ({ name, ...AT })), ...AT }));

const call = (name: string, isOperator: boolean, args: readonly Syntax[]): Syntax => ({
  op: 'call',
  name,
  isOperator,
  at: 0,
  args: flat(name, isOperator, args),
  ...AT,
});

/** The parser reads `a && b && c` as one call of three. */
const flat = (name: string, isOperator: boolean, args: readonly Syntax[]): readonly Syntax[] => {
  const [first, ...others] = args;
  const isChain = isOperator && /^(&&|\|\|)$/.test(name) && first?.op === 'call' && first.name === name;
  return isChain ? [...first.args, ...others] : args;
};

const syntax = fc.letrec<{ node: Syntax }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literal.map(([kind, value]): Syntax => ({ op: 'literal', kind, value, ...AT })),
    path,
    fc.array(tie('node'), { maxLength: 3 }).map((items): Syntax => ({ op: 'list', items, ...AT })),
    fc
      .tuple(
        fc.constantFrom('&&', '||', '==', '!=', '<', '>=', 'in', '+', '-', '*', '/', '%'),
        tie('node'),
        tie('node'),
      )
      .map(([name, a, b]) => call(name, true, [a, b])),
    fc.tuple(tie('node'), tie('node'), tie('node')).map((args) => call('?:', true, args)),
    tie('node').map((one) => call('!', true, [one])),
    tie('node')
      .filter((one) => one.op !== 'literal' || one.kind !== 'decimal' || String(one.value).startsWith('-'))
      .map((one) => call('-', true, [one])),
    fc
      .tuple(
        fc.constantFrom('contains', 'coalesce', 'left'),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, args]) => call(name, false, args)),
    fc
      .tuple(path, tie('node'))
      .map(([over, body]) =>
        call('exists', false, [over, { op: 'path', segments: [{ name: 'one', ...AT }], ...AT }, body]),
      ),
  ),
})).node;

const read = (text: string): unknown => {
  const parsed = parseExpression(text);
  expect(parsed.ok, text).toBe(true);
  return parsed.ok && bareSyntax(parsed.syntax);
};

describe('an expression that is printed', () => {
  test.each([printExpression, formatExpression])('reads as before: $name', (print) => {
    fc.assert(
      fc.property(syntax, (tree) => {
        const text = print(tree);
        fc.pre(text.length <= 4096);
        const parsed = parseExpression(text);
        fc.pre(parsed.ok || !/depth|nodes/.test(parsed.problem.code));
        expect(read(text)).toEqual(bareSyntax(tree));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['a&&(b||c)', 'a && (b || c)'],
    ['!(a == b)', '!(a == b)'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', 'a - b - c'],
    ["name.contains('云')", 'name.contains("云")'],
    ['a ? b : (c ? d : e)', 'a ? b : c ? d : e'],
    ['(a ? b : c) ? d : e', '(a ? b : c) ? d : e'],
    ['-5 + -(x)', '-5 + -x'],
    ['lines.filter(l, l.a > 1).sum(l, l.b)', 'lines.filter(l, l.a > 1).sum(l, l.b)'],
  ])('%s', (given, shown) => {
    const parsed = parseExpression(given);
    expect(parsed.ok && printExpression(parsed.syntax)).toBe(shown);
  });

  test('long ones take several lines', () => {
    const parsed = parseExpression(
      'stage.kind == "won" && amount > 100000 && (account.industry == "manufacturing" || account.industry == "finance")',
    );
    expect(parsed.ok && formatExpression(parsed.syntax)).toBe(
      [
        'stage.kind == "won"',
        '&& amount > 100000',
        '&& (account.industry == "manufacturing" || account.industry == "finance")',
      ].join('\n'),
    );
  });
});
