import { nearest } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  type FieldFacts,
  type FieldType,
  isCellProblem,
  type ModelNames,
  type Option,
  quoted,
  refuse,
} from './define-field-type.ts';
import { OPTION_SOURCES, sourceOptions } from './option-sources.ts';
import { cleanTextBy, folded, textColumn } from './texts.ts';

/** Longest value of an option. */
const OPTION_LENGTH = 80;

/** Options by the folded spelling of their values and of their labels in every language. */
interface Spellings {
  readonly values: ReadonlyMap<string, readonly Option[]>;
  readonly labels: ReadonlyMap<string, readonly Option[]>;
}

const known = new WeakMap<readonly Option[], Spellings>();

function spellingsOf(options: readonly Option[]): Spellings {
  const found = known.get(options);
  if (found) return found;
  const live = options.filter((option) => !option.archived);
  const spellings = {
    values: Map.groupBy(options, (option) => folded(option.value)),
    labels: new Map<string, Option[]>(),
  };
  // an archived option is found by its label only where no live one has it
  for (const option of [...live, ...options.filter((one) => one.archived)]) {
    for (const label of new Set(Object.values(option.labels).map(folded))) {
      const others = spellings.labels.get(label);
      if (!others) spellings.labels.set(label, [option]);
      else if (!option.archived) others.push(option);
    }
  }
  known.set(options, spellings);
  return spellings;
}

const refuseOption = (given: string, options: readonly Option[]): CellProblem => {
  const live = options.filter((option) => !option.archived);
  const spellings = live.flatMap((option) => [option.value, ...Object.values(option.labels)]);
  return refuse('value.option', { given: quoted(given) }, nearest(given.slice(0, OPTION_LENGTH), spellings));
};

/** What a field takes beside its options. */
function checkOther(value: string, { settings, options }: FieldFacts): string | CellProblem {
  if (settings.allowOther !== true) return refuseOption(value, options);
  const given = [...value].length;
  return given <= OPTION_LENGTH ? value : refuse('value.too_long', { limit: OPTION_LENGTH, given });
}

/** `value` if an option has exactly it, archived ones included: old records keep theirs. */
export function checkOption(value: string, field: FieldFacts): string | CellProblem {
  return field.options.some((option) => option.value === value) ? value : checkOther(value, field);
}

/** The value of the option that a cell names by its value or by its label in any language. */
export function readKnownOption(cell: string, options: readonly Option[]): string | CellProblem {
  const text = cell.trim();
  if (options.some((option) => option.value === text)) return text;
  const { values, labels } = spellingsOf(options);
  const found = new Set(
    (values.get(folded(text)) ?? labels.get(folded(text)) ?? []).map((option) => option.value),
  );
  if (found.size === 0) return refuseOption(text, options);
  const [first] = found;
  if (found.size === 1) return first!;
  return refuse('value.option_ambiguous', { given: quoted(text), candidates: [...found].join(', ') }, first);
}

/** As `readKnownOption`; what names no option is taken where others are. */
export function readOption(cell: string, field: FieldFacts): string | CellProblem {
  const known = readKnownOption(cell, field.options);
  return isCellProblem(known) && known.code === 'value.option' ? checkOther(cell.trim(), field) : known;
}

/** The label of a value in `locale`; a value without an option stands for itself. */
export function optionLabel(value: string, options: readonly Option[], locale: string): string {
  const option = options.find((one) => one.value === value);
  return option?.labels[locale] ?? option?.labels.en ?? value;
}

/** Schema of one option's value. */
export const optionSchema = ({ options, settings }: FieldFacts) =>
  options.length === 0 || settings.allowOther === true
    ? { type: 'string', maxLength: OPTION_LENGTH }
    : { type: 'string', enum: [...new Set(options.map((option) => option.value))] };

