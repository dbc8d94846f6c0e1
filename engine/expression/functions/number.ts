import type { Decimal } from 'decimal.js';
import { DECIMALS, type Digits, digitsOf, type Type, widest } from '../kinds.ts';
import type { Tree } from '../tree.ts';
import { compareValues, type Value } from '../values.ts';
import { type Compiled, type ExpressionFunction, type Surroundings, sqlOf } from './define-function.ts';

const twoDigits = (args: readonly Type[]): [Digits, Digits] => [digitsOf(args[0]!), digitsOf(args[1]!)];

const sum = (args: readonly Type[]): Digits => {
  const [before, after] = widest(...twoDigits(args));
  return [before + 1, after];
};

/** Of what is rounded to `after` decimals. */
const rounded = ([type]: readonly Type[], after = 0): Digits => [digitsOf(type!)[0] + 1, after];

/** The decimals that `round(x, 2)` asks for; more than numbers have change nothing. */
const decimals = (literal: Tree | undefined): number =>
  Math.min(Math.max(Number(literal?.op === 'literal' ? literal.value : 0), 0), DECIMALS);

const wanted = (given: Decimal): number => Math.min(Math.max(given.trunc().toNumber(), 0), DECIMALS);

/** The least or greatest of the arguments that are not null. */
const extreme =
  (sign: 1 | -1) =>
  (args: readonly Compiled[], around: Surroundings): Value => {
    let best: Value = null;
    for (const arg of args) {
      const value = arg(around);
      if (value !== null && (best === null || compareValues(value, best) * sign > 0)) best = value;
    }
    return best;
  };

/**
 * A divisor that Postgres divides by exactly: from so many decimals of it the quotient gets as many,
 * which is enough to tell a tie of the twelfth decimal from what only looks like one.
 */
export function divisor(sql: string, [dividend, by]: readonly [Digits, Digits]): string {
  const scale = DECIMALS + dividend[1] + by[0] + by[1] + 1;
  return `nullif(round(${sql}, ${scale}), 0)`;
}

