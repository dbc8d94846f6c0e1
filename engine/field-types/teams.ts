import { defineFieldType } from './define-field-type.ts';
import { manyOf } from './links.ts';

/** Any number of teams of the workspace. */
export const teams = defineFieldType({
  ...manyOf('team'),
  name: 'teams',
  labels: { en: 'Teams', 'zh-CN': '多个团队' },
  help: {
    en: 'Any number of teams, such as those that take part.',
    'zh-CN': '任意多个团队，如参与的团队。',
  },
  icon: 'cluster',
  example: {
    'x-field': { id: 'fld_team0002', type: 'teams', labels: { en: 'Teams', 'zh-CN': '参与团队' } },
  },
});
