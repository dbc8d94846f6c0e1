import type { Decimal } from 'decimal.js';
import type { Labels } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import { DECIMALS, digitsOf, mostMembers, type Type, type TypeKind } from '../kinds.ts';
import { compareValues, Exact, sizeOfText, type Value } from '../values.ts';
import { named } from './define-function.ts';
import { divisor } from './number.ts';

/** What stands in the SQL of a macro: the FROM of those that count, and what is asked of each. */
export interface MacroSql {
  /** FROM and WHERE; more conditions may follow behind AND */
  readonly rows: string;
  readonly body: string;
  readonly type: Type;
  /** place of a member in its list */
  readonly place: string;
}

/**
 * A question about each of many. A condition that is null is not met; values that are null do not count. So the
 * answer is never null where there is one for none at all.
 */
export interface ExpressionMacro {
  readonly name: string;
  /** what is asked of each: a condition, a value of one of these kinds, or nothing */
  readonly asks: 'condition' | readonly TypeKind[] | 'nothing';
  /** whether related records are asked, members of a list, or both */
  readonly over: readonly ('records' | 'list')[];
  /** gives a list, in the order of the one that is asked */
  readonly isOrdered?: true;
  /** of a value that is asked of each, and of the list */
  gives(body: Type, many: Type): Type;
  /** meaning in JavaScript, of what is asked of those that count; ends early where it can */
  run(values: Iterable<Value>): Value;
  sql(around: MacroSql): string;
  readonly docs: Labels;
  readonly example: string;
}

/** Digits of a count: so many more before the point has a sum. No record has a hundred million pointing at it. */
const COUNTED = 8;

const BOOL: Type = { kind: 'bool', nullable: false };
const COUNT: Type = { kind: 'decimal', digits: [COUNTED, 0], nullable: false };

function someIs(values: Iterable<Value>, wanted: (value: Value) => boolean): boolean {
  for (const value of values) if (wanted(value)) return true;
  return false;
}

const isMet = (value: Value): boolean => value === true;

function countOf(values: Iterable<Value>, counts: (value: Value) => boolean): number {
  let count = 0;
  for (const value of values) if (counts(value)) count++;
  return count;
}

/** The least or greatest of what is not null. */
const extreme =
  (sign: 1 | -1) =>
  (values: Iterable<Value>): Value => {
    let best: Value = null;
    for (const value of values) {
      if (value !== null && (best === null || compareValues(value, best) * sign > 0)) best = value;
    }
    return best;
  };

function average(values: Iterable<Value>): Value {
  let sum = new Exact(0);
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum = sum.plus(value as Decimal);
    count++;
  }
  return count === 0 ? null : sum.div(count).toDecimalPlaces(DECIMALS);
}

function total(values: Iterable<Value>): Value {
  let sum = new Exact(0);
  for (const value of values) if (value !== null) sum = sum.plus(value as Decimal);
  return sum;
}

/**
 * An aggregate over what is asked of each, called `v`. In a sub-select of its own: an aggregate that reads only
 * what is around would belong to the statement around.
 */
const aggregated = (aggregate: string, { rows, body }: MacroSql): string =>
  `(SELECT ${aggregate} FROM (SELECT ${body} AS v ${rows}) counted)`;

/** A text that a list of many can hold: else a thousand of the longest were put together. */
const shortened = (value: Value): Value =>
  typeof value === 'string' && sizeOfText(value) > LIMITS.listTextLength ? null : value;

const shortenedSql = (text: string): string =>
  named({ t: text }, `CASE WHEN char_length(t) <= ${LIMITS.listTextLength} THEN t END`);

