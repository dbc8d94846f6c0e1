import { defineComparer } from './define-comparer.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)/;

/** One figure is wrong, or day and month stand for each other. */
const SLIP = 0.7;
/** Somebody knew about when. */
const ABOUT = 0.5;
const ABOUT_DAYS = 31;
/** Somebody knew how old they are and no more. */
const YEAR = 0.4;

function differing(a: string, b: string): number {
  return [...a].filter((figure, index) => figure !== b[index]).length;
}

const daysOf = (folded: string): number => Math.floor(Date.parse(folded) / 86_400_000);

/** Stretches of time, two at each moment, so that days no further apart than counts have one in common. */
const stretchesOf = (folded: string): string[] =>
  [0, ABOUT_DAYS].map((shift) => `~${shift} ${Math.floor((daysOf(folded) + shift) / (2 * ABOUT_DAYS))}`);

/** Days, as `YYYY-MM-DD`. */
export const day = defineComparer({
  fold: (text) => ISO.exec(text)?.[0],
  keys: (folded) => ({ sharp: [folded], coarse: [folded, ...stretchesOf(folded)] }),
  likeness: (a, b) => {
    if (a === b) return 1;
    const [, year, month, date] = ISO.exec(a)!;
    if (differing(a, b) === 1 || b === `${year}-${date}-${month}`) return SLIP;
    if (Math.abs(daysOf(a) - daysOf(b)) <= ABOUT_DAYS) return ABOUT;
    return a.slice(0, 4) === b.slice(0, 4) ? YEAR : 0;
  },
});
