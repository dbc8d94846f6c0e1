import { above, lettersLess, lettersOf, textLikeness } from '../likeness.ts';
import { defineComparer, foldText } from './define-comparer.ts';

/** Letters of which most differ have nothing to do with each other. */
const FLOOR = 0.6;
/** how many letters of either end are looked for */
const ENDS = 3;
/** What stands around the sign of an address, which slips elsewhere leave alone. */
const MIDDLE = /.{5}@.{3}/u;

/** Addresses and names of accounts: letters that are typed, or copied with a slip. */
export const spelling = defineComparer({
  fold: (text) => foldText(text) || undefined,
  keys: (folded) => ({
    sharp: [folded, lettersOf(folded)],
    near: lettersLess(folded),
    coarse: [
      lettersOf(folded.slice(0, ENDS)),
      `$${lettersOf(folded.slice(-2 * ENDS))}`,
      ...(MIDDLE.exec(folded) ?? []),
    ],
  }),
  likeness: (a, b) => above(FLOOR, textLikeness(a, b)),
});
