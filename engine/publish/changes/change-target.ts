import { problemItem } from '../../errors.ts';
import { placeOf } from '../subjects.ts';
import { defineChange } from './define-change.ts';

/** How a relation without one target is told. */
const ANY = '*';

/** What is stored are ids of the old target's records: another target is another field. */
export const changeTarget = defineChange({
  name: 'change-target',
  of: ['field'],
  on: 'change',
  words: ['target', 'manyToMany', 'through', 'throughFrom', 'throughTo'],
  op: '~',
  undo: 'change-target',
  sentence: ({ label, ofObject }) => ({
    en: `Point field “${label.en}”${ofObject.en} at another object`,
    'zh-CN': `修改字段“${label['zh-CN']}”${ofObject['zh-CN']}的关联对象`,
  }),
  refuse: ({ subject, before }) =>
    problemItem(placeOf(subject, 'target'), 'publish.target', {
      from: before!.words.target ?? ANY,
      to: subject.words.target ?? ANY,
    }),
});
