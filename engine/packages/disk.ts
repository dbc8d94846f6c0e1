import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { nearest, Problem, problemItem } from '../errors.ts';
import { type DocumentFile, placeOfFile } from '../model/index.ts';

const HOUSE = resolve(import.meta.dirname, '../..');
const TEMPLATES = join(HOUSE, 'templates');
const SCHEMAS = join(HOUSE, 'schemas');
const MANIFEST = 'package.guanxi.json';

/** Folders beside documents that hold none, and those that nobody means. */
const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

async function pathsBelow(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const paths = await Promise.all(
    entries
      .filter(({ name }) => !isSkipped(name))
      .map((entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() ? pathsBelow(folder, path) : [path];
      }),
  );
  return paths.flat().sort();
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** The files of one package's folder that are documents or claim to be. */
export async function readFolder(folder: string): Promise<DocumentFile[]> {
  const paths = (await pathsBelow(folder)).filter((path) => placeOfFile(path).is !== 'other');
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })));
}

/** Whether a folder is that of a package: it has a manifest, or documents where a package has them. */
async function isPackage(folder: string): Promise<boolean> {
  if (existsSync(join(folder, MANIFEST))) return true;
  const paths = await pathsBelow(folder);
  return paths.some((path) => placeOfFile(path).is === 'document');
}

/**
 * The folders of packages that a path means: itself, or, where it only gathers such folders as `export`
 * writes them, those inside. A folder with nothing in it is the workspace's own package, empty.
 */
export async function packageFolders(path: string): Promise<string[]> {
  if (!(await isFolder(path))) throw new Problem('package.folder', { folder: path });
  if (await isPackage(path)) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && !isSkipped(entry.name))
    .map(({ name }) => join(path, name))
    .sort();
  const found: string[] = [];
  for (const folder of folders) if (await isPackage(folder)) found.push(folder);
  return found.length > 0 ? found : [path];
}

/** Names of the templates that come with the engine. */
export async function templateNames(): Promise<string[]> {
  const entries = await readdir(TEMPLATES, { withFileTypes: true }).catch(() => []);
  return entries.filter(({ name }) => existsSync(join(TEMPLATES, name, MANIFEST))).map(({ name }) => name);
}

/** The folder of a template that comes with the engine, or of one that a path leads to. */
export async function templateFolder(nameOrPath: string): Promise<string> {
  const shipped = join(TEMPLATES, nameOrPath);
  if (/^[a-z][a-z0-9_]*$/.test(nameOrPath) && (await isFolder(shipped))) return shipped;
  if (await isFolder(nameOrPath)) return resolve(nameOrPath);
  const near = nearest(nameOrPath.slice(0, 80), await templateNames());
  const item = problemItem('', 'package.template', { name: nameOrPath }, near);
  throw new Problem('package.template', { name: nameOrPath }, [item]);
}

/** The schemas of documents, which a folder carries for the editors of its authors. */
async function schemaFiles(): Promise<DocumentFile[]> {
  const names = (await readdir(SCHEMAS)).filter((name) => name.endsWith('.schema.json')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `.schemas/${name}`,
      text: await readFile(join(SCHEMAS, name), 'utf8'),
    })),
  );
}

/** Writes the files of a package with the schemas beside them. Returns the documents that the folder has besides. */
export async function writeFolder(folder: string, files: readonly DocumentFile[]): Promise<string[]> {
  for (const { path, text } of [...files, ...(await schemaFiles())]) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const written = new Set(files.map(({ path }) => path));
  return (await pathsBelow(folder)).filter(
    (path) => !written.has(path) && placeOfFile(path).is === 'document',
  );
}
