import { defineFieldType, type FieldFacts, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { decimalText, readNumber, withoutZeros } from './numbers.ts';

const mostOf = (field: FieldFacts): number => field.settings.max ?? 5;

/** Stars, from one to as many as its field says; none is no rating. */
export const rating = defineFieldType({
  name: 'rating',
  labels: { en: 'Rating', 'zh-CN': '评分' },
  help: { en: 'Stars, such as how satisfied somebody is.', 'zh-CN': '星级，如满意度。' },
  icon: 'star',
  group: 'choice',
  kind: 'decimal',
  settings: {
    properties: {
      max: {
        type: 'integer',
        minimum: 2,
        maximum: 10,
        default: 5,
        'x-labels': { en: 'Stars', 'zh-CN': '星数' },
      },
    },
  },
  words: { default: { type: 'integer', minimum: 1, 'x-labels': { en: 'Default', 'zh-CN': '默认值' } } },
  example: {
    'x-field': { id: 'fld_rate0001', type: 'rating', labels: { en: 'Satisfaction', 'zh-CN': '满意度' } },
  },
  samples: [
    { given: 4, stored: 4 },
    { given: '5', stored: 5 },
    { given: '', stored: null },
  ],
  wrong: [0, 6, 2.5, 'good', true, '★★★'],
  widget: 'rating',
  cell: 'rating',
  columns: () => [{ part: '', type: 'numeric', precision: [2, 0] }],
  valueSchema: (field) => ({ type: 'integer', minimum: 1, maximum: mostOf(field) }),
  normalise: (value, field) => {
    const spelled = decimalText(value, [16, 12]);
    if (spelled === null || isCellProblem(spelled)) return spelled;
    const stars = Number(withoutZeros(spelled));
    const isOne = Number.isInteger(stars) && stars >= 1 && stars <= mostOf(field);
    return isOne ? stars : refuse('value.rating', { given: quoted(value), most: mostOf(field) });
  },
  digits: () => [2, 0],
  toRow: (value) => ({ '': value === null ? null : String(value) }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => {
    const stars = cell.trim().replace(/☆+$/, '');
    return /^★+$/.test(stars) ? stars.length : readNumber(cell.replace(/\s*(?:stars?|星)$/i, ''));
  },
  format: (value) => String(value),
  summable: true,
});
