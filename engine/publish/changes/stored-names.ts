import { problemItem } from '../../errors.ts';
import { placeOf } from '../subjects.ts';
import { defineChange } from './define-change.ts';

/** Names that rows hold: renaming them would need every row to be rewritten. */
export const renameStored = defineChange({
  name: 'rename-stored',
  of: ['option', 'stage', 'pipeline', 'role', 'package', 'system-field'],
  on: 'rename',
  op: '~',
  undo: 'rename-stored',
  sentence: ({ label }, { subject, before }) => ({
    en: `Rename “${label.en}” in the API from ${before!.name} to ${subject.name}`,
    'zh-CN': `“${label['zh-CN']}”的 API 名称由 ${before!.name} 改为 ${subject.name}`,
  }),
  refuse: ({ subject, before }) =>
    problemItem(placeOf(subject), 'publish.stored_name', { from: before!.name, to: subject.name }),
});
