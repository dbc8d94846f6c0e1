import { boolean } from './boolean.ts';
import { computedType } from './computed.ts';
import { decimal } from './decimal.ts';
import type { FieldType, TypesAround, ValueFacts } from './define-field-type.ts';
import { integer } from './integer.ts';
import { precisionSetting, scaleSetting } from './numbers.ts';
import { bareFacts } from './parts.ts';

const { default: _scale, ...scale } = scaleSetting(2);

type Settings = Readonly<Record<string, any>>;
type Result = (child: ValueFacts | undefined, settings: Settings) => ValueFacts | undefined;

const of = (type: FieldType, settings: Settings = {}): ValueFacts => ({ type, settings, options: [] });

/** A value that stands in one column and leads nowhere. */
const isPlain = ({ type }: ValueFacts): boolean =>
  !type.targets && !type.hasStages && type.kind !== 'list' && type.kind !== 'null';

const OF_NUMBERS: Result = (child) => (child?.type.summable ? child : undefined);
const ORDERED: Result = (child) =>
  child && isPlain(child) && ['decimal', 'date', 'timestamp'].includes(child.type.kind) ? child : undefined;
const ANY_VALUE: Result = (child) => (child && isPlain(child) ? child : undefined);
const YES_OR_NO: Result = (child) => (child?.type.kind === 'bool' ? of(boolean) : undefined);

/** An average of whole numbers is none itself. */
const AVERAGE: Result = (child, settings) => {
  if (!child?.type.summable) return undefined;
  if (child.type.name === integer.name) return of(decimal, settings);
  return {
    ...child,
    settings: { ...child.settings, ...(settings.scale !== undefined && { scale: settings.scale }) },
  };
};

/** What each function gives, of what it is asked of. */
const RESULTS: Readonly<Record<string, Result>> = {
  count: () => of(integer),
  sum: OF_NUMBERS,
  avg: AVERAGE,
  min: ORDERED,
  max: ORDERED,
  first: ANY_VALUE,
  last: ANY_VALUE,
  any: YES_OR_NO,
  all: YES_OR_NO,
  countDistinct: (child) => (child && isPlain(child) ? of(integer) : undefined),
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
