import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { folded } from './texts.ts';

const YES = new Set(['true', 'yes', 'y', 't', '1', 'on', 'x', '是', '对', '真', '有', '√', '✓', '✔']);
const NO = new Set(['false', 'no', 'n', 'f', '0', 'off', '否', '错', '假', '无', '×', '✗']);

/** Yes or no. */
export const boolean = defineFieldType({
  name: 'boolean',
  labels: { en: 'Yes or no', 'zh-CN': '是/否' },
  help: { en: 'A switch, such as “is a partner”.', 'zh-CN': '开关，如“是否合作伙伴”。' },
  icon: 'check-square',
  kind: 'bool',
  settings: { properties: {} },
  words: { default: { type: 'boolean', 'x-labels': { en: 'Default', 'zh-CN': '默认值' } } },
  example: {
    'x-field': { id: 'fld_bool0001', type: 'boolean', labels: { en: 'Partner', 'zh-CN': '合作伙伴' } },
    default: false,
  },
  samples: [
    { given: true, stored: true },
    { given: false, stored: false },
  ],
  wrong: ['true', 1, 'perhaps', []],
  widget: 'boolean',
  columns: () => [{ part: '', type: 'boolean' }],
  valueSchema: () => ({ type: 'boolean' }),
  normalise: (value) =>
    typeof value === 'boolean' ? value : refuse('value.boolean', { given: quoted(value) }),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => {
    const word = folded(cell);
    if (YES.has(word)) return true;
    return NO.has(word) ? false : refuse('value.boolean', { given: quoted(cell) });
  },
  format: (value, _field, where) => {
    if (where.locale.startsWith('zh')) return value ? '是' : '否';
    return value ? 'Yes' : 'No';
  },
});
