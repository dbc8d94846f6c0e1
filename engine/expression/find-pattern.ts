import type { PatternTree, Range } from './pattern-tree.ts';

/**
 * Whether a pattern is found in a text, in time linear to it: all places where one can be in the pattern are moved
 * on together, character by character (Thompson 1968), so that no way is tried twice.
 */

/** A place in a pattern: what it asks of the text there, and where one is then. */
type State =
  | { readonly ranges: readonly Range[]; readonly isNegated: boolean; readonly next: number }
  | { readonly at: 'begin' | 'end'; readonly next: number }
  | { readonly ways: number[] };

/** The place behind the pattern. */
const FOUND = 0;

export interface Machine {
  readonly states: readonly State[];
  readonly start: number;
}

/** Puts a part in front of the place behind it; where it begins. */
function place(states: State[], tree: PatternTree, next: number): number {
  switch (tree.op) {
    case 'one':
      return states.push({ ranges: tree.ranges, isNegated: tree.isNegated, next }) - 1;
    case 'begin':
    case 'end':
      return states.push({ at: tree.op, next }) - 1;
    case 'all':
      return tree.parts.reduceRight((behind, part) => place(states, part, behind), next);
    case 'either':
      return states.push({ ways: tree.parts.map((part) => place(states, part, next)) }) - 1;
    case 'times': {
      const { part, least, most } = tree;
      let behind = next;
      if (most === undefined) {
        const ways = [next];
        behind = states.push({ ways }) - 1;
        ways.push(place(states, part, behind));
      } else {
        for (let left = most - least; left > 0; left--)
          behind = states.push({ ways: [place(states, part, behind), next] }) - 1;
      }
      for (let left = least; left > 0; left--) behind = place(states, part, behind);
      return behind;
    }
  }
}

export function machineOf(tree: PatternTree): Machine {
  const states: State[] = [{ ways: [] }];
  return { start: place(states, tree, FOUND), states };
}

function isIn(ranges: readonly Range[], code: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle]!;
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}

export function isFoundBy({ states, start }: Machine, text: string): boolean {
  /** of each place, before which character it was last come to */
  const seen = new Int32Array(states.length).fill(-1);
  let places: number[] = [];
  let reached: number[] = [];
  const stack: number[] = [];

  /** Comes to a place before a character, and to all that asks for none; whether that is the end of the pattern. */
  const come = (first: number, at: number, isEnd: boolean): boolean => {
    stack.push(first);
    for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
      if (here === FOUND) return true;
      if (seen[here] === at) continue;
      seen[here] = at;
      const state = states[here]!;
      if ('ways' in state) stack.push(...state.ways);
      else if ('ranges' in state) reached.push(here);
      else if (state.at === 'begin' ? at === 0 : isEnd) stack.push(state.next);
    }
    return false;
  };

  for (let unit = 0, at = 0; ; at++) {
    const isEnd = unit >= text.length;
    // it may begin anywhere
    if (come(start, at, isEnd)) return true;
    if (isEnd) return false;
    const code = text.codePointAt(unit)!;
    unit += code > 0xffff ? 2 : 1;
    [places, reached] = [reached, []];
    for (const here of places) {
      const { ranges, isNegated, next } = states[here] as Extract<State, { readonly ranges: unknown }>;
      if (isIn(ranges, code) !== isNegated && come(next, at + 1, unit >= text.length)) return true;
    }
  }
}
