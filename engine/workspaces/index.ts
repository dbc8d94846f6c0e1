export {
  createWorkspace,
  ensureWorkspace,
  findWorkspace,
  listWorkspaces,
  type NewWorkspace,
  type WorkspaceParts,
} from './create.ts';
export { type Diagnosis, type DoctorOptions, diagnose } from './doctor.ts';
export { routesOf } from './routes.ts';
