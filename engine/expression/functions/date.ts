import type { Decimal } from 'decimal.js';
import { addDays, addHours, dayOf, readDate, readMoment } from '../clock.ts';
import { Exact, type Value } from '../values.ts';
import { type ExpressionFunction, named, type Operand, sqlOf } from './define-function.ts';

/** So many days or hours are no duration any more: any date moved by them leaves the years 1 to 9999. */
const MOST = { days: 1_700_000, hours: 40_000_000 } as const;

const span = (unit: 'days' | 'hours') => ({
  run: (n: Decimal) => (n.abs().gte(MOST[unit]) ? null : n.trunc().toNumber()),
  sql: sqlOf((n) => {
    const most = MOST[unit];
    return `nullif(nullif(trunc(greatest(least(${n}, ${most}), -${most})), ${most}), -${most})::integer`;
  }),
});

/** null outside the years 1 to 9999; `greatest` and `least` skip a null, which then meets their bound */
const within = (sql: string, first: string, last: string): string =>
  `nullif(nullif(greatest(least(${sql}, ${last}), ${first}), ${last}), ${first})`;

export const dateWithin = (sql: string): string => within(sql, "DATE '0001-12-31 BC'", "DATE '10000-01-01'");

const momentWithin = (sql: string): string =>
  within(sql, "TIMESTAMPTZ '0001-12-31 23:59:59.999+00 BC'", "TIMESTAMPTZ '10000-01-01 00:00:00+00'");

/** A text as a date: a day that exists is spelled again as it was. Whatever the text, no part of it raises. */
const dateOfText = (text: string): string => {
  const day =
    'make_date(greatest(substr(s, 1, 4)::integer, 1), least(greatest(substr(s, 6, 2)::integer, 1), 12), 1) + substr(s, 9, 2)::integer - 1';
  const spelled = named({ d: day }, "CASE WHEN to_char(d, 'YYYY-MM-DD') = s THEN d END");
  return named({ s: `substring(${text} FROM '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')` }, spelled);
};

/** A date by its parts: what is too great or too small is some other day, and told from it. */
const dateOfParts = (...parts: readonly string[]): string => {
  const [y, m, d] = parts.map((sql) => `trunc(greatest(least(${sql}, 10000), 0))::integer`) as [
    string,
    string,
    string,
  ];
  const day =
    'make_date(least(greatest(y, 1), 9999), least(greatest(m, 1), 12), 1) + least(greatest(d, 1), 31) - 1';
  const same = 'extract(year FROM r) = y AND extract(month FROM r) = m AND extract(day FROM r) = d';
  return named({ y, m, d }, named({ r: day }, `CASE WHEN ${same} THEN r END`));
};

const dateOfMoment = ([moment]: readonly Operand[], zone: string): string =>
  dateWithin(`(${moment!.as()} AT TIME ZONE ${zone})::date`);

const part = (
  name: 'year' | 'month' | 'day',
  digits: number,
  cut: readonly [from: number, to: number],
): Pick<ExpressionFunction, 'name' | 'takes' | 'gives' | 'digits' | 'run' | 'sql'> => ({
  name,
  takes: ['date'],
  gives: 'decimal',
  digits: () => [digits, 0],
  run: (date: string): Value => new Exact(date.slice(...cut)),
  sql: sqlOf((date) => `extract(${name} FROM ${date})`),
});

