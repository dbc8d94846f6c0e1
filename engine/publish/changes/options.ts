import { literal, quote } from '../../db/names.ts';
import type { Model } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import type { Subject } from '../subjects.ts';
import { type Ask, defineChange } from './define-change.ts';
import { tellWords } from './words.ts';

export const addOption = defineChange({
  name: 'add-option',
  of: ['option'],
  on: 'add',
  op: '+',
  undo: 'archive-option',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Add option “${label.en}” to “${parent.en}”${ofObject.en}`,
    'zh-CN': `“${parent['zh-CN']}”${ofObject['zh-CN']}新增选项“${label['zh-CN']}”`,
  }),
});

/** The fields that offer an option: its own one, or all that share its option set. */
const offering = (model: Model, { parent }: Subject) =>
  [...model.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter(({ id, settings }) =>
        parent!.kind === 'field' ? id === parent!.id : settings.optionSet === parent!.name,
      )
      .map((field) => ({ object, field })),
  );

async function usesOf(
  model: Model | undefined,
  option: Subject,
  count: Ask['count'],
): Promise<number | undefined> {
  let uses = 0;
  for (const { object, field } of model ? offering(model, option) : []) {
    const column = quote(field.columns[0]!.name);
    const value = `${literal(option.name)}::text`;
    const holds = field.type.kind === 'list' ? `${column} @> ARRAY[${value}]` : `${column} = ${value}`;
    const rows = await count(
      `SELECT count(*) FROM ${tableSql(model!, object)} WHERE deleted_at IS NULL AND ${holds}`,
    );
    if (rows === undefined) return undefined;
    uses += rows;
  }
  return uses;
}

/** Records keep the option, nobody is offered it any more. */
export const archiveOption = defineChange({
  name: 'archive-option',
  of: ['option'],
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'restore-option',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Archive option “${label.en}” of “${parent.en}”${ofObject.en}: records that have it keep it`,
    'zh-CN': `归档“${parent['zh-CN']}”${ofObject['zh-CN']}的选项“${label['zh-CN']}”：已有记录保留该值`,
  }),
  examine: async ({ subject }, { before }, { count }) => ({ rows: await usesOf(before, subject, count) }),
});

export const restoreOption = defineChange({
  name: 'restore-option',
  of: ['option'],
  on: 'restore',
  op: '+',
  undo: 'archive-option',
  sentence: ({ label, parent, ofObject }) => ({
    en: `Restore option “${label.en}” of “${parent.en}”${ofObject.en}`,
    'zh-CN': `恢复“${parent['zh-CN']}”${ofObject['zh-CN']}的选项“${label['zh-CN']}”`,
  }),
});

export const changeOption = defineChange({
  name: 'change-option',
  of: ['option'],
  on: 'change',
  words: ['color', 'package', 'parents'],
  op: '~',
  undo: 'change-option',
  sentence: ({ label, parent, ofObject }, { words }) => {
    const told = tellWords(words);
    return {
      en: `Change option “${label.en}” of “${parent.en}”${ofObject.en}: ${told.en}`,
      'zh-CN': `修改“${parent['zh-CN']}”${ofObject['zh-CN']}的选项“${label['zh-CN']}”：${told['zh-CN']}`,
    };
  },
});
