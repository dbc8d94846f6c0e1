import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import {
  checkDocuments,
  type Document,
  type DocumentFile,
  type Documents,
  documentsOf,
  type FolderReading,
  LOCAL_PACKAGE,
  pathOf,
  readDocuments,
  takeFolder,
} from '../model/index.ts';
import { engineVersion } from './engine-version.ts';
import { isInRange } from './version-range.ts';

/** The files of one package's folder. */
export interface PackageFiles {
  /** what messages call its files by, where several folders are sent together */
  readonly folder?: string;
  readonly files: readonly DocumentFile[];
}

interface ReadPackage {
  readonly name: string;
  readonly reading: FolderReading;
  readonly manifest: Document | undefined;
  /** puts the folder in front of a path */
  placed(item: ProblemItem): ProblemItem;
}

function readPackage({ folder, files }: PackageFiles): ReadPackage {
  const reading = readDocuments(files);
  const [manifest] = documentsOf(reading.documents, 'package');
  const placed = (item: ProblemItem): ProblemItem =>
    folder === undefined ? item : { ...item, path: `${folder}/${item.path}` };
  return { name: reading.package, reading, manifest, placed };
}

const requiresOf = (manifest: Document | undefined): Readonly<Record<string, string>> =>
  manifest?.body.requires ?? {};

/** Packages after those that they need; the workspace's own comes last: it may add to all of them. */
function inOrder(packages: readonly ReadPackage[]): ReadPackage[] {
  const left = [...packages];
  const ordered: ReadPackage[] = [];
  const isFree = ({ name, manifest }: ReadPackage): boolean =>
    name === LOCAL_PACKAGE
      ? left.length === 1
      : !left.some((other) => other.name !== name && Object.hasOwn(requiresOf(manifest), other.name));
  while (left.length > 0) {
    const next = Math.max(0, left.findIndex(isFree));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** What a manifest asks of other packages and of the engine, and does not get. */
function unmet(documents: Documents, { manifest, placed }: ReadPackage): ProblemItem[] {
  if (!manifest) return [];
  const installed = new Map(documentsOf(documents, 'package').map(({ key, body }) => [key, body.version]));
  const path = pathOf(manifest);
  const wanted = Object.entries(requiresOf(manifest)).map(([name, range]) => ({
    name,
    range,
    version: installed.get(name) as string | undefined,
    at: `${path}#/requires/${name}`,
  }));
  if (typeof manifest.body.engine === 'string') {
    const version = engineVersion();
    wanted.push({ name: 'guanxi', range: manifest.body.engine, version, at: `${path}#/engine` });
  }
  return wanted.flatMap(({ name, range, version, at }) => {
    if (version === undefined) return [placed(problemItem(at, 'package.missing', { name, range }))];
    const isMet = isInRange(version, range);
    if (isMet) return [];
    const params = { name, range, version };
    return [placed(problemItem(at, isMet === undefined ? 'package.range' : 'package.version', params))];
  });
}

/** Two folders of one package would each archive what the other has. */
function twice(packages: readonly ReadPackage[]): ProblemItem[] {
  return packages
    .filter(({ name }, index) => packages.findIndex((one) => one.name === name) < index)
    .map(({ name, placed }) => placed(problemItem('package.guanxi.json', 'package.twice', { name })));
}

/** Paths of set-wide problems name files without their folder; which folder has the file is known. */
function placeAmong(packages: readonly ReadPackage[], item: ProblemItem): ProblemItem {
  const file = item.path.split('#')[0];
  const home = packages.find(({ reading }) =>
    [...reading.documents.values()].some((document) => pathOf(document) === file),
  );
  return home ? home.placed(item) : item;
}

export interface Composed {
  readonly documents: Documents;
  /** names of the packages, in the order in which they build on each other */
  readonly names: readonly string[];
}

/**
 * The documents of a workspace when some packages have exactly those of their folders. Everything that is
 * wrong is told at once: in each file, between files, and with what the workspace has.
 */
export function composePackages(current: Documents, given: readonly PackageFiles[]): Composed {
  const packages = inOrder(given.map(readPackage));
  const problems = packages.flatMap(({ reading, placed }) => (reading.problems ?? []).map(placed));
  problems.push(...twice(packages));
  let documents = current;
  for (const one of packages) {
    const taken = takeFolder(documents, one.reading.documents, one.name);
    problems.push(...taken.problems.map(one.placed));
    documents = taken.documents;
  }
  for (const one of packages) problems.push(...unmet(documents, one));
  const broken = new Set(packages.flatMap(({ reading }) => [...reading.broken]));
  problems.push(...checkDocuments(documents, { broken }).map((item) => placeAmong(packages, item)));
  if (problems.length > 0) throw new Problem('publish.refused', {}, problems);
  return { documents, names: packages.map(({ name }) => name) };
}
