import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { localText, momentOf, quoted } from '../field-types/index.ts';

/** When something is done again and again, on the clock of the workspace. */
export interface Schedule {
  readonly every: 'day' | 'week' | 'month';
  /** `HH:MM` */
  readonly at: string;
  /** of each week: 1 is Monday */
  readonly weekday?: number;
  /** of each month, of a shorter one its last */
  readonly day?: number;
}

const WORDS = ['every', 'at', 'weekday', 'day'];
const EVERY: readonly unknown[] = ['day', 'week', 'month'];

const isWithin = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;

/** A schedule as a body says it; everything that is wrong with it at once. */
export function readSchedule(given: unknown): Schedule {
  const { every, at, weekday, day, ...others } = Object(given ?? {}) as Record<string, unknown>;
  const items: ProblemItem[] = [];
  const refuse = (name: string, value: unknown, expected: string): void => {
    items.push(problemItem(`/schedule/${name}`, 'request.value', { name, given: quoted(value), expected }));
  };
  for (const name of Object.keys(others).slice(0, 10))
    items.push(
      problemItem(`/schedule/${name}`, 'request.parameter', { name: quoted(name), known: WORDS.join(', ') }),
    );
  if (!EVERY.includes(every)) refuse('every', every, EVERY.join(' | '));
  if (typeof at !== 'string' || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) refuse('at', at, 'HH:MM');
  if (every === 'week' ? !isWithin(weekday, 7) : weekday !== undefined)
    refuse('weekday', weekday, every === 'week' ? '1 – 7' : '–');
  if (every === 'month' ? !isWithin(day, 31) : day !== undefined)
    refuse('day', day, every === 'month' ? '1 – 31' : '–');
  if (items.length > 0) throw new Problem('export.schedule', {}, items);
  return {
    every: every as Schedule['every'],
    at: at as string,
    ...(every === 'week' && { weekday: weekday as number }),
    ...(every === 'month' && { day: day as number }),
  };
}

const DAY = 86_400_000;

/** Whether it is done on a day, told in UTC. */
function isDue({ every, weekday, day = 1 }: Schedule, date: Date): boolean {
  if (every === 'day') return true;
  if (every === 'week') return (date.getUTCDay() + 6) % 7 === weekday! - 1;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(day, last);
}

/** The next moment behind `after` at which it is done. */
export function nextOf(schedule: Schedule, after: Date, timeZone: string): Date {
  const today = Date.parse(`${localText(after.getTime(), timeZone).slice(0, 10)}T00:00:00Z`);
  // a month has at most 31 days, and today's time may be over
  for (let ahead = 0; ahead <= 32; ahead += 1) {
    const date = new Date(today + ahead * DAY);
    if (!isDue(schedule, date)) continue;
    const moment = momentOf(`${date.toISOString().slice(0, 10)}T${schedule.at}:00.000`, timeZone)!;
    if (moment > after.getTime()) return new Date(moment);
  }
  throw new Error('a schedule without a next time');
}
