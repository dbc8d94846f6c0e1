import { defineChange } from './define-change.ts';
import { tellWords } from './words.ts';

/** What is asked of new values and how the field presents itself: stored values stay as they are. */
export const changeField = defineChange({
  name: 'change-field',
  of: ['field'],
  on: 'change',
  words: [
    ...[
      'help',
      'notes',
      'search',
      'mask',
      'readOnly',
      'externalId',
      'classification',
      'package',
      'default',
      'defaultExpression',
    ],
    ...['onDelete', 'filter', 'inverse', 'format', 'country'],
    ...['expression', 'returns', 'path', 'rollup', 'pattern', 'lineItems'],
    ...['dependsOn', 'allowOther', 'optionsFrom', 'object', 'schema', 'unit', 'case', 'width', 'spaces'],
    ...['accept', 'maxSize', 'maxFiles', 'max', 'reset', 'scope', 'currencyField'],
  ],
  op: '~',
  undo: 'change-field',
  sentence: ({ label, ofObject }, { words }) => {
    const told = tellWords(words);
    return {
      en: `Change field “${label.en}”${ofObject.en}: ${told.en}`,
      'zh-CN': `修改字段“${label['zh-CN']}”${ofObject['zh-CN']}：${told['zh-CN']}`,
    };
  },
});
