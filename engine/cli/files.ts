import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../errors.ts';

/** Why a file cannot be read, without the path that the message has already. */
const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

/** The JSON of a file that a command was given. */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem('cli.file', { file, reason: reasonOf(error) });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Problem('cli.json', { file, reason: (error as Error).message });
  }
}

/** Refuses what is no folder. */
export function assertFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Problem('package.folder', { folder });
}

/** Refuses a file that is not there, before anything is sent. */
export function assertFile(folder: string, name: string): void {
  const file = join(folder, name);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new Problem('cli.file', { file, reason: 'ENOENT' });
  }
}
