import { createHash } from 'node:crypto';
import { LIMITS } from '../limits.ts';
import { comparerOf } from './comparers/index.ts';
import type { Comparison, Folded } from './rule.ts';

/** No more fields than these are looked for together. */
const MOST_TOGETHER = 3;

/** What part of its points a field counts whose values are alike, but not more than that. */
const SLIPS = 0.6;
/** And with no more than one slip. */
const NEAR = 0.85;

/**
 * The smallest sets of fields that can reach the points of a rule, as places: with values that are the same, and with
 * such as are alike. Records that are one agree in all fields of one of them, more or less.
 */
export const decidingSets = (rule: Comparison): readonly (readonly number[])[] => [
  ...new Map([1, SLIPS].flatMap((part) => smallestSets(rule, part)).map((set) => [set.join(), set])).values(),
];

function smallestSets({ compared, from }: Comparison, part: number): readonly (readonly number[])[] {
  const sets: number[][] = [];
  const grow = (set: readonly number[], points: number): void => {
    if (points >= from) {
      sets.push([...set]);
      return;
    }
    if (set.length === MOST_TOGETHER) return;
    const next = set.length === 0 ? 0 : set.at(-1)! + 1;
    for (let place = next; place < compared.length; place++)
      grow([...set, place], points + part * compared[place]!.points);
  };
  grow([], 0);
  const isLess = (a: readonly number[], b: readonly number[]) =>
    a.length < b.length && a.every((place) => b.includes(place));
  return sets.filter((set) => !sets.some((other) => isLess(other, set)));
}

/** Every way to take one of each. */
const together = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.reduce<readonly string[]>(
    (all, list) => all.flatMap((begun) => list.map((one) => `${begun}\n${one}`)),
    [''],
  );

/** 63 bits: what two values have in common by chance is told apart when they are compared. */
const hashed = (text: string): string =>
  (createHash('md5').update(text).digest().readBigInt64BE() >> 1n).toString();

/**
 * The numbers under which a record is found by those that are like it: of each set of fields that decides, those of all
 * its fields together. None where the record says too little for the rule.
 */
export function keysOf(id: string, rule: Comparison, folded: Folded): readonly string[] {
  const keys = new Set<string>();
  for (const set of decidingSets(rule)) {
    if (set.some((place) => folded[place] === undefined)) continue;
    const parts = set.map((place) => {
      const { by, points } = rule.compared[place]!;
      const { sharp, near = [], coarse } = comparerOf(by).keys(folded[place]!);
      if (set.length > 1) return coarse;
      return points * NEAR >= rule.from ? [...sharp, ...near] : sharp;
    });
    for (const key of together(parts)) keys.add(hashed(`${id}\n${set.join()}${key}`));
  }
  return [...keys].slice(0, LIMITS.matchKeys);
}
