import { dayText, LONGEST_DAY, readDay } from './days.ts';
import { defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy } from './texts.ts';

const bound = (en: string, zh: string) => ({
  type: 'string',
  format: 'date',
  'x-labels': { en, 'zh-CN': zh },
});

/** A day without a time, the same in every time zone. */
export const date = defineFieldType({
  name: 'date',
  labels: { en: 'Date', 'zh-CN': '日期' },
  help: { en: 'A day, such as a due date.', 'zh-CN': '某一天，如到期日。' },
  icon: 'calendar',
  kind: 'date',
  settings: { properties: {} },
  words: {
    minimum: bound('Earliest', '最早'),
    maximum: bound('Latest', '最晚'),
    default: bound('Default', '默认值'),
  },
  example: {
    'x-field': {
      id: 'fld_date0001',
      type: 'date',
      labels: { en: 'Expected close', 'zh-CN': '预计成交日期' },
    },
    minimum: '0001-01-01',
  },
  samples: [
    { given: '2026-03-04', stored: '2026-03-04' },
    { given: ' 2024-02-29 ', stored: '2024-02-29' },
    { given: '0001-01-01', stored: '0001-01-01' },
    { given: '9999-12-31', stored: '9999-12-31' },
    { given: '', stored: null },
  ],
  wrong: [
    '2026-02-30',
    '2026-13-01',
    '0000-01-01',
    '2026-3-4',
    '2026-03-04T00:00:00Z',
    'tomorrow',
    20260304,
    true,
  ],
  match: 'day',
  widget: 'date',
  latestFirst: true,
  columns: () => [{ part: '', type: 'date' }],
  valueSchema: () => ({ type: 'string', format: 'date' }),
  normalise: (value) =>
    cleanTextBy(value, (text) => {
      const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
      const day = parts && dayText(Number(parts[1]), Number(parts[2]), Number(parts[3]));
      return day ?? refuse('value.date', { given: quoted(value) });
    }),
  checks: ({ name, schema }) => [
    ...(schema.minimum === undefined ? [] : [`${name} >= date("${schema.minimum}")`]),
    ...(schema.maximum === undefined ? [] : [`${name} <= date("${schema.maximum}")`]),
  ],
  toRow: (value) => ({ '': value }),
  // json spells a date as the contract does
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => {
    if (cell.length > LONGEST_DAY) return refuse('value.date', { given: quoted(cell) });
    // spreadsheets add a midnight to dates
    const day = readDay(cell.trim().replace(/[T\s]+0{1,2}:00(?::00(?:\.0+)?)?$/, ''));
    return isCellProblem(day) ? refuse(day.code, { given: quoted(cell) }) : day;
  },
  format: (value) => String(value),
});
