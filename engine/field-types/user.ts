import { defineFieldType } from './define-field-type.ts';
import { filterWord, inverseWord, oneRecord } from './relations.ts';

/** A user of the workspace. */
export const user = defineFieldType({
  ...oneRecord,
  name: 'user',
  labels: { en: 'User', 'zh-CN': '人员' },
  help: { en: 'A member of the workspace, such as who is responsible.', 'zh-CN': '工作区的成员，如经办人。' },
  icon: 'user',
  settings: { properties: { ...inverseWord, ...filterWord('user') } },
  words: {},
  example: {
    'x-field': { id: 'fld_user0001', type: 'user', labels: { en: 'Assistant', 'zh-CN': '协办人' } },
  },
  targets: () => ['user'],
});
