/** How well what was found agrees with what is so. */
export interface Figures {
  readonly records: number;
  readonly precision: number;
  readonly recall: number;
}

type Pair = readonly [a: number, b: number];

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

const pairsIn = (size: number): number => (size * (size - 1)) / 2;

const sizesOf = (names: readonly unknown[]): readonly number[] => {
  const counts = new Map<unknown, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()];
};

/** By pairs: of those that were found how many are one, and of those that are one how many were found. `truth` has of each record which it is. */
export function pairFigures(truth: readonly unknown[], found: readonly Pair[]): Figures {
  const hits = found.filter(([a, b]) => truth[a] === truth[b]).length;
  const all = sizesOf(truth).reduce((sum, size) => sum + pairsIn(size), 0);
  return { records: truth.length, precision: rounded(hits / found.length), recall: rounded(hits / all) };
}

/** By groups: all that hang together by pairs count as found with each other. */
export function groupFigures(truth: readonly unknown[], found: readonly Pair[]): Figures {
  const head = truth.map((_, index) => index);
  const headOf = (at: number): number => {
    let top = at;
    while (head[top] !== top) top = head[top]!;
    head[at] = top;
    return top;
  };
  for (const [a, b] of found) head[headOf(b)] = headOf(a);
  const groups = truth.map((_, index) => headOf(index));
  const together = sizesOf(groups).reduce((sum, size) => sum + pairsIn(size), 0);
  const both = sizesOf(truth.map((name, index) => `${name} ${groups[index]}`));
  const hits = both.reduce((sum, size) => sum + pairsIn(size), 0);
  const all = sizesOf(truth).reduce((sum, size) => sum + pairsIn(size), 0);
  return { records: truth.length, precision: rounded(hits / together), recall: rounded(hits / all) };
}
