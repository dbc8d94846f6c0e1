import type { Labels } from '../../errors.ts';
import type { DocumentKind } from '../../model/index.ts';
import { defineChange } from './define-change.ts';

const KINDS: Readonly<Partial<Record<DocumentKind, Labels>>> = {
  'option-set': { en: 'option set', 'zh-CN': '选项集' },
  pipeline: { en: 'pipeline', 'zh-CN': '阶段流程' },
  layout: { en: 'layout', 'zh-CN': '布局' },
  role: { en: 'role', 'zh-CN': '角色' },
  navigation: { en: 'navigation', 'zh-CN': '导航' },
  settings: { en: 'settings', 'zh-CN': '设置' },
  package: { en: 'package', 'zh-CN': '安装包' },
  view: { en: 'view', 'zh-CN': '视图' },
};

const FLAT = Object.keys(KINDS) as DocumentKind[];

/** `view “Mine”` and `视图“我的”`; there is only one document of settings. */
function tell(kind: string, label: Labels): { readonly en: string; readonly zh: string } {
  const said = KINDS[kind as DocumentKind]!;
  if (kind === 'settings') return { en: 'the settings of the workspace', zh: '工作区设置' };
  return { en: `${said.en} “${label.en}”`, zh: `${said['zh-CN']}“${label['zh-CN']}”` };
}

/** A document that changes nothing stored. */
export const addDocument = defineChange({
  name: 'add-document',
  of: FLAT,
  on: 'add',
  op: '+',
  undo: 'remove-document',
  sentence: ({ label, ofObject }, { subject }) => {
    const { en, zh } = tell(subject.kind, label);
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
    const { en, zh } = tell(subject.kind, label);
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
    const { en, zh } = tell(subject.kind, label);
    if (subject.kind === 'package' && words.includes('version')) {
      const [from, to] = [before!.words.version, subject.words.version];
      return { en: `Move ${en} from ${from} to ${to}`, 'zh-CN': `${zh}由 ${from} 升级为 ${to}` };
    }
    return { en: `Change ${en}${ofObject.en}`, 'zh-CN': `修改${zh}${ofObject['zh-CN']}` };
  },
  examine: async ({ subject, words }) =>
    subject.kind === 'settings' && words.includes('currency')
      ? { findings: [{ code: 'publish.currency' }] }
      : {},
});
