/** Texts about seeing as somebody else, and acting for them. */
export const actingEn = {
  viewAs: 'View as this user',
  viewing: 'Viewing as somebody else',
  viewingAs: 'Viewing as {{name}}',
  readOnly: 'Nothing can be changed.',
  leave: 'Stop viewing',
  actsFor: 'Also acting for {{names}}',
  delegations: 'Delegations',
  notOwn: 'Not shown while viewing as somebody else',
  notOwnNote: 'Sign-in, devices and keys are for their owner alone.',
};
