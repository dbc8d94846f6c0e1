import { chinaRegions, fullName, takeApart } from './china-regions.ts';
import { addressLine } from './composed.ts';
import { isCountry } from './countries.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  isCellProblem,
  type Part,
  quoted,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import { partsSql, readParts } from './parts.ts';
import { text } from './text.ts';
import { cleanText, textColumn } from './texts.ts';

/** An address on the wire. */
interface Address {
  readonly country: string | null;
  readonly province: string | null;
  readonly city: string | null;
  readonly district: string | null;
  readonly street: string | null;
  readonly postal_code: string | null;
  /** in one line */
  readonly text: string;
}

type AddressPart = Exclude<keyof Address, 'text'>;

const LIMITS: Readonly<Record<AddressPart, number>> = {
  country: 2,
  province: 80,
  city: 80,
  district: 80,
  street: 255,
  postal_code: 20,
};
const GIVEN = Object.keys(LIMITS) as AddressPart[];
const MEMBERS = [...GIVEN, 'text'];
const LONGEST = 600;
const CHINA = 'CN';

const part = (name: AddressPart, en: string, zh: string): Part => ({
  name,
  labels: { en, 'zh-CN': zh },
  type: text,
  column: name,
});

const PARTS: readonly Part[] = [
  part('country', 'Country', '国家/地区'),
  part('province', 'Province', '省'),
  part('city', 'City', '市'),
  part('district', 'District', '区县'),
  part('street', 'Street', '详细地址'),
  part('postal_code', 'Postal code', '邮政编码'),
  { name: 'text', labels: { en: 'Address', 'zh-CN': '地址' }, type: text, column: '', isDerived: true },
];

function readCountry(given: string | null, field: FieldFacts): string | CellProblem {
  const code = given === null ? (field.settings.country ?? CHINA) : given.toUpperCase();
  return isCountry(code) ? code : refuse('value.country', { given: quoted(given) });
}

type Parts = Readonly<Record<AddressPart, string | null>>;

/** Regions of China by their full names, as far as they are known. */
function inFull(parts: Parts): Parts {
  if (parts.country !== CHINA || parts.province === null) return parts;
  const province = fullName(parts.province, chinaRegions());
  const cities = chinaRegions().find(({ name }) => name === province)?.regions;
  const city = parts.city && fullName(parts.city, cities);
  const districts = cities?.find(({ name }) => name === city)?.regions;
  return { ...parts, province, city, district: parts.district && fullName(parts.district, districts) };
}

function readPart(given: unknown, name: AddressPart): string | null | CellProblem {
  if (given === null || given === undefined) return null;
  const clean = cleanText(given);
  if (clean === null || isCellProblem(clean)) return clean;
  const plain = clean.replace(/\s+/g, ' ');
  const limit = LIMITS[name];
  return name !== 'country' && [...plain].length > limit
    ? refuse('value.address_length', { given: quoted(plain), limit })
    : plain;
}

/** A text is taken apart where it is an address of China, else it is a street. */
function spelled(given: string): Readonly<Record<string, unknown>> {
  return takeApart(given) ?? { street: given };
}

function normalise(value: unknown, field: FieldFacts): WireValue | CellProblem {
  const given = typeof value === 'string' ? spelled(value) : readParts(value, MEMBERS, 'value.address');
  if (isCellProblem(given)) return given;
  const read: Partial<Record<AddressPart, string | null>> = {};
  for (const name of GIVEN) {
    const one = readPart(given[name], name);
    if (isCellProblem(one)) return one;
    read[name] = one;
  }
  const isEmpty = GIVEN.every((name) => name === 'country' || read[name] === null);
  if (isEmpty) return null;
  const country = readCountry(read.country ?? null, field);
  if (isCellProblem(country)) return country;
  const parts = inFull({ ...(read as Parts), country });
  return { ...parts, text: addressLine(parts) };
}

const known = (text: string): boolean => takeApart(text) !== undefined;

/** An address in parts: China's by province, city and district, others as they are written there. */
export const address = defineFieldType({
  name: 'address',
  labels: { en: 'Address', 'zh-CN': '地址' },
  help: {
    en: 'Country, province, city, district, street and postal code.',
    'zh-CN': '国家、省、市、区县、详细地址与邮编。',
  },
  icon: 'environment',
  kind: 'string',
  settings: {
    properties: {
      country: {
        type: 'string',
        pattern: '^[A-Z]{2}$',
        default: CHINA,
        'x-labels': { en: 'Country of addresses that name none', 'zh-CN': '未写国家时的国家' },
      },
    },
  },
  words: {},
  example: {
    'x-field': { id: 'fld_addr0001', type: 'address', labels: { en: 'Address', 'zh-CN': '地址' } },
  },
  samples: [
    {
      given: { province: '广东', city: '深圳', district: '南山', street: ' 科技园1号 ' },
      stored: {
        country: 'CN',
        province: '广东省',
        city: '深圳市',
        district: '南山区',
        street: '科技园1号',
        postal_code: null,
        text: '广东省深圳市南山区科技园1号',
      },
    },
    {
      given: '上海浦东新区世纪大道100号',
      stored: {
        country: 'CN',
        province: '上海市',
        city: '上海市',
        district: '浦东新区',
        street: '世纪大道100号',
        postal_code: null,
        text: '上海市浦东新区世纪大道100号',
      },
    },
    {
      given: {
        country: 'us',
        province: 'CA',
        city: 'Springfield',
        street: '12 Main St',
        postal_code: '90001',
      },
      stored: {
        country: 'US',
        province: 'CA',
        city: 'Springfield',
        district: null,
        street: '12 Main St',
        postal_code: '90001',
        text: '12 Main St, Springfield, CA 90001, US',
      },
    },
    { given: { country: 'CN' }, stored: null },
    { given: '', stored: null },
  ],
  wrong: [
    7,
    true,
    ['上海'],
    { town: 'x' },
    { street: 'x', country: 'XX9' },
    { street: 'x', country: 'QQ' },
    { city: 7 },
    'a\0',
    { city: 'x'.repeat(81) },
  ],
  widget: 'address',
  personal: 'describes',
  cell: 'part',
  bare: 'text',
  parts: () => PARTS,
  tells: ['country'],
  columns: () => [textColumn(), ...GIVEN.map((name) => textColumn(name))],
  valueSchema: () => ({
    type: 'object',
    properties: {
      ...Object.fromEntries(
        GIVEN.map((name) => [name, { type: ['string', 'null'], maxLength: LIMITS[name] }]),
      ),
      text: { type: ['string', 'null'], maxLength: LONGEST },
    },
    additionalProperties: false,
  }),
  normalise,
  // an address in parts that comes back as one text is still in parts
  complete: (value, _field, { before }) => {
    const { street } = value as unknown as Address;
    const held = before as unknown as Address | null;
    return held && street === held.text && !known(street) ? before : value;
  },
  toRow: (value) => {
    const { text: line = null, ...others } = (value ?? {}) as Partial<Address>;
    return { ...Object.fromEntries(GIVEN.map((name) => [name, null])), ...others, '': line };
  },
  wire: (source, field) => partsSql(PARTS, source, field),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => (value as unknown as Address).text,
});
