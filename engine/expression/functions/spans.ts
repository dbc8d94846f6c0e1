import type { Decimal } from 'decimal.js';
import { addMonths, isoWeek, offsetAt } from '../clock.ts';
import { DECIMALS } from '../kinds.ts';
import { Exact, type Value } from '../values.ts';
import { dateWithin } from './date.ts';
import { type ExpressionFunction, named, sqlOf } from './define-function.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** So many months are none any more: Postgres' timestamps begin 4,713 years before the first of ours. */
const MOST_MONTHS = 50_000;

const daysBetween = (a: string, b: string): number => Math.round((Date.parse(b) - Date.parse(a)) / DAY);

/** Year, month and day of a date. */
const partsOf = (date: string): readonly [number, number, number] => [
  Number(date.slice(0, 4)),
  Number(date.slice(5, 7)),
  Number(date.slice(8, 10)),
];

/** Whole months from one date to another. */
function monthsBetween(a: string, b: string): number {
  const [fromYear, fromMonth, fromDay] = partsOf(a);
  const [toYear, toMonth, toDay] = partsOf(b);
  return (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0);
}

const MONTHS_SQL =
  '(extract(year FROM b) - extract(year FROM a)) * 12 + extract(month FROM b) - extract(month FROM a) - CASE WHEN extract(day FROM b) < extract(day FROM a) THEN 1 ELSE 0 END';

const between = (sql: string) => sqlOf((a, b) => named({ a, b }, sql));

const number = (run: (date: string) => number, sql: string, digits = 2) => ({
  takes: ['date'] as const,
  gives: 'decimal' as const,
  digits: () => [digits, 0] as const,
  run: (date: string): Value => new Exact(run(date)),
  sql: sqlOf((date) => `extract(${sql} FROM ${date})`),
});

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** What the clocks of the workspace show. */
const clock = (
  unit: 'hour' | 'minute',
  size: number,
  most: number,
): Pick<ExpressionFunction, 'takes' | 'gives' | 'digits' | 'decide' | 'sql'> => ({
  takes: ['timestamp'],
  gives: 'decimal',
  digits: () => [2, 0],
  decide: ([moment], around) => {
    const value = moment!(around);
    if (value === null) return null;
    const milliseconds = Date.parse(value as string);
    const local = milliseconds + offsetAt(milliseconds, around.timeZone);
    return new Exact(((Math.floor(local / size) % most) + most) % most);
  },
  sql: ([moment], { parameter, timeZone }) =>
    `extract(${unit} FROM (${moment!.as()} AT TIME ZONE ${parameter(timeZone, 'text')}))`,
});

const start = (
  unit: 'week' | 'month' | 'quarter' | 'year',
  run: (date: string) => string | null,
): Pick<ExpressionFunction, 'takes' | 'gives' | 'nullable' | 'run' | 'sql'> => ({
  takes: ['date'],
  gives: 'date',
  nullable: 'always',
  run,
  sql: sqlOf((date) => `date_trunc('${unit}', ${date}::timestamp)::date`),
});

const dayText = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

