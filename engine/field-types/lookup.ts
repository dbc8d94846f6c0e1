import { defineFieldType } from './define-field-type.ts';
import { idSamples, idSchema, inverseWord, recordId, wrongIds } from './relations.ts';

/** One record of another object, stored by its id. */
export const lookup = defineFieldType({
  name: 'lookup',
  labels: { en: 'Lookup', 'zh-CN': '关联' },
  help: {
    en: 'A record of another object, such as the account of a contact.',
    'zh-CN': '另一对象的一条记录，如联系人所属的客户。',
  },
  icon: 'apartment',
  kind: 'string',
  settings: {
    properties: {
      target: { type: 'string', 'x-ref': 'object', 'x-labels': { en: 'Object', 'zh-CN': '关联对象' } },
      onDelete: {
        type: 'string',
        enum: ['restrict', 'null', 'cascade'],
        default: 'restrict',
        'x-labels': { en: 'When the record is deleted', 'zh-CN': '关联记录被删除时' },
      },
      ...inverseWord,
      filter: {
        type: 'string',
        maxLength: 4096,
        'x-expression': { scope: 'target', returns: 'bool' },
        'x-later': true,
        'x-labels': { en: 'Only records where', 'zh-CN': '仅限满足条件的记录' },
      },
    },
    required: ['target'],
  },
  words: {},
  example: {
    'x-field': {
      id: 'fld_look0001',
      type: 'lookup',
      target: 'user',
      onDelete: 'null',
      labels: { en: 'Account', 'zh-CN': '客户' },
    },
  },
  samples: idSamples,
  wrong: wrongIds,
  widget: 'lookup',
  cell: 'lookup',
  indexed: true,
  columns: () => [{ part: '', type: 'uuid' }],
  valueSchema: () => idSchema,
  normalise: recordId,
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  // a cell that names its record by a field of it is matched by the import, which sees the records
  parse: (cell) => recordId(cell),
  format: (value) => String(value),
  targets: (field) => [field.settings.target],
});
