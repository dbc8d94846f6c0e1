import { defineChange } from './define-change.ts';

/** What an object is called in the API. Its table keeps its name, the old name goes on being answered. */
export const renameObject = defineChange({
  name: 'rename-object',
  of: ['object'],
  on: 'rename',
  op: '~',
  undo: 'rename-object',
  sentence: ({ label }, { subject, before }) => ({
    en: `Rename object “${label.en}” in the API from ${before!.name} to ${subject.name}`,
    'zh-CN': `对象“${label['zh-CN']}”的 API 名称由 ${before!.name} 改为 ${subject.name}`,
  }),
});

/** What a field is called in the API. Its column keeps its name, the old name goes on being answered. */
export const renameField = defineChange({
  name: 'rename-field',
  of: ['field'],
  on: 'rename',
  op: '~',
  undo: 'rename-field',
  sentence: ({ label, ofObject }, { subject, before }) => ({
    en: `Rename field “${label.en}”${ofObject.en} in the API from ${before!.name} to ${subject.name}`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}的 API 名称由 ${before!.name} 改为 ${subject.name}`,
  }),
});

/** Documents that nothing stored points at by name. */
export const renameDocument = defineChange({
  name: 'rename-document',
  of: ['calendar', 'layout', 'navigation', 'option-set', 'restriction-rule', 'sharing-rule', 'view'],
  on: 'rename',
  op: '~',
  undo: 'rename-document',
  sentence: ({ label, ofObject }, { subject, before }) => ({
    en: `Rename “${label.en}”${ofObject.en} in the API from ${before!.name} to ${subject.name}`,
    'zh-CN': `“${label['zh-CN']}”${ofObject['zh-CN']}的 API 名称由 ${before!.name} 改为 ${subject.name}`,
  }),
});
