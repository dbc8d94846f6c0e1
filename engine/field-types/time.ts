import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, halfWidth, textColumn } from './texts.ts';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const WRITTEN =
  /^(上午|下午|晚上|中午)?\s*(\d{1,2})(?:[:：.时点](\d{1,2})?)?\s*分?\s*(am|pm|a\.m\.|p\.m\.)?$/i;

/** A time of the day as people write it: `9:05`, `下午3点`, `3 pm`. */
function readTime(cell: string): string {
  const text = halfWidth(cell).trim();
  const [, day, hours, minutes = '0', half] = WRITTEN.exec(text) ?? [];
  if (hours === undefined) return cell;
  const isLate = /^(?:下午|晚上)$/.test(day ?? '') || /^p/i.test(half ?? '');
  const hour = Number(hours) + (isLate && Number(hours) < 12 ? 12 : 0);
  const isMidnight = /^a/i.test(half ?? '') && hour === 12;
  return `${String(isMidnight ? 0 : hour).padStart(2, '0')}:${minutes.padStart(2, '0')}`;
}

/** A time of the day by the clock on the wall, without a zone. As a text, times are in their order. */
export const time = defineFieldType({
  name: 'time',
  labels: { en: 'Time', 'zh-CN': '时间' },
  help: { en: 'A time of the day, such as when a shop opens.', 'zh-CN': '一天中的时刻，如开门时间。' },
  icon: 'field-time',
  group: 'time',
  kind: 'string',
  settings: { properties: {} },
  words: {
    default: { type: 'string', pattern: TIME.source, 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: {
    'x-field': { id: 'fld_time0001', type: 'time', labels: { en: 'Opens at', 'zh-CN': '开门时间' } },
  },
  samples: [
    { given: '09:05', stored: '09:05' },
    { given: ' 23:59 ', stored: '23:59' },
    { given: '', stored: null },
  ],
  wrong: ['24:00', '9:05', '09:60', 905, 'noon'],
  widget: 'time',
  columns: () => [textColumn()],
  valueSchema: () => ({ type: 'string', pattern: TIME.source }),
  normalise: (value) =>
    cleanTextBy(value, (text) => (TIME.test(text) ? text : refuse('value.time', { given: quoted(text) }))),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: readTime,
  format: (value) => String(value),
});
