import { Problem } from '../errors.ts';

const OLDEST = 15;
const NEWEST = 18;

const majorOf = (number: number): number => Math.floor(number / 10_000);

/** What a sentence about a version says. */
export const versionParams = (number: number) => ({
  given: `${majorOf(number)}.${number % 10_000}`,
  least: OLDEST,
  most: NEWEST,
});

/** `number` is `server_version_num`: 150004 is 15.4. */
export function assertNotTooOld(number: number): void {
  if (majorOf(number) < OLDEST) throw new Problem('db.version', versionParams(number));
}

export const isUntested = (number: number): boolean => majorOf(number) > NEWEST;
