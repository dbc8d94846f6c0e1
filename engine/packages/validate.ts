import { basename, join } from 'node:path';
import { Problem } from '../errors.ts';
import {
  type DocumentFile,
  type Documents,
  documentsOf,
  isSame,
  LOCAL_PACKAGE,
  pathOf,
  readDocuments,
  systemDocuments,
  writeDocument,
} from '../model/index.ts';
import { composePackages, type PackageFiles } from './compose.ts';
import { packageFolders, readFolder, templateFolder, templateNames } from './disk.ts';

export interface Validated {
  /** how many documents there are */
  readonly documents: number;
  /** files whose documents lack ids, with them */
  readonly completed: readonly DocumentFile[];
}

/** The templates that come with the engine, by name. */
async function shippedPackages(): Promise<Map<string, PackageFiles>> {
  const folders = await Promise.all((await templateNames()).map(templateFolder));
  const read = await Promise.all(folders.map(async (folder) => ({ files: await readFolder(folder) })));
  return new Map(read.map((one) => [readDocuments(one.files).package, one]));
}

/** The shipped packages that others build on, also those that these build on. Without a manifest all may be meant. */
function requiredBy(
  readings: readonly { readonly documents: Documents; readonly package: string }[],
  shipped: ReadonlyMap<string, PackageFiles>,
): PackageFiles[] {
  const own = new Set(readings.map((one) => one.package));
  const found = new Set<string>();
  const visit = (name: string): void => {
    const given = shipped.get(name);
    if (!given || own.has(name) || found.has(name)) return;
    found.add(name);
    visitAll(readDocuments(given.files).documents);
  };
  const visitAll = (documents: Documents): void => {
    for (const { body } of documentsOf(documents, 'package')) Object.keys(body.requires ?? {}).forEach(visit);
  };
  for (const one of readings) {
    if (one.package === LOCAL_PACKAGE) for (const name of shipped.keys()) visit(name);
    else visitAll(one.documents);
  }
  return [...found].map((name) => shipped.get(name)!);
}

/** Whether a file says less than the document that was read from it: the ids that it leaves out. */
function isIncomplete(text: string, body: object): boolean {
  const { $schema: _, ...written } = JSON.parse(text);
  return !isSame(written, body);
}

/**
 * Checks the folders of packages without a workspace: with each other, with what the engine ships, and with
 * the templates that they require. Throws everything that is wrong.
 */
export async function validateFolder(path: string): Promise<Validated> {
  const folders = await packageFolders(path);
  const isOne = folders.length === 1 && folders[0] === path;
  const given = await Promise.all(
    folders.map(async (folder) => ({
      ...(!isOne && { folder: basename(folder) }),
      files: await readFolder(folder),
    })),
  );
  const readings = given.map(({ files }) => readDocuments(files));
  const others = requiredBy(readings, await shippedPackages());
  const { documents: around } = composePackages(systemDocuments(), others);
  try {
    composePackages(around, given);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'publish.refused') throw error;
    throw new Problem('package.invalid', {}, error.items);
  }
  const completed = readings.flatMap(({ documents }, index) => {
    const { files, folder = '' } = given[index]!;
    const texts = new Map(files.map((file) => [file.path, file.text]));
    return [...documents.values()]
      .map((document) => ({ file: pathOf(document), document }))
      .filter(({ file, document }) => isIncomplete(texts.get(file)!, document.body))
      .map(({ file, document }) => ({ path: join(folder, file), text: writeDocument(document) }));
  });
  return { documents: readings.reduce((sum, { documents }) => sum + documents.size, 0), completed };
}
