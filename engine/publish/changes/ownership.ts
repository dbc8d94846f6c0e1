import { problemItem } from '../../errors.ts';
import { placeOf } from '../subjects.ts';
import { defineChange } from './define-change.ts';

/** Whether records have an owner is decided when the object is made. */
export const changeOwnership = defineChange({
  name: 'change-ownership',
  of: ['object'],
  on: 'change',
  words: ['ownership'],
  op: '~',
  undo: 'change-ownership',
  sentence: ({ label }) => ({
    en: `Change the ownership of “${label.en}”`,
    'zh-CN': `修改“${label['zh-CN']}”的归属方式`,
  }),
  refuse: ({ subject }) => problemItem(placeOf(subject, 'x-object', 'ownership'), 'publish.ownership'),
});
