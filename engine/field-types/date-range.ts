import { date } from './date.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  isCellProblem,
  type Part,
  quoted,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import { integer } from './integer.ts';
import { partsSql, readParts } from './parts.ts';

interface Range {
  readonly start: string | null;
  readonly end: string | null;
  /** both ends included; null while one is open */
  readonly days: number | null;
}

const MEMBERS = ['start', 'end', 'days'];
const DAY = 86_400_000;
const SPELLED = /^(\d{4}-\d\d-\d\d|\.\.)?\s*\/\s*(\d{4}-\d\d-\d\d|\.\.)?$/;
/** What stands between two days: a slash, a tilde, a word, or a dash with space around it. */
const BETWEEN = /\s*(?:\/|~|～|至|到|—+|–|\sto\s|\s-\s)\s*/;
const SLASHED = /^\s*\d{4}\/\d{1,2}\/\d{1,2}\s*$/;
const LONGEST = 100;

const PARTS: readonly Part[] = [
  { name: 'start', labels: { en: 'Start', 'zh-CN': '开始' }, type: date, column: '' },
  { name: 'end', labels: { en: 'End', 'zh-CN': '结束' }, type: date, column: 'end' },
  {
    name: 'days',
    labels: { en: 'Days', 'zh-CN': '天数' },
    type: integer,
    column: 'days',
    isDerived: true,
  },
];

function dayIn(given: unknown, field: FieldFacts): string | null | CellProblem {
  if (given === null || given === undefined) return null;
  return date.normalise(given, field) as string | null | CellProblem;
}

function spelled(text: string): Readonly<Record<string, unknown>> | CellProblem {
  const [, start, end] = SPELLED.exec(text.trim()) ?? [];
  const day = (one: string | undefined) => (one === undefined || one === '..' ? null : one);
  return start === undefined && end === undefined
    ? refuse('value.range', { given: quoted(text) })
    : { start: day(start), end: day(end) };
}

function normalise(value: unknown, field: FieldFacts): WireValue | CellProblem {
  if (typeof value === 'string' && value.trim() === '') return null;
  const given = typeof value === 'string' ? spelled(value) : readParts(value, MEMBERS, 'value.range');
  if (isCellProblem(given)) return given;
  const start = dayIn(given.start, field);
  if (isCellProblem(start)) return start;
  const end = dayIn(given.end, field);
  if (isCellProblem(end)) return end;
  if (start === null && end === null) return null;
  if (start !== null && end !== null && end < start) {
    return refuse('value.range_order', { start, end }, `${end}/${start}`);
  }
  const days = start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / DAY + 1;
  return { start, end, days };
}

/** `2026-03-01/2026-03-31`, `2026年3月1日至3月31日` with both years, `2026/3/1 ~ 2026/3/31`. */
function parse(cell: string, field: FieldFacts): unknown | CellProblem {
  const refused = refuse('value.range', { given: quoted(cell) });
  if (cell.length > LONGEST) return refused;
  if (SPELLED.test(cell.trim())) return spelled(cell);
  if (SLASHED.test(cell)) return refused;
  const dashed = cell.split(/\s*(?:~|～|至|到|—+|–|\sto\s|\s-\s)\s*/);
  const [first, second, ...more] = dashed.length === 2 ? dashed : cell.split(BETWEEN);
  if (first === undefined || second === undefined || more.length > 0) return refused;
  const start = date.parse(first, field, WHERE);
  if (isCellProblem(start)) return refused;
  const end = date.parse(second, field, WHERE);
  return isCellProblem(end) ? refused : { start, end };
}

/** Days do not depend on it. */
const WHERE = { locale: 'en', timeZone: 'Etc/UTC', currency: '' };

/** From one day to another, both included; one end may be open. */
export const dateRange = defineFieldType({
  name: 'dateRange',
  labels: { en: 'Date range', 'zh-CN': '日期范围' },
  help: {
    en: 'From one day to another, such as the term of a contract.',
    'zh-CN': '起止日期，如合同期限。',
  },
  icon: 'calendar-range',
  kind: 'date',
  settings: { properties: {} },
  words: {},
  example: {
    'x-field': { id: 'fld_rang0001', type: 'dateRange', labels: { en: 'Term', 'zh-CN': '期限' } },
  },
  samples: [
    {
      given: { start: '2026-03-01', end: '2026-03-31' },
      stored: { start: '2026-03-01', end: '2026-03-31', days: 31 },
    },
    { given: '2024-02-28/2024-03-01', stored: { start: '2024-02-28', end: '2024-03-01', days: 3 } },
    { given: { start: '2026-03-01' }, stored: { start: '2026-03-01', end: null, days: null } },
    { given: '../2026-03-31', stored: { start: null, end: '2026-03-31', days: null } },
    {
      given: { start: '2026-03-01', end: '2026-03-01', days: 9 },
      stored: { start: '2026-03-01', end: '2026-03-01', days: 1 },
    },
    { given: { start: null, end: null }, stored: null },
    { given: '', stored: null },
  ],
  wrong: [
    { start: '2026-03-31', end: '2026-03-01' },
    { start: '2026-02-30' },
    { from: '2026-03-01' },
    '2026-03-01',
    ['2026-03-01', '2026-03-31'],
    20260301,
  ],
  widget: 'date-range',
  cell: 'date-range',
  bare: 'start',
  parts: () => PARTS,
  columns: () => [
    { part: '', type: 'date' },
    { part: 'end', type: 'date' },
    { part: 'days', type: 'numeric', precision: [16, 0] },
  ],
  valueSchema: () => ({
    type: 'object',
    properties: {
      start: { type: ['string', 'null'], format: 'date' },
      end: { type: ['string', 'null'], format: 'date' },
      days: { type: ['integer', 'null'] },
    },
    additionalProperties: false,
  }),
  normalise,
  toRow: (value) => {
    const { start = null, end = null, days = null } = (value ?? {}) as Partial<Range>;
    return { '': start, end, days };
  },
  wire: (source, field) => partsSql(PARTS, source, field),
  value: (source) => source(''),
  parse,
  format: (value) => {
    const { start, end } = value as unknown as Range;
    return `${start ?? '..'}/${end ?? '..'}`;
  },
});
