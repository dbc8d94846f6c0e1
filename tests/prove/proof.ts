/** What a proof is told. Everything else it decides itself, always in the same way for the same seed. */
export interface ProofOptions {
  readonly n?: number;
  readonly seed?: number;
  /** folder of data that nobody here wrote */
  readonly data?: string;
  /** a part of the proof, by its own names */
  readonly only?: string;
  /** what `remember` was last given by a run with the same arguments that did not come to its end */
  readonly resume?: unknown;
  remember(reached: unknown): void;
}

export interface ProofResult {
  readonly n: number;
  readonly differences: number;
  /** what was measured on the way */
  readonly figures?: unknown;
}

/** Exported by each file of this folder as `prove`; prints what differs. */
export type Proof = (options: ProofOptions) => Promise<ProofResult>;
