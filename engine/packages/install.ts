import type { Model } from '../model/model.ts';
import {
  type Next,
  type Outcome,
  type Plan,
  type PublishOptions,
  type PublishParts,
  planDocuments,
  publishDocuments,
  resolveNext,
} from '../publish/index.ts';
import { composePackages, type PackageFiles } from './compose.ts';
import { packageFolders, readFolder, templateFolder } from './disk.ts';

/** What packages came to: which ones, and what it does. */
export interface Planned {
  readonly packages: readonly string[];
  readonly plan: Plan;
}

export interface Applied extends Outcome {
  readonly packages: readonly string[];
}

/** Runs something on what the packages come to; which ones they are is known when they have been read. */
async function composing<Result>(
  given: readonly PackageFiles[],
  run: (next: Next) => Promise<Result>,
): Promise<{ readonly packages: readonly string[]; readonly result: Result }> {
  let packages: readonly string[] = [];
  const result = await run((current) => {
    const composed = composePackages(current, given);
    packages = composed.names;
    return composed.documents;
  });
  return { packages, result };
}

/** What applying the folders of packages would do. Changes nothing. */
export async function planPackages(
  parts: PublishParts,
  given: readonly PackageFiles[],
  options: Pick<PublishOptions, 'remedies'> = {},
): Promise<Planned> {
  const { packages, result } = await composing(given, (next) => planDocuments(parts, next, options));
  return { packages, plan: result };
}

/** The Model that applying the folders of packages would lead to. */
export const packagesModel = async (parts: PublishParts, given: readonly PackageFiles[]): Promise<Model> =>
  (await composing(given, (next) => resolveNext(parts, next))).result;

/** Makes the packages what their folders say, all in one publish. */
export async function applyPackages(
  parts: PublishParts,
  given: readonly PackageFiles[],
  options: PublishOptions,
): Promise<Applied> {
  const { packages, result } = await composing(given, (next) => publishDocuments(parts, next, options));
  return { ...result, packages };
}

const filesOf = async (path: string): Promise<PackageFiles[]> =>
  Promise.all((await packageFolders(path)).map(async (folder) => ({ files: await readFolder(folder) })));

/** What applying a folder on disk would do. */
export const planFolder = async (parts: PublishParts, path: string): Promise<Planned> =>
  planPackages(parts, await filesOf(path));

/** Makes the workspace what a folder on disk says. */
export const applyFolder = async (
  parts: PublishParts,
  path: string,
  options: PublishOptions,
): Promise<Applied> => applyPackages(parts, await filesOf(path), options);

/** Installs a template that comes with the engine, or one that a path leads to; returns its folder too. */
export async function installTemplate(
  parts: PublishParts,
  nameOrPath: string,
  options: PublishOptions,
): Promise<Applied & { readonly folder: string }> {
  const folder = await templateFolder(nameOrPath);
  return { ...(await applyFolder(parts, folder, options)), folder };
}
