/** How a workbook shows a number. */
export type NumberForm = 'plain' | 'date' | 'percent';

const DATES: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];
const PERCENTS: ReadonlySet<number> = new Set([9, 10]);

/** What a number of a format is, by the number of the format or by what it says. */
export function formOf(id: number, code: string | undefined): NumberForm {
  if (code === undefined) {
    if (PERCENTS.has(id)) return 'percent';
    return DATES.some(([from, to]) => id >= from && id <= to) ? 'date' : 'plain';
  }
  const [shown = ''] = code.split(';');
  const bare = shown.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi, '');
  if (bare.includes('%')) return 'percent';
  if (/^general$/i.test(bare.trim()) || /\[[hms]+\]/i.test(bare)) return 'plain';
  return /[ymdhs年月日时分秒]/i.test(bare) ? 'date' : 'plain';
}

const DAY = 86_400_000;
const SECOND = 1_000;
/** The day before the first one of each calendar; the older one counts a 29 February 1900. */
const EPOCH = { of1900: Date.UTC(1899, 11, 30), of1904: Date.UTC(1904, 0, 1) };
const LAST = 2_958_466;

/** A day and time of the workbook's clock, as far as it has them: `2026-03-04`, `2026-03-04 09:30`, `09:30`. */
function dateText(serial: number, is1904: boolean): string | undefined {
  if (serial < 0 || serial >= LAST) return undefined;
  const shift = !is1904 && serial < 60 ? DAY : 0;
  const at = (is1904 ? EPOCH.of1904 : EPOCH.of1900) + shift + serial * DAY;
  const moment = new Date(Math.round(at / SECOND) * SECOND).toISOString();
  const [day, clock] = [moment.slice(0, 10), moment.slice(11, 19).replace(/:00$/, '')];
  if (serial < 1 && !is1904) return clock;
  return clock === '00:00' ? day : `${day} ${clock}`;
}

/** A number with the digits that a workbook has of it, without an exponent. */
export function numberText(given: string): string {
  const number = Number(given);
  if (given.trim() === '' || !Number.isFinite(number)) return given;
  const text = String(Number(number.toPrecision(15)));
  if (!text.includes('e')) return text;
  return Math.abs(number) < 1 ? number.toFixed(20).replace(/\.?0+$/, '') : BigInt(number).toString();
}

/** A number as the workbook shows it. */
export function shownNumber(given: string, form: NumberForm, is1904: boolean): string {
  const number = Number(given);
  if (given.trim() === '' || !Number.isFinite(number)) return given;
  if (form === 'percent') return `${numberText(String(Number((number * 100).toPrecision(15))))}%`;
  return (form === 'date' ? dateText(number, is1904) : undefined) ?? numberText(given);
}
