import { rateOn } from './composed.ts';
import { currencyOfMark, isCurrency, readAmount } from './currencies.ts';
import { currency } from './currency.ts';
import { decimal } from './decimal.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  type FieldType,
  isCellProblem,
  type Part,
  quoted,
  refuse,
  type WireValue,
  type WriteAround,
} from './define-field-type.ts';
import {
  boundChecks,
  boundWords,
  decimalSchema,
  decimalText,
  defaultDecimal,
  digitsOf,
  isPositive,
  precisionSetting,
  product,
  scaleSetting,
  withoutZeros,
} from './numbers.ts';
import { partsSql, readParts } from './parts.ts';
import { text } from './text.ts';
import { textColumn } from './texts.ts';

/** An amount on the wire. What is not known yet is null: a write completes it. */
interface Money {
  readonly amount: string;
  readonly currency: string | null;
  readonly rate: string | null;
  readonly base: string | null;
}

const MEMBERS = ['amount', 'currency', 'rate', 'base'];
const RATE_DIGITS = [9, 12] as const;
/** Digits before the point of an amount times its rate. */
const BASE_BEFORE = 24;
const CODE = /^[A-Z]{3}$/;
const WITH_RATE = /^(.*?)\s*@\s*([\d.]+)$/s;

const digits = (field: FieldFacts) => digitsOf(field, 2, 16);
const scaleOf = (field: FieldFacts): number => digits(field)[1];
const baseDigits = (field: FieldFacts) => [BASE_BEFORE, scaleOf(field)] as const;

/** A rate keeps the decimals that it was given with. */
const rateType: FieldType = {
  ...decimal,
  digits: () => RATE_DIGITS,
  wire: (source) => `trim_scale(${source('')})::text`,
};

const codeType: FieldType = { ...text, unique: false };

function readCode(given: unknown): string | null | CellProblem {
  if (given === null || given === undefined || given === '') return null;
  const code = typeof given === 'string' ? given.trim().toUpperCase() : '';
  return CODE.test(code) && isCurrency(code) ? code : refuse('value.currency_code', { given: quoted(given) });
}

function readRate(given: unknown): string | null | CellProblem {
  if (given === null || given === undefined || given === '') return null;
  const rate = decimalText(given, RATE_DIGITS);
  return typeof rate === 'string' && isPositive(rate)
    ? withoutZeros(rate)
    : refuse('value.rate', { given: quoted(given) });
}

/** The amount in the workspace's currency. */
function baseOf(amount: string, rate: string, field: FieldFacts): string | CellProblem {
  const base = decimalText(product(amount, rate, scaleOf(field)), baseDigits(field));
  return base ?? refuse('value.number', { given: amount });
}

/** An amount alone, or an object of the parts; what follows from the others need not be right. */
function normalise(value: unknown, field: FieldFacts): WireValue | CellProblem {
  const given =
    typeof value === 'object' ? readParts(value, MEMBERS, 'value.money') : { amount: value as unknown };
  if (isCellProblem(given)) return given;
  const amount = decimalText(given.amount ?? '', digits(field));
  if (amount === null || isCellProblem(amount)) return amount;
  const code = readCode(given.currency);
  if (isCellProblem(code)) return code;
  const rate = readRate(given.rate);
  if (isCellProblem(rate)) return rate;
  const base = rate === null ? null : baseOf(amount, rate, field);
  return isCellProblem(base) ? base : { amount, currency: code, rate, base };
}

/** The currency of an amount: that of the field that decides it, else its own, else what it was in, else the workspace's. */
function currencyIn(
  { currency: given }: Money,
  field: FieldFacts,
  before: Money | null,
  around: WriteAround,
): string | CellProblem {
  const { currencyField } = field.settings;
  if (currencyField === undefined) return given ?? before?.currency ?? around.currency;
  const said = readCode(around.other(currencyField));
  if (isCellProblem(said)) return said;
  const code = said ?? around.currency;
  // what was read is sent back with a new currency beside it: the field decides
  const isEcho = given === before?.currency;
  return given === null || given === code || isEcho
    ? code
    : refuse('value.currency_field', { given, currency: code, field: currencyField }, code);
}

/**
 * Currency, rate and base of an amount that is written. The rate stays that of the first write as long
 * as the currency stays; a rate that is given wins.
 */
function complete(value: WireValue, field: FieldFacts, around: WriteAround): WireValue | CellProblem {
  const money = value as unknown as Money;
  const before = around.before as unknown as Money | null;
  const code = currencyIn(money, field, before, around);
  if (isCellProblem(code)) return code;
  const isSameCurrency = before?.currency === code;
  // a rate that was read and is sent back with another currency is that of the former one
  const given = money.rate !== null && (isSameCurrency || money.rate !== before?.rate) ? money.rate : null;
  if (code === around.currency) {
    return given === null || given === '1'
      ? withRate(money.amount, code, '1', field)
      : refuse('value.rate_own', { currency: code, given }, '1');
  }
  const rate = given ?? (isSameCurrency ? before.rate : null) ?? rateOn(around.rates, code, around.day);
  if (rate === undefined) return refuse('value.no_rate', { currency: code, day: around.day });
  return withRate(money.amount, code, withoutZeros(rate), field);
}

function withRate(amount: string, code: string, rate: string, field: FieldFacts): WireValue | CellProblem {
  const base = baseOf(amount, rate, field);
  return isCellProblem(base) ? base : { amount, currency: code, rate, base };
}

