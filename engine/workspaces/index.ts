export {
  createWorkspace,
  ensureWorkspace,
  findWorkspace,
  listWorkspaces,
  type WorkspaceParts,
} from './create.ts';
export { diagnose } from './doctor.ts';
export { countByKey, type KeyScene, type Rotation, rotateKeys } from './encryption-keys.ts';
export { routesOf } from './routes.ts';
export { upgradeWorkspace } from './upgrade.ts';
