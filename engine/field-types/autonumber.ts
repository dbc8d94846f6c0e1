import { defineFieldType, type FieldFacts, type PropertyFault } from './define-field-type.ts';
import { cleanText, foldedSql, textColumn } from './texts.ts';

const PLAIN = '{0000}';
const PART = /\{(YYYY|YY|MM|DD|scope|0+)\}/g;

/** How long the counting goes on before it starts again, the longest first. */
const RESETS = ['never', 'year', 'month', 'day'] as const;
type Reset = (typeof RESETS)[number];

/** How much of a day says in which of these stretches it lies. */
const LENGTH: Readonly<Record<Reset, number>> = { never: 0, year: 4, month: 7, day: 10 };

const formatOf = (field: FieldFacts): string => field.settings.format ?? PLAIN;

/** The shortest stretch that the format names: where the document says nothing the counter starts again with each. */
function namedIn(format: string): Reset {
  if (format.includes('{DD}')) return 'day';
  if (format.includes('{MM}')) return 'month';
  return /\{YY(?:YY)?\}/.test(format) ? 'year' : 'never';
}

/** The shortest stretch of which two numbers of it and of another one always look different. */
function toldApart(format: string): Reset {
  if (!/\{YY(?:YY)?\}/.test(format)) return 'never';
  if (!format.includes('{MM}')) return 'year';
  return format.includes('{DD}') ? 'day' : 'month';
}

/** Numbers that are unique and would come again, and a place for a scope that there is none of. */
function faultsOf({ format = PLAIN, reset, scope, unique }: Readonly<Record<string, any>>): PropertyFault[] {
  const shows = format.includes('{scope}');
  const path = ['x-field', 'format'];
  if (shows && scope === undefined) return [{ path, code: 'document.number_scope' }];
  if (unique !== true) return [];
  const stretch: Reset = reset ?? namedIn(format);
  const isLost = RESETS.indexOf(stretch) > RESETS.indexOf(toldApart(format));
  if (isLost) return [{ path, code: 'document.number_repeats', params: { period: stretch } }];
  return scope !== undefined && !shows
    ? [{ path, code: 'document.number_repeats_scope', params: { name: scope } }]
    : [];
}

function numberText(format: string, day: string, scope: string, value: number): string {
  const [year, month, date] = day.split('-') as [string, string, string];
  const parts: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    MM: month,
    DD: date,
    scope,
  };
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
  group: 'computed',
  kind: 'string',
  settings: {
    properties: {
      format: {
        type: 'string',
        maxLength: 60,
        pattern:
          '^(?:[^{}]|\\{(?:YYYY|YY|MM|DD|scope)\\})*\\{0{1,12}\\}(?:[^{}]|\\{(?:YYYY|YY|MM|DD|scope)\\})*$',
        default: PLAIN,
        'x-labels': { en: 'Format', 'zh-CN': '格式' },
        'x-help': {
          en: 'Text as it is, and in braces what is filled in: {YYYY} {MM} {DD} for the day, {scope} for what it is counted by, {0000} for the number with at least so many digits.',
          'zh-CN':
            '原样文字加花括号：{YYYY} {MM} {DD} 为日期，{scope} 为分别计数的值，{0000} 为至少四位的序号。',
        },
      },
      reset: {
        type: 'string',
        enum: [...RESETS],
        'x-labels': { en: 'Starts again each', 'zh-CN': '重新计数周期' },
        'x-help': {
          en: 'The number begins at 1 again in each such period.',
          'zh-CN': '每到新的周期，序号从 1 重新开始。',
        },
      },
      scope: {
        type: 'string',
        'x-ref': 'field',
        'x-labels': { en: 'Counted for each', 'zh-CN': '按字段分别计数' },
        'x-help': {
          en: 'Each value of this field has numbers of its own.',
          'zh-CN': '该字段的每个值各自编号。',
        },
      },
      gapless: {
        type: 'boolean',
        'x-labels': { en: 'Without gaps', 'zh-CN': '连续不断号' },
        'x-help': {
          en: 'No number is lost when saving fails. The price: writers wait for each other. Who makes records at the same time does so one after the other, and an import holds up the others portion by portion. Only where law or auditors ask for it.',
          'zh-CN':
            '保存失败也不会丢号。代价是写入者要互相等待：同时新建的记录只能逐条排队，导入会分批占住编号。仅在法规或审计要求时使用。',
        },
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
  valueSchema: () => ({ type: 'string', maxLength: 200 }),
  normalise: cleanText,
  faults: ({ 'x-field': field }) => faultsOf(field),
  isGapless: ({ settings }) => settings.gapless === true,
  tells: ['gapless'],
  follows: ({ settings: { scope, format = PLAIN } }) =>
    scope === undefined
      ? []
      : [{ word: 'scope', name: scope, kind: 'string', mayBeRelation: !format.includes('{scope}') }],
  counter: (field, day, scope) => {
    const format = formatOf(field);
    const stretch: Reset = field.settings.reset ?? namedIn(format);
    return {
      period: day.slice(0, LENGTH[stretch]),
      text: (value) => numberText(format, day, scope, value),
    };
  },
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
  uniqueKey: (source) => foldedSql(source('')),
});
