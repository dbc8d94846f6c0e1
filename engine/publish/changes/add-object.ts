import { defineChange } from './define-change.ts';

/** A new object, with everything that its document says. Its table is empty: keys and indexes come with it. */
export const addObject = defineChange({
  name: 'add-object',
  of: ['object'],
  on: 'add',
  op: '+',
  undo: 'archive-object',
  sentence: ({ label }, { subject }) => {
    const fields = subject.children.fields?.length ?? 0;
    return {
      en: `Add object “${label.en}” (${fields === 1 ? '1 field' : `${fields} fields`})`,
      'zh-CN': `新增对象“${label['zh-CN']}”（${fields} 个字段）`,
    };
  },
});
