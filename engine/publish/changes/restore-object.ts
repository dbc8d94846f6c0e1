import { defineChange } from './define-change.ts';

/** An archived object comes back with its table and its records. */
export const restoreObject = defineChange({
  name: 'restore-object',
  of: ['object'],
  on: 'restore',
  op: '+',
  undo: 'archive-object',
  sentence: ({ label }) => ({
    en: `Restore object “${label.en}” with its records`,
    'zh-CN': `恢复对象“${label['zh-CN']}”及其记录`,
  }),
});
