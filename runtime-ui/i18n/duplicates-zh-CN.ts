import type { duplicatesEn } from './duplicates-en.ts';

export const duplicatesZhCN: Record<keyof typeof duplicatesEn, string> = {
  comma: '、',
  told: '是否与以下记录重复？点击将在新标签页中打开，您填写的内容不会丢失。',
  refused: '与以下记录重复，暂时无法保存。点击将在新标签页中打开，您填写的内容不会丢失。',
  unseen_one: '有 1 条疑似重复的记录您无权查看，请联系相关负责人。',
  unseen_other: '有 {{count, number}} 条疑似重复的记录您无权查看，请联系相关负责人。',
};
