export type { PackageFiles } from './compose.ts';
export { packageFolders, readFolder, templateFolder, writeFolder } from './disk.ts';
export { engineVersion } from './engine-version.ts';
export { type ExportedPackage, exportPackages } from './export.ts';
export {
  type Applied,
  applyFolder,
  applyPackages,
  installTemplate,
  type Planned,
  planFolder,
  planPackages,
} from './install.ts';
export { type PackageParts, routesOf } from './routes.ts';
export { dayIn, readSeed, removeSeed, type Seed, seedPackage } from './seed.ts';
export { type DescribedObject, recordTypes } from './types.ts';
export { type Validated, validateFolder } from './validate.ts';
