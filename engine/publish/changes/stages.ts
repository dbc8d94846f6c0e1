import { literal, quote } from '../../db/names.ts';
import type { Model } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import type { Subject } from '../subjects.ts';
import { type Ask, defineChange, modelObject } from './define-change.ts';
import { tellWords } from './words.ts';

export const addStage = defineChange({
  name: 'add-stage',
  of: ['stage'],
  on: 'add',
  op: '+',
  undo: 'archive-stage',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Add stage “${label.en}” to pipeline “${parent.en}”${ofObject.en}`,
    'zh-CN': `阶段流程“${parent['zh-CN']}”${ofObject['zh-CN']}新增阶段“${label['zh-CN']}”`,
  }),
});

/** How many records stand in a pipeline, or in one stage of it. */
export async function recordsIn(
  model: Model | undefined,
  subject: Subject,
  count: Ask['count'],
  { stage }: { readonly stage?: string } = {},
): Promise<number | undefined> {
  const object = modelObject(model, subject);
  const field = object && [...object.fields.values()].find(({ type }) => type.hasStages);
  if (!object || !field) return 0;
  const column = (part: string): string => quote(field.columns.find((one) => one.part === part)!.name);
  const pipeline = subject.parent?.name ?? subject.name;
  const conditions = [
    'deleted_at IS NULL',
    `${column('pipeline')} = ${literal(pipeline)}`,
    ...(stage === undefined ? [] : [`${column('')} = ${literal(stage)}`]),
  ];
  return count(`SELECT count(*) FROM ${tableSql(model!, object)} WHERE ${conditions.join(' AND ')}`);
}

/** Records stay in the stage, none enters it any more. */
export const archiveStage = defineChange({
  name: 'archive-stage',
  of: ['stage'],
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'restore-stage',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Archive stage “${label.en}” of pipeline “${parent.en}”${ofObject.en}: records in it stay`,
    'zh-CN': `归档阶段流程“${parent['zh-CN']}”${ofObject['zh-CN']}的阶段“${label['zh-CN']}”：其中的记录保留`,
  }),
  examine: async ({ subject }, { before }, { count }) => ({
    rows: await recordsIn(before, subject, count, { stage: subject.name }),
  }),
});

export const restoreStage = defineChange({
  name: 'restore-stage',
  of: ['stage'],
  on: 'restore',
  op: '+',
  undo: 'archive-stage',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Restore stage “${label.en}” of pipeline “${parent.en}”${ofObject.en}`,
    'zh-CN': `恢复阶段流程“${parent['zh-CN']}”${ofObject['zh-CN']}的阶段“${label['zh-CN']}”`,
  }),
});

/** A changed probability or kind shows at once for every record in the stage. */
export const changeStage = defineChange({
  name: 'change-stage',
  of: ['stage'],
  on: 'change',
  words: ['kind', 'probability', 'color', 'package'],
  op: '~',
  undo: 'change-stage',
  sentence: ({ label, parent, ofObject }, { words }) => {
    const told = tellWords(words);
    return {
      en: `Change stage “${label.en}” of pipeline “${parent.en}”${ofObject.en}: ${told.en}`,
      'zh-CN': `修改阶段流程“${parent['zh-CN']}”${ofObject['zh-CN']}的阶段“${label['zh-CN']}”：${told['zh-CN']}`,
    };
  },
  examine: async ({ subject, words }, { before }, { count }) =>
    words.includes('kind') || words.includes('probability')
      ? { rows: await recordsIn(before, subject, count, { stage: subject.name }) }
      : {},
});
