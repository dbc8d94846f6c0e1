import { LIMITS } from '../limits.ts';
import { defineFieldType } from './define-field-type.ts';
import { maskWord } from './masks.ts';
import {
  cleanTextBy,
  defaultText,
  foldedSql,
  lengthWords,
  oneLine,
  patternWords,
  spelled,
  spellingSettings,
  textColumn,
  textSchema,
} from './texts.ts';

/** One line of text. Line breaks become spaces. */
export const text = defineFieldType({
  name: 'text',
  labels: { en: 'Text', 'zh-CN': '文本' },
  help: { en: 'One line, such as a name or a title.', 'zh-CN': '单行文字，如名称、标题。' },
  icon: 'font-size',
  kind: 'string',
  settings: { properties: { ...spellingSettings, ...maskWord } },
  words: { ...lengthWords(LIMITS.textLength), ...patternWords, default: defaultText },
  example: {
    'x-field': { id: 'fld_text0001', type: 'text', labels: { en: 'Name', 'zh-CN': '名称' }, search: 'A' },
    maxLength: 120,
  },
  samples: [
    { given: '  华为技术有限公司　', stored: '华为技术有限公司' },
    { given: 'two\r\nlines', stored: 'two lines' },
    { given: '😀 "quoted" \\ \u0001', stored: '😀 "quoted" \\ \u0001' },
    { given: ' 　', stored: null },
  ],
  wrong: [7, true, ['a'], 'a\0b', '\ud800', 'x'.repeat(121)],
  match: 'words',
  widget: 'text',
  mask: { by: 'text' },
  unique: true,
  convertFrom: ['longText', 'markdown', 'email', 'phone', 'select', 'autonumber', 'encrypted'],
  columns: () => [textColumn()],
  valueSchema: (field) => textSchema(field, LIMITS.textLength),
  normalise: (value, field) => cleanTextBy(value, (given) => spelled(oneLine(given), field)),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(source('')),
});
