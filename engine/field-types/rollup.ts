import { boolean } from './boolean.ts';
import { computedType } from './computed.ts';
import { decimal } from './decimal.ts';
import type { FieldFacts, FieldType, TypesAround, ValueFacts } from './define-field-type.ts';
import { integer } from './integer.ts';
import { longText } from './long-text.ts';
import { precisionSetting, scaleSetting } from './numbers.ts';
import { bareFacts } from './parts.ts';
import { rating } from './rating.ts';
import { select } from './select.ts';
import { time } from './time.ts';
import { yearMonth } from './year-month.ts';

const { default: _scale, ...scale } = scaleSetting(2);

type Settings = Readonly<Record<string, any>>;
type Children = ValueFacts | undefined;
type Result = (child: Children, settings: Settings) => ValueFacts | undefined;

/** What a type may know of a field that is none. */
const NO_FIELD: FieldFacts = { name: '', labels: {}, settings: {}, schema: {}, options: [] };

const of = (type: FieldType, settings: Settings = {}): ValueFacts => ({ type, settings, options: [] });

/** A single value: no list, none of which nothing is known, or may be. */
const isSingle = ({ type }: ValueFacts): boolean => !['list', 'null', 'encrypted'].includes(type.kind);

/** Types whose texts sort as what they say. */
const ORDERED_TEXTS: readonly FieldType[] = [time, yearMonth];

const isOrdered = ({ type }: ValueFacts): boolean =>
  ['decimal', 'date', 'timestamp'].includes(type.kind) || ORDERED_TEXTS.includes(type);

/** Whole numbers of which a sum has more digits and an average has decimals. */
const WHOLE: readonly FieldType[] = [integer, rating];

/** Digits before the point that numbers have at most. */
const MOST_DIGITS = 24;

function sumOf(child: Children): ValueFacts | undefined {
  if (!child?.type.summable) return undefined;
  if (WHOLE.includes(child.type)) return of(integer);
  const [, after] = child.type.digits!({ ...NO_FIELD, settings: child.settings });
  return { ...child, settings: { ...child.settings, precision: MOST_DIGITS + after } };
}

function averageOf(child: Children, settings: Settings): ValueFacts | undefined {
  if (!child?.type.summable) return undefined;
  if (WHOLE.includes(child.type)) return of(decimal, settings);
  const { scale: given = child.settings.scale } = settings;
  return { ...child, settings: { ...child.settings, ...(given !== undefined && { scale: given }) } };
}

/**
 * A stage of one of the records is the choice that it is: nothing moves it from here. Of a value that expressions
 * see less of than there is, what they see.
 */
const oneOf = (child: Children): ValueFacts | undefined =>
  child && isSingle(child)
    ? { ...child, type: child.type.hasStages ? select : child.type.plain ? longText : child.type }
    : undefined;

const whereOrdered = (child: Children) => (child && isOrdered(child) ? child : undefined);
const whereYesOrNo = (child: Children) => (child?.type.kind === 'bool' ? of(boolean) : undefined);

/** What each function gives, of what it is asked of. */
const RESULTS: Readonly<Record<string, Result>> = {
  count: () => of(integer),
  sum: sumOf,
  avg: averageOf,
  min: whereOrdered,
  max: whereOrdered,
  first: oneOf,
  last: oneOf,
  any: whereYesOrNo,
  all: whereYesOrNo,
  countDistinct: (child) => (child && isSingle(child) ? of(integer) : undefined),
};

const labels = (en: string, zh: string) => ({ 'x-labels': { en, 'zh-CN': zh } });

/** A value over the records that point at this one, kept up to date with every change of theirs. */
export const rollup = computedType({
  name: 'rollup',
  labels: { en: 'Roll-up', 'zh-CN': '汇总' },
  help: {
    en: 'A count, sum or other value over the records that refer to this one.',
    'zh-CN': '对关联到本记录的记录进行计数、求和等汇总。',
  },
  icon: 'fund',
  settings: {
    properties: {
      rollup: {
        type: 'object',
        properties: {
          function: { type: 'string', enum: Object.keys(RESULTS), ...labels('Function', '汇总方式') },
          object: { type: 'string', 'x-ref': 'object', ...labels('Object', '汇总对象') },
          via: { type: 'string', 'x-ref': 'field', ...labels('Relation that leads here', '关联字段') },
          field: { type: 'string', 'x-ref': 'field', ...labels('Field', '汇总字段') },
          filter: {
            type: 'string',
            minLength: 1,
            maxLength: 4096,
            'x-expression': { scope: 'child', returns: 'bool' },
            ...labels('Only records where', '仅汇总满足条件的记录'),
          },
          sort: {
            type: 'array',
            items: { type: 'string', 'x-ref': 'sort' },
            maxItems: 3,
            ...labels('Order', '排序'),
          },
        },
        required: ['function', 'object', 'via'],
        additionalProperties: false,
        ...labels('Roll-up', '汇总'),
      },
      scale,
      precision: precisionSetting,
    },
    required: ['rollup'],
  },
  example: {
    'x-field': {
      id: 'fld_roll0001',
      type: 'rollup',
      labels: { en: 'People below', 'zh-CN': '下属人数' },
      rollup: { function: 'count', object: 'user', via: 'manager', filter: 'active' },
    },
  },
  valueType: (settings: Settings, around: TypesAround) => {
    const { function: name, object, field } = settings.rollup ?? {};
    const child = typeof field === 'string' ? around.of(String(object), field) : undefined;
    return Object.hasOwn(RESULTS, String(name))
      ? RESULTS[name]!(child && bareFacts(child), settings)
      : undefined;
  },
});
