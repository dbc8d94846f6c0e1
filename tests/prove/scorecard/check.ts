import type { ScoreWorld } from './world.ts';

/** What a check came to. */
export interface Score {
  readonly isPassed: boolean;
  /** what was measured, in words */
  readonly figure: string;
}

/** One line of the scorecard. One file each. */
export interface Check {
  /** `S18` */
  readonly id: string;
  readonly what: string;
  readonly run: (world: ScoreWorld) => Promise<Score>;
}

export const defineCheck = (check: Check): Check => check;

/** The middle of three measurements, in milliseconds. */
export async function medianOf(measure: (round: number) => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) times.push(await measure(round));
  return Math.round(times.sort((a, b) => a - b)[1]!);
}
