/** Texts about lists as boards. */
export const boardEn = {
  title: 'Board by {{field, inSentence}}',
  column_one: '{{name}}, {{formatted}} record',
  column_other: '{{name}}, {{formatted}} records',
  sum: 'Sum: {{sum}}',
  move: 'Move to…',
  moveTitle: 'Move “{{title}}” to another column',
  more: 'Load more',
  emptyColumn: 'Nothing here',
  pipeline: 'Pipeline',
  instructions:
    'Press space to pick up a card, the arrow keys to move it, space to drop it, escape to cancel. The menu of each card moves it as well.',
  picked: 'Picked up {{title}}.',
  over: '{{title}} is over {{column}}.',
  dropped: '{{title}} was moved to {{column}}.',
  cancelled: 'Moving {{title}} was cancelled.',
};
