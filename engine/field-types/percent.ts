import { defineFieldType, type FieldFacts, isCellProblem, quoted, refuse } from './define-field-type.ts';
import {
  boundChecks,
  boundWords,
  decimalSchema,
  decimalText,
  defaultDecimal,
  digitsOf,
  grouped,
  isWithin,
  readNumber,
  scaleSetting,
  shifted,
  withoutZeros,
} from './numbers.ts';
import { halfWidth } from './texts.ts';

/** Four decimals of the fraction are two of the percentage. */
const digits = (field: FieldFacts) => digitsOf(field, 4, 6);

/** A share: 60 % is the fraction "0.6" everywhere but in widgets and cells. */
export const percent = defineFieldType({
  name: 'percent',
  labels: { en: 'Percent', 'zh-CN': '百分比' },
  help: { en: 'A share such as 60%.', 'zh-CN': '占比，如 60%。' },
  icon: 'percentage',
  kind: 'decimal',
  settings: { properties: { scale: scaleSetting(4) } },
  words: { ...boundWords, default: defaultDecimal },
  example: {
    'x-field': { id: 'fld_perc0001', type: 'percent', labels: { en: 'Discount', 'zh-CN': '折扣' } },
    minimum: 0,
    maximum: 1,
  },
  samples: [
    { given: 0.6, stored: '0.6' },
    { given: '0.6000', stored: '0.6' },
    { given: '1', stored: '1' },
    { given: '0.12345', stored: '0.1235' },
    { given: '12.5', stored: '12.5' },
    { given: 100, stored: '100' },
    { given: -0, stored: '0' },
  ],
  wrong: ['60%', 'half', 1e6, true],
  widget: 'percent',
  columns: () => [{ part: '', type: 'numeric' }],
  valueSchema: (field) => decimalSchema(digits(field)),
  normalise: (value, field) => {
    const text = decimalText(value, digits(field));
    return text === null || isCellProblem(text) ? text : withoutZeros(text);
  },
  digits,
  checks: boundChecks,
  toRow: (value) => ({ '': value }),
  wire: (source) => `trim_scale(${source('')})::text`,
  value: (source) => source(''),
  parse: (cell) => {
    const text = halfWidth(cell).trim();
    const plain = readNumber(text.replace(/%$/, ''));
    if (isCellProblem(plain)) return refuse('value.number', { given: quoted(cell) });
    if (text.endsWith('%')) return shifted(plain, -2);
    return isWithin(plain, 1) ? plain : refuse('value.percent_sign', { given: quoted(cell) }, `${plain}%`);
  },
  format: (value) => `${grouped(shifted(String(value), 2))}%`,
});