export const DATE_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'today',
    takes: [],
    gives: 'date',
    nullable: 'never',
    isMoving: true,
    decide: (_args, { now, timeZone }) => dayOf(now.toISOString(), timeZone),
    docs: { en: 'The day it is in the workspace.', 'zh-CN': '今天（按工作区时区）。' },
    example: 'due < today()',
  },
  {
    name: 'now',
    takes: [],
    gives: 'timestamp',
    nullable: 'never',
    isMoving: true,
    decide: (_args, { now }) => now.toISOString(),
    docs: { en: 'The present moment.', 'zh-CN': '当前时间。' },
    example: 'created_at >= now() - hours(24)',
  },
  {
    name: 'days',
    takes: ['decimal'],
    gives: 'days',
    nullable: 'always',
    ...span('days'),
    docs: {
      en: 'So many days, to be added to a date; a fraction is dropped.',
      'zh-CN': '若干天，用于日期加减，舍去小数部分。',
    },
    example: 'today() + days(90)',
  },
  {
    name: 'hours',
    takes: ['decimal'],
    gives: 'hours',
    nullable: 'always',
    ...span('hours'),
    docs: {
      en: 'So many hours, to be added to a moment; a fraction is dropped.',
      'zh-CN': '若干小时，用于时间加减，舍去小数部分。',
    },
    example: 'updated_at < now() - hours(48)',
  },
  {
    name: '+',
    form: 'infix',
    takes: ['date', 'days'],
    gives: 'date',
    nullable: 'always',
    run: addDays,
    sql: sqlOf((date, days) => dateWithin(`(${date} + ${days})`)),
    docs: { en: 'The date so many days later.', 'zh-CN': '若干天之后的日期。' },
    example: 'due + days(7)',
  },
  {
    name: '-',
    form: 'infix',
    takes: ['date', 'days'],
    gives: 'date',
    nullable: 'always',
    run: (date: string, days: number) => addDays(date, -days),
    sql: sqlOf((date, days) => dateWithin(`(${date} - ${days})`)),
    docs: { en: 'The date so many days earlier.', 'zh-CN': '若干天之前的日期。' },
    example: 'today() - days(7)',
  },
  {
    name: '+',
    form: 'infix',
    takes: ['timestamp', 'hours'],
    gives: 'timestamp',
    nullable: 'always',
    run: addHours,
    sql: sqlOf((moment, hours) => momentWithin(`(${moment} + make_interval(hours => ${hours}))`)),
    docs: { en: 'The moment so many hours later.', 'zh-CN': '若干小时之后的时间。' },
    example: 'created_at + hours(2)',
  },
  {
    name: '-',
    form: 'infix',
    takes: ['timestamp', 'hours'],
    gives: 'timestamp',
    nullable: 'always',
    run: (moment: string, hours: number) => addHours(moment, -hours),
    sql: sqlOf((moment, hours) => momentWithin(`(${moment} - make_interval(hours => ${hours}))`)),
    docs: { en: 'The moment so many hours earlier.', 'zh-CN': '若干小时之前的时间。' },
    example: 'now() - hours(24)',
  },
  {
    name: 'date',
    takes: ['timestamp'],
    gives: 'date',
    nullable: 'always',
    decide: ([moment], around) => {
      const value = moment!(around);
      return value === null ? null : dayOf(value as string, around.timeZone);
    },
    sql: (args, { parameter, timeZone }) => dateOfMoment(args, parameter(timeZone, 'text')),
    docs: {
      en: 'The day of a moment, in the time zone of the workspace.',
      'zh-CN': '某一时间所在的日期（按工作区时区）。',
    },
    example: 'date(created_at) == today()',
  },
  {
    name: 'date',
    takes: ['string'],
    gives: 'date',
    nullable: 'always',
    run: readDate,
    sql: sqlOf(dateOfText),
    docs: {
      en: 'The date that a text spells as YYYY-MM-DD; null when it spells none.',
      'zh-CN': '由 YYYY-MM-DD 文本得到日期，无效时为空。',
    },
    example: 'due <= date("2026-12-31")',
  },
  {
    name: 'date',
    takes: ['decimal', 'decimal', 'decimal'],
    gives: 'date',
    nullable: 'always',
    run: (...parts: readonly Decimal[]) => {
      const [year, month, day] = parts.map((part, at) =>
        part
          .trunc()
          .toFixed()
          .padStart(at === 0 ? 4 : 2, '0'),
      );
      return readDate(`${year}-${month}-${day}`);
    },
    sql: sqlOf(dateOfParts),
    docs: {
      en: 'The date of a year, a month and a day; null when there is no such day.',
      'zh-CN': '由年、月、日得到日期，无此日期时为空。',
    },
    example: 'date(year(today()) + 1, 1, 1)',
  },
  {
    name: 'timestamp',
    takes: ['string'],
    literals: [0],
    gives: 'timestamp',
    nullable: 'always',
    run: readMoment,
    docs: {
      en: 'The moment that a text spells by RFC 3339, with its zone.',
      'zh-CN': '由带时区的 RFC 3339 文本得到时间。',
    },
    example: 'updated_at > timestamp("2026-03-04T05:06:07Z")',
  },
  {
    ...part('year', 4, [0, 4]),
    docs: { en: 'The year of a date.', 'zh-CN': '日期的年份。' },
    example: 'year(close_date) == 2026',
  },
  {
    ...part('month', 2, [5, 7]),
    docs: { en: 'The month of a date, 1 to 12.', 'zh-CN': '日期的月份，1 到 12。' },
    example: 'month(birthday) == month(today())',
  },
  {
    ...part('day', 2, [8, 10]),
    docs: { en: 'The day of the month, 1 to 31.', 'zh-CN': '日期是当月的第几天，1 到 31。' },
    example: 'day(due) <= 15',
  },
];
