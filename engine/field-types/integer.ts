import { defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { boundWords, decimalText, grouped, readNumber, withoutZeros } from './numbers.ts';

/** A whole number that JSON carries exactly: within ±(2^53−1). */
export const integer = defineFieldType({
  name: 'integer',
  labels: { en: 'Whole number', 'zh-CN': '整数' },
  help: { en: 'A number without decimals, such as a count.', 'zh-CN': '不带小数的数字，如数量、人数。' },
  icon: 'number',
  kind: 'decimal',
  settings: { properties: {} },
  words: {
    minimum: { ...boundWords.minimum, type: 'integer' },
    maximum: { ...boundWords.maximum, type: 'integer' },
    default: { type: 'integer', 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: {
    'x-field': { id: 'fld_intg0001', type: 'integer', labels: { en: 'Employees', 'zh-CN': '员工人数' } },
    minimum: -100,
  },
  samples: [
    { given: 42, stored: 42 },
    { given: '1200', stored: 1200 },
    { given: -0, stored: 0 },
    { given: Number.MAX_SAFE_INTEGER, stored: Number.MAX_SAFE_INTEGER },
  ],
  wrong: [1.5, '1.5', 'many', 2 ** 53, Number.NaN, true, -101],
  widget: 'number',
  summable: true,
  unique: true,
  columns: () => [{ part: '', type: 'numeric', precision: [16, 0] }],
  valueSchema: (field) => ({
    type: 'integer',
    minimum: Math.max(field.schema.minimum ?? Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    maximum: Math.min(field.schema.maximum ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  }),
  normalise: (value) => {
    const spelled = decimalText(value, [16, 12]);
    if (spelled === null || isCellProblem(spelled)) return spelled;
    const whole = Number(withoutZeros(spelled));
    return Number.isSafeInteger(whole) ? whole : refuse('value.whole', { given: quoted(value) });
  },
  digits: () => [16, 0],
  toRow: (value) => ({ '': value === null ? null : String(value) }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => readNumber(cell),
  format: (value) => grouped(String(value)),
});
