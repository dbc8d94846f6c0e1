import { describe, expect, test } from 'vitest';
import { type Calendar, evaluate } from '../../../engine/expression/index.ts';
import { LIMITS } from '../../../engine/limits.ts';
import { randomCalendar } from '../../prove/parity/calendars.ts';
import { makeRandom } from '../../prove/parity/random.ts';
import { CLOCK, checked, problemsOf } from './sample-scope.ts';

const HOLIDAY: Calendar = {
  workdays: [1, 2, 3, 4, 5],
  // a Thursday and a Friday off, the Saturday before worked
  days: new Map([
    ['2026-01-01', false],
    ['2026-01-02', false],
    ['2025-12-27', true],
  ]),
};

const resultIn = (
  calendar: Calendar | undefined,
  source: string,
  values: Readonly<Record<string, string>> = {},
) =>
  evaluate(checked(source), {
    get: ([name]) => values[name!] ?? null,
    ...CLOCK,
    ...(calendar && { calendar }),
  });

describe('working days', () => {
  test.each([
    ['isWorkday(date("2026-01-01"))', false],
    ['isWorkday(date("2025-12-27"))', true],
    ['isWorkday(date("2025-12-28"))', false],
    ['addWorkdays(date("2025-12-31"), 1)', '2026-01-05'],
    ['addWorkdays(date("2026-01-05"), -1)', '2025-12-31'],
    ['addWorkdays(date("2025-12-26"), 1)', '2025-12-27'],
    ['addWorkdays(date("2026-01-01"), 0)', '2026-01-01'],
    ['addWorkdays(date("2025-12-26"), 2.9)', '2025-12-29'],
    ['workdaysBetween(date("2025-12-26"), date("2026-01-05"))', '5'],
    ['workdaysBetween(date("2026-01-05"), date("2025-12-26"))', '-5'],
    ['addWorkdays(date("9999-12-31"), 1)', null],
    ['addWorkdays(date("0001-01-01"), -1)', null],
    ['addWorkdays(due, 1)', null],
    ['addWorkdays(today(), 99999999999999)', null],
  ])('%s', (source, expected) => {
    expect(resultIn(HOLIDAY, source)).toBe(expected);
  });

  test('are Monday to Friday where no calendar is known', () => {
    expect(resultIn(undefined, 'addWorkdays(date("2025-12-31"), 2)')).toBe('2026-01-02');
  });

  test('are counted as if day by day, whatever the calendar', () => {
    const random = makeRandom(11);
    const add = (date: string, days: number) =>
      new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
    for (let round = 0; round < 40; round++) {
      const calendar = randomCalendar(random);
      const exceptions = new Map(calendar.days);
      const works = (date: string) =>
        exceptions.get(date) ?? calendar.workdays.includes(new Date(date).getUTCDay() || 7);
      const due = add('2024-06-01', random.below(1_000));
      const born = add(due, random.below(200));
      const between = Array.from(
        { length: Math.round((Date.parse(born) - Date.parse(due)) / 86_400_000) },
        (_, day) => add(due, day + 1),
      ).filter(works);
      expect(resultIn(calendar, 'isWorkday(due)', { due })).toBe(works(due));
      expect(resultIn(calendar, 'workdaysBetween(due, born)', { due, born })).toBe(String(between.length));
      if (between.length === 0) continue;
      expect(resultIn(calendar, `addWorkdays(due, ${between.length})`, { due })).toBe(between.at(-1));
      // back from the last of them to the first
      const back = { born: between.at(-1)! };
      expect(resultIn(calendar, `addWorkdays(born, ${1 - between.length})`, back)).toBe(between[0]);
    }
  });

  test('are asked for a bounded number of times: each brings the calendar into the statement', () => {
    const many = (count: number) => Array.from({ length: count }, () => 'isWorkday(due)').join(' && ');
    expect(problemsOf(many(LIMITS.calendarCalls))).toEqual([]);
    expect(problemsOf(many(LIMITS.calendarCalls + 1))).toEqual(['0 expression.calendar_calls']);
  });
});
