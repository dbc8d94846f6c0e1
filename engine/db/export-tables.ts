import { qualified } from './names.ts';
import { createTable, key, MOMENT, TEXT, type WorkspaceMigration } from './table-sql.ts';

/** Exports that were asked for: what of, as whom, and how far they are. `file` is the id of its bytes once it is done. */
const EXPORT = [
  'id uuid NOT NULL',
  'actor uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  // what a body said, as JSON; of a key that is kept to less than its user, to what
  `request ${TEXT} NOT NULL`,
  `limits ${TEXT}`,
  `locale ${TEXT} NOT NULL`,
  `state ${TEXT} NOT NULL`,
  'rows bigint NOT NULL',
  'total bigint',
  'cut bigint NOT NULL',
  `name ${TEXT} NOT NULL`,
  'file uuid',
  'size bigint',
  `failure ${TEXT}`,
  `at ${MOMENT} NOT NULL`,
  `begun_at ${MOMENT}`,
  `written_at ${MOMENT} NOT NULL`,
  `done_at ${MOMENT}`,
  key('_export', 'id'),
];

/** Exports that are asked for again and again; `schedule` is JSON. */
const SCHEDULE = [
  'id uuid NOT NULL',
  'actor uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  `request ${TEXT} NOT NULL`,
  `limits ${TEXT}`,
  `locale ${TEXT} NOT NULL`,
  `schedule ${TEXT} NOT NULL`,
  `next_at ${MOMENT} NOT NULL`,
  `at ${MOMENT} NOT NULL`,
  key('_export_schedule', 'id'),
];

export const exportSchedules: WorkspaceMigration = (schema) => [
  createTable(schema, '_export_schedule', SCHEDULE),
  `CREATE INDEX _export_schedule_next_idx ON ${qualified(schema, '_export_schedule')} (next_at)`,
];

export const exports: WorkspaceMigration = (schema) => [
  createTable(schema, '_export', EXPORT),
  `CREATE INDEX _export_actor_idx ON ${qualified(schema, '_export')} (actor, at)`,
];
