import type { TypeKind } from '../kinds.ts';
import { compareValues, isEqual } from '../values.ts';
import { comparedAs, ordered } from './compare.ts';
import { type ExpressionFunction, type Operand, sqlOf } from './define-function.ts';

const EQUAL_KINDS: readonly TypeKind[] = ['string', 'decimal', 'bool', 'date', 'timestamp', 'list'];
const ORDERED_KINDS: readonly TypeKind[] = ['string', 'decimal', 'date', 'timestamp'];

/** `=`, and what else compares two values without asking for their order. */
const equality =
  (operator: string) =>
  ([a, b]: readonly Operand[]): string => {
    const type = comparedAs([a!, b!]);
    return `(${a!.as(type)} ${operator} ${b!.as(type)})`;
  };

const inequality = (
  name: string,
  holds: (order: number) => boolean,
  docs: ExpressionFunction['docs'],
  example: string,
): ExpressionFunction => ({
  name,
  form: 'infix',
  takes: ['same', 'same'],
  among: ORDERED_KINDS,
  steps: 3_000,
  gives: 'bool',
  run: (a, b) => holds(compareValues(a, b)),
  sql: ([a, b]) => `(${ordered(a!, b!).join(` ${name} `)})`,
  docs,
  example,
});

export const LOGIC_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: '&&',
    form: 'infix',
    takes: ['bool', 'bool'],
    rest: true,
    gives: 'bool',
    decide: (args, around) => {
      let result: boolean | null = true;
      for (const arg of args) {
        const value = arg(around);
        if (value === false) return false;
        if (value === null) result = null;
      }
      return result;
    },
    sql: sqlOf((...args) => `(${args.join(' AND ')})`),
    docs: { en: 'All hold.', 'zh-CN': '全部成立。' },
    example: 'active && amount > 0',
  },
  {
    name: '||',
    form: 'infix',
    takes: ['bool', 'bool'],
    rest: true,
    gives: 'bool',
    decide: (args, around) => {
      let result: boolean | null = false;
      for (const arg of args) {
        const value = arg(around);
        if (value === true) return true;
        if (value === null) result = null;
      }
      return result;
    },
    sql: sqlOf((...args) => `(${args.join(' OR ')})`),
    docs: { en: 'At least one holds.', 'zh-CN': '至少一项成立。' },
    example: 'owner == null || owner == user.id',
  },
  {
    name: '!',
    form: 'prefix',
    takes: ['bool'],
    gives: 'bool',
    run: (a: boolean) => !a,
    sql: sqlOf((a) => `(NOT ${a})`),
    docs: { en: 'It does not hold.', 'zh-CN': '不成立。' },
    example: '!active',
  },
  {
    name: '?:',
    form: 'ternary',
    takes: ['bool', 'same', 'same'],
    among: ['string', 'decimal', 'bool', 'date', 'timestamp', 'days', 'hours', 'list'],
    gives: 'same',
    decide: ([condition, then, otherwise], around) =>
      condition!(around) === true ? then!(around) : otherwise!(around),
    sql: sqlOf((condition, then, otherwise) => `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`),
    docs: {
      en: 'The first value where the condition holds, else the second.',
      'zh-CN': '条件成立时取前者，否则取后者。',
    },
    example: 'amount > 10000 ? "large" : "small"',
  },
  {
    name: '==',
    form: 'infix',
    takes: ['same', 'same'],
    among: EQUAL_KINDS,
    gives: 'bool',
    run: isEqual,
    sql: equality('='),
    docs: {
      en: 'Equal; `== null` asks whether there is no value.',
      'zh-CN': '等于；“== null”判断是否为空。',
    },
    example: 'status == "open"',
  },
  {
    name: '!=',
    form: 'infix',
    takes: ['same', 'same'],
    among: EQUAL_KINDS,
    gives: 'bool',
    run: (a, b) => !isEqual(a, b),
    sql: equality('<>'),
    docs: {
      en: 'Not equal; `!= null` asks whether there is a value.',
      'zh-CN': '不等于；“!= null”判断是否有值。',
    },
    example: 'status != "closed"',
  },
  inequality(
    '<',
    (order) => order < 0,
    { en: 'Less, or earlier.', 'zh-CN': '小于或早于。' },
    'due < today()',
  ),
  inequality(
    '<=',
    (order) => order <= 0,
    { en: 'Not more, or not later.', 'zh-CN': '不大于或不晚于。' },
    'amount <= 1000',
  ),
  inequality('>', (order) => order > 0, { en: 'More, or later.', 'zh-CN': '大于或晚于。' }, 'amount > 1000'),
  inequality(
    '>=',
    (order) => order >= 0,
    { en: 'Not less, or not earlier.', 'zh-CN': '不小于或不早于。' },
    'due >= today() - days(7)',
  ),
  {
    name: 'has',
    takes: ['any'],
    gives: 'bool',
    nullable: 'never',
    decide: ([arg], around) => {
      const value = arg!(around);
      return value !== null && !(Array.isArray(value) && value.length === 0);
    },
    sql: ([arg]) => (arg!.type.kind === 'list' ? `(${arg!.as()} <> '{}')` : `(${arg!.as()} IS NOT NULL)`),
    docs: { en: 'Whether there is a value; of a list: a member.', 'zh-CN': '是否有值；列表则为是否非空。' },
    example: 'has(phone)',
  },
  {
    name: 'coalesce',
    takes: ['same', 'same'],
    rest: true,
    among: ['string', 'decimal', 'bool', 'date', 'timestamp', 'days', 'hours'],
    gives: 'same',
    nullable: 'when all are',
    decide: (args, around) => {
      for (const arg of args) {
        const value = arg(around);
        if (value !== null) return value;
      }
      return null;
    },
    sql: sqlOf((...args) => `coalesce(${args.join(', ')})`),
    docs: { en: 'The first that is not null.', 'zh-CN': '第一个非空的值。' },
    example: 'coalesce(mobile, phone)',
  },
  {
    name: 'same',
    takes: ['same', 'same'],
    among: EQUAL_KINDS,
    gives: 'bool',
    nullable: 'never',
    decide: ([a, b], around) => {
      const [left, right] = [a!(around), b!(around)];
      return left === null || right === null ? left === right : isEqual(left, right);
    },
    sql: equality('IS NOT DISTINCT FROM'),
    docs: { en: 'Equal, or both without a value.', 'zh-CN': '相等，或同为空。' },
    example: 'same(owner, old.owner)',
  },
];
