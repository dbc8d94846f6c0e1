import { dayText, LONGEST_DAY, localText, momentOf, readDay } from './days.ts';
import { type CellProblem, defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, halfWidth } from './texts.ts';

const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)?$/;
const CLOCK = /^(.*?\d[日号]?)[T\s]*(\d{1,2})[:时点](\d{1,2})(?:分?$|[:分](\d{1,2})(?:\.(\d{1,9}))?秒?$)/;

const wireText = (moment: number): string => new Date(moment).toISOString();

/** RFC 3339 with its zone -> the moment in UTC with three decimals; more are cut off. */
function readMoment(text: string): string | CellProblem {
  const [, year, month, day, hour, minute, second, fraction, zone] = RFC_3339.exec(text) ?? [];
  const date = day === undefined ? undefined : dayText(Number(year), Number(month), Number(day));
  if (date === undefined) return refuse('value.datetime', { given: quoted(text) });
  if (zone === undefined) return refuse('value.offset', { given: quoted(text) });
  const milliseconds = (fraction ?? '').padEnd(3, '0').slice(0, 3);
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const moment = Date.parse(`${date}T${hour}:${minute}:${second ?? '00'}.${milliseconds}${offset}`);
  const isInRange = moment >= FIRST && moment <= LAST;
  return isInRange ? wireText(moment) : refuse('value.datetime', { given: quoted(text) });
}

/** A cell without a zone is read by the workspace's clock; without a time it is that day's midnight. */
function readLocal(cell: string, timeZone: string): string | CellProblem {
  if (cell.length > LONGEST_DAY) return refuse('value.datetime', { given: quoted(cell) });
  const [, dayPart, hour, minute, second, fraction] = CLOCK.exec(halfWidth(cell).trim()) ?? [];
  const day = readDay(dayPart ?? cell);
  if (isCellProblem(day))
    return day.code === 'value.date_order' ? day : refuse('value.datetime', { given: quoted(cell) });
  const pad = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const clock = `${pad(hour)}:${pad(minute)}:${pad(second)}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}`;
  const moment = momentOf(`${day}T${clock}`, timeZone);
  return moment === undefined ? refuse('value.datetime', { given: quoted(cell) }) : wireText(moment);
}

/** A moment, on the wire in UTC with three decimals of a second. */
export const datetime = defineFieldType({
  name: 'datetime',
  labels: { en: 'Date and time', 'zh-CN': '日期时间' },
  help: { en: 'A moment, such as the start of a meeting.', 'zh-CN': '某一时刻，如会议开始时间。' },
  icon: 'clock-circle',
  kind: 'timestamp',
  settings: { properties: {} },
  words: {
    default: { type: 'string', format: 'date-time', 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: {
    'x-field': { id: 'fld_dtim0001', type: 'datetime', labels: { en: 'Starts at', 'zh-CN': '开始时间' } },
  },
  samples: [
    { given: '2026-03-04T05:06:07Z', stored: '2026-03-04T05:06:07.000Z' },
    { given: '2026-03-04T05:06:07.1239+08:00', stored: '2026-03-03T21:06:07.123Z' },
    { given: '2026-03-04t05:06z', stored: '2026-03-04T05:06:00.000Z' },
    { given: '9999-12-31T23:59:59.999Z', stored: '9999-12-31T23:59:59.999Z' },
    { given: '', stored: null },
  ],
  wrong: [
    '2026-03-04',
    '2026-03-04T05:06:07',
    '2026-02-30T00:00:00Z',
    '2026-03-04T24:00:00Z',
    'now',
    1_772_600_000,
    true,
  ],
  widget: 'datetime',
  latestFirst: true,
  columns: () => [{ part: '', type: 'timestamptz(3)' }],
  valueSchema: () => ({ type: 'string', format: 'date-time' }),
  normalise: (value) => cleanTextBy(value, readMoment),
  toRow: (value) => ({ '': value }),
  // json would drop the zeros of the fraction; every connection is in UTC
  wire: (source) => `to_char(${source('')}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  value: (source) => source(''),
  parse: (cell, _field, where) => {
    const moment = readMoment(cell.trim());
    return isCellProblem(moment) ? readLocal(cell, where.timeZone) : moment;
  },
  format: (value, _field, where) => {
    const local = localText(Date.parse(String(value)), where.timeZone);
    // the first and last hours of time are in years that local clocks cannot spell
    return /^(?!0000)\d{4}-/.test(local) ? local.replace('T', ' ').replace(/\.000$/, '') : String(value);
  },
});
