import { defineFieldType } from './define-field-type.ts';
import { idSamples, idSchema, recordId, wrongIds } from './relations.ts';

/** The id of the record itself: a system field of every object. */
export const id = defineFieldType({
  name: 'id',
  labels: { en: 'Id', 'zh-CN': '记录编号' },
  help: { en: 'What identifies a record.', 'zh-CN': '记录的唯一标识。' },
  icon: 'key',
  kind: 'string',
  settings: { properties: {} },
  words: {},
  example: { 'x-field': { id: 'fld_iden0001', type: 'id', labels: { en: 'Id', 'zh-CN': '记录编号' } } },
  samples: idSamples,
  wrong: wrongIds,
  widget: 'text',
  offered: false,
  unique: true,
  engineWritten: true,
  columns: () => [{ part: '', type: 'uuid' }],
  valueSchema: () => idSchema,
  normalise: recordId,
  toRow: (value) => ({ '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => recordId(cell),
  format: (value) => String(value),
});
