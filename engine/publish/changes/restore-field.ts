import { defineChange } from './define-change.ts';

/** An archived field gets its old column back, with what is in it. */
export const restoreField = defineChange({
  name: 'restore-field',
  of: ['field'],
  on: 'restore',
  op: '+',
  undo: 'archive-field',
  sentence: ({ label, ofObject }) => ({
    en: `Restore field “${label.en}”${ofObject.en} with its values`,
    'zh-CN': `恢复字段“${label['zh-CN']}”${ofObject['zh-CN']}及其值`,
  }),
});
