import type { Calendar } from '../../../engine/expression/index.ts';
import type { Random } from './random.ts';

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const ALL_DAYS = 3_652_059;

const dayAt = (place: number): string => new Date(FIRST + place * 86_400_000).toISOString().slice(0, 10);

/** The days around which most dates of the proof are. */
const MIDST = 739_000;

/** Weeks of any kind, also without a workday, and days that are otherwise or as their weekday says. */
export function randomCalendar(random: Random): Calendar {
  const workdays = random.chance(0.5)
    ? [1, 2, 3, 4, 5]
    : [1, 2, 3, 4, 5, 6, 7].filter(() => random.chance(0.5));
  const days = new Map<string, boolean>();
  for (let left = random.below(60); left > 0; left--) {
    const place = random.chance(0.7) ? MIDST + random.below(1_500) : random.below(ALL_DAYS);
    days.set(dayAt(place), random.chance(0.5));
  }
  return { workdays, days };
}

/** A year as China has them: long holidays, weekends worked before and after; days at the ends of all days. */
export const PAIR_CALENDAR: Calendar = {
  workdays: [1, 2, 3, 4, 5],
  days: new Map([
    ...['02', '03', '04', '05', '06'].map((day) => [`2026-03-${day}`, false] as const),
    ['2026-02-28', true],
    ['2026-03-07', true],
    ['2026-03-08', false],
    ['2024-02-29', false],
    ['0001-01-01', false],
    ['0001-01-06', true],
    ['9999-12-31', false],
  ]),
};
