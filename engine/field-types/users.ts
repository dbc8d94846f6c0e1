import { defineFieldType } from './define-field-type.ts';
import { manyOf } from './links.ts';

/** Any number of users of the workspace. */
export const users = defineFieldType({
  ...manyOf('user'),
  name: 'users',
  labels: { en: 'Users', 'zh-CN': '多名人员' },
  help: {
    en: 'Any number of members of the workspace, such as who helps.',
    'zh-CN': '工作区的任意多名成员，如协作人。',
  },
  icon: 'usergroup-add',
  example: {
    'x-field': { id: 'fld_user0002', type: 'users', labels: { en: 'Helpers', 'zh-CN': '协作人' } },
  },
});
