import { defineChange } from './define-change.ts';

/** Whether numbers may be lost. Those that were given stay as they are, the gaps between them too. */
export const changeGapless = defineChange({
  name: 'change-gapless',
  of: ['field'],
  on: 'change',
  words: ['gapless'],
  op: '~',
  undo: 'change-gapless',
  sentence: ({ label, ofObject }, { subject }) =>
    subject.words.gapless === true
      ? {
          en: `Count field “${label.en}”${ofObject.en} without gaps from now on: whoever makes records then waits for others who do`,
          'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}今后连续编号、不断号：同时新建记录的人将互相等待`,
        }
      : {
          en: `Let the numbers of field “${label.en}”${ofObject.en} have gaps from now on: nobody waits for them any more`,
          'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}今后允许断号：新建记录不再互相等待`,
        },
});
