import { LIMITS } from '../limits.ts';
import {
  checkOption,
  exampleOptions,
  optionLabel,
  optionSchema,
  optionSettings,
  optionWords,
  readKnownOption,
  readOption,
} from './choices.ts';
import { defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { cleanText } from './texts.ts';

/** Any of the field's options, each once, in the order of the options. Nothing chosen is the empty list, never null. */
export const multiSelect = defineFieldType({
  name: 'multiSelect',
  labels: { en: 'Multi-select', 'zh-CN': '多选' },
  help: { en: 'Any of several options, such as interests.', 'zh-CN': '从多个选项中选任意个，如兴趣。' },
  icon: 'tags',
  kind: 'list',
  memberKind: 'string',
  settings: { properties: optionSettings },
  words: {
    default: {
      type: 'array',
      items: { type: 'string', 'x-ref': 'option' },
      'x-labels': { en: 'Default', 'zh-CN': '默认值' },
    },
  },
  example: {
    'x-field': {
      id: 'fld_mslt0001',
      type: 'multiSelect',
      labels: { en: 'Risks', 'zh-CN': '风险点' },
      options: exampleOptions,
    },
    default: ['low'],
  },
  samples: [
    { given: ['Very High', 'low', 'low'], stored: ['low', 'Very High'] },
    { given: [' old '], stored: ['old'] },
    { given: [], stored: [] },
    { given: ['', 'medium'], stored: ['medium'] },
  ],
  wrong: ['low', ['lowest'], [1], [['low']], { 0: 'low' }, ['__proto__']],
  widget: 'multi-select',
  cell: 'multi-select',
  ...optionWords,
  columns: () => [{ part: '', type: 'text[]', collation: 'C', empty: "'{}'" }],
  valueSchema: (field) => ({ type: 'array', items: optionSchema(field), uniqueItems: true }),
  normalise: (value, field) => {
    if (!Array.isArray(value)) return refuse('value.list', { given: quoted(value) });
    const chosen = new Set<string>();
    for (const member of value) {
      const text = cleanText(member);
      const known = text === null || isCellProblem(text) ? text : checkOption(text, field);
      if (isCellProblem(known)) return known;
      if (known !== null) chosen.add(known);
    }
    const known = new Set(field.options.map((option) => option.value));
    const others = [...chosen].filter((one) => !known.has(one));
    if (others.length > LIMITS.tagsPerRecord)
      return refuse('value.tags', { limit: LIMITS.tagsPerRecord, given: others.length });
    return [...[...known].filter((one) => chosen.has(one)), ...others];
  },
  toRow: (value) => ({ '': value ?? [] }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell, field) => {
    const whole = readKnownOption(cell, field.options);
    if (!isCellProblem(whole)) return [whole];
    const separator = /[;；|\n]/.test(cell) ? /[;；|\n]/ : /[,，、]/;
    const members = cell.split(separator).filter((part) => part.trim() !== '');
    const read = members.map((part) => readOption(part, field));
    return read.find(isCellProblem) ?? read;
  },
  format: (value, field, where) => {
    const labels = (value as readonly string[]).map((one) => optionLabel(one, field.options, where.locale));
    return labels.join(where.locale.startsWith('zh') ? '；' : '; ');
  },
});
