import { LIMITS } from '../limits.ts';
import { type CellProblem, type FieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy } from './texts.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a record, in lower case, or why it is none. */
export const recordId = (value: unknown): string | null | CellProblem =>
  cleanTextBy(value, (text) => {
    const id = text.toLowerCase();
    return ID.test(id) ? id : refuse('value.id', { given: quoted(text) });
  });

/** Schema of the id of a record. */
export const idSchema = { type: 'string', format: 'uuid' };

/** Ids for the examples, as they come and as they are stored. */
export const idSamples = [
  { given: ' 0195D2F0-7C4A-7B11-9C3E-3F2A5B6C7D8E ', stored: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
  { given: '', stored: null },
];

export const wrongIds = ['华为', '0195d2f0', 7, '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8', { id: 1 }];

/** A value that is one record of one object, stored by its id. */
export const oneRecord = {
  kind: 'string',
  samples: idSamples,
  wrong: wrongIds,
  widget: 'lookup',
  cell: 'lookup',
  relation: 'one',
  indexed: true,
  unique: true,
  uniqueKey: (source) => source(''),
  columns: () => [{ part: '', type: 'uuid' }],
  valueSchema: () => idSchema,
  normalise: (value) => recordId(value),
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  // a cell that names its record by a field of it is matched by the import, which sees the records
  parse: (cell) => recordId(cell),
  format: (value) => String(value),
} satisfies Partial<FieldType>;

const label = { type: 'string', minLength: 1, maxLength: 200 };

/** Which records a relation takes; `target` is the object, where the document does not name it. */
export const filterWord = (target?: string) => ({
  filter: {
    type: 'string',
    maxLength: LIMITS.expressionLength,
    'x-expression': { scope: 'target', ...(target !== undefined && { target }), returns: 'bool' },
    'x-labels': { en: 'Only records where', 'zh-CN': '仅限满足条件的记录' },
    'x-help': {
      en: 'Only such records can be chosen; the condition may name fields of both records.',
      'zh-CN': '只能选择满足条件的记录，条件可用到两边的字段。',
    },
  },
});

/** What a relation is called on the side of what it points at: in expressions, and above its list there. */
export const inverseWord = {
  inverse: {
    type: 'object',
    properties: {
      name: {
        type: 'string',
        pattern: '^[a-z][a-z0-9_]{0,47}$',
        'x-labels': { en: 'API name', 'zh-CN': 'API 名称' },
      },
      labels: {
        type: 'object',
        properties: { en: label, 'zh-CN': label },
        propertyNames: { pattern: '^[a-z]{2,3}(-[A-Z][A-Za-z]{1,7})*$' },
        additionalProperties: label,
        minProperties: 1,
        'x-labels': { en: 'Label', 'zh-CN': '名称' },
      },
    },
    required: ['name'],
    additionalProperties: false,
    'x-labels': { en: 'Name on the other side', 'zh-CN': '在对方对象上的名称' },
    'x-help': {
      en: 'What these records are called from there: in related lists, roll-ups and expressions.',
      'zh-CN': '在对方对象的相关列表、汇总和表达式中，这些记录叫什么。',
    },
  },
};
