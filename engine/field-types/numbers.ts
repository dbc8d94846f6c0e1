import { Decimal } from 'decimal.js';
import { type CellProblem, type FieldFacts, quoted, refuse } from './define-field-type.ts';
import { halfWidth } from './texts.ts';

/** Decimals are exact: money never passes through a float. Halves are rounded away from zero. */
const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_UP });

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const GROUPED = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d*)?$/;
const UNITS: Readonly<Record<string, number>> = { 万: 4, 亿: 8 };

/** Digits before and after the point that a number field keeps. */
export function digitsOf(field: FieldFacts, scale: number, before: number): readonly [number, number] {
  const after: number = field.settings.scale ?? scale;
  return [
    field.settings.precision === undefined ? before : Math.max(field.settings.precision - after, 1),
    after,
  ];
}

/** A number or its plain spelling -> text with exactly `scale` decimals, or why not. */
export function decimalText(
  value: unknown,
  [before, scale]: readonly [number, number],
): string | null | CellProblem {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return refuse('value.number', { given: quoted(value) });
  const spelled = text.trim();
  if (spelled === '') return null;
  const isNumber =
    typeof value === 'number' ? Number.isFinite(value) : spelled.length <= 100 && PLAIN.test(spelled);
  if (!isNumber) return refuse('value.number', { given: quoted(value) });
  const rounded = new Exact(spelled).toDecimalPlaces(scale);
  if (rounded.abs().gte(new Exact(10).pow(before))) {
    return refuse('value.digits', { given: quoted(value), digits: before });
  }
  return rounded.isZero() ? new Exact(0).toFixed(scale) : rounded.toFixed(scale);
}

/** A number as people write it in a cell (`1,234.50`, `(12)`, `３万`) -> its plain spelling, or why not. */
export function readNumber(cell: string): string | CellProblem {
  let text = halfWidth(cell)
    .replace(/[\s_']/g, '')
    .replace(/−/g, '-');
  const inBrackets = /^\((.+)\)$/.exec(text);
  if (inBrackets) text = `-${inBrackets[1]}`;
  const power = UNITS[text.at(-1) ?? ''] ?? 0;
  if (power > 0) text = text.slice(0, -1);
  if (text.length > 100) return refuse('value.number', { given: quoted(cell) });
  if (GROUPED.test(text)) text = text.replaceAll(',', '');
  if (PLAIN.test(text)) return power > 0 ? new Exact(text).times(new Exact(10).pow(power)).toFixed() : text;
  return /^[+-]?[\d.,]*\d[\d.,]*$/.test(text) && text.includes(',')
    ? refuse('value.grouping', { given: quoted(cell) }, text.replaceAll(',', ''))
    : refuse('value.number', { given: quoted(cell) });
}

/** `text` moved by powers of ten: 0.6 by 2 is 60. Trailing zeros go. */
export const shifted = (text: string, power: number): string =>
  new Exact(text).times(new Exact(10).pow(power)).toFixed();

/** The product of two plain numbers, rounded to `scale` decimals. */
export const product = (a: string, b: string, scale: number): string =>
  new Exact(a).times(b).toDecimalPlaces(scale).toFixed(scale);

/** `text` without the zeros behind its last digit. */
export const withoutZeros = (text: string): string => new Exact(text).toFixed();

export const isPositive = (text: string): boolean => new Exact(text).gt(0);

/** Whether `text` is nearer to zero than `bound`, or at it. */
export const isWithin = (text: string, bound: number): boolean => new Exact(text).abs().lte(bound);

/** A plain number with thousands separated; both languages write 1,234.50. */
export function grouped(text: string): string {
  const [whole, fraction] = text.split('.');
  const thousands = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** Expressions that `minimum` and `maximum` of a decimal come to. */
export function boundChecks(field: FieldFacts): string[] {
  const { minimum, maximum } = field.schema;
  return [
    ...(minimum === undefined ? [] : [`${field.name} >= ${new Exact(minimum).toFixed()}`]),
    ...(maximum === undefined ? [] : [`${field.name} <= ${new Exact(maximum).toFixed()}`]),
  ];
}

/** JSON Schema's words of a number. */
export const boundWords = {
  minimum: { type: 'number', 'x-labels': { en: 'Least', 'zh-CN': '最小值' } },
  maximum: { type: 'number', 'x-labels': { en: 'Most', 'zh-CN': '最大值' } },
};

/** The `default` of a decimal: its spelling, or a number. */
export const defaultDecimal = {
  type: ['string', 'number'],
  'x-labels': { en: 'Default', 'zh-CN': '默认值' },
};

export const scaleSetting = (scale: number) => ({
  type: 'integer',
  minimum: 0,
  maximum: 12,
  default: scale,
  'x-labels': { en: 'Decimals', 'zh-CN': '小数位数' },
  'x-help': {
    en: 'Digits after the point. What has more is rounded.',
    'zh-CN': '小数点后的位数，超出部分四舍五入。',
  },
});

export const precisionSetting = {
  type: 'integer',
  minimum: 1,
  maximum: 36,
  'x-labels': { en: 'Digits in all', 'zh-CN': '总位数' },
  'x-help': { en: 'Digits before and after the point together.', 'zh-CN': '小数点前后的总位数。' },
};

/** Schema of a decimal on the wire. */
export const decimalSchema = ([before]: readonly [number, number]) => ({
  type: 'string',
  pattern: `^-?[0-9]{1,${before}}(\\.[0-9]+)?$`,
});
