import { defineChange } from './define-change.ts';

/** A required field becomes optional. */
export const freeField = defineChange({
  name: 'free-field',
  of: ['field'],
  on: 'change',
  words: ['required'],
  applies: ({ subject }) => !subject.words.required,
  op: '~',
  undo: 'require-field',
  sentence: ({ label, ofObject }) => ({
    en: `Make field “${label.en}”${ofObject.en} optional`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}改为选填`,
  }),
});
