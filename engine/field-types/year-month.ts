import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, halfWidth, textColumn } from './texts.ts';

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const WRITTEN = /^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?$/;

/** A month of a year, such as the month of a bill. As a text, months are in the order of time. */
export const yearMonth = defineFieldType({
  name: 'yearMonth',
  labels: { en: 'Month', 'zh-CN': '年月' },
  help: { en: 'A month of a year, such as the month of a bill.', 'zh-CN': '某年某月，如账期。' },
  icon: 'calendar',
  group: 'time',
  kind: 'string',
  settings: { properties: {} },
  words: {
    default: { type: 'string', pattern: MONTH.source, 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: {
    'x-field': { id: 'fld_ymon0001', type: 'yearMonth', labels: { en: 'Billing month', 'zh-CN': '账期' } },
  },
  samples: [
    { given: '2026-03', stored: '2026-03' },
    { given: ' 1999-12 ', stored: '1999-12' },
    { given: '', stored: null },
  ],
  wrong: ['2026-13', '2026-3', '2026', 202603, '0000-01', '2026-03-01'],
  widget: 'year-month',
  columns: () => [textColumn()],
  valueSchema: () => ({ type: 'string', pattern: MONTH.source }),
  normalise: (value) =>
    cleanTextBy(value, (text) =>
      MONTH.test(text) && !text.startsWith('0000') ? text : refuse('value.month', { given: quoted(text) }),
    ),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => {
    const [, year, month] = WRITTEN.exec(halfWidth(cell).trim()) ?? [];
    return year === undefined ? cell : `${year}-${month!.padStart(2, '0')}`;
  },
  format: (value) => String(value),
});
