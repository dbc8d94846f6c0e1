/** Texts about records that are taken for one. */
export const duplicatesEn = {
  comma: ', ',
  told: 'Is it one of these? They open in a new tab; what you have typed stays here.',
  refused:
    'It cannot be saved while it is taken for one of these. They open in a new tab; what you have typed stays here.',
  unseen_one: 'There is one that you may not see. Ask whoever is in charge of such records.',
  unseen_other: 'There are {{count, number}} that you may not see. Ask whoever is in charge of such records.',
};
