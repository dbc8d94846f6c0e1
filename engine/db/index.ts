export { checkServer, type ServerReport } from './check-server.ts';
export { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.ts';
export {
  columnName,
  constraintName,
  indexName,
  literal,
  qualified,
  quote,
  tableName,
  workspaceRole,
  workspaceSchema,
} from './names.ts';
export { placeOf } from './session.ts';
export {
  createWorkspaceRole,
  createWorkspaceTables,
  dropWorkspaceRole,
  makePartitions,
  migrateControl,
  migrateWorkspace,
  type WorkspaceRole,
} from './system-tables.ts';
