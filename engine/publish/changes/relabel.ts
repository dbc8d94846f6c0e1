import { defineChange } from './define-change.ts';

/** What people read: nothing but the documents changes. */
export const relabel = defineChange({
  name: 'relabel',
  of: ['object', 'field', 'option', 'stage'],
  on: 'change',
  words: ['labels'],
  op: '~',
  undo: 'relabel',
  sentence: ({ label, old, parent }, { subject }) => {
    const place = subject.parent
      ? { en: ` of ${parent.en}`, zh: `（${parent['zh-CN']}）` }
      : { en: '', zh: '' };
    return {
      en: `Relabel “${old.en}”${place.en} as “${label.en}”`,
      'zh-CN': `“${old['zh-CN']}”${place.zh}更名为“${label['zh-CN']}”`,
    };
  },
});

/** A property that says what a system field of the object is called. */
const relabelling = {
  of: ['system-field'],
  op: '~',
  undo: 'relabel-system-field',
} as const;

const sentence: Parameters<typeof defineChange>[0]['sentence'] = ({ label, ofObject }) => ({
  en: `Relabel the system field “${label.en}”${ofObject.en}`,
  'zh-CN': `修改系统字段“${label['zh-CN']}”${ofObject['zh-CN']}的名称`,
});

export const relabelSystemField = ['add', 'archive', 'change', 'restore'].map((on) =>
  defineChange({
    ...relabelling,
    name: 'relabel-system-field',
    on: on as 'add',
    ...(on === 'change' && { words: ['*'] }),
    sentence,
  }),
);
