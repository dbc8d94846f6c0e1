import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  type Column,
  type FieldFacts,
  type FieldType,
  isCellProblem,
  quoted,
  refuse,
} from './define-field-type.ts';

/** The column of every text: compared by code point, as expressions do. */
export const textColumn = (part = ''): Column => ({ part, type: 'text', collation: 'C' });

/** Whether Postgres and UTF-8 can keep a text: it has no NUL and no half of a character. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** A text as it is stored: trimmed; nothing left is null. */
export function cleanText(value: unknown): string | null | CellProblem {
  if (typeof value !== 'string') return refuse('value.text', { given: quoted(value) });
  if (!isStorable(value)) return refuse('value.characters');
  return value.trim() || null;
}

/** As `cleanText`, then checked and spelled by `spell`, which gets no empty text. */
export function cleanTextBy(
  value: unknown,
  spell: (text: string) => string | CellProblem,
): string | null | CellProblem {
  const text = cleanText(value);
  return text === null || isCellProblem(text) ? text : spell(text);
}

/** Every line break as one `\n`. */
export const oneBreak = (text: string): string => text.replace(/\r\n?/g, '\n');

/** Lines put behind each other. A single pattern for a break with the spaces around it takes quadratic time. */
export const oneLine = (text: string): string =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

/** The text without differences of width (全角/半角). */
export const halfWidth = (text: string): string => text.normalize('NFKC');

/** What two spellings of one label have in common: neither case, width nor surrounding space counts. */
export const folded = (text: string): string => halfWidth(text).trim().toLowerCase();

/**
 * The same in SQL, for unique indexes: every function in it is immutable. ICU's `lower` knows all
 * letters (that of "C" only ASCII), the index itself is ordered by code point.
 */
export const foldedSql = (text: string): string =>
  `(lower(normalize(btrim(${text}), NFKC) COLLATE "und-x-icu") COLLATE "C")`;

/** Words of `x-field` by which a text is spelled in one way, whoever writes it. Surrounding space always goes. */
export const spellingSettings = {
  case: {
    type: 'string',
    enum: ['upper', 'lower', 'title'],
    'x-labels': { en: 'Letters', 'zh-CN': '字母大小写' },
  },
  width: {
    type: 'string',
    enum: ['half'],
    'x-labels': { en: 'Width', 'zh-CN': '全角/半角' },
    'x-help': {
      en: 'Makes full-width letters and digits half-width before the value is kept.',
      'zh-CN': '保存前将全角字母和数字转为半角。',
    },
  },
  spaces: {
    type: 'string',
    enum: ['single'],
    'x-labels': { en: 'Spaces inside', 'zh-CN': '中间的空格' },
    'x-help': {
      en: 'Several spaces inside become one before the value is kept.',
      'zh-CN': '保存前将中间的多个空格合并为一个。',
    },
  },
};

const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  half: halfWidth,
  single: (text) => text.replace(/[^\S\n]+/g, ' '),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: (text) => text.toLowerCase().replace(/(?<![\p{L}\p{N}’'])\p{L}/gu, (letter) => letter.toUpperCase()),
};

/** The text as the settings of its field want it. */
export function spelled(text: string, { settings }: FieldFacts): string {
  const ways = [settings.width, settings.spaces, settings.case].flatMap((way) => SPELLINGS[way] ?? []);
  return ways.reduce((so, way) => way(so), text).trim();
}

/** A regular expression that values must match; it runs in linear time. */
export const patternWords = {
  pattern: {
    type: 'string',
    minLength: 1,
    maxLength: 500,
    'x-labels': { en: 'Pattern', 'zh-CN': '格式（正则表达式）' },
    'x-help': {
      en: 'A regular expression that the value must match as a whole or in part; ^ and $ stand for its ends.',
      'zh-CN': '值须匹配的正则表达式，^ 和 $ 表示首尾。',
    },
  },
};

/** JSON Schema's words of a text; lengths count code points. */
export const lengthWords = (limit: number) => ({
  minLength: {
    type: 'integer',
    minimum: 0,
    maximum: limit,
    'x-labels': { en: 'Shortest', 'zh-CN': '最短长度' },
  },
  maxLength: {
    type: 'integer',
    minimum: 1,
    maximum: limit,
    'x-labels': { en: 'Longest', 'zh-CN': '最大长度' },
  },
});

/** Schema of a text of at most `limit` characters, shortened by the property's own words. */
export const textSchema = (field: FieldFacts, limit: number) => ({
  type: 'string',
  ...(field.schema.minLength === undefined ? {} : { minLength: field.schema.minLength }),
  maxLength: Math.min(field.schema.maxLength ?? limit, limit),
});

/** The `default` of a property whose value is a text. */
export const defaultText = { type: 'string', 'x-labels': { en: 'Default', 'zh-CN': '默认值' } };

/** What a text of several lines is: in one column as it was written, each line break one `\n`. */
export const severalLines = {
  kind: 'string',
  settings: { properties: {} },
  words: { ...lengthWords(LIMITS.longTextLength), ...patternWords, default: defaultText },
  isLong: true,
  columns: () => [textColumn()],
  valueSchema: (field) => textSchema(field, LIMITS.longTextLength),
  normalise: (value) => cleanTextBy(value, oneBreak),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
} satisfies Partial<FieldType>;
