/** On which days people work, as far as expressions ask. */
export interface Calendar {
  /** ISO weekdays: 1 is Monday, 7 Sunday */
  readonly workdays: readonly number[];
  /** days that are not as their weekday says, and whether people work on them */
  readonly days: Iterable<readonly [date: string, works: boolean]>;
}

/** Monday to Friday, no holidays: what counts where no calendar is known. */
export const PLAIN_CALENDAR: Calendar = { workdays: [1, 2, 3, 4, 5], days: [] };

const DAY = 86_400_000;
/** A Monday before all dates: the day before the first one still has a number. */
const FIRST_MONDAY = Date.parse('0000-12-25T00:00:00Z');

/** The first Monday in Postgres' spelling. */
export const FIRST_MONDAY_SQL = "DATE '0001-12-25 BC'";

/** Days after the last date: where a list of days ends. No count comes so far. */
export const PAST_ALL_DAYS = 9_000_000;

export const dayNumber = (date: string): number => (Date.parse(date) - FIRST_MONDAY) / DAY;

export const dateOfNumber = (day: number): string =>
  new Date(FIRST_MONDAY + day * DAY).toISOString().slice(0, 10);

/**
 * A calendar made ready to be counted with. Workdays are counted from the first Monday: those of whole weeks,
 * those of the week begun, and what exceptional days up to there add or take away. The same lists serve in Postgres.
 */
export interface CountedCalendar {
  /** workdays of a week: how many, and their places in it, Monday 0 */
  readonly perWeek: number;
  readonly places: readonly number[];
  /** workdays among the first days of a week: none of none, up to `perWeek` */
  readonly begun: readonly number[];
  /** numbers of the days that are not as their weekday says, in order; behind the last one a day past all */
  readonly exceptions: readonly number[];
  /** what the first so many of them add; one more than there are exceptions */
  readonly added: readonly number[];
  /** workdays counted up to each of them, that day included; behind the last one a number past all */
  readonly countedAt: readonly number[];
}

const counted = new WeakMap<Calendar, CountedCalendar>();

export function countedCalendar(calendar: Calendar): CountedCalendar {
  let known = counted.get(calendar);
  if (!known) {
    known = count(calendar);
    counted.set(calendar, known);
  }
  return known;
}

function count({ workdays, days }: Calendar): CountedCalendar {
  const places = [...new Set(workdays)].map((day) => day - 1).sort((a, b) => a - b);
  const begun = Array.from({ length: 8 }, (_, size) => places.filter((place) => place < size).length);
  const exceptional = [...days]
    .map(([date, works]) => ({ day: dayNumber(date), works }))
    // a day that is as its weekday says changes nothing
    .filter(({ day, works }) => works !== places.includes(day % 7))
    .sort((a, b) => a.day - b.day);
  const added = [0];
  for (const { works } of exceptional) added.push(added.at(-1)! + (works ? 1 : -1));
  const regular = (day: number): number => Math.floor(day / 7) * places.length + begun[(day % 7) + 1]!;
  return {
    perWeek: places.length,
    places,
    begun,
    exceptions: [...exceptional.map(({ day }) => day), PAST_ALL_DAYS],
    added,
    countedAt: [...exceptional.map(({ day }, index) => regular(day) + added[index + 1]!), PAST_ALL_DAYS],
  };
}

/** How many of ordered numbers are not above another: Postgres' `width_bucket`. */
function notAbove(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Workdays from the first Monday up to a day, that day included. */
export function workdaysUpTo(calendar: CountedCalendar, day: number): number {
  const { perWeek, begun, exceptions, added } = calendar;
  return Math.floor(day / 7) * perWeek + begun[(day % 7) + 1]! + added[notAbove(exceptions, day)]!;
}

/** The day on which so many workdays have been counted; undefined before the first Monday. */
export function dayOfCount(calendar: CountedCalendar, wanted: number): number | undefined {
  const { perWeek, places, exceptions, added, countedAt } = calendar;
  const passed = notAbove(countedAt, wanted - 1);
  const regular = wanted - added[passed]! - 1;
  if (regular < 0) return undefined;
  // up to the next exceptional day weeks are regular; it can be the one looked for
  if (perWeek === 0) return exceptions[passed]!;
  const day = Math.floor(regular / perWeek) * 7 + places[regular % perWeek]!;
  return Math.min(day, exceptions[passed]!);
}
