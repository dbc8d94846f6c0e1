export { packageFolders, readFolder, templateFolder, writeFolder } from './disk.ts';
export { engineVersion } from './engine-version.ts';
export { exportPackages } from './export.ts';
export { applyFolder, installTemplate, planFolder } from './install.ts';
export { routesOf } from './routes.ts';
export { dayIn, readSeed, removeSeed, seedPackage } from './seed.ts';
export { type DescribedObject, recordTypes } from './types.ts';
export { validateFolder } from './validate.ts';
