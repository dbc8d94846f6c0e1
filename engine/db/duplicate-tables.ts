import { qualified } from './names.ts';
import { createTable, key, MOMENT, TEXT, type WorkspaceMigration } from './table-sql.ts';

/** Scans that were asked for: `plan` is JSON, `step` how much of it is done with. */
const SCAN = [
  'id uuid NOT NULL',
  'actor uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  `state ${TEXT} NOT NULL`,
  `plan ${TEXT}`,
  'step int NOT NULL',
  'pairs bigint NOT NULL',
  'crowded bigint NOT NULL',
  `failure ${TEXT}`,
  `at ${MOMENT} NOT NULL`,
  `begun_at ${MOMENT}`,
  `written_at ${MOMENT} NOT NULL`,
  `done_at ${MOMENT}`,
  key('_duplicate_scan', 'id'),
];

/**
 * Pairs of records that a rule takes for one, `a` before `b`. `basis` says of which values: a pair that was dismissed
 * stays so as long as they are the same. `grouped` has all that hang together, `best` the points of the likest of them.
 */
const PAIR = [
  `rule ${TEXT} NOT NULL`,
  'a uuid NOT NULL',
  'b uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  'points int NOT NULL',
  `basis ${TEXT} NOT NULL`,
  `state ${TEXT} NOT NULL`,
  'scan uuid NOT NULL',
  'grouped uuid',
  'best int',
  'by_user uuid',
  `decided_at ${MOMENT}`,
  key('_duplicate', 'rule', 'a', 'b'),
];

export const duplicates: WorkspaceMigration = (schema) => [
  createTable(schema, '_duplicate_scan', SCAN),
  `CREATE INDEX _duplicate_scan_object_idx ON ${qualified(schema, '_duplicate_scan')} (object_id, at)`,
  createTable(schema, '_duplicate', PAIR),
  // for the queue, the likest first, and for the pairs of a group
  `CREATE INDEX _duplicate_queue_idx ON ${qualified(schema, '_duplicate')} (object_id, best, grouped) WHERE state = 'open'`,
  // for what goes when a record is destroyed
  `CREATE INDEX _duplicate_a_idx ON ${qualified(schema, '_duplicate')} (a)`,
  `CREATE INDEX _duplicate_b_idx ON ${qualified(schema, '_duplicate')} (b)`,
];
