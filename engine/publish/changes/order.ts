import { defineChange } from './define-change.ts';

/** In which order forms and lists show fields by default. */
export const reorderFields = defineChange({
  name: 'reorder-fields',
  of: ['object'],
  on: 'change',
  words: ['fields'],
  op: '~',
  undo: 'reorder-fields',
  sentence: ({ label }) => ({
    en: `Change the order of the fields of ${label.en}`,
    'zh-CN': `调整${label['zh-CN']}的字段顺序`,
  }),
});

/** In which order options are offered and sorted. */
export const reorderOptions = defineChange({
  name: 'reorder-options',
  of: ['field', 'option-set'],
  on: 'change',
  words: ['options'],
  op: '~',
  undo: 'reorder-options',
  sentence: ({ label, ofObject }) => ({
    en: `Change the order of the options of “${label.en}”${ofObject.en}`,
    'zh-CN': `调整“${label['zh-CN']}”${ofObject['zh-CN']}的选项顺序`,
  }),
});

/** In which order records pass the stages. */
export const reorderStages = defineChange({
  name: 'reorder-stages',
  of: ['pipeline'],
  on: 'change',
  words: ['stages'],
  op: '~',
  undo: 'reorder-stages',
  sentence: ({ label, ofObject }) => ({
    en: `Change the order of the stages of pipeline “${label.en}”${ofObject.en}`,
    'zh-CN': `调整阶段流程“${label['zh-CN']}”${ofObject['zh-CN']}的阶段顺序`,
  }),
});
