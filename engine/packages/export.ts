import { Problem } from '../errors.ts';
import {
  type DocumentFile,
  type Documents,
  ENGINE_PACKAGE,
  folderOf,
  pathOf,
  splitByPackage,
  writeDocument,
} from '../model/index.ts';

export interface ExportedPackage {
  readonly name: string;
  /** in the order of their paths */
  readonly files: readonly DocumentFile[];
}

/** Names of the packages that have something in a workspace; what the engine ships is none of them. */
function packageNames(documents: Documents): string[] {
  const names = new Set([...documents.values()].flatMap((document) => [...splitByPackage(document).keys()]));
  names.delete(ENGINE_PACKAGE);
  return [...names].sort();
}

const byPath = (a: DocumentFile, b: DocumentFile): number => (a.path < b.path ? -1 : 1);

/** The folders of packages as they would be written by hand: the same for the same documents on every machine. */
export function exportPackages(documents: Documents, only?: string): ExportedPackage[] {
  const names = packageNames(documents);
  if (only !== undefined && !names.includes(only)) throw new Problem('package.unknown', { name: only });
  return names
    .filter((name) => only === undefined || name === only)
    .map((name) => {
      const own = [...folderOf(documents, name).values()];
      const files = own.map((document) => ({ path: pathOf(document), text: writeDocument(document) }));
      return { name, files: files.sort(byPath) };
    });
}