/** `US$1,200`, `1200 EUR @ 7.8`. */
function parse(cell: string, ours: string): unknown | CellProblem {
  const [, spelled = cell, rate] = WITH_RATE.exec(cell) ?? [];
  const read = readAmount(spelled);
  if (isCellProblem(read)) return read;
  let code: string | null = null;
  for (const mark of read.marks) {
    const found = currencyOfMark(mark, ours);
    if (isCellProblem(found)) return found;
    if (code !== null && code !== found)
      return refuse('value.currency', { given: quoted(cell), currency: code });
    code = found;
  }
  return { amount: read.amount, currency: code, ...(rate !== undefined && { rate }) };
}

const parts = (field: FieldFacts): readonly Part[] => {
  const { scale, precision } = field.settings;
  const numbers = { ...(scale !== undefined && { scale }), ...(precision !== undefined && { precision }) };
  return [
    {
      name: 'amount',
      labels: { en: 'Amount', 'zh-CN': '金额' },
      type: decimal,
      settings: { precision: digits(field)[0] + scaleOf(field), ...numbers, scale: scaleOf(field) },
      column: 'amount',
    },
    { name: 'currency', labels: { en: 'Currency', 'zh-CN': '币种' }, type: codeType, column: 'currency' },
    { name: 'rate', labels: { en: 'Rate', 'zh-CN': '汇率' }, type: rateType, column: 'rate' },
    {
      name: 'base',
      labels: { en: 'In the workspace’s currency', 'zh-CN': '本位币金额' },
      type: currency,
      settings: { scale: scaleOf(field), precision: BASE_BEFORE + scaleOf(field) },
      column: '',
      isDerived: true,
    },
  ];
};

/** An amount in any currency, with the rate of the day on which it was written. */
export const money = defineFieldType({
  name: 'money',
  labels: { en: 'Amount in a currency', 'zh-CN': '多币种金额' },
  help: {
    en: 'An amount in any currency; the rate is kept, sums are in the currency of the workspace.',
    'zh-CN': '任意币种的金额；记录当时汇率，汇总按工作区货币计算。',
  },
  icon: 'dollar',
  kind: 'decimal',
  settings: {
    properties: {
      currencyField: {
        type: 'string',
        'x-ref': 'field',
        'x-labels': { en: 'Currency is in the field', 'zh-CN': '币种取自字段' },
        'x-help': {
          en: 'A field of the record that says the currency; without one, each amount has its own.',
          'zh-CN': '由记录上的该字段决定币种；不选则每个金额各带币种。',
        },
      },
      scale: scaleSetting(2),
      precision: precisionSetting,
    },
  },
  words: { ...boundWords, default: defaultDecimal },
  example: {
    'x-field': {
      id: 'fld_mony0001',
      type: 'money',
      labels: { en: 'Contract amount', 'zh-CN': '合同金额' },
    },
    minimum: 0,
  },
  samples: [
    { given: 19.9, stored: { amount: '19.90', currency: null, rate: null, base: null } },
    {
      given: { amount: '5', currency: 'usd' },
      stored: { amount: '5.00', currency: 'USD', rate: null, base: null },
    },
    {
      given: { amount: '0.005', currency: 'EUR', rate: 7.8005 },
      stored: { amount: '0.01', currency: 'EUR', rate: '7.8005', base: '0.08' },
    },
    {
      given: { amount: '9999999999999999.99', currency: 'USD', rate: '7.123456789012' },
      stored: {
        amount: '9999999999999999.99',
        currency: 'USD',
        rate: '7.123456789012',
        base: '71234567890119999.93',
      },
    },
    { given: { amount: null, currency: 'USD' }, stored: null },
    { given: '', stored: null },
  ],
  wrong: [
    '¥5',
    { amount: '5', currency: 'XYQ' },
    { amount: '5', currency: 'USD', rate: 0 },
    { amount: '5', rate: '-1' },
    { amount: '1e20' },
    { sum: '5' },
    ['5'],
    true,
  ],
  widget: 'money',
  cell: 'money',
  summable: true,
  bare: 'base',
  parts,
  columns: () => [
    { part: '', type: 'numeric' },
    { part: 'amount', type: 'numeric' },
    textColumn('currency'),
    { part: 'rate', type: 'numeric' },
  ],
  valueSchema: (field) => ({
    type: 'object',
    properties: {
      amount: decimalSchema(digits(field)),
      currency: { type: ['string', 'null'], pattern: CODE.source },
      rate: { type: ['string', 'null'], pattern: decimalSchema(RATE_DIGITS).pattern },
      base: { type: ['string', 'null'], pattern: decimalSchema(baseDigits(field)).pattern },
    },
    required: ['amount'],
    additionalProperties: false,
  }),
  normalise,
  complete,
  follows: ({ settings: { currencyField } }) =>
    currencyField === undefined ? [] : [{ word: 'currencyField', name: currencyField, kind: 'string' }],
  rebase: {
    currency: 'currency',
    cells: (source, rate, field) => ({
      rate,
      '': `round(${source('amount')} * ${rate}, ${scaleOf(field)})`,
    }),
  },
  tells: ['currencyField'],
  widgetOptions: (_field, { rates }) => ({ rates }),
  digits: baseDigits,
  checks: boundChecks,
  toRow: (value) => {
    const { base = null, ...others } = (value ?? {}) as Partial<Money>;
    return { amount: null, currency: null, rate: null, ...others, '': base };
  },
  wire: (source, field) => partsSql(parts(field), source, field),
  value: (source) => source(''),
  parse: (cell, _field, where) => parse(cell, where.currency),
  format: (value, _field, where) => {
    const { amount, currency: code, rate } = value as unknown as Money;
    const isForeign = rate !== null && code !== where.currency;
    return [amount, ...(code === null ? [] : [code]), ...(isForeign ? [`@ ${rate}`] : [])].join(' ');
  },
});
