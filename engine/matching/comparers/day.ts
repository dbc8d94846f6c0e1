import { defineComparer } from './define-comparer.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)/;

/** One figure is wrong, or day and month stand for each other. */
const SLIP = 0.7;
/** Somebody knew how old they are and no more. */
const YEAR = 0.4;

function differing(a: string, b: string): number {
  return [...a].filter((figure, index) => figure !== b[index]).length;
}

/** Days, as `YYYY-MM-DD`. */
export const day = defineComparer({
  fold: (text) => ISO.exec(text)?.[0],
  keys: (folded) => ({ sharp: [folded], coarse: [folded, folded.slice(0, 7)] }),
  likeness: (a, b) => {
    if (a === b) return 1;
    const [, year, month, date] = ISO.exec(a)!;
    if (differing(a, b) === 1 || b === `${year}-${date}-${month}`) return SLIP;
    return a.slice(0, 4) === b.slice(0, 4) ? YEAR : 0;
  },
});
