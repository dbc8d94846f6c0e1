import { defineChange } from './define-change.ts';
import { tellWords } from './words.ts';

/** How an object presents itself. */
export const changeObject = defineChange({
  name: 'change-object',
  of: ['object'],
  on: 'change',
  words: [
    'plural',
    'description',
    'titleField',
    'icon',
    'capabilities',
    'accessFrom',
    'package',
    'x-extensions',
  ],
  op: '~',
  undo: 'change-object',
  sentence: ({ label }, { words }) => {
    const told = tellWords(words);
    return {
      en: `Change object “${label.en}”: ${told.en}`,
      'zh-CN': `修改对象“${label['zh-CN']}”：${told['zh-CN']}`,
    };
  },
});
