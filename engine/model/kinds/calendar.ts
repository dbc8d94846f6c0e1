import schema from '../../../schemas/calendar.schema.json' with { type: 'json' };
import { quoted } from '../../field-types/index.ts';
import type { Body, Document } from '../document.ts';
import type { ModelCalendar } from '../model.ts';
import type { Report } from '../report.ts';
import { defineKind, keyByName, membersOf, reportTwice } from './define-kind.ts';

const isDay = (text: unknown): boolean =>
  typeof text === 'string' &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Hours of one day follow each other: each ends after it begins, and before the next. */
function checkHours(hours: unknown, report: Report): void {
  let before = '';
  for (const [index, { from, to }] of membersOf(hours)) {
    if (typeof from !== 'string' || typeof to !== 'string') continue;
    if (to <= from || from < before) {
      const params = { given: quoted(`${from}–${to}`) };
      report(['hours', index], 'document.hours', params);
    }
    before = to;
  }
}

/** On which days and at which hours people work. */
export const calendar = defineKind({
  name: 'calendar',
  labels: { en: 'calendar', 'zh-CN': '工作日历' },
  prefix: 'cal',
  folder: 'calendars',
  schema,
  keyOf: keyByName,
  parts: () => [],
  check: ({ body }, report) => {
    checkHours(body.hours, report);
    for (const [index, { date }] of membersOf(body.days)) {
      if (typeof date === 'string' && !isDay(date))
        report(['days', index, 'date'], 'document.date', { given: quoted(date) });
    }
    reportTwice(report, ['days'], body.days, 'date');
  },
});

const WEEK = [1, 2, 3, 4, 5];

/** Monday to Friday, no holidays: what counts where no calendar is named. */
export const PLAIN_CALENDAR: ModelCalendar = Object.freeze({
  name: '',
  labels: { en: 'Monday to Friday', 'zh-CN': '周一至周五' },
  workdays: WEEK,
  hours: [],
  days: new Map(),
});

export function resolveCalendar({ body }: Document): ModelCalendar {
  const { name, labels, workdays = WEEK, hours = [], days = [] } = body;
  return Object.freeze({
    name,
    labels,
    workdays,
    hours,
    days: new Map((days as readonly Body[]).map(({ date, works = false }) => [date, works])),
  });
}
