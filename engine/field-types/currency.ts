import { type CellProblem, defineFieldType, type FieldFacts, quoted, refuse } from './define-field-type.ts';
import {
  boundChecks,
  boundWords,
  decimalSchema,
  decimalText,
  defaultDecimal,
  digitsOf,
  precisionSetting,
  readNumber,
  scaleSetting,
} from './numbers.ts';
import { folded, halfWidth } from './texts.ts';

const digits = (field: FieldFacts) => digitsOf(field, 2, 16);

const COLLOQUIAL: Readonly<Record<string, readonly string[]>> = {
  CNY: ['元', '圆', '块', 'rmb', 'yuan'],
  JPY: ['円', '日圆'],
};
/** Longer cells hold no amount: the pattern, whose parts may share their spaces, need not try. */
const LONGEST = 100;
const AMOUNT = /^([+-]?\(?)([^\d.,()+-]*)([\d.,+\-'\s]*[万亿]?)([^\d.,()+-]*)(\)?)$/;

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

const spellings = new Map<string, ReadonlySet<string>>();

/** What may stand beside an amount in `currency`: ¥, CN¥, CNY, 人民币, 元. */
function spellingsOf(currency: string): ReadonlySet<string> {
  const known = spellings.get(currency);
  if (known) return known;
  const names = ['zh-CN', 'en'].flatMap((locale) =>
    (['symbol', 'narrowSymbol', 'code', 'name'] as const).flatMap((currencyDisplay) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
        .formatToParts(1)
        .filter((part) => part.type === 'currency')
        .map((part) => folded(part.value)),
    ),
  );
  const all = new Set(['', ...names, ...(COLLOQUIAL[currency] ?? [])]);
  spellings.set(currency, all);
  return all;
}

/** An amount as people write it; one in another currency is refused, not taken as one of ours. */
function readAmount(cell: string, currency: string): string | CellProblem {
  if (cell.length > LONGEST) return refuse('value.number', { given: quoted(cell) });
  const [, open, before, amount, after, close] = AMOUNT.exec(halfWidth(cell).trim()) ?? [];
  const ours = spellingsOf(currency);
  if (amount === undefined || !/\d/.test(amount)) return refuse('value.number', { given: quoted(cell) });
  if (!ours.has(folded(before!)) || !ours.has(folded(after!))) {
    return refuse('value.currency', { given: quoted(cell), currency }, amount.trim());
  }
  return readNumber(`${open}${amount}${close}`);
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
  parse: (cell, _field, where) => readAmount(cell, where.currency),
  format: (value, field, where) =>
    formatOf(where.locale, where.currency, digits(field)[1]).format(String(value) as `${number}`),
});
