import { offsetAt } from '../expression/index.ts';
import { type CellProblem, quoted, refuse } from './define-field-type.ts';
import { halfWidth } from './texts.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `YYYY-MM-DD` of a day that exists, years 1 to 9999; undefined for any other. */
export function dayText(year: number, month: number, day: number): string | undefined {
  if (year < 1 || year > 9999) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : undefined;
}

/** Longer cells hold no day: patterns that try many ways need not look at them. */
export const LONGEST_DAY = 100;

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const CHINESE = /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR_LAST = /^\d{1,2}([-/.])\d{1,2}\1\d{2,4}$/;

/** A day as people write it in a cell, the year first. Which number of 03/04/2026 is the month, nobody knows. */
export function readDay(cell: string): string | CellProblem {
  const text = halfWidth(cell).replace(/\s+/g, '');
  const found = YEAR_FIRST.exec(text);
  const [year, month, day] = found
    ? [found[1], found[3], found[4]]
    : (CHINESE.exec(text) ?? COMPACT.exec(text) ?? []).slice(1);
  const date = day === undefined ? undefined : dayText(Number(year), Number(month), Number(day));
  if (date !== undefined) return date;
  return refuse(YEAR_LAST.test(text) ? 'value.date_order' : 'value.date', { given: quoted(cell) });
}

/**
 * The moment at which clocks of `timeZone` show `local` (`YYYY-MM-DDTHH:mm:ss.sss`), the earlier of
 * two, in an hour that they skip as if they had not; undefined for what is no time, such as 25:00.
 */
export function momentOf(local: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const shows = (moment: number) => moment + offsetAt(moment, timeZone) === asUtc;
  const before = asUtc - offsetAt(asUtc - 86_400_000, timeZone);
  const after = asUtc - offsetAt(before, timeZone);
  return !shows(before) && shows(after) ? after : before;
}

/** What clocks of `timeZone` show at `moment`: `YYYY-MM-DDTHH:mm:ss.sss`. */
export const localText = (moment: number, timeZone: string): string =>
  new Date(moment + offsetAt(moment, timeZone)).toISOString().slice(0, -1);
