import { defineFieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, halfWidth, textColumn } from './texts.ts';

const COLOR = /^#[0-9a-f]{6}$/;

/** `#1060D0` and `#16d` as they are stored. */
function plainColor(text: string): string {
  const lower = halfWidth(text).trim().toLowerCase();
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(lower);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`;
  return /^[0-9a-f]{6}$/.test(lower) ? `#${lower}` : lower;
}

/** A colour of the screen, by its red, green and blue. */
export const color = defineFieldType({
  name: 'color',
  labels: { en: 'Colour', 'zh-CN': '颜色' },
  help: { en: 'A colour, such as that of a brand.', 'zh-CN': '颜色，如品牌色。' },
  icon: 'bg-colors',
  group: 'other',
  kind: 'string',
  settings: { properties: {} },
  words: {
    default: { type: 'string', pattern: COLOR.source, 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: {
    'x-field': { id: 'fld_colr0001', type: 'color', labels: { en: 'Brand colour', 'zh-CN': '品牌色' } },
  },
  samples: [
    { given: '#1060D0', stored: '#1060d0' },
    { given: '#16d', stored: '#1166dd' },
    { given: '', stored: null },
  ],
  wrong: ['blue', '#12345', 'rgb(1,2,3)', 7, '#1060d0ff'],
  widget: 'color',
  cell: 'color',
  columns: () => [textColumn()],
  valueSchema: () => ({ type: 'string', pattern: COLOR.source }),
  normalise: (value) =>
    cleanTextBy(value, (text) => {
      const plain = plainColor(text);
      return COLOR.test(plain) ? plain : refuse('value.color', { given: quoted(text) });
    }),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => String(value),
});
