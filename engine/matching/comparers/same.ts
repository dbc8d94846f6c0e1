import { defineComparer, foldText } from './define-comparer.ts';

/** Telephone numbers, options, relations, numbers: one or the other. */
export const same = defineComparer({
  fold: (text) => foldText(text) || undefined,
  keys: (folded) => ({ sharp: [folded], coarse: [folded] }),
  likeness: (a, b) => (a === b ? 1 : 0),
});
