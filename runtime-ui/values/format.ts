import type { FieldMeta } from '../api/types.ts';

/** What the spelling of a value depends on. */
export interface Locality {
  readonly language: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** A plain decimal text moved by powers of ten without a float: `0.125` by 2 is `12.5`. */
export function shiftDecimal(text: string, power: number): string {
  const [, sign, whole, fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return text;
  const zeros = '0'.repeat(Math.abs(power));
  const digits = zeros + whole + fraction + zeros;
  const point = zeros.length + whole.length + power;
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
  const after = digits.slice(point).replace(/0+$/, '');
  return `${sign}${before}${after ? `.${after}` : ''}`;
}

/** A plain decimal text with at most `places` decimals, rounded half away from zero. */
export function roundDecimal(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.length <= places) return text;
  const isUp = fraction[places]! >= '5';
  const digits = BigInt(`${whole.replace('-', '')}${fraction.slice(0, places)}`) + (isUp ? 1n : 0n);
  const rounded = shiftDecimal(String(digits), -places);
  return whole.startsWith('-') && rounded !== '0' ? `-${rounded}` : rounded;
}

/** A plain decimal text as a whole number of 10^-scale. */
function units(text: string, scale: number): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  const digits = BigInt(`${whole}${fraction.padEnd(scale, '0')}` || '0');
  return sign === '-' ? -digits : digits;
}

const scaleOf = (text: string): number => text.split('.')[1]?.length ?? 0;

function fromUnits(count: bigint, scale: number): string {
  const digits = String(count < 0n ? -count : count).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return count < 0n ? `-${text}` : text;
}

/** The sum of plain decimal texts, exact, with the decimals of the one that has most. */
export function sumDecimals(texts: readonly string[]): string {
  const scale = texts.reduce((most, text) => Math.max(most, scaleOf(text)), 0);
  return fromUnits(
    texts.reduce((sum, text) => sum + units(text, scale), 0n),
    scale,
  );
}

/** The product of two plain decimal texts with exactly `places` decimals, halves away from zero. */
export function multiplyDecimals(a: string, b: string, places: number): string {
  const [left, right] = [scaleOf(a), scaleOf(b)];
  const text = roundDecimal(fromUnits(units(a, left) * units(b, right), left + right), places);
  return fromUnits(units(text, places), places);
}

/** A plain decimal text with its thousands separated; both languages write 1,234.50. */
export function groupDecimal(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const symbols = new Map<string, string>();

/** The sign of a currency: ¥, $, € or its code; where others are around it says which one it is (US$). */
export function currencySymbol(
  currency: string,
  language: string,
  currencyDisplay: 'narrowSymbol' | 'symbol' = 'narrowSymbol',
): string {
  const key = `${currency} ${language} ${currencyDisplay}`;
  const known = symbols.get(key);
  if (known !== undefined) return known;
  let symbol = `${currency} `;
  try {
    const format = new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      currencyDisplay,
    });
    symbol = format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? symbol;
  } catch {
    // a code that the browser does not know stands for itself
  }
  symbols.set(key, symbol);
  return symbol;
}

/** An amount in the workspace's currency; `.00` goes, other decimals stay. */
export function formatAmount(text: string, { currency, language }: Locality): string {
  const plain = text.replace(/\.0+$/, '');
  const sign = plain.startsWith('-') ? '-' : '';
  return `${sign}${currencySymbol(currency, language)}${groupDecimal(plain.replace(/^-/, ''))}`;
}

/** Chinese counts by the ten thousand. */
const UNITS = [
  { power: 8, unit: '亿' },
  { power: 4, unit: '万' },
] as const;

/** The value of a number field for where there is little room: 1,001.38万 in Chinese; English has no short form of it. */
export function formatShort(field: FieldMeta, value: unknown, where: Locality): string {
  const text = String(value);
  const digits = text.replace(/^-/, '').split('.')[0]!.length;
  const isShort = where.language === 'zh-CN' && field.widget !== 'percent';
  const fitting = isShort ? UNITS.find(({ power }) => digits > power) : undefined;
  if (!fitting) return formatNumber(field, value, where);
  return formatNumber(field, roundDecimal(shiftDecimal(text, -fitting.power), 2), where) + fitting.unit;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, seconds: number, below: number])[] = [
  ['minute', 60, 3_600],
  ['hour', 3_600, 86_400],
  ['day', 86_400, 604_800],
];

/** How long ago a moment was; nothing for what is less than a minute or a week and more away. */
export function formatAgo(value: string, now: number, language: string): string | undefined {
  const seconds = Math.floor((now - Date.parse(value)) / 1000);
  const [unit, length] = STEPS.find(([, , below]) => seconds < below) ?? [];
  if (unit === undefined || seconds < 60) return undefined;
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(seconds / length!), unit);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A moment as `YYYY-MM-DD HH:mm` on the person's clock. */
export function formatMoment(value: string, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    clocks.set(timeZone, clock);
  }
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? value : clock.format(moment);
}

/** Numbers by widget; everything else is its own text. */
const numbers: Readonly<Record<string, (text: string, where: Locality) => string>> = {
  percent: (text) => `${groupDecimal(shiftDecimal(text, 2))}%`,
  currency: formatAmount,
  money: formatAmount,
  number: (text) => groupDecimal(text),
};

/** The value of a number field as people read it. */
export function formatNumber(field: FieldMeta, value: unknown, where: Locality): string {
  const format = numbers[field.widget] ?? numbers.number!;
  return format(String(value), where);
}
