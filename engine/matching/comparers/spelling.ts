import { above, lettersLess, lettersOf, textLikeness } from '../likeness.ts';
import { defineComparer, foldText } from './define-comparer.ts';

/** Letters of which most differ have nothing to do with each other. */
const FLOOR = 0.6;
/** how many letters of either end are looked for */
const ENDS = 3;
/** What stands around the sign of an address, which slips elsewhere leave alone. */
const MIDDLE = /.{5}@.{3}/u;
/** The same but for what many have: somebody else at the same company, or a slip in it. */
const ALMOST = 0.9;

const SCHEME = /^https?:\/\/(?:www\.)?|\/+$/g;
/** What many addresses have in common: it says nothing of whose they are. */
const COMMON = /^(?:admin|contact|hello|hr|info|mail|office|sales|service|support)@|(?:\.[a-z]{2,4}){1,2}$/g;

/** What tells an address from others. */
const tellingOf = (folded: string): string => folded.replace(COMMON, '') || folded;

/** Addresses and names of accounts: letters that are typed, or copied with a slip. */
export const spelling = defineComparer({
  fold: (text) => foldText(text).replace(SCHEME, '') || undefined,
  keys: (folded) => {
    const telling = tellingOf(folded);
    return {
      sharp: [folded, lettersOf(folded)],
      near: lettersLess(telling),
      coarse: [
        lettersOf(telling.slice(0, ENDS)),
        `$${lettersOf(telling.slice(-ENDS))}`,
        ...(MIDDLE.exec(telling) ?? []),
      ],
    };
  },
  likeness: (a, b) =>
    a === b ? 1 : Math.min(ALMOST, above(FLOOR, textLikeness(tellingOf(a), tellingOf(b)))),
});
