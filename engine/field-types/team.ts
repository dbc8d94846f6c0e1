import { defineFieldType } from './define-field-type.ts';
import { filterWord, inverseWord, oneRecord } from './relations.ts';

/** A team of the workspace. */
export const team = defineFieldType({
  ...oneRecord,
  name: 'team',
  labels: { en: 'Team', 'zh-CN': '团队' },
  help: { en: 'A team of the workspace, such as the one in charge.', 'zh-CN': '工作区的团队，如负责团队。' },
  icon: 'team',
  settings: { properties: { ...inverseWord, ...filterWord('team') } },
  words: {},
  example: {
    'x-field': { id: 'fld_team0001', type: 'team', labels: { en: 'Team', 'zh-CN': '负责团队' } },
  },
  targets: () => ['team'],
});
