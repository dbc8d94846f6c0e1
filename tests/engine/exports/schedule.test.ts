import { expect, test } from 'vitest';
import { nextOf, type Schedule } from '../../../engine/exports/schedule.ts';

test.each<[string, Schedule, string, string, string]>([
  [
    'later today',
    { every: 'day', at: '18:00' },
    '2026-11-27T08:00:00Z',
    'Asia/Shanghai',
    '2026-11-27T10:00:00.000Z',
  ],
  [
    'not again at the moment itself',
    { every: 'day', at: '18:00' },
    '2026-11-27T10:00:00Z',
    'Asia/Shanghai',
    '2026-11-28T10:00:00.000Z',
  ],
  [
    'on the day of the workspace',
    { every: 'day', at: '00:30' },
    '2026-11-27T17:00:00Z',
    'Asia/Shanghai',
    '2026-11-28T16:30:00.000Z',
  ],
  [
    'next Monday',
    { every: 'week', at: '09:00', weekday: 1 },
    '2026-11-27T08:00:00Z',
    'UTC',
    '2026-11-30T09:00:00.000Z',
  ],
  [
    'in a week',
    { every: 'week', at: '07:00', weekday: 5 },
    '2026-11-27T08:00:00Z',
    'UTC',
    '2026-12-04T07:00:00.000Z',
  ],
  [
    'on the last of a short month',
    { every: 'month', at: '09:00', day: 31 },
    '2026-02-01T00:00:00Z',
    'UTC',
    '2026-02-28T09:00:00.000Z',
  ],
  [
    'next month',
    { every: 'month', at: '09:00', day: 31 },
    '2026-01-31T09:00:00Z',
    'UTC',
    '2026-02-28T09:00:00.000Z',
  ],
  [
    'past an hour that clocks skip',
    { every: 'day', at: '02:30' },
    '2026-03-28T12:00:00Z',
    'Europe/Berlin',
    '2026-03-29T01:30:00.000Z',
  ],
  [
    'by the clock of winter',
    { every: 'day', at: '09:00' },
    '2026-10-24T12:00:00Z',
    'Europe/Berlin',
    '2026-10-25T08:00:00.000Z',
  ],
])('%s', (_, schedule, after, zone, next) => {
  expect(nextOf(schedule, new Date(after), zone).toISOString()).toBe(next);
});
