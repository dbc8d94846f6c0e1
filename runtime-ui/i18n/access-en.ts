/** Texts about who may see a record, and why. */
export const accessEn = {
  title: 'Who sees “{{title}}”?',
  user: 'User',
  action: 'May they',
  actions: { read: 'See it', update: 'Change it', delete: 'Delete it' },
  field: 'Field',
  whole: 'The record as a whole',
  everybody: 'Everybody',
  find: 'Find a person',
  may: {
    read_one: '{{formatted}} person may see it',
    read_other: '{{formatted}} people may see it',
    update_one: '{{formatted}} person may change it',
    update_other: '{{formatted}} people may change it',
    delete_one: '{{formatted}} person may delete it',
    delete_other: '{{formatted}} people may delete it',
  },
  unknown_one:
    '{{formatted}} more person acts for somebody today and was not looked at. Choose them by name.',
  unknown_other:
    '{{formatted}} more people act for somebody today and were not looked at. Choose them by name.',
  nobody: 'Nobody may.',
  noneFound: 'Nobody by this name may. Choose a user to see what keeps them from it.',
  outside: 'Portal',
  more: 'Show more',
  back: 'Show everybody',
  holds: 'Holds:',
  fails: 'Does not hold:',
  parent: 'The record that it belongs to',
  anyWay: 'Any one of these ways would do, if all of its steps held.',
  toRole: 'Change it in the role',
  toObject: 'Open the access of the object',
};
