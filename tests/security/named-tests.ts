import { existsSync, readFileSync } from 'node:fs';

/** An entry of a table of security: by which tests it holds, or why none can show it. */
export interface Shown {
  /** `file :: title`, both as they stand in the repository */
  readonly tests?: readonly string[];
  readonly reason?: string;
}

/** What is wrong with an entry: a test that is gone, or nothing at all that is said. */
export function faultsOf(name: string, { tests = [], reason }: Shown): string[] {
  if (tests.length === 0 && !reason) return [`${name} has neither a test nor a reason`];
  return tests.flatMap((test) => {
    const [file = '', title = ''] = test.split(' :: ');
    if (!existsSync(file)) return [`${name} names a file that is not there: ${file}`];
    const isThere = title !== '' && readFileSync(file, 'utf8').includes(title);
    return isThere ? [] : [`${name} names a test that is not in ${file}: ${title}`];
  });
}
