import type { WireValue } from '../../../engine/expression/index.ts';
import { FIELDS, type ProofField, type ProofRelation, RELATIONS } from './fields.ts';
import type { Random } from './random.ts';

/** A row of the proof: wire values by path joined with dots, and what points at it by relation. */
export interface ProofRow {
  readonly values: Readonly<Record<string, WireValue>>;
  readonly children: Readonly<Record<string, readonly ProofRow[]>>;
}

/** Texts in which languages, machines and collations differ. NUL and halves of a pair cannot be stored. */
export const TEXTS: readonly string[] = [
  'a',
  'A',
  'Z',
  'z',
  'b',
  'ab',
  'aB',
  '\ufffd',
  '😀',
  '😀\ufffd',
  '\ue000',
  '𠮷野',
  '云',
  '云帆',
  '客户',
  'é',
  'e\u0301',
  'É',
  'ß',
  'İ',
  'ı',
  'Σς',
  'ａ',
  'ｱ',
  ' x ',
  '\u3000x',
  'x\u00a0',
  '\t',
  ' ',
  '\u200b',
  '\ufeff',
  '%',
  '_',
  '\\',
  "'",
  '"',
  'a%b',
  "x'); --",
  '0',
  '-1',
  'null',
  '2026-02-28',
  '2026-02-29',
  '2024-02-29',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '２０２６-01-01',
  '2026-01-01\n',
  '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  'vip',
  'admin',
];

export const IDS: readonly string[] = [
  '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8f',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'a0000000-0000-4000-8000-000000000001',
];

export const DAYS: readonly string[] = [
  '0001-01-01',
  '0001-01-02',
  '1582-10-10',
  '1899-12-31',
  '1900-02-28',
  '1900-03-01',
  '1970-01-01',
  '2000-02-29',
  '2024-02-29',
  '2026-02-28',
  '2026-03-04',
  '2026-03-05',
  '2026-12-31',
  '9999-12-30',
  '9999-12-31',
];

/** First and last moments, days of zones, hours that clocks skip and repeat, zones before there were zones. */
export const MOMENTS: readonly string[] = [
  '0001-01-01T00:00:00.000Z',
  '0001-01-01T12:00:00.000Z',
  '1582-10-15T00:00:00.000Z',
  '1883-11-18T16:59:59.999Z',
  '1883-11-18T17:00:00.000Z',
  '1900-12-31T15:54:16.999Z',
  '1900-12-31T15:54:17.000Z',
  '1970-01-01T00:00:00.000Z',
  '1986-05-03T16:00:00.000Z',
  '2006-10-29T02:31:00.000Z',
  '2011-12-30T09:59:59.999Z',
  '2011-12-30T10:00:00.000Z',
  '2024-02-29T15:59:59.999Z',
  '2024-02-29T16:00:00.000Z',
  '2026-03-04T16:00:00.000Z',
  '2026-03-08T06:59:59.999Z',
  '2026-03-08T07:00:00.000Z',
  '2026-11-01T05:30:00.000Z',
  '2026-11-01T06:30:00.000Z',
  '9999-12-31T11:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
];

/** What is special among numbers that have so many digits; what does not fit is left out. */
const NUMBERS: readonly string[] = [
  '0',
  '-0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '0.5',
  '-0.5',
  '1.5',
  '2.5',
  '-2.5',
  '0.005',
  '8192',
  '0.0001',
  '0.000000000001',
  '-0.000000000001',
  '0.000000000005',
  '1700000',
  '-1700000',
  '1699999.9999',
  '39999999',
  '40000000',
  '999999999999999999999999',
  '-999999999999999999999999.999999999999',
  '100000000000000000000000',
];

function fits(value: string, [before, after]: readonly [number, number]): boolean {
  const [whole, decimals = ''] = value.replace('-', '').split('.');
  return whole!.length <= before && decimals.length <= after;
}

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join('');

export function randomNumber(random: Random, [before, after]: readonly [number, number]): string {
  if (random.chance(0.5)) {
    const special = random.pick(NUMBERS);
    if (fits(special, [before, after])) return special;
  }
  const whole = digits(random, random.below(before + 1)).replace(/^0+/, '') || '0';
  const decimals = after > 0 ? `.${digits(random, random.below(after) + 1)}` : '';
  return `${random.chance(0.4) ? '-' : ''}${whole}${decimals}`;
}

export const randomText = (random: Random): string =>
  random.chance(0.6)
    ? random.pick(TEXTS)
    : `${random.pick(TEXTS)}${random.pick(TEXTS)}${random.chance(0.3) ? random.pick(TEXTS) : ''}`;

const two = (value: number): string => String(value).padStart(2, '0');

export const randomDay = (random: Random): string =>
  random.chance(0.5)
    ? random.pick(DAYS)
    : `${2020 + random.below(12)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;

export function randomMoment(random: Random): string {
  if (random.chance(0.5)) return random.pick(MOMENTS);
  const first = random.chance(0.2) ? Date.parse('0001-01-01T00:00:00Z') : Date.parse('1990-01-01T00:00:00Z');
  const years = random.chance(0.2) ? 7_000 : 60;
  const seconds = random.below(years * 31_556_952);
  return new Date(first + seconds * 1_000 + random.below(1_000)).toISOString();
}

const randomList = (random: Random): readonly string[] =>
  Array.from({ length: random.below(4) }, () => random.pick(TEXTS));

const NULL_RATE = 0.2;

export function randomValue(
  random: Random,
  { kind, digits: most, sqlType, isNeverNull }: ProofField,
): WireValue {
  if (!isNeverNull && random.chance(NULL_RATE)) return null;
  switch (kind) {
    case 'string':
      return sqlType === 'uuid' ? random.pick(IDS) : randomText(random);
    case 'decimal':
      return randomNumber(random, most!);
    case 'bool':
      return random.chance(0.5);
    case 'date':
      return randomDay(random);
    case 'timestamp':
      return randomMoment(random);
    default:
      return sqlType === 'uuid[]' ? IDS.filter(() => random.chance(0.5)) : randomList(random);
  }
}

/**
 * A dividend whose quotient by `divisor` lies on a tie of the twelfth decimal, or as near to one as
 * twelve decimals allow.
 */
function tie(random: Random, divisor: string): string | undefined {
  if (!/^-?[0-9]{1,10}$/.test(divisor)) return undefined;
  const halves = BigInt(random.below(1_000_000)) * 2n + 1n;
  const twice = halves * BigInt(divisor);
  const dividend = twice / 2n;
  const sign = dividend < 0n ? '-' : '';
  const padded = String(dividend < 0n ? -dividend : dividend).padStart(13, '0');
  return `${sign}${padded.slice(0, -12)}.${padded.slice(-12)}`;
}

/** Few records point at one, often none: what is asked of none has its own answer. */
const randomChildren = (random: Random, { fields, relations }: ProofRelation): ProofRow[] =>
  Array.from({ length: random.chance(0.3) ? 0 : random.below(4) }, () =>
    randomRow(random, fields, relations),
  );

export function randomRow(
  random: Random,
  fields: readonly ProofField[] = FIELDS,
  relations: readonly ProofRelation[] = RELATIONS,
): ProofRow {
  const row: Record<string, WireValue> = {};
  for (const field of fields) row[field.path.join('.')] = randomValue(random, field);
  const dividend = random.chance(0.3) && typeof row.count === 'string' ? tie(random, row.count) : undefined;
  const children = relations.map(
    (relation) => [relation.path.join('.'), randomChildren(random, relation)] as const,
  );
  return {
    values: dividend === undefined ? row : { ...row, big: dividend },
    children: Object.fromEntries(children),
  };
}
