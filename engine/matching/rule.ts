import type { MatchName } from '../field-types/index.ts';
import { comparerOf } from './comparers/index.ts';

/** What a rule compares: a field, how, and what it counts. */
export interface Compared {
  readonly field: string;
  readonly by: MatchName;
  readonly points: number;
}

/** From how many points on two records are taken for one. */
export interface Comparison {
  readonly compared: readonly Compared[];
  readonly from: number;
}

/** Values of the compared fields, in their order, as their comparers take them; undefined where one says nothing. */
export type Folded = readonly (string | undefined)[];

/** The values of a record, given as the texts of their columns, as a rule compares them. */
export const foldedOf = ({ compared }: Comparison, texts: readonly (string | null)[]): Folded =>
  compared.map(({ by }, index) => {
    const text = texts[index];
    return text === null || text === undefined ? undefined : comparerOf(by).fold(text);
  });

/** What a pair comes to: its points, and by field how alike its values are, where both have one. */
export interface Verdict {
  readonly points: number;
  /** 0 to 1, in the order of the fields; undefined where one of them says nothing */
  readonly likeness: readonly (number | undefined)[];
}

export function compare({ compared }: Comparison, a: Folded, b: Folded): Verdict {
  const likeness = compared.map(({ by }, index) => {
    const [mine, other] = [a[index], b[index]];
    return mine === undefined || other === undefined ? undefined : comparerOf(by).likeness(mine, other);
  });
  const points = compared.reduce((sum, one, index) => sum + one.points * (likeness[index] ?? 0), 0);
  return { points: Math.round(points), likeness };
}
