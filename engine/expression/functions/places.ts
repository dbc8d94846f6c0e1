import type { Decimal } from 'decimal.js';
import { LIMITS } from '../../limits.ts';
import { Exact, sizeOfText, unitAfter } from '../values.ts';
import { type ExpressionFunction, named, sqlOf } from './define-function.ts';
import { orNull, whole, wholeOf } from './pieces.ts';

/** The unit at which so many code points end; nothing where the text has fewer. */
function unitAt(text: string, points: Decimal): number | undefined {
  const count = wholeOf(points);
  if (count === null) return undefined;
  const unit = unitAfter(text, count);
  return unit < text.length || sizeOfText(text) === count ? unit : undefined;
}

const place = (text: string, unit: number): Decimal => new Exact(unit < 0 ? -1 : sizeOfText(text, unit));

/** The place of a part from the end: what is found first when both are read backwards. Names each once. */
const lastPlaceSql = (text: string, part: string): string =>
  `coalesce(char_length(${text}) + 1 - nullif(strpos(reverse(${text}), reverse(${part})), 0) - char_length(${part}), -1)`;

/** What texts have at places that are counted from 0, as CEL counts them. */
export const PLACE_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'charAt',
    steps: 5_000,
    takes: ['string', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, at: Decimal) => {
      const unit = unitAt(text, at);
      return unit === undefined ? null : text.slice(unit, unitAfter(text, 1, unit)) || null;
    },
    sql: sqlOf((text, at) => orNull(`substr(${text}, ${whole(at)} + 1, 1)`)),
    docs: {
      en: 'The character at a place; the first one is 0. Null behind the last.',
      'zh-CN': '指定位置的字符，首个字符的位置为 0；超出时为空。',
    },
    example: 'charAt(code, 0) == "A"',
  },
  {
    name: 'indexOf',
    steps: 9_000,
    takes: ['string', 'string'],
    gives: 'decimal',
    digits: () => [9, 0],
    run: (text: string, part: string) => place(text, text.indexOf(part)),
    sql: sqlOf((text, part) => `(strpos(${text}, ${part}) - 1)::numeric`),
    docs: {
      en: 'The place of a text inside another, from 0; -1 where it is not.',
      'zh-CN': '某段文本在另一段文本中的位置，从 0 开始；未找到为 -1。',
    },
    example: 'email.indexOf("@") > 0',
  },
  {
    name: 'indexOf',
    steps: 14_000,
    takes: ['string', 'string', 'decimal'],
    gives: 'decimal',
    nullable: 'always',
    digits: () => [9, 0],
    run: (text: string, part: string, from: Decimal) => {
      const unit = unitAt(text, from);
      return unit === undefined ? null : place(text, text.indexOf(part, unit));
    },
    sql: sqlOf((text, part, from) =>
      named(
        { t: text, p: part, f: whole(from) },
        'CASE WHEN p IS NOT NULL AND f <= char_length(t) THEN coalesce(nullif(strpos(substr(t, f + 1), p), 0) + f - 1, -1)::numeric END',
      ),
    ),
    docs: {
      en: 'The place of a text inside another, looked for from a place on.',
      'zh-CN': '从指定位置起查找某段文本的位置，从 0 开始；未找到为 -1。',
    },
    example: 'indexOf(code, "-", 3)',
  },
  {
    name: 'lastIndexOf',
    steps: 9_000,
    takes: ['string', 'string'],
    gives: 'decimal',
    digits: () => [9, 0],
    run: (text: string, part: string) => place(text, text.lastIndexOf(part)),
    sql: sqlOf((text, part) =>
      named(
        { t: text, p: part },
        `CASE WHEN t IS NOT NULL AND p IS NOT NULL THEN ${lastPlaceSql('t', 'p')}::numeric END`,
      ),
    ),
    docs: {
      en: 'The last place of a text inside another, from 0; -1 where it is not.',
      'zh-CN': '某段文本最后一次出现的位置，从 0 开始；未找到为 -1。',
    },
    example: 'lastIndexOf(code, "-")',
  },
  {
    name: 'lastIndexOf',
    steps: 14_000,
    takes: ['string', 'string', 'decimal'],
    gives: 'decimal',
    nullable: 'always',
    digits: () => [9, 0],
    run: (text: string, part: string, until: Decimal) => {
      const unit = unitAt(text, until);
      return unit === undefined ? null : place(text, text.lastIndexOf(part, unit));
    },
    sql: sqlOf((text, part, until) =>
      named(
        { t: text, p: part, f: whole(until) },
        `CASE WHEN f <= char_length(t) THEN (SELECT CASE WHEN p IS NOT NULL THEN ${lastPlaceSql('h', 'p')} END FROM (SELECT left(t, f + char_length(p)) AS h OFFSET 0) head)::numeric END`,
      ),
    ),
    docs: {
      en: 'The last place of a text inside another that is not behind a place.',
      'zh-CN': '某段文本在指定位置及之前最后一次出现的位置，从 0 开始；未找到为 -1。',
    },
    example: 'lastIndexOf(code, "-", 5)',
  },
  {
    name: 'substring',
    steps: 5_000,
    takes: ['string', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, from: Decimal) => {
      const start = wholeOf(from);
      return start === null ? null : text.slice(unitAfter(text, start)) || null;
    },
    sql: sqlOf((text, from) => orNull(`substr(${text}, ${whole(from)} + 1)`)),
    docs: {
      en: 'The text from a place on; the first one is 0.',
      'zh-CN': '从指定位置（从 0 开始）到结尾的文本。',
    },
    example: 'code.substring(3)',
  },
  {
    name: 'substring',
    steps: 25_000,
    takes: ['string', 'decimal', 'decimal'],
    gives: 'string',
    nullable: 'always',
    run: (text: string, from: Decimal, to: Decimal) => {
      const [start, end] = [unitAt(text, from), unitAt(text, to)];
      return start === undefined || end === undefined || end < start ? null : text.slice(start, end) || null;
    },
    sql: sqlOf((text, from, to) =>
      named(
        { t: text, f: whole(from), e: whole(to) },
        `CASE WHEN f <= e AND e <= char_length(t) THEN ${orNull('substr(t, f + 1, e - f)')} END`,
      ),
    ),
    docs: {
      en: 'The text from a place up to another, from 0; null where the text has no such places.',
      'zh-CN': '从起始位置到结束位置之前的文本（从 0 开始）；位置不存在时为空。',
    },
    example: 'code.substring(3, 5)',
  },
  {
    name: 'reverse',
    steps: 6_000,
    takes: ['string'],
    gives: 'string',
    nullable: 'always',
    run: (text: string) => (sizeOfText(text) > LIMITS.patternText ? null : [...text].reverse().join('')),
    sql: sqlOf((text) =>
      named({ t: text }, `CASE WHEN char_length(t) <= ${LIMITS.patternText} THEN reverse(t) END`),
    ),
    docs: {
      en: 'The characters of a text from the last to the first; null above 1,000 characters.',
      'zh-CN': '将文本的字符倒序；超过 1,000 个字符时为空。',
    },
    example: 'reverse(code)',
  },
];
