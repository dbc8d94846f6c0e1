import type { Labels } from '../../errors.ts';
import { documentKinds, kindOf } from '../../model/index.ts';
import type { Subject } from '../subjects.ts';
import { defineChange } from './define-change.ts';

/** Objects have kinds of change of their own. */
const FLAT = documentKinds()
  .map(({ name }) => name)
  .filter((name) => name !== 'object');

/** `view “Mine”` and `视图“我的”`; there is only one document of settings. */
function tell({ document }: Subject, label: Labels): { readonly en: string; readonly zh: string } {
  if (document.kind === 'settings') return { en: 'the settings of the workspace', zh: '工作区设置' };
  const { labels } = kindOf(document);
  return { en: `${labels.en} “${label.en}”`, zh: `${labels['zh-CN']}“${label['zh-CN']}”` };
}

/** A document that changes nothing stored. */
export const addDocument = defineChange({
  name: 'add-document',
  of: FLAT,
  on: 'add',
  op: '+',
  undo: 'remove-document',
  sentence: ({ label, ofObject }, { subject }) => {
    const { en, zh } = tell(subject, label);
    return { en: `Add ${en}${ofObject.en}`, 'zh-CN': `新增${zh}${ofObject['zh-CN']}` };
  },
});

export const removeDocument = defineChange({
  name: 'remove-document',
  of: FLAT.filter((kind) => kind !== 'pipeline'),
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'add-document',
  sentence: ({ label, ofObject }, { subject }) => {
    const { en, zh } = tell(subject, label);
    return { en: `Remove ${en}${ofObject.en}`, 'zh-CN': `移除${zh}${ofObject['zh-CN']}` };
  },
});

export const changeDocument = defineChange({
  name: 'change-document',
  of: FLAT,
  on: 'change',
  words: ['*'],
  op: '~',
  undo: 'change-document',
  sentence: ({ label, ofObject }, { subject, before, words }) => {
    const { en, zh } = tell(subject, label);
    if (subject.kind === 'package' && words.includes('version')) {
      const [from, to] = [before!.words.version, subject.words.version];
      return { en: `Move ${en} from ${from} to ${to}`, 'zh-CN': `${zh}由 ${from} 升级为 ${to}` };
    }
    return { en: `Change ${en}${ofObject.en}`, 'zh-CN': `修改${zh}${ofObject['zh-CN']}` };
  },
});
