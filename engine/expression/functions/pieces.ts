import type { Decimal } from 'decimal.js';
import { LIMITS } from '../../limits.ts';
import { Exact, plainText, sizeOfText, unitAfter, unitBefore, type Value } from '../values.ts';
import { type ExpressionFunction, named, type Operand, sqlOf } from './define-function.ts';

/** More characters than that no text has that is stored. */
export const MOST = 100_001;

/** A count or place as a whole number; null below zero. `greatest` and `least` skip a null, which then meets the bound. */
export const whole = (sql: string): string =>
  `nullif(least(greatest(trunc(${sql}), -1), ${MOST}), -1)::integer`;

export function wholeOf(n: Decimal): number | null {
  const count = n.trunc();
  return count.isNegative() && !count.isZero() ? null : Math.min(count.toNumber(), MOST);
}

/** Nothing is null. */
export const orNull = (sql: string): string => `nullif(${sql}, '')`;

const PLAIN = '^-?[0-9]{1,24}(?:\\.[0-9]{1,12})?$';
const PLAIN_NUMBER = new RegExp(PLAIN);

/** A replacement longer than any text that is stored is none: of twenty inside each other a million would be one. */
export const LONGEST = LIMITS.longTextLength;

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

function replaced(text: string, part: string, by: string): Value {
  const more = sizeOfText(by) - sizeOfText(part);
  const isShort = more <= 0 && text.length <= LONGEST;
  if (!isShort && sizeOfText(text) + more * countOf(text, part) > LONGEST) return null;
  return text.replace(literally(part), by.replaceAll('$', '$$$$')) || null;
}

/** A pattern of a text as it stands: with many places it is twice as fast as `replaceAll` of the text. */
const literally = (part: string): RegExp => new RegExp(part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'g');

/** The length is worked out before anything is built; what is taken out only makes a text shorter. */
const replacedSql = (text: string, part: string, by: string): string =>
  named(
    { t: text, p: part, b: `coalesce(${by}, '')` },
    `CASE WHEN char_length(t) + (char_length(t) - char_length(replace(t, p, ''))) / nullif(char_length(p), 0) * (char_length(b) - char_length(p))::bigint <= ${LONGEST} THEN ${orNull('replace(t, p, b)')} END`,
  );

/** The place of `part` among the code points of `text`, from 1; 0: nowhere. */
function placeOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : sizeOfText(text, at) + 1;
}

export const PIECE_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'left',
    steps: 11_000,
    takes: ['string', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, n: Decimal) => {
      const count = wholeOf(n);
      return count === null ? null : text.slice(0, unitAfter(text, count)) || null;
    },
    sql: sqlOf((text, n) => orNull(`left(${text}, ${whole(n)})`)),
    docs: { en: 'The first characters of a text.', 'zh-CN': '文本开头的若干个字符。' },
    example: 'left(code, 2) == "CN"',
  },
  {
    name: 'right',
    steps: 11_000,
    takes: ['string', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, n: Decimal) => {
      const count = wholeOf(n);
      return count === null ? null : text.slice(unitBefore(text, count)) || null;
    },
    sql: sqlOf((text, n) => orNull(`right(${text}, ${whole(n)})`)),
    docs: { en: 'The last characters of a text.', 'zh-CN': '文本结尾的若干个字符。' },
    example: 'right(phone, 4)',
  },
  {
    name: 'mid',
    steps: 6_000,
    takes: ['string', 'decimal', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, place: Decimal, n: Decimal) => {
      const [from, count] = [wholeOf(place), wholeOf(n)];
      if (from === null || count === null || from === 0) return null;
      const start = unitAfter(text, from - 1);
      return text.slice(start, unitAfter(text, count, start)) || null;
    },
    sql: sqlOf((text, start, n) => orNull(`substr(${text}, nullif(${whole(start)}, 0), ${whole(n)})`)),
    docs: {
      en: 'So many characters from a place on; the first one is 1.',
      'zh-CN': '从指定位置起的若干个字符，首个字符的位置为 1。',
    },
    example: 'mid(code, 4, 2)',
  },
  {
    name: 'find',
    steps: 11_000,
    takes: ['string', 'string'],
    gives: 'decimal',
    digits: () => [9, 0],
    run: (text: string, part: string) => new Exact(placeOf(text, part)),
    sql: sqlOf((text, part) => `strpos(${text}, ${part})::numeric`),
    docs: {
      en: 'The place of a text inside another, from 1; 0 where it is not.',
      'zh-CN': '某段文本在另一段文本中的位置，从 1 开始；未找到为 0。',
    },
    example: 'find(email, "@") > 0',
  },
  {
    name: 'replace',
    steps: 55_000,
    // each occurrence grows by what stands for it; of a part that is not written out, each character may be one
    longest: ([text = 0, part = 1, by = 0], [, written]) =>
      text * Math.max(1, by / Math.max(1, written?.op === 'literal' ? part : 1)),
    takes: ['string', 'string', 'string'],
    gives: 'string',
    nullable: 'always',
    decide: (args, around) => {
      const [text, part, by] = args.map((arg) => arg(around)) as (string | null)[];
      if (text == null || part == null) return null;
      return replaced(text, part, by ?? '');
    },
    sql: sqlOf(replacedSql),
    docs: {
      en: 'The text with another in place of each occurrence; with "" they are taken out. Null when it became longer than 100,000 characters.',
      'zh-CN': '替换文本中的每处匹配；用 "" 表示删除。结果超过 100,000 个字符时为空。',
    },
    example: 'replace(phone, "-", "")',
  },
  {
    name: 'number',
    takes: ['string'],
    gives: 'decimal',
    nullable: 'always',
    digits: () => [24, 12],
    run: (text: string) => (PLAIN_NUMBER.test(text) ? new Exact(text) : null),
    sql: sqlOf((text) => `substring(${text} FROM '${PLAIN}')::numeric`),
    docs: {
      en: 'The number that a text spells plainly; null when it spells none.',
      'zh-CN': '由数字文本得到数值，无效时为空。',
    },
    example: 'number(code) > 100',
  },
  {
    name: 'text',
    takes: ['decimal'],
    gives: 'string',
    run: (n: Decimal) => plainText(n),
    sql: sqlOf((n) => `trim_scale(${n})::text`),
    docs: {
      en: 'A number as a text, without zeros behind its last decimal.',
      'zh-CN': '将数值转换为文本，不含末尾的零。',
    },
    example: 'name + " #" + text(quantity)',
  },
  {
    name: 'text',
    takes: ['date'],
    gives: 'string',
    run: (date: string) => date,
    sql: sqlOf((date) => `to_char(${date}, 'YYYY-MM-DD')`),
    docs: { en: 'A date as a text: YYYY-MM-DD.', 'zh-CN': '将日期转换为文本：YYYY-MM-DD。' },
    example: 'text(due) == "2026-12-31"',
  },
  {
    name: 'fixed',
    takes: ['decimal', 'decimal'],
    literals: [1],
    gives: 'string',
    run: (n: Decimal, places: Decimal) => n.toFixed(decimalsOf(places)).replace(/^-(0(?:\.0*)?)$/, '$1'),
    sql: ([n, places]: readonly Operand[]) =>
      `round(${n!.as()}, ${decimalsOf(places!.constant!.value as Decimal)})::text`,
    docs: {
      en: 'A number as a text with so many decimals, at most 12.',
      'zh-CN': '将数值转换为保留指定小数位的文本，最多 12 位。',
    },
    example: 'fixed(amount, 2)',
  },
];

function decimalsOf(places: Decimal): number {
  return Math.min(Math.max(places.trunc().toNumber(), 0), 12);
}
