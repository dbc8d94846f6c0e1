import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { durationText, LONGEST_DURATION, readDuration, readIsoDuration } from './durations.ts';

const bound = (en: string, zh: string) => ({
  type: 'integer',
  minimum: 0,
  maximum: LONGEST_DURATION,
  'x-labels': { en, 'zh-CN': zh },
});

const refuseDuration = (value: unknown) => refuse('value.duration', { given: quoted(value) });

/**
 * A length of time in whole seconds, whatever unit people write it in: a number adds up, compares and
 * averages in every expression, and another unit never changes what is stored.
 */
export const duration = defineFieldType({
  name: 'duration',
  labels: { en: 'Duration', 'zh-CN': '时长' },
  help: { en: 'A length of time, such as 1h 30m.', 'zh-CN': '一段时间的长度，如 1 小时 30 分。' },
  icon: 'hourglass',
  group: 'time',
  kind: 'decimal',
  settings: {
    properties: {
      unit: {
        type: 'string',
        enum: ['second', 'minute', 'hour', 'day'],
        default: 'minute',
        'x-labels': { en: 'A bare number counts', 'zh-CN': '只写数字时的单位' },
        'x-help': {
          en: 'What 90 means when somebody types it without a unit.',
          'zh-CN': '只填数字（如 90）时按此单位理解。',
        },
      },
    },
  },
  words: {
    minimum: bound('Shortest', '最短'),
    maximum: bound('Longest', '最长'),
    default: bound('Default', '默认值'),
  },
  tells: ['unit'],
  example: {
    'x-field': { id: 'fld_dura0001', type: 'duration', labels: { en: 'Time spent', 'zh-CN': '用时' } },
    maximum: LONGEST_DURATION,
  },
  samples: [
    { given: 5400, stored: 5400 },
    { given: 'PT1H30M', stored: 5400 },
    { given: 'P1DT1S', stored: 86_401 },
    { given: '45', stored: 45 },
    { given: 0, stored: 0 },
    { given: '', stored: null },
  ],
  wrong: [-1, 1.5, 'P1M', 'PT', '1h30m', 'soon', true, LONGEST_DURATION + 1],
  widget: 'duration',
  cell: 'duration',
  summable: true,
  columns: () => [{ part: '', type: 'numeric', precision: [16, 0] }],
  valueSchema: ({ schema }) => ({
    type: 'integer',
    minimum: Math.max(schema.minimum ?? 0, 0),
    maximum: Math.min(schema.maximum ?? LONGEST_DURATION, LONGEST_DURATION),
  }),
  normalise: (value) => {
    if (typeof value === 'string' && value.trim() === '') return null;
    const text = typeof value === 'string' ? value.trim() : undefined;
    const seconds =
      text === undefined ? value : /^\d{1,12}$/.test(text) ? Number(text) : readIsoDuration(text);
    const isLength = typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0;
    return isLength && seconds <= LONGEST_DURATION ? seconds : refuseDuration(value);
  },
  digits: () => [16, 0],
  toRow: (value) => ({ '': value === null ? null : String(value) }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell, { settings }) => readDuration(cell, settings.unit ?? 'minute') ?? refuseDuration(cell),
  format: (value, { settings }, { locale }) => durationText(Number(value), settings.unit ?? 'minute', locale),
});
