import { LIMITS } from '../../limits.ts';
import { isFound, isPatternFault, readPattern } from '../pattern.ts';
import { Exact, sizeOfText } from '../values.ts';
import { type ExpressionFunction, named, sqlOf } from './define-function.ts';

/** What JavaScript's `trim` takes away. */
const SPACES =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

const [CAPITAL_A, SMALL_A, LETTERS] = [0x41, 0x61, 26];
const units = new TextDecoder('utf-16le', { ignoreBOM: true });

/** A text with the letters from one place on in place of those from another. */
function withLetters(text: string, from: number, to: number): string {
  const found = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    found[at] = unit >= from && unit < from + LETTERS ? unit - from + to : unit;
  }
  return units.decode(found);
}

export const TEXT_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: '+',
    form: 'infix',
    takes: ['string', 'string'],
    gives: 'string',
    run: (a: string, b: string) => a + b,
    sql: sqlOf((a, b) => `(${a} || ${b})`),
    docs: { en: 'One text behind the other.', 'zh-CN': '连接两段文本。' },
    example: 'first_name + " " + last_name',
  },
  {
    name: 'size',
    steps: 6_000,
    takes: ['string'],
    gives: 'decimal',
    digits: () => [9, 0],
    run: (text: string) => new Exact(sizeOfText(text)),
    sql: sqlOf((text) => `char_length(${text})::numeric`),
    docs: { en: 'How many characters a text has.', 'zh-CN': '文本的字符数。' },
    example: 'size(name) > 20',
  },
  {
    name: 'contains',
    steps: 4_000,
    takes: ['string', 'string'],
    gives: 'bool',
    run: (text: string, part: string) => text.includes(part),
    sql: sqlOf((text, part) => `(strpos(${text}, ${part}) > 0)`),
    docs: { en: 'Whether a text has another in it.', 'zh-CN': '文本是否包含另一段文本。' },
    example: 'name.contains("云")',
  },
  {
    name: 'startsWith',
    steps: 600,
    takes: ['string', 'string'],
    gives: 'bool',
    run: (text: string, part: string) => text.startsWith(part),
    sql: sqlOf((text, part) => `starts_with(${text}, ${part})`),
    docs: { en: 'Whether a text begins with another.', 'zh-CN': '文本是否以另一段文本开头。' },
    example: 'phone.startsWith("+86")',
  },
  {
    name: 'endsWith',
    steps: 600,
    takes: ['string', 'string'],
    gives: 'bool',
    run: (text: string, part: string) => text.endsWith(part),
    sql: sqlOf((text, part) => `starts_with(reverse(${text}), reverse(${part}))`),
    docs: { en: 'Whether a text ends with another.', 'zh-CN': '文本是否以另一段文本结尾。' },
    example: 'email.endsWith("@example.com")',
  },
  {
    name: 'matches',
    takes: ['string', 'string'],
    literals: [1],
    patternAt: 1,
    gives: 'bool',
    nullable: 'always',
    run: (text: string, pattern: string) => {
      const found = readPattern(pattern);
      return isPatternFault(found) || sizeOfText(text) > LIMITS.patternText ? null : isFound(found, text);
    },
    sql: ([text, pattern], { parameter }) => {
      const found = readPattern(pattern!.constant!.value as string);
      const sign = isPatternFault(found) ? 'NULL::text' : parameter(found.postgres, 'text');
      return named(
        { t: text!.as() },
        `CASE WHEN char_length(t) <= ${LIMITS.patternText} THEN t COLLATE "C" ~ ${sign} END`,
      );
    },
    docs: {
      en: 'Whether a pattern is found in a text of at most 1,000 characters; `^…$` asks for all of it. Patterns have . [a-z] [^a-z] \\d \\w \\s ^ $ ( ) and * + ? {2,5}.',
      'zh-CN':
        '在不超过 1,000 个字符的文本中能否找到某模式；“^…$”表示整段匹配。模式可用 . [a-z] [^a-z] \\d \\w \\s ^ $ ( ) 以及 * + ? {2,5}。',
    },
    example: 'phone.matches("^1[3-9][0-9]{9}$")',
  },
  {
    name: 'upper',
    celName: 'upperAscii',
    steps: 30_000,
    takes: ['string'],
    gives: 'string',
    run: (text: string) => withLetters(text, SMALL_A, CAPITAL_A),
    sql: sqlOf((text) => `upper(${text} COLLATE "C")`),
    docs: { en: 'The text with A–Z for a–z.', 'zh-CN': '将 a–z 转换为大写。' },
    example: 'upper(code) == "CN-01"',
  },
  {
    name: 'lower',
    celName: 'lowerAscii',
    steps: 30_000,
    takes: ['string'],
    gives: 'string',
    run: (text: string) => withLetters(text, CAPITAL_A, SMALL_A),
    sql: sqlOf((text) => `lower(${text} COLLATE "C")`),
    docs: { en: 'The text with a–z for A–Z.', 'zh-CN': '将 A–Z 转换为小写。' },
    example: 'lower(email) == "li@example.com"',
  },
  {
    name: 'trim',
    steps: 2_000,
    takes: ['string'],
    gives: 'string',
    nullable: 'always',
    run: (text: string) => text.trim() || null,
    sql: ([text], { parameter }) => `nullif(btrim(${text!.as()}, ${parameter(SPACES, 'text')}), '')`,
    docs: { en: 'The text without spaces around it.', 'zh-CN': '去掉首尾空白。' },
    example: 'trim(name)',
  },
];
