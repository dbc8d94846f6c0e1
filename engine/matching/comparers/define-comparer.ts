/** Texts under which a value is looked for. */
export interface ValueKeys {
  /** values that are one, at most in a muddle, have one of these in common */
  readonly sharp: readonly string[];
  /** and those that differ by a slip, or of which one says more than the other */
  readonly near?: readonly string[];
  /** a part of a value, which many others have too: good for finding only together with those of other fields */
  readonly coarse: readonly string[];
}

/** How values of some field types are told to be of the same thing. One file per comparer. */
export interface Comparer {
  /** the stored text of a value as the others take it; undefined where it says nothing */
  fold(text: string): string | undefined;
  keys(folded: string): ValueKeys;
  /** 0 to 1 */
  likeness(a: string, b: string): number;
}

export const defineComparer = (comparer: Comparer): Comparer => Object.freeze(comparer);

/** Width and case are no difference, nor are spaces around. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
