import { defineFieldType } from './define-field-type.ts';
import { idSamples, idSchema, inverseWord, recordId, wrongIds } from './relations.ts';

/** A user of the workspace. */
export const user = defineFieldType({
  name: 'user',
  labels: { en: 'User', 'zh-CN': '人员' },
  help: { en: 'A member of the workspace, such as who is responsible.', 'zh-CN': '工作区的成员，如经办人。' },
  icon: 'user',
  kind: 'string',
  settings: { properties: inverseWord },
  words: {},
  example: {
    'x-field': { id: 'fld_user0001', type: 'user', labels: { en: 'Assistant', 'zh-CN': '协办人' } },
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
  parse: (cell) => recordId(cell),
  format: (value) => String(value),
  targets: () => ['user'],
});
