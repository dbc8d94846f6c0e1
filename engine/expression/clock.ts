const DAY = 86_400_000;
const HOUR = 3_600_000;
const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The moment of that many milliseconds; null outside the years 1 to 9999. */
const momentText = (milliseconds: number): string | null =>
  milliseconds >= FIRST && milliseconds <= LAST ? new Date(milliseconds).toISOString() : null;

/** A date moved by whole days; null when it leaves the years 1 to 9999. */
export const addDays = (date: string, days: number): string | null =>
  momentText(Date.parse(date) + days * DAY)?.slice(0, 10) ?? null;

/** A moment moved by whole hours; null when it leaves the years 1 to 9999. */
export const addHours = (moment: string, hours: number): string | null =>
  momentText(Date.parse(moment) + hours * HOUR);

/** `text` if it spells a date that exists. */
export function readDate(text: string): string | null {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) || momentText(milliseconds)?.slice(0, 10) !== text ? null : text;
}

const RFC_3339 =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]((?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?([Zz]|[+-][0-9]{2}:[0-9]{2})$/;

/** RFC 3339 with its zone -> the moment in UTC; what is behind milliseconds is cut off. */
export function readMoment(text: string): string | null {
  const [, date, time, fraction = '', zone] = RFC_3339.exec(text) ?? [];
  if (zone === undefined || readDate(date!) === null) return null;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  return momentText(Date.parse(`${date}T${time}.${milliseconds}${zone.toUpperCase()}`));
}

const formats = new Map<string, Intl.DateTimeFormat>();
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Milliseconds by which the clocks of `timeZone` are ahead of UTC at `moment`, in milliseconds too. */
export function offsetAt(moment: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const [, sign, hours, minutes, seconds = 0] = OFFSET.exec(format.format(moment)) ?? [];
  if (!sign) return 0;
  const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -size : size;
}

/** The day that the clocks of `timeZone` show at a moment; null outside the years 1 to 9999. */
export function dayOf(moment: string, timeZone: string): string | null {
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds)) return null;
  return momentText(milliseconds + offsetAt(milliseconds, timeZone))?.slice(0, 10) ?? null;
}

/** A date moved by whole months, to the last day of a month that has no such day; null outside the years 1 to 9999. */
export function addMonths(date: string, months: number): string | null {
  const place = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(place / 12), ((place % 12) + 12) % 12];
  const moved = new Date(Date.UTC(2000, 0, 1));
  moved.setUTCFullYear(year, month + 1, 0);
  moved.setUTCFullYear(year, month, Math.min(Number(date.slice(8, 10)), moved.getUTCDate()));
  return momentText(moved.getTime())?.slice(0, 10) ?? null;
}

/** The week of a date by ISO 8601: weeks begin on Monday and belong to the year of their Thursday. */
export function isoWeek(date: string): number {
  const day = Date.parse(date);
  const thursday = day + (4 - (new Date(day).getUTCDay() || 7)) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const first = new Date(Date.UTC(2000, 0, 1));
  first.setUTCFullYear(year, 0, 1);
  return Math.floor((thursday - first.getTime()) / (7 * DAY)) + 1;
}
