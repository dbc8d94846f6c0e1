import { problemItem, textIn } from '../../errors.ts';
import { fieldType } from '../../field-types/index.ts';
import { placeOf } from '../subjects.ts';
import { defineChange } from './define-change.ts';

/** A type whose values the new one takes as they stand in the column. */
export const changeType = defineChange({
  name: 'change-type',
  of: ['field'],
  on: 'change',
  words: ['type'],
  op: '~',
  undo: 'change-type',
  sentence: ({ label, ofObject }, { subject, before }) => {
    const [from, to] = [before!, subject].map(({ words }) => fieldType(words.type)?.labels);
    return {
      en: `Change field “${label.en}”${ofObject.en} from ${textIn(from, 'en').toLowerCase()} to ${textIn(to, 'en').toLowerCase()}`,
      'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}的类型由${textIn(from, 'zh-CN')}改为${textIn(to, 'zh-CN')}`,
    };
  },
  refuse: ({ subject, before }) => {
    const [from, to] = [before!.words.type, subject.words.type];
    return fieldType(to)?.convertFrom?.includes(from)
      ? undefined
      : problemItem(placeOf(subject, 'type'), 'publish.type', { from, to });
  },
});
