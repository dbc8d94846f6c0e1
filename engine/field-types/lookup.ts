import { defineFieldType } from './define-field-type.ts';
import { filterWord, inverseWord, oneRecord } from './relations.ts';

/** One record of another object, stored by its id. */
export const lookup = defineFieldType({
  ...oneRecord,
  name: 'lookup',
  labels: { en: 'Lookup', 'zh-CN': '关联' },
  help: {
    en: 'A record of another object, such as the account of a contact.',
    'zh-CN': '另一对象的一条记录，如联系人所属的客户。',
  },
  icon: 'apartment',
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
      ...filterWord(),
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
  targets: (field) => [field.settings.target],
});