export const MACROS: readonly ExpressionMacro[] = [
  {
    name: 'exists',
    asks: 'condition',
    over: ['records', 'list'],
    gives: () => BOOL,
    run: (values) => someIs(values, isMet),
    sql: ({ rows, body }) => `EXISTS (SELECT 1 ${rows} AND ${body})`,
    docs: {
      en: 'Whether the condition holds for one of the related records, or members of a list.',
      'zh-CN': '相关记录（或列表成员）中是否有满足条件的。',
    },
    example: 'lines.exists(line, line.amount > 5000)',
  },
  {
    name: 'all',
    asks: 'condition',
    over: ['records', 'list'],
    gives: () => BOOL,
    run: (values) => !someIs(values, (value) => !isMet(value)),
    sql: ({ rows, body }) => `(NOT EXISTS (SELECT 1 ${rows} AND ${body} IS NOT TRUE))`,
    docs: {
      en: 'Whether the condition holds for each of them; also when there are none.',
      'zh-CN': '是否全部满足条件；没有记录时也为是。',
    },
    example: 'lines.all(line, line.quantity > 0)',
  },
  {
    name: 'exists_one',
    asks: 'condition',
    over: ['records', 'list'],
    gives: () => BOOL,
    run: (values) => countOf(values, isMet) === 1,
    sql: ({ rows, body }) => `((SELECT count(*) ${rows} AND ${body}) = 1)`,
    docs: {
      en: 'Whether the condition holds for exactly one of them.',
      'zh-CN': '是否恰好有一条满足条件。',
    },
    example: 'lines.exists_one(line, line.is_main)',
  },
  {
    name: 'size',
    asks: 'nothing',
    over: ['records'],
    gives: () => COUNT,
    run: (values) => new Exact(countOf(values, () => true)),
    sql: ({ rows }) => `(SELECT count(*)::numeric ${rows})`,
    docs: { en: 'How many related records there are.', 'zh-CN': '相关记录的条数。' },
    example: 'size(lines) > 0',
  },
  {
    name: 'sum',
    asks: ['decimal'],
    over: ['records'],
    gives: (body) => {
      const [before, after] = digitsOf(body);
      return { kind: 'decimal', digits: [before + COUNTED, after], nullable: false };
    },
    run: total,
    sql: (around) => aggregated('coalesce(sum(v), 0)', around),
    docs: {
      en: 'The sum of a value over the related records; 0 when there are none.',
      'zh-CN': '相关记录某个值的合计；没有记录时为 0。',
    },
    example: 'lines.sum(line, line.quantity * line.price)',
  },
  {
    name: 'avg',
    asks: ['decimal'],
    over: ['records'],
    gives: (body) => ({ kind: 'decimal', digits: [digitsOf(body)[0] + 1, DECIMALS], nullable: true }),
    run: average,
    sql: (around) => {
      const by = divisor('count(v)::numeric', [digitsOf(around.type), [COUNTED, 0]]);
      return aggregated(`round(sum(v) / ${by}, ${DECIMALS})`, around);
    },
    docs: {
      en: 'The average of a value over the related records, rounded to 12 decimals; null when there are none.',
      'zh-CN': '相关记录某个值的平均值，保留 12 位小数；没有记录时为空。',
    },
    example: 'lines.avg(line, line.price)',
  },
  {
    name: 'min',
    asks: ['decimal', 'date', 'timestamp'],
    over: ['records'],
    gives: (body) => ({ ...body, nullable: true }),
    run: extreme(-1),
    sql: (around) => aggregated('min(v)', around),
    docs: {
      en: 'The least of a value over the related records.',
      'zh-CN': '相关记录某个值的最小值。',
    },
    example: 'lines.min(line, line.due)',
  },
  {
    name: 'max',
    asks: ['decimal', 'date', 'timestamp'],
    over: ['records'],
    gives: (body) => ({ ...body, nullable: true }),
    run: extreme(1),
    sql: (around) => aggregated('max(v)', around),
    docs: {
      en: 'The greatest of a value over the related records.',
      'zh-CN': '相关记录某个值的最大值。',
    },
    example: 'lines.max(line, line.price)',
  },
  {
    name: 'map',
    asks: ['string', 'decimal', 'bool', 'date', 'timestamp'],
    over: ['list'],
    isOrdered: true,
    // its members can be null
    gives: ({ kind, digits, nullable }, many) => ({
      kind: 'list',
      member: kind,
      ...(digits && { digits }),
      most: mostMembers(many),
      nullable: nullable || kind === 'string',
    }),
    run: (values) => Array.from(values, shortened),
    sql: ({ rows, body, type, place }) =>
      `ARRAY(SELECT ${type.kind === 'string' ? shortenedSql(body) : body} ${rows} ORDER BY ${place})`,
    docs: {
      en: 'The list of what is asked of each member. A text longer than 1,000 characters is null in it.',
      'zh-CN': '由每个成员得到的值组成的列表；超过 1,000 个字符的文本为空。',
    },
    example: 'tags.map(tag, upper(tag))',
  },
];

/** The word for those that meet a condition: related records to be asked further, of a list its members. */
export const FILTER = 'filter';

/** As data for editors: what `filter` is. */
export const FILTER_ENTRY = {
  name: FILTER,
  docs: {
    en: 'The related records, or members of a list, for which the condition holds: to be counted, summed up or asked further.',
    'zh-CN': '满足条件的相关记录（或列表成员），可继续计数、合计或判断。',
  },
  example: 'size(lines.filter(line, line.amount > 100))',
} as const;

const byName: ReadonlyMap<string, ExpressionMacro> = new Map(MACROS.map((macro) => [macro.name, macro]));

export const macroNamed = (name: string): ExpressionMacro | undefined => byName.get(name);

/** Names that are written with a variable: `lines.exists(line, …)`. */
export const MACRO_NAMES: ReadonlySet<string> = new Set([
  ...MACROS.filter(({ asks }) => asks !== 'nothing').map(({ name }) => name),
  FILTER,
]);
