import type { Decimal } from 'decimal.js';
import {
  type Calendar,
  type CountedCalendar,
  countedCalendar,
  dateOfNumber,
  dayNumber,
  dayOfCount,
  FIRST_MONDAY_SQL,
  PAST_ALL_DAYS,
  PLAIN_CALENDAR,
  workdaysUpTo,
} from '../calendar.ts';
import { readDate } from '../clock.ts';
import { Exact, type Value } from '../values.ts';
import { dateWithin } from './date.ts';
import {
  type Binding,
  type Compiled,
  type ExpressionFunction,
  named,
  type Surroundings,
} from './define-function.ts';

/** So many workdays are none any more: any date moved by them leaves the years 1 to 9999. */
const MOST = 1_700_000;

const calendarIn = ({ calendar = PLAIN_CALENDAR }: { readonly calendar?: Calendar | undefined }) =>
  countedCalendar(calendar);

/** Arguments that are no null, and the calendar; null with one. */
const withCalendar =
  (judge: (calendar: CountedCalendar, values: readonly Value[]) => Value) =>
  (args: readonly Compiled[], around: Surroundings): Value => {
    const values = args.map((arg) => arg(around));
    return values.includes(null) ? null : judge(calendarIn(around), values);
  };

const arrayTexts = new WeakMap<readonly number[], string>();

/** A list as Postgres spells an array: put together once, and one constant for the planner however long. */
function arrayText(numbers: readonly number[]): string {
  let text = arrayTexts.get(numbers);
  if (text === undefined) {
    text = `{${numbers.join()}}`;
    arrayTexts.set(numbers, text);
  }
  return text;
}

/** The lists of a calendar, each bound once and named beside what is asked. */
function boundCalendar(binding: Binding) {
  const { perWeek, places, begun, exceptions, added, countedAt } = calendarIn(binding);
  const list = (numbers: readonly number[]) => binding.parameter(arrayText(numbers), 'integer[]');
  return {
    lists: () => ({ begun: list(begun), added: list(added), exceptions: list(exceptions) }),
    listsBack: () => ({ places: list(places), counted_at: list(countedAt) }),
    /** workdays up to a day */
    upTo: (day: string): string =>
      `(${day} / 7 * ${perWeek} + begun[${day} % 7 + 2] + added[width_bucket(${day}, exceptions) + 1])`,
    /** the day of `w` workdays, of which `j` exceptional days have passed */
    dayOf: (): string => {
      const regular = '(w - added[j + 1] - 1)';
      const next = 'exceptions[j + 1]';
      const week = `${regular} / ${perWeek} * 7 + places[${regular} % ${perWeek} + 1]`;
      const day = perWeek === 0 ? next : `least(${week}, ${next})`;
      return `CASE WHEN ${regular} >= 0 THEN ${day} END`;
    },
  };
}

const number = (date: string): string => `(${date} - ${FIRST_MONDAY_SQL})`;

function moved(calendar: CountedCalendar, [date, n]: readonly Value[]): Value {
  const by = (n as Decimal).trunc().toNumber();
  if (Math.abs(by) >= MOST) return null;
  if (by === 0) return date!;
  const isBack = by < 0;
  const from = dayNumber(date as string) - (isBack ? 1 : 0);
  const day = dayOfCount(calendar, workdaysUpTo(calendar, from) + by + (isBack ? 1 : 0));
  return day === undefined || day >= PAST_ALL_DAYS ? null : readDate(dateOfNumber(day));
}

function between(calendar: CountedCalendar, [from, to]: readonly Value[]): Value {
  const [a, b] = [dayNumber(from as string), dayNumber(to as string)];
  const before = b < a ? 1 : 0;
  return new Exact(workdaysUpTo(calendar, b - before) - workdaysUpTo(calendar, a - before));
}

export const WORKDAY_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'isWorkday',
    takes: ['date'],
    gives: 'bool',
    asksCalendar: true,
    decide: withCalendar((calendar, [date]) => {
      const day = dayNumber(date as string);
      return workdaysUpTo(calendar, day) > workdaysUpTo(calendar, day - 1);
    }),
    sql: ([date], binding) => {
      const { lists, upTo } = boundCalendar(binding);
      return named({ d: number(date!.as()), ...lists() }, `${upTo('d')} > ${upTo('(d - 1)')}`);
    },
    docs: {
      en: 'Whether people work on a date, by the calendar of the workspace.',
      'zh-CN': '某日是否为工作日（按工作区的工作日历）。',
    },
    example: '!isWorkday(due)',
  },
  {
    name: 'addWorkdays',
    takes: ['date', 'decimal'],
    gives: 'date',
    nullable: 'always',
    asksCalendar: true,
    decide: withCalendar(moved),
    sql: ([date, n], binding) => {
      const { lists, listsBack, upTo, dayOf } = boundCalendar(binding);
      const by = `nullif(nullif(trunc(greatest(least(${n!.as()}, ${MOST}), -${MOST})), ${MOST}), -${MOST})::integer`;
      const given = { d: number(date!.as()), n: by, ...lists(), ...listsBack() };
      const wanted = `${upTo('(d - (n < 0)::integer)')} + n + (n < 0)::integer`;
      const moved = dateWithin(`(${FIRST_MONDAY_SQL} + CASE WHEN n = 0 THEN d ELSE ${dayOf()} END)`);
      const placed = named({ j: 'width_bucket(w - 1, counted_at)' }, moved);
      return named(given, named({ w: wanted }, placed));
    },
    docs: {
      en: 'The date so many workdays later, by the calendar of the workspace; earlier with a number below zero.',
      'zh-CN': '若干个工作日之后的日期（按工作区的工作日历），负数表示之前。',
    },
    example: 'addWorkdays(today(), 5)',
  },
  {
    name: 'workdaysBetween',
    takes: ['date', 'date'],
    gives: 'decimal',
    digits: () => [7, 0],
    asksCalendar: true,
    decide: withCalendar(between),
    sql: ([from, to], binding) => {
      const { lists, upTo } = boundCalendar(binding);
      const given = { a: number(from!.as()), b: number(to!.as()), ...lists() };
      const shift = '(b < a)::integer';
      return named(given, `(${upTo(`(b - ${shift})`)} - ${upTo(`(a - ${shift})`)})::numeric`);
    },
    docs: {
      en: 'Workdays after one date up to another, by the calendar of the workspace.',
      'zh-CN': '一个日期之后到另一个日期的工作日数（按工作区的工作日历）。',
    },
    example: 'workdaysBetween(date(created_at), due) <= 10',
  },
];