export const NUMBER_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: '+',
    form: 'infix',
    takes: ['decimal', 'decimal'],
    gives: 'decimal',
    digits: sum,
    run: (a: Decimal, b: Decimal) => a.plus(b),
    sql: sqlOf((a, b) => `(${a} + ${b})`),
    docs: { en: 'The sum of two numbers.', 'zh-CN': '两数之和。' },
    example: 'price + tax',
  },
  {
    name: '-',
    form: 'infix',
    takes: ['decimal', 'decimal'],
    gives: 'decimal',
    digits: sum,
    run: (a: Decimal, b: Decimal) => a.minus(b),
    sql: sqlOf((a, b) => `(${a} - ${b})`),
    docs: { en: 'The difference of two numbers.', 'zh-CN': '两数之差。' },
    example: 'budget - spent',
  },
  {
    name: '*',
    form: 'infix',
    takes: ['decimal', 'decimal'],
    gives: 'decimal',
    digits: (args) => {
      const [a, b] = twoDigits(args);
      return [a[0] + b[0], a[1] + b[1]];
    },
    run: (a: Decimal, b: Decimal) => a.times(b),
    sql: sqlOf((a, b) => `(${a} * ${b})`),
    docs: { en: 'The product of two numbers.', 'zh-CN': '两数之积。' },
    example: 'amount * stage.probability',
  },
  {
    name: '/',
    form: 'infix',
    takes: ['decimal', 'decimal'],
    gives: 'decimal',
    nullable: 'always',
    digits: (args) => {
      const [a, b] = twoDigits(args);
      return [a[0] + b[1] + 1, DECIMALS];
    },
    run: (a: Decimal, b: Decimal) => (b.isZero() ? null : a.div(b).toDecimalPlaces(DECIMALS)),
    sql: ([a, b]) => `round(${a!.as()} / ${divisor(b!.as(), twoDigits([a!.type, b!.type]))}, ${DECIMALS})`,
    docs: {
      en: 'The quotient, rounded to 12 decimals; null when divided by zero.',
      'zh-CN': '两数之商，保留 12 位小数；除数为零时为空。',
    },
    example: 'amount / quantity',
  },
  {
    name: '%',
    form: 'infix',
    takes: ['decimal', 'decimal'],
    gives: 'decimal',
    nullable: 'always',
    digits: (args) => {
      const [a, b] = twoDigits(args);
      return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
    },
    run: (a: Decimal, b: Decimal) => (b.isZero() ? null : a.mod(b)),
    sql: sqlOf((a, b) => `(${a} % nullif(${b}, 0))`),
    docs: {
      en: 'What remains of a division, with the sign of the first number; null when divided by zero.',
      'zh-CN': '余数，符号与被除数相同；除数为零时为空。',
    },
    example: 'quantity % 12 == 0',
  },
  {
    name: '-',
    form: 'prefix',
    takes: ['decimal'],
    gives: 'decimal',
    digits: ([type]) => digitsOf(type!),
    run: (a: Decimal) => a.neg(),
    sql: sqlOf((a) => `(- ${a})`),
    docs: { en: 'The number with the other sign.', 'zh-CN': '相反数。' },
    example: '-amount',
  },
  {
    name: 'abs',
    takes: ['decimal'],
    gives: 'decimal',
    digits: ([type]) => digitsOf(type!),
    run: (a: Decimal) => a.abs(),
    sql: sqlOf((a) => `abs(${a})`),
    docs: { en: 'The number without its sign.', 'zh-CN': '绝对值。' },
    example: 'abs(balance) > 100',
  },
  {
    name: 'round',
    takes: ['decimal'],
    gives: 'decimal',
    digits: (args) => rounded(args),
    run: (a: Decimal) => a.toDecimalPlaces(0),
    sql: sqlOf((a) => `round(${a})`),
    docs: { en: 'The nearest whole number; halves away from zero.', 'zh-CN': '四舍五入到整数。' },
    example: 'round(score)',
  },
  {
    name: 'round',
    takes: ['decimal', 'decimal'],
    literals: [1],
    gives: 'decimal',
    digits: (args, [, places]) => rounded(args, decimals(places)),
    run: (a: Decimal, places: Decimal) => a.toDecimalPlaces(wanted(places)),
    sql: ([a, places]) => `round(${a!.as()}, ${wanted(places!.constant!.value as Decimal)})`,
    docs: {
      en: 'Rounded to as many decimals, at most 12; halves away from zero.',
      'zh-CN': '四舍五入到指定的小数位数，最多 12 位。',
    },
    example: 'round(amount * 0.13, 2)',
  },
  {
    name: 'floor',
    takes: ['decimal'],
    gives: 'decimal',
    digits: (args) => rounded(args),
    run: (a: Decimal) => a.floor(),
    sql: sqlOf((a) => `floor(${a})`),
    docs: { en: 'The greatest whole number not above it.', 'zh-CN': '向下取整。' },
    example: 'floor(hours_spent)',
  },
  {
    name: 'ceil',
    takes: ['decimal'],
    gives: 'decimal',
    digits: (args) => rounded(args),
    run: (a: Decimal) => a.ceil(),
    sql: sqlOf((a) => `ceil(${a})`),
    docs: { en: 'The least whole number not below it.', 'zh-CN': '向上取整。' },
    example: 'ceil(quantity / 12)',
  },
  {
    name: 'min',
    takes: ['same', 'same'],
    rest: true,
    among: ['decimal', 'date', 'timestamp'],
    gives: 'same',
    nullable: 'when all are',
    decide: extreme(-1),
    sql: sqlOf((...args) => `least(${args.join(', ')})`),
    docs: { en: 'The least; nulls do not count.', 'zh-CN': '最小值，忽略空值。' },
    example: 'min(due, today())',
  },
  {
    name: 'max',
    takes: ['same', 'same'],
    rest: true,
    among: ['decimal', 'date', 'timestamp'],
    gives: 'same',
    nullable: 'when all are',
    decide: extreme(1),
    sql: sqlOf((...args) => `greatest(${args.join(', ')})`),
    docs: { en: 'The greatest; nulls do not count.', 'zh-CN': '最大值，忽略空值。' },
    example: 'max(amount, 0)',
  },
];
