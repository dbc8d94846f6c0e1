/**
 * Lengths of time as people write and read them. The forms and lists of the UIs import this file too: it
 * imports nothing.
 */

/** The unit of a bare number. */
export type DurationUnit = 'second' | 'minute' | 'hour' | 'day';

const SECONDS: Readonly<Record<DurationUnit, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400 };

/** A hundred years. */
export const LONGEST_DURATION = 36_525 * 86_400;

const ISO = /^P(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,10})M)?(?:(\d{1,12})S)?)?$/i;
const CLOCK = /^(\d{1,6}):([0-5]?\d)(?::([0-5]?\d))?$/;
const PLAIN = /^\d{1,12}(?:\.\d{1,6})?$/;

const UNITS: readonly (readonly [unit: DurationUnit, spelled: RegExp])[] = [
  ['day', /^(?:d|days?|天|日)$/],
  ['hour', /^(?:h|hrs?|hours?|小时|个小时|时|钟头|个钟头)$/],
  ['minute', /^(?:m|mins?|minutes?|分|分钟)$/],
  ['second', /^(?:s|secs?|seconds?|秒|秒钟)$/],
];

const unitOf = (spelled: string): DurationUnit | undefined =>
  UNITS.find(([, pattern]) => pattern.test(spelled))?.[0];

const whole = (seconds: number): number | undefined =>
  seconds <= LONGEST_DURATION ? Math.round(seconds) : undefined;

/** `1h30m`, `1小时30分`, `1.5 hours`: numbers, each followed by a unit, the greatest first. */
function readUnits(text: string): number | undefined {
  const pieces = [...text.matchAll(/(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]+|\p{Script=Han}+)[\s,，和and]*/gu)];
  if (pieces.length === 0 || pieces.map(([piece]) => piece).join('') !== text) return undefined;
  let seconds = 0;
  let last = Number.POSITIVE_INFINITY;
  for (const [, number, spelled] of pieces) {
    const unit = unitOf(spelled!);
    if (!unit || SECONDS[unit] >= last) return undefined;
    last = SECONDS[unit];
    seconds += Number(number) * last;
  }
  return whole(seconds);
}

/** Whole seconds of an ISO 8601 duration; years and months have no length. */
export function readIsoDuration(text: string): number | undefined {
  const [, ...parts] = ISO.exec(text) ?? [];
  if (parts.every((part) => part === undefined) || /t$/i.test(text)) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return whole((weeks * 7 + days) * SECONDS.day + hours * SECONDS.hour + minutes * SECONDS.minute + seconds);
}

/** Whole seconds of a length of time as people write it: `90`, `1:30`, `1h 30m`, `1小时30分`, `PT1H30M`. */
export function readDuration(given: string, unit: DurationUnit): number | undefined {
  const text = given.normalize('NFKC').trim().toLowerCase();
  if (text.length > 80) return undefined;
  if (PLAIN.test(text)) return whole(Number(text) * SECONDS[unit]);
  const [, hours, minutes, seconds = '0'] = CLOCK.exec(text) ?? [];
  if (hours !== undefined)
    return whole(Number(hours) * SECONDS.hour + Number(minutes) * SECONDS.minute + Number(seconds));
  return readIsoDuration(text) ?? readUnits(text);
}

const SPELLED = {
  en: { day: 'd', hour: 'h', minute: 'm', second: 's', gap: ' ' },
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒', gap: '' },
} as const;

/** A length of time in words; days only where the unit is one: a working day has fewer hours. */
export function durationText(seconds: number, unit: DurationUnit, locale: string): string {
  const words = SPELLED[locale.startsWith('zh') ? 'zh-CN' : 'en'];
  const units = (['day', 'hour', 'minute', 'second'] as const).filter(
    (one) => one !== 'day' || unit === 'day',
  );
  let rest = seconds;
  const pieces: string[] = [];
  for (const one of units) {
    const count = Math.floor(rest / SECONDS[one]);
    rest -= count * SECONDS[one];
    if (count > 0) pieces.push(`${count}${words[one]}`);
  }
  return pieces.length === 0 ? `0${words[unit]}` : pieces.join(words.gap);
}
