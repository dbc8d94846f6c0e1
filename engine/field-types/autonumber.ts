import { defineFieldType, type FieldFacts } from './define-field-type.ts';
import { cleanText, foldedSql, textColumn } from './texts.ts';

const PLAIN = '{0000}';
const PART = /\{(YYYY|YY|MM|DD|0+)\}/g;

const formatOf = (field: FieldFacts): string => field.settings.format ?? PLAIN;

/** The shortest stretch of `day` (`YYYY-MM-DD`) that the format names; the counter starts again with each. */
function periodOf(format: string, day: string): string {
  if (format.includes('{DD}')) return day;
  if (format.includes('{MM}')) return day.slice(0, 7);
  return /\{YY(?:YY)?\}/.test(format) ? day.slice(0, 4) : '';
}

function numberText(format: string, day: string, value: number): string {
  const [year, month, date] = day.split('-') as [string, string, string];
  const parts: Readonly<Record<string, string>> = { YYYY: year, YY: year.slice(2), MM: month, DD: date };
  return format.replace(PART, (_, part: string) => parts[part] ?? String(value).padStart(part.length, '0'));
}

/** A number that the engine counts up and spells by a format. */
export const autonumber = defineFieldType({
  name: 'autonumber',
  labels: { en: 'Auto-number', 'zh-CN': '自动编号' },
  help: {
    en: 'A running number such as OPP-0042, given by the engine.',
    'zh-CN': '由系统生成的流水号，如 OPP-0042。',
  },
  icon: 'ordered-list',
  kind: 'string',
  settings: {
    properties: {
      format: {
        type: 'string',
        maxLength: 60,
        pattern: '^(?:[^{}]|\\{(?:YYYY|YY|MM|DD)\\})*\\{0{1,12}\\}(?:[^{}]|\\{(?:YYYY|YY|MM|DD)\\})*$',
        default: PLAIN,
        'x-labels': { en: 'Format', 'zh-CN': '格式' },
      },
    },
  },
  words: {},
  example: {
    'x-field': {
      id: 'fld_auto0001',
      type: 'autonumber',
      labels: { en: 'Number', 'zh-CN': '编号' },
      format: 'OPP-{YYYY}{MM}-{0000}',
    },
  },
  samples: [
    { given: 'OPP-202603-0042', stored: 'OPP-202603-0042' },
    { given: '', stored: null },
  ],
  wrong: [42, true, 'a\0'],
  widget: 'text',
  unique: true,
  engineWritten: true,
  columns: () => [textColumn()],
  valueSchema: () => ({ type: 'string', maxLength: 80 }),
  normalise: cleanText,
  counter: (field, day) => {
    const format = formatOf(field);
    return { period: periodOf(format, day), text: (value) => numberText(format, day, value) };
  },
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(source('')),
});
