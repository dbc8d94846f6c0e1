/** From the first to the last of them; both are code points. */
export type Range = readonly [first: number, last: number];

/** A pattern as it is understood. */
export type PatternTree =
  /** one character, of these ranges (in order, apart from each other) or of none of them */
  | { readonly op: 'one'; readonly ranges: readonly Range[]; readonly isNegated: boolean }
  /** where the text begins, and where it ends */
  | { readonly op: 'begin' | 'end' }
  | { readonly op: 'all' | 'either'; readonly parts: readonly PatternTree[] }
  /** without `most`: as often as there is */
  | { readonly op: 'times'; readonly part: PatternTree; readonly least: number; readonly most?: number };

/** Ranges in order, those put together that touch. */
export function ordered(ranges: readonly Range[]): readonly Range[] {
  const found: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = found.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else found.push([first, last]);
  }
  return found;
}

/** Characters and ends with their repetitions written out: what each character of a text costs. */
export function sizeOf(tree: PatternTree): number {
  switch (tree.op) {
    case 'all':
    case 'either':
      return tree.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'times':
      return sizeOf(tree.part) * Math.max(tree.most ?? tree.least, 1);
    default:
      return 1;
  }
}

const point = (code: number): string => `\\U${code.toString(16).padStart(8, '0')}`;

/** For Postgres' `~`: every character by its number, so that no spelling of its own comes in. */
export function toPostgres(tree: PatternTree): string {
  switch (tree.op) {
    case 'begin':
      return '\\A';
    case 'end':
      return '\\Z';
    case 'one': {
      const ranges = tree.ranges.map(([first, last]) =>
        first === last ? point(first) : `${point(first)}-${point(last)}`,
      );
      return `[${tree.isNegated ? '^' : ''}${ranges.join('')}]`;
    }
    case 'all':
      return `(?:${tree.parts.map(toPostgres).join('')})`;
    case 'either':
      return `(?:${tree.parts.map(toPostgres).join('|')})`;
    case 'times':
      return `(?:${toPostgres(tree.part)}){${tree.least},${tree.most ?? ''}}`;
  }
}
