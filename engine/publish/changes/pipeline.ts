import { defineChange } from './define-change.ts';
import { recordsIn } from './stages.ts';

/** A pipeline goes only when no record stands in it: its stages would mean nothing any more. */
export const removePipeline = defineChange({
  name: 'remove-pipeline',
  of: ['pipeline'],
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'add-document',
  blocks: true,
  sentence: ({ label, ofObject }) => ({
    en: `Remove pipeline “${label.en}”${ofObject.en}`,
    'zh-CN': `移除阶段流程“${label['zh-CN']}”${ofObject['zh-CN']}`,
  }),
  examine: async ({ subject }, { before }, { count }) => {
    const rows = await recordsIn(before, subject, count);
    const findings = [{ code: 'publish.pipeline_in_use', count: rows, blocking: true }] as const;
    return rows === 0 ? { rows } : { rows, findings };
  },
});
