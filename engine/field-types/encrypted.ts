import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  isCellProblem,
  refuse,
} from './define-field-type.ts';
import { maskWord } from './masks.ts';
import { isMatch } from './patterns.ts';
import { indexSql, isSameSealed, SecretText, sealedParts } from './sealed-texts.ts';
import { isStorable, lengthWords, oneLine, patternWords, textColumn, textSchema } from './texts.ts';

/** The text as it is sealed, judged by the words of its field; no refusal quotes it. */
function clean(value: unknown, field: FieldFacts): string | null | CellProblem {
  if (typeof value !== 'string') return refuse('value.encrypted');
  if (!isStorable(value)) return refuse('value.characters');
  const text = oneLine(value).trim();
  if (text === '') return null;
  const given = [...text].length;
  const { minLength = 0, maxLength } = textSchema(field, LIMITS.encryptedLength) as Record<string, any>;
  if (given < minLength) return refuse('record.too_short', { limit: minLength });
  if (given > maxLength) return refuse('record.too_long', { limit: maxLength, given });
  const { pattern } = field.schema;
  return typeof pattern === 'string' && !isMatch(pattern, text) ? refuse('value.encrypted_pattern') : text;
}

/**
 * A line of text that is kept sealed. Its wire value inside the engine is the sealed text; it is sealed where it comes
 * in and opened where it goes out to somebody who may read it. Without what seals it a text stays as it is, and is
 * written nowhere.
 */
export const encrypted = defineFieldType({
  name: 'encrypted',
  labels: { en: 'Encrypted text', 'zh-CN': '加密文本' },
  help: {
    en: 'One line, stored encrypted. Found by its whole value only: no search, sorting or formulas.',
    'zh-CN': '加密存储的单行文字。只能按完整值查找，不能搜索、排序或用于公式。',
  },
  icon: 'lock',
  kind: 'encrypted',
  group: 'text',
  settings: { properties: maskWord },
  words: { ...lengthWords(LIMITS.encryptedLength), ...patternWords },
  example: {
    'x-field': {
      id: 'fld_encr0001',
      type: 'encrypted',
      labels: { en: 'Passport', 'zh-CN': '护照号' },
      mask: 'idCard',
    },
    maxLength: 40,
  },
  samples: [
    { given: ' E12345678　', stored: 'E12345678' },
    { given: '护照\nE12345678', stored: '护照 E12345678' },
    { given: ' ', stored: null },
  ],
  wrong: [7, true, ['a'], 'a\0b', '\ud800', 'x'.repeat(41)],
  widget: 'text',
  cell: 'text',
  mask: { by: 'text' },
  unique: true,
  indexed: true,
  convertFrom: ['text', 'longText', 'email'],
  columns: () => [textColumn()],
  valueSchema: (field) => textSchema(field, LIMITS.encryptedLength),
  normalise: (value, field) => {
    if (!(value instanceof SecretText)) return clean(value, field);
    const text = clean(value.given, field);
    return text === null || isCellProblem(text) ? text : value.seal(text);
  },
  toRow: (value) => {
    if (value !== null && !sealedParts(String(value))) throw new Error('a text that is to be sealed is not');
    return { '': value };
  },
  plain: 'fingerprint',
  classification: 'sensitive',
  isSame: isSameSealed,
  wire: (source) => source(''),
  value: (source) => indexSql(source('')),
  uniqueKey: (source) => indexSql(source('')),
  parse: (cell) => cell,
  format: (value) => String(value),
});
