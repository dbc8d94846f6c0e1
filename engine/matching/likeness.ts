/** How alike two texts are: 1 when they are one, 0 when they have nothing in common. Both are folded already. */

/**
 * By how many letters must be put in, left out, changed or swapped with their neighbour to come from one to the other:
 * optimal string alignment, which counts a swapped pair as one slip (Damerau 1964).
 */
export function spellingLikeness(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  if (from.length === 0 || to.length === 0) return 0;
  let above: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let slips = Math.min(last[column]! + 1, line[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      const isSwapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwapped) slips = Math.min(slips, above[column - 2]! + 1);
      line.push(slips);
    }
    above = last;
    last = line;
  }
  return 1 - last[to.length]! / Math.max(from.length, to.length);
}

function countsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts;
}

/** By which letters they have, wherever these stand: what was typed in a muddle keeps them (Dice, over letters). */
export function lettersLikeness(a: string, b: string): number {
  const [first, second] = [countsOf(a), countsOf(b)];
  let shared = 0;
  for (const [letter, count] of first) shared += Math.min(count, second.get(letter) ?? 0);
  const all = [...a].length + [...b].length;
  return all === 0 ? 0 : (2 * shared) / all;
}

/** Muddled letters say less than a slip: they count only where hardly any differ. */
const MUDDLED = 0.9;

/** Figures from which on a number is somebody's: an account, a telephone. */
const NUMBER = /\d{5,}/gu;

/** Long numbers are the same or others, whatever they have in common. */
export const otherNumbers = (a: string, b: string): boolean => {
  const [first, second] = [a.match(NUMBER), b.match(NUMBER)];
  return first !== null && second !== null && first.join() !== second.join();
};

/** The better of both. */
export function textLikeness(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  if (otherNumbers(a, b)) return 0;
  const letters = lettersLikeness(a, b);
  return Math.max(spellingLikeness(a, b), letters >= MUDDLED ? letters * 0.95 : 0);
}

/** Likeness above a floor, spread over 0 to 1: texts of one alphabet have letters in common by chance. */
export const above = (floor: number, likeness: number): number =>
  likeness <= floor ? 0 : (likeness - floor) / (1 - floor);

/** The letters of a text, in the order of the alphabet, without one of them: two that differ by a slip have one in common. */
export const lettersLess = (text: string): readonly string[] => {
  const letters = [...text].sort();
  return [...new Set(letters)].map((letter) => {
    const at = letters.indexOf(letter);
    return letters.toSpliced(at, 1).join('');
  });
};

/** The letters of a text in the order of the alphabet: the same for all that were muddled. */
export const lettersOf = (text: string): string => [...text].sort().join('');