export const SPAN_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'daysBetween',
    takes: ['date', 'date'],
    gives: 'decimal',
    digits: () => [7, 0],
    run: (a: string, b: string) => new Exact(daysBetween(a, b)),
    sql: sqlOf((a, b) => `(${b} - ${a})::numeric`),
    docs: { en: 'Days from one date to another.', 'zh-CN': '两个日期之间的天数。' },
    example: 'daysBetween(due, today()) > 30',
  },
  {
    name: 'hoursBetween',
    takes: ['timestamp', 'timestamp'],
    gives: 'decimal',
    digits: () => [8, 12],
    run: (a: string, b: string) =>
      new Exact(Date.parse(b) - Date.parse(a)).div(HOUR).toDecimalPlaces(DECIMALS),
    // a quotient has the decimals of what is divided; none of them is a half of the last
    sql: sqlOf((a, b) => `round(extract(epoch FROM (${b} - ${a}))::numeric(40, 20) / 3600, ${DECIMALS})`),
    docs: {
      en: 'Hours from one moment to another, with their decimals.',
      'zh-CN': '两个时间之间的小时数，含小数。',
    },
    example: 'hoursBetween(created_at, now()) > 24',
  },
  {
    name: 'monthsBetween',
    takes: ['date', 'date'],
    gives: 'decimal',
    digits: () => [6, 0],
    run: (a: string, b: string) => new Exact(monthsBetween(a, b)),
    sql: between(MONTHS_SQL),
    docs: { en: 'Whole months from one date to another.', 'zh-CN': '两个日期之间的整月数。' },
    example: 'monthsBetween(due, close_date) >= 6',
  },
  {
    name: 'yearsBetween',
    takes: ['date', 'date'],
    gives: 'decimal',
    digits: () => [5, 0],
    run: (a: string, b: string) => new Exact(Math.floor(monthsBetween(a, b) / 12)),
    sql: between(`floor((${MONTHS_SQL}) / 12)`),
    docs: {
      en: 'Whole years from one date to another, such as an age.',
      'zh-CN': '两个日期之间的整年数，如年龄。',
    },
    example: 'yearsBetween(birthday, today()) >= 18',
  },
  {
    name: 'addMonths',
    takes: ['date', 'decimal'],
    gives: 'date',
    nullable: 'always',
    run: (date: string, n: Decimal) =>
      n.abs().gte(MOST_MONTHS) ? null : addMonths(date, n.trunc().toNumber()),
    sql: sqlOf((date, n) => {
      const months = `nullif(nullif(trunc(greatest(least(${n}, ${MOST_MONTHS}), -${MOST_MONTHS})), ${MOST_MONTHS}), -${MOST_MONTHS})::integer`;
      return dateWithin(`(${date} + make_interval(months => ${months}))::date`);
    }),
    docs: {
      en: 'The date so many months later, the last of the month where that day is missing.',
      'zh-CN': '若干个月之后的日期；当月无此日时取月末。',
    },
    example: 'addMonths(close_date, 12)',
  },
  {
    name: 'weekday',
    ...number(weekdayOf, 'isodow', 1),
    docs: {
      en: 'The day of the week, 1 is Monday and 7 Sunday.',
      'zh-CN': '星期几，1 为星期一，7 为星期日。',
    },
    example: 'weekday(due) <= 5',
  },
  {
    name: 'week',
    ...number(isoWeek, 'week'),
    docs: { en: 'The week of the year by ISO 8601.', 'zh-CN': '一年中的第几周（ISO 8601）。' },
    example: 'week(due) == week(today())',
  },
  {
    name: 'quarter',
    ...number((date) => Math.ceil(partsOf(date)[1] / 3), 'quarter', 1),
    docs: { en: 'The quarter of the calendar year, 1 to 4.', 'zh-CN': '自然年的第几季度，1 到 4。' },
    example: 'quarter(close_date) == 4',
  },
  {
    name: 'hour',
    ...clock('hour', 3_600_000, 24),
    docs: {
      en: 'The hour of a moment, in the time zone of the workspace.',
      'zh-CN': '时间的小时（按工作区时区）。',
    },
    example: 'hour(created_at) >= 18',
  },
  {
    name: 'minute',
    ...clock('minute', 60_000, 60),
    docs: {
      en: 'The minute of a moment, in the time zone of the workspace.',
      'zh-CN': '时间的分钟（按工作区时区）。',
    },
    example: 'minute(created_at) < 30',
  },
  {
    name: 'startOfWeek',
    ...start('week', (date) => dayText(Date.parse(date) - (weekdayOf(date) - 1) * DAY)),
    docs: { en: 'The Monday of the week of a date.', 'zh-CN': '日期所在周的星期一。' },
    example: 'due >= startOfWeek(today())',
  },
  {
    name: 'startOfMonth',
    ...start('month', (date) => `${date.slice(0, 8)}01`),
    docs: { en: 'The first day of the month of a date.', 'zh-CN': '日期所在月的第一天。' },
    example: 'close_date >= startOfMonth(today())',
  },
  {
    name: 'startOfQuarter',
    ...start('quarter', (date) => {
      const month = Math.floor((partsOf(date)[1] - 1) / 3) * 3 + 1;
      return `${date.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
    }),
    docs: { en: 'The first day of the quarter of a date.', 'zh-CN': '日期所在季度的第一天。' },
    example: 'close_date >= startOfQuarter(today())',
  },
  {
    name: 'startOfYear',
    ...start('year', (date) => `${date.slice(0, 5)}01-01`),
    docs: { en: 'The first day of the year of a date.', 'zh-CN': '日期所在年的第一天。' },
    example: 'close_date >= startOfYear(today())',
  },
  {
    name: 'endOfMonth',
    takes: ['date'],
    gives: 'date',
    nullable: 'always',
    run: (date: string) => {
      const [year, month] = partsOf(date);
      const last = new Date(Date.UTC(2000, 0, 1));
      last.setUTCFullYear(year, month, 0);
      return last.toISOString().slice(0, 10);
    },
    sql: sqlOf((date) => `(date_trunc('month', ${date}::timestamp) + interval '1 month -1 day')::date`),
    docs: { en: 'The last day of the month of a date.', 'zh-CN': '日期所在月的最后一天。' },
    example: 'due <= endOfMonth(today())',
  },
];
