import { defineFieldType } from './define-field-type.ts';
import {
  boundChecks,
  boundWords,
  decimalSchema,
  decimalText,
  defaultDecimal,
  digitsOf,
  grouped,
  precisionSetting,
  readNumber,
  scaleSetting,
} from './numbers.ts';

const digits = (field: Parameters<typeof digitsOf>[0]) => digitsOf(field, 2, 16);

/** An exact decimal number, on the wire a text with all its decimals. */
export const decimal = defineFieldType({
  name: 'decimal',
  labels: { en: 'Decimal number', 'zh-CN': '小数' },
  help: { en: 'A number with decimals, such as a weight.', 'zh-CN': '带小数的数字，如重量、面积。' },
  icon: 'field-number',
  kind: 'decimal',
  settings: { properties: { scale: scaleSetting(2), precision: precisionSetting } },
  words: { ...boundWords, default: defaultDecimal },
  example: {
    'x-field': {
      id: 'fld_deci0001',
      type: 'decimal',
      labels: { en: 'Weight', 'zh-CN': '重量' },
      scale: 3,
      precision: 12,
    },
    minimum: -0.5,
  },
  samples: [
    { given: 19.9, stored: '19.900' },
    { given: '1.0005', stored: '1.001' },
    { given: '-1.0005', stored: '-1.001' },
    { given: '-0.0001', stored: '0.000' },
    { given: '999999999.999', stored: '999999999.999' },
    { given: 1e-7, stored: '0.000' },
  ],
  wrong: ['many', '1,5', '1e3', 1e12, Number.POSITIVE_INFINITY, true, ['1']],
  widget: 'number',
  summable: true,
  columns: () => [{ part: '', type: 'numeric' }],
  valueSchema: (field) => decimalSchema(digits(field)),
  normalise: (value, field) => decimalText(value, digits(field)),
  digits,
  checks: boundChecks,
  toRow: (value) => ({ '': value }),
  // rounding also gives rows written under a smaller scale all decimals of today's
  wire: (source, field) => `round(${source('')}, ${digits(field)[1]})::text`,
  value: (source) => source(''),
  parse: (cell) => readNumber(cell),
  format: (value) => grouped(String(value)),
});
