import { readFileSync } from 'node:fs';
import { faultsOf, type Shown } from './named-tests.ts';

/** A requirement of OWASP ASVS 5.0, level 1. */
export interface Requirement extends Shown {
  readonly id: string;
  /** in our words: the standard's are at owasp.org */
  readonly says: string;
}

const TABLE = 'tests/security/asvs.json';

export const requirements = (): readonly Requirement[] =>
  JSON.parse(readFileSync(TABLE, 'utf8')).requirements;

/** How many requirements the level has. */
const LEVEL_1 = 70;

/** What is wrong with the table: a test that is gone, a requirement that nothing is said of. */
export function asvsFaults(all: readonly Requirement[] = requirements()): readonly string[] {
  const ids = new Set(all.map(({ id }) => id));
  const counted = ids.size === LEVEL_1 && all.length === LEVEL_1;
  return [
    ...(counted ? [] : [`${TABLE}: ${ids.size} requirements of ${LEVEL_1}`]),
    ...all.flatMap((one) => faultsOf(`${TABLE}: ${one.id}`, one)),
  ];
}
