import { above, lettersLess, lettersOf, textLikeness } from '../likeness.ts';
import { defineComparer, foldText } from './define-comparer.ts';

/** Letters of which most differ have nothing to do with each other. */
const FLOOR = 0.6;
/** how many letters of either end are looked for */
const ENDS = 3;

/** Addresses and names of accounts: letters that are typed, or copied with a slip. */
export const spelling = defineComparer({
  fold: (text) => foldText(text) || undefined,
  keys: (folded) => ({
    sharp: [folded, lettersOf(folded)],
    near: lettersLess(folded),
    coarse: [folded.slice(0, ENDS), `$${folded.slice(-2 * ENDS)}`],
  }),
  likeness: (a, b) => above(FLOOR, textLikeness(a, b)),
});
