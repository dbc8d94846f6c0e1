/** Texts about lists as boards. */
export const boardZhCN = {
  title: '按{{field}}的看板',
  column_other: '{{name}}，{{formatted}} 条',
  sum: '合计：{{sum}}',
  move: '移至…',
  moveTitle: '将“{{title}}”移至其他列',
  more: '加载更多',
  emptyColumn: '暂无记录',
  pipeline: '阶段流程',
  instructions: '按空格键拿起卡片，用方向键移动，再按空格键放下，Esc 取消。也可以用每张卡片的菜单移动。',
  picked: '已拿起{{title}}。',
  over: '{{title}}位于“{{column}}”上方。',
  dropped: '{{title}}已移至“{{column}}”。',
  cancelled: '已取消移动{{title}}。',
};
