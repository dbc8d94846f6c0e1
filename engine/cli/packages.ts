import { basename } from 'node:path';
import type { Call } from './define-command.ts';
import type { SaidEffects, SaidPlan } from './plan-text.ts';
import type { Server } from './server.ts';

/** Packages as the API takes them. */
export interface SentPackages {
  readonly packages: readonly {
    /** what messages call its files by, where several folders are sent */
    readonly folder?: string;
    readonly files: readonly { readonly path: string; readonly text: string }[];
  }[];
}

export interface PlannedPackages {
  readonly packages: readonly string[];
  readonly plan: SaidPlan;
  readonly effects: SaidEffects;
}

/** Reads the packages that a path means. */
export async function readPackages(path: string): Promise<SentPackages> {
  // the engine's rooms load when they are needed: `guanxi help` is quick
  const { packageFolders, readFolder } = await import('../packages/index.ts');
  const folders = await packageFolders(path);
  const isOne = folders.length === 1 && folders[0] === path;
  const packages = folders.map(async (folder) => ({
    ...(!isOne && { folder: basename(folder) }),
    files: await readFolder(folder),
  }));
  return { packages: await Promise.all(packages) };
}

export const planPackages = (server: Server, sent: SentPackages): Promise<PlannedPackages> =>
  server.call('POST', '/api/packages/plan', sent);

/** The folder that a command was given. */
export const folderOf = ({ words }: Call): string => words[0]!;
