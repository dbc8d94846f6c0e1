import type { ProblemItem } from '../errors.ts';
import { type CheckOptions, checkDocuments } from './check-documents.ts';
import type { Documents } from './document.ts';
import { takeFolder } from './extensions/take-folder.ts';
import { type DocumentFile, readDocuments } from './read.ts';

/** A folder read into the workspace that it is for. */
export interface FolderCheck {
  /** the package that the folder is */
  readonly package: string;
  /** what the workspace's documents come to */
  readonly documents: Documents;
  /** every problem of every file and between documents; [] when the folder can be applied */
  readonly problems: readonly ProblemItem[];
}

/** Reads the folder of a package into `current` and says all at once what is wrong. Nothing is changed. */
export function checkFolder(
  files: readonly DocumentFile[],
  current: Documents,
  { aliases = [] }: Pick<CheckOptions, 'aliases'> = {},
): FolderCheck {
  const read = readDocuments(files);
  const taken = takeFolder(current, read.documents, read.package);
  const together = checkDocuments(taken.documents, { aliases, broken: read.broken });
  return {
    package: read.package,
    documents: taken.documents,
    problems: [...(read.problems ?? []), ...taken.problems, ...together],
  };
}
