import { existsSync, readFileSync } from 'node:fs';

/** A requirement of OWASP ASVS 5.0, level 1: by which tests it holds, or why none can show it. */
export interface Requirement {
  readonly id: string;
  /** in our words: the standard's are at owasp.org */
  readonly says: string;
  /** `file :: title`, both as they stand in the repository */
  readonly tests?: readonly string[];
  readonly reason?: string;
}

const TABLE = 'tests/security/asvs.json';

export const requirements = (): readonly Requirement[] =>
  JSON.parse(readFileSync(TABLE, 'utf8')).requirements;

/** How many requirements the level has. */
const LEVEL_1 = 70;

function faultOf({ id, tests = [], reason }: Requirement): string[] {
  if (tests.length === 0 && !reason) return [`${TABLE}: ${id} has neither a test nor a reason`];
  return tests.flatMap((test) => {
    const [file = '', title = ''] = test.split(' :: ');
    if (!existsSync(file)) return [`${TABLE}: ${id} names a file that is not there: ${file}`];
    const isThere = title !== '' && readFileSync(file, 'utf8').includes(title);
    return isThere ? [] : [`${TABLE}: ${id} names a test that is not in ${file}: ${title}`];
  });
}

/** What is wrong with the table: a test that is gone, a requirement that nothing is said of. */
export function asvsFaults(all: readonly Requirement[] = requirements()): readonly string[] {
  const ids = new Set(all.map(({ id }) => id));
  const counted = ids.size === LEVEL_1 && all.length === LEVEL_1;
  return [...(counted ? [] : [`${TABLE}: ${ids.size} requirements of ${LEVEL_1}`]), ...all.flatMap(faultOf)];
}