/** The words of `x-field` of types with options: their own, or those of an option set. */
export const optionSettings = {
  options: {
    type: 'array',
    maxItems: LIMITS.optionsPerField,
    'x-labels': { en: 'Options', 'zh-CN': '选项' },
    items: {
      type: 'object',
      properties: {
        id: { type: 'string', pattern: '^[a-z]{3}_[0-9a-z]{8,32}$' },
        value: {
          type: 'string',
          minLength: 1,
          maxLength: OPTION_LENGTH,
          'x-labels': { en: 'Value', 'zh-CN': '值' },
        },
        labels: {
          type: 'object',
          additionalProperties: { type: 'string', minLength: 1, maxLength: 200 },
          'x-labels': { en: 'Label', 'zh-CN': '名称' },
        },
        color: {
          type: 'string',
          pattern: '^(#[0-9a-f]{6}|[a-z]{1,20})$',
          'x-labels': { en: 'Colour', 'zh-CN': '颜色' },
        },
        archived: { type: 'boolean', 'x-labels': { en: 'Archived', 'zh-CN': '已归档' } },
        parents: {
          type: 'array',
          items: { type: 'string', maxLength: OPTION_LENGTH },
          'x-labels': { en: 'Offered for', 'zh-CN': '适用于' },
        },
        package: { type: 'string', 'x-labels': { en: 'Package', 'zh-CN': '安装包' } },
      },
      required: ['value', 'labels'],
      additionalProperties: false,
    },
  },
  optionSet: {
    type: 'string',
    'x-ref': 'option-set',
    'x-labels': { en: 'Option set', 'zh-CN': '选项集' },
    'x-help': {
      en: 'Options that several fields share, kept in one place.',
      'zh-CN': '多个字段共用、集中维护的选项。',
    },
  },
  optionsFrom: {
    type: 'string',
    enum: Object.keys(OPTION_SOURCES),
    'x-labels': { en: 'Options from', 'zh-CN': '选项来源' },
    'x-help': {
      en: 'The options come from a list that the engine keeps.',
      'zh-CN': '选项取自系统维护的列表。',
    },
  },
  dependsOn: {
    type: 'string',
    'x-ref': 'field',
    'x-labels': { en: 'Depends on', 'zh-CN': '依赖字段' },
    'x-help': {
      en: 'Which options are offered follows from the value of this field.',
      'zh-CN': '提供哪些选项由该字段的值决定。',
    },
  },
  allowOther: {
    type: 'boolean',
    'x-labels': { en: 'Take other values too', 'zh-CN': '允许其他值' },
    'x-help': { en: 'People may type a value that is no option.', 'zh-CN': '可以填写选项之外的值。' },
  },
};

/** What the types with options of documents have in common. */
export const optionWords = {
  hasOptions: true,
  tells: ['dependsOn', 'allowOther'],
  givenOptions: (settings: Readonly<Record<string, any>>, names: ModelNames) =>
    sourceOptions(settings.optionsFrom, names),
} as const;

/** The option a property begins with. */
export const defaultOption = {
  type: 'string',
  'x-ref': 'option',
  'x-labels': { en: 'Default', 'zh-CN': '默认值' },
};

/** Options of the examples. */
export const exampleOptions = [
  { value: 'low', labels: { en: 'Low', 'zh-CN': '低' }, color: 'green' },
  { value: 'medium', labels: { en: 'Medium', 'zh-CN': '中' }, color: 'gold' },
  { value: 'Very High', labels: { en: 'Very high', 'zh-CN': '极高' }, color: 'red' },
  { value: 'old', labels: { en: 'Old', 'zh-CN': '旧' }, archived: true },
];

/** What a value is that is one option of its field, stored by its value. */
export const oneOption = {
  kind: 'string',
  widget: 'select',
  cell: 'select',
  columns: () => [textColumn()],
  valueSchema: optionSchema,
  normalise: (value, field) => cleanTextBy(value, (text) => checkOption(text, field)),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: readOption,
  format: (value, field, where) => optionLabel(String(value), field.options, where.locale),
} satisfies Partial<FieldType>;
