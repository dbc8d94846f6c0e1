/** Texts about records that get another owner. */
export const transferEn = {
  transfer: 'Transfer',
  title_one: 'Transfer the record',
  title_other: 'Transfer {{count}} records',
  to: 'New owner',
  along: 'Take along',
  alongNote: 'Of these, only records of the same owner.',
  done_one: '{{count}} record transferred',
  done_other: '{{count}} records transferred',
  undone_one: '{{count}} record is back with its owner',
  undone_other: '{{count}} records are back with their owners',
};
