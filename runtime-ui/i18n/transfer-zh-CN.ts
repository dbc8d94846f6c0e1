/** Texts about records that get another owner. */
export const transferZhCN = {
  transfer: '移交',
  title_other: '移交 {{count}} 条记录',
  to: '新负责人',
  along: '一并移交',
  alongNote: '仅限同一负责人的相关记录。',
  done_other: '已移交 {{count}} 条记录',
  undone_other: '{{count}} 条记录已归还原负责人',
};
