import { defineChange } from './define-change.ts';

/** Rules judge what is written from now on. */
const SAID = { add: ['Add', '新增'], archive: ['Remove', '移除'], change: ['Change', '修改'] } as const;

export const rules = (['add', 'archive', 'change'] as const).map((on) =>
  defineChange({
    name: `${on === 'archive' ? 'remove' : on}-rule`,
    of: ['rule'],
    on,
    ...(on === 'change' && { words: ['*'] }),
    op: on === 'add' ? '+' : on === 'archive' ? '-' : '~',
    ...(on === 'archive' && { risk: 'destructive' }),
    undo: { add: 'remove-rule', archive: 'add-rule', change: 'change-rule' }[on],
    sentence: ({ label, ofObject }) => ({
      en: `${SAID[on][0]} rule “${label.en}”${ofObject.en}`,
      'zh-CN': `${SAID[on][1]}规则“${label['zh-CN']}”${ofObject['zh-CN']}`,
    }),
  }),
);

/** In which order the rules of an object are asked. */
export const reorderRules = defineChange({
  name: 'reorder-rules',
  of: ['object'],
  on: 'change',
  words: ['rules'],
  op: '~',
  undo: 'reorder-rules',
  sentence: ({ label }) => ({
    en: `Change the order of the rules of ${label.en}`,
    'zh-CN': `调整${label['zh-CN']}的规则顺序`,
  }),
});
