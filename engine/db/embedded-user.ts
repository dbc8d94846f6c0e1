import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** As whom Postgres runs, which refuses to be root; empty: as whoever runs the engine. */
export interface PostgresUser {
  readonly uid?: number;
  readonly gid?: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Root runs Postgres as the owner of the folder that is already there, else as `postgres`, else as `nobody`. */
export function postgresUser(folder: string): PostgresUser {
  if (!isRoot()) return {};
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0 && owner.isDirectory()) return { uid: owner.uid, gid: owner.gid };
  return accountOf('postgres') ?? accountOf('nobody') ?? { uid: 65_534, gid: 65_534 };
}

function accountOf(name: string): PostgresUser | undefined {
  const id = (what: string): number =>
    Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Whether the user can make files in a folder: found out by doing it, since modes are not all that decides. */
export function canWriteIn(user: PostgresUser, folder: string): boolean {
  // a name of its own: another engine may be trying the same folder
  const script = 'cd "$1" && : > ".reach.$$" && rm ".reach.$$"';
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** Whether the user can run a program; its complaint when not. */
export function complaintOf(user: PostgresUser, program: string): string | undefined {
  const { status, stderr, error } = spawnSync(program, ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (error?.message ?? stderr).trim();
}
