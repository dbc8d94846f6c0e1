import { areMarksOf, readAmount } from './currencies.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  isCellProblem,
  quoted,
  refuse,
} from './define-field-type.ts';
import {
  boundChecks,
  boundWords,
  decimalSchema,
  decimalText,
  defaultDecimal,
  digitsOf,
  precisionSetting,
  scaleSetting,
} from './numbers.ts';

const digits = (field: FieldFacts) => digitsOf(field, 2, 16);

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: string, scale: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${scale}`;
  let format = formats.get(key);
  if (!format) {
    const fraction = { minimumFractionDigits: scale, maximumFractionDigits: scale };
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction });
    formats.set(key, format);
  }
  return format;
}

/** An amount as people write it; one in another currency is refused, not taken as one of ours. */
function readOurs(cell: string, currency: string): string | CellProblem {
  const read = readAmount(cell);
  if (isCellProblem(read) || areMarksOf(currency, read)) return isCellProblem(read) ? read : read.amount;
  return refuse('value.currency', { given: quoted(cell), currency }, read.typed);
}

/** An amount in the workspace's currency. */
export const currency = defineFieldType({
  name: 'currency',
  labels: { en: 'Amount', 'zh-CN': '金额' },
  help: { en: 'Money in the currency of the workspace.', 'zh-CN': '以工作区货币计的金额。' },
  icon: 'dollar',
  kind: 'decimal',
  settings: { properties: { scale: scaleSetting(2), precision: precisionSetting } },
  words: { ...boundWords, default: defaultDecimal },
  example: {
    'x-field': {
      id: 'fld_curr0001',
      type: 'currency',
      labels: { en: 'Expected amount', 'zh-CN': '预计金额' },
    },
    minimum: 0,
  },
  samples: [
    { given: 19.9, stored: '19.90' },
    { given: '10005534', stored: '10005534.00' },
    { given: '0.005', stored: '0.01' },
    { given: '-0.005', stored: '-0.01' },
    { given: '9999999999999999.99', stored: '9999999999999999.99' },
    { given: '', stored: null },
  ],
  wrong: ['¥5', '1,200', 1e16, '9999999999999999.995', Number.NaN, false, { amount: '5' }],
  isInWorkspaceCurrency: true,
  widget: 'currency',
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
  parse: (cell, _field, where) => readOurs(cell, where.currency),
  format: (value, field, where) =>
    formatOf(where.locale, where.currency, digits(field)[1]).format(String(value) as `${number}`),
});
