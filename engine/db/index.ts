export { checkServer, type ServerReport } from './check-server.ts';
export { type EmbeddedServer, startEmbedded } from './embedded.ts';
export { type InsertColumn, insertionSql } from './insertion.ts';
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
export { auditMonths } from './partitions.ts';
export {
  createWorkspaceRole,
  createWorkspaceTables,
  dropWorkspaceRole,
  makePartitions,
  migrateControl,
  migrateWorkspace,
} from './system-tables.ts';
