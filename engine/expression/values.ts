import { Decimal } from 'decimal.js';
import { WHOLE_DIGITS } from './kinds.ts';

/**
 * Decimals are exact; halves are rounded away from zero. Quotients below 10^24 need up to 193 digits
 * until the twelfth decimal is certain.
 */
export const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_UP });

/** A value as the API spells it: a decimal is text, `get` may also give a number. */
export type WireValue =
  | null
  | string
  | number
  | boolean
  | readonly string[]
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, unknown>>;

/**
 * A value while it is evaluated: texts, dates (`2026-03-04`) and moments (`2026-03-04T05:06:07.000Z`)
 * are strings, days and hours whole numbers, lists arrays without nulls in what is stored.
 */
export type Value = null | string | boolean | number | Decimal | readonly Value[];

const LEAST = new Exact(10).pow(WHOLE_DIGITS);

/** The number, null when it has more digits before the point than numbers have. */
export const bounded = (value: Value): Value =>
  value instanceof Decimal && value.abs().gte(LEAST) ? null : value;

/** Plain spelling of a number: no exponent, no zeros behind the last digit, no sign of zero. */
export const plainText = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());

/** The place of a UTF-16 unit among code points: the halves of a pair come behind everything else. */
const place = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Order by code point, as Postgres' `"C"`. JavaScript's own order is by UTF-16 unit. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return place(left) - place(right);
  }
  return a.length - b.length;
}

/** Order of two values of one kind that is not a list; booleans are only equal or not. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string') return a === b ? 0 : compareText(a, b as string);
  if (a instanceof Decimal) return a.cmp(b as Decimal);
  return a === b ? 0 : 1;
}

/** Whether two values of one kind are equal; of lists each member, where two that are null are equal too. */
export function isEqual(a: Value, b: Value): boolean {
  if (typeof a === 'string') return a === b;
  if (!isList(a)) return compareValues(a, b) === 0;
  const other = b as readonly Value[];
  return a.length === other.length && a.every((member, at) => isEqualMember(member, other[at]!));
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isEqualMember = (a: Value, b: Value): boolean => (a === null || b === null ? a === b : isEqual(a, b));

const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Where in UTF-16 units so many code points of a text end; its length where it has fewer. */
export function unitAfter(text: string, points: number, from = 0): number {
  let at = from;
  for (let left = points; left > 0 && at < text.length; left--) {
    at += isSecondHalf(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return Math.min(at, text.length);
}

/** Where the last so many code points of a text begin. */
export function unitBefore(text: string, points: number): number {
  let at = text.length;
  for (let left = points; left > 0 && at > 0; left--) at -= isSecondHalf(text.charCodeAt(at - 1)) ? 2 : 1;
  return Math.max(at, 0);
}

/** Code points of a text, or of its first so many units. */
export function sizeOfText(text: string, until = text.length): number {
  let size = 0;
  for (let i = 0; i < until; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) size++;
  }
  return size;
}
