import type { mergeEn } from './merge-en.ts';

export const mergeZhCN: Omit<typeof mergeEn, 'undoneKept_one'> = {
  title: '合并 {{count}} 条记录',
  choose: '与其他记录合并',
  chooseNote: '请选择与此记录重复的记录，最多 {{count}} 条。',
  compare: '比较',
  stays: '保留',
  staysNote: '保留的记录地址和历史不变，其余记录进入回收站。',
  values: '不同的值',
  showSame: '显示值相同的字段（{{count}}）',
  nothing: '所有值都相同，无需选择。',
  moves: '将转到保留的记录',
  movesNothing: '在您可见范围内，没有数据关联其余记录。',
  team: '团队成员',
  count: '{{label}}：{{count}}',
  unseen: '您看不到的关联数据也会一并转移。',
  merge: '合并',
  done: '已合并到“{{title}}”',
  undone: '已撤销合并',
  undoneKept_other: '已撤销合并；之后的 {{count}} 处更改保持不变',
};
