import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type CellProblem, defineFieldType, type FieldFacts, quoted, refuse } from './define-field-type.ts';
import { maskWord } from './masks.ts';
import { cleanTextBy, defaultText, foldedSql, halfWidth, textColumn, textSchema } from './texts.ts';

const LONGEST = 40;
/** Numbers that exist only inside a country: 95588, 10086, 110. They have no E.164 form. */
const SERVICE = /^\d{3,6}$/;
const EXTENSION = /\s*(?:转|轉|分机|分機)\s*(?=\d)/;
const DASHED_EXTENSION = /^(.*\d{7,8})-(\d{1,6})$/;

/** `+8613800138000`, or undefined for what is no international number. Without a country code it is of `country`. */
function e164(text: string, country: CountryCode): string | undefined {
  const spelled = text.replace(EXTENSION, ' ext. ');
  for (const candidate of [spelled, spelled.replace(DASHED_EXTENSION, '$1 ext. $2')]) {
    const number = parsePhoneNumberFromString(candidate, country);
    if (number?.isPossible()) return number.number;
  }
  return undefined;
}

/** The digits by which a number is known inside its country, or undefined for what is no international number. */
export function nationalNumber(text: string, country: CountryCode = 'CN'): string | undefined {
  const number = parsePhoneNumberFromString(halfWidth(text), country);
  return number?.isPossible() ? number.nationalNumber : undefined;
}

function countryOf(field: FieldFacts): CountryCode {
  const country: string = field.settings.country ?? 'CN';
  return isSupportedCountry(country) ? country : 'CN';
}

function checkPhone(given: string, field: FieldFacts): string | CellProblem {
  const text = halfWidth(given);
  const isPhone =
    text.length <= LONGEST && (SERVICE.test(text) || e164(text, countryOf(field)) !== undefined);
  return isPhone ? text : refuse('value.phone', { given: quoted(given) });
}

/** A phone number as typed, and beside it the one form by which the same number is found again. */
export const phone = defineFieldType({
  name: 'phone',
  labels: { en: 'Phone', 'zh-CN': '电话' },
  help: { en: 'A phone number; a click calls it.', 'zh-CN': '电话号码，点击即可拨打。' },
  icon: 'phone',
  kind: 'string',
  calledBy: ['电话', '手机', '号码', '联系方式', 'phone', 'mobile', 'tel'],
  settings: {
    properties: {
      country: {
        type: 'string',
        pattern: '^[A-Z]{2}$',
        default: 'CN',
        'x-labels': { en: 'Country of numbers without a country code', 'zh-CN': '未写国家代码时的国家' },
        'x-help': {
          en: '138… is read as a number of this country.',
          'zh-CN': '未带国家代码的号码按此国家识别。',
        },
      },
      ...maskWord,
    },
  },
  words: { default: defaultText },
  example: {
    'x-field': {
      id: 'fld_phon0001',
      type: 'phone',
      labels: { en: 'Mobile', 'zh-CN': '手机' },
      country: 'CN',
    },
  },
  samples: [
    { given: ' 138 0013 8000 ', stored: '138 0013 8000' },
    { given: '＋86（10）6552－9988', stored: '+86(10)6552-9988' },
    { given: '010-65529988-8001', stored: '010-65529988-8001' },
    { given: '010 6552 9988 转 8001', stored: '010 6552 9988 转 8001' },
    { given: '+1 650 253 0000', stored: '+1 650 253 0000' },
    { given: '95588', stored: '95588' },
    { given: '', stored: null },
  ],
  wrong: ['12', 'call me', '+86 138', 13_800_138_000, `138 0013 8000${' '.repeat(60)}1`],
  matchColumn: 'e164',
  widget: 'phone',
  mask: { by: 'phone' },
  personal: 'identifies',
  reaches: {
    by: 'phone',
    list: (source) => `ARRAY[${source('e164')}]`,
    among: (source, given) => `${source('e164')} = ANY(${given})`,
  },
  cell: 'link',
  unique: true,
  link: 'tel:',
  columns: () => [textColumn(), textColumn('e164')],
  valueSchema: (field) => textSchema(field, LONGEST),
  normalise: (value, field) => cleanTextBy(value, (given) => checkPhone(given, field)),
  toRow: (value, field) => ({
    '': value,
    e164: value === null ? null : (e164(String(value), countryOf(field)) ?? null),
  }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(`coalesce(${source('e164')}, ${source('')})`),
});
