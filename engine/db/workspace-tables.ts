import { duplicates } from './duplicate-tables.ts';
import { exportSchedules, exports } from './export-tables.ts';
import { importJobs, importMappings } from './import-tables.ts';
import { matches } from './match-tables.ts';
import { qualified } from './names.ts';
import { type Columns, createTable, key, MOMENT, TEXT, type WorkspaceMigration } from './table-sql.ts';

export type { WorkspaceMigration } from './table-sql.ts';

/** Documents: published, drafted and past ones, and what they became in Postgres. Written by publish alone. */
const META: Readonly<Record<string, Columns>> = {
  _meta_doc: [
    `kind ${TEXT} NOT NULL`,
    `key ${TEXT} NOT NULL`,
    `id ${TEXT} NOT NULL`,
    `package ${TEXT} NOT NULL`,
    `body ${TEXT} NOT NULL`,
    `checksum ${TEXT} NOT NULL`,
    key('_meta_doc', 'kind', 'key'),
  ],
  _meta_draft: [
    'draft_id uuid NOT NULL',
    'base_v int NOT NULL',
    'owner uuid',
    `title ${TEXT}`,
    `status ${TEXT} NOT NULL DEFAULT 'open'`,
    `updated_at ${MOMENT} NOT NULL`,
    key('_meta_draft', 'draft_id'),
  ],
  // body null: the document is removed by the draft
  _meta_draft_doc: [
    'draft_id uuid NOT NULL',
    `kind ${TEXT} NOT NULL`,
    `key ${TEXT} NOT NULL`,
    `body ${TEXT}`,
    `base_checksum ${TEXT}`,
    `package ${TEXT}`,
    key('_meta_draft_doc', 'draft_id', 'kind', 'key'),
  ],
  // body null: the document was removed by the version
  _meta_history: [
    'v int NOT NULL',
    `kind ${TEXT} NOT NULL`,
    `key ${TEXT} NOT NULL`,
    `body ${TEXT}`,
    key('_meta_history', 'v', 'kind', 'key'),
  ],
  // the table of an object stands under the object's id and part ''
  _meta_physical: [
    `field_id ${TEXT} NOT NULL`,
    `part ${TEXT} NOT NULL`,
    `table_name ${TEXT} NOT NULL`,
    `column_name ${TEXT}`,
    `pg_type ${TEXT}`,
    `state ${TEXT} NOT NULL DEFAULT 'live'`,
    key('_meta_physical', 'field_id', 'part'),
  ],
  _meta_alias: [
    `kind ${TEXT} NOT NULL`,
    `parent_id ${TEXT} NOT NULL`,
    `old_name ${TEXT} NOT NULL`,
    `id ${TEXT} NOT NULL`,
    'since_v int NOT NULL',
    key('_meta_alias', 'kind', 'parent_id', 'old_name'),
  ],
  _meta_current: [
    'one smallint NOT NULL DEFAULT 1 CONSTRAINT _meta_current_one CHECK (one = 1)',
    'v int NOT NULL',
    'physical int NOT NULL',
    `checksum ${TEXT} NOT NULL`,
    `min_engine ${TEXT} NOT NULL`,
    key('_meta_current', 'one'),
  ],
  _meta_version: [
    'v int NOT NULL',
    'base_v int',
    'draft_id uuid',
    'published_by uuid',
    `published_at ${MOMENT} NOT NULL`,
    `note ${TEXT}`,
    `checksum ${TEXT} NOT NULL`,
    `changes ${TEXT} NOT NULL`,
    key('_meta_version', 'v'),
  ],
  _meta_step: [
    'step_id uuid NOT NULL',
    'v int NOT NULL',
    'ord int NOT NULL',
    `kind ${TEXT} NOT NULL`,
    `sql ${TEXT}`,
    `undo ${TEXT}`,
    `state ${TEXT} NOT NULL DEFAULT 'pending'`,
    'attempts int NOT NULL DEFAULT 0',
    'lock_timeouts int NOT NULL DEFAULT 0',
    `cursor ${TEXT}`,
    'rows_done bigint NOT NULL DEFAULT 0',
    'rows_total bigint',
    `error ${TEXT}`,
    `owner ${TEXT}`,
    `heartbeat_at ${MOMENT}`,
    key('_meta_step', 'step_id'),
  ],
  _meta_dep: [
    `from_id ${TEXT} NOT NULL`,
    `to_id ${TEXT} NOT NULL`,
    `how ${TEXT} NOT NULL`,
    key('_meta_dep', 'from_id', 'to_id', 'how'),
  ],
};

/** What records leave behind. */
const TRAIL: Readonly<Record<string, Columns>> = {
  // attributes of stages, kept by publish, joined by reads
  _stage: [
    `object_id ${TEXT} NOT NULL`,
    `pipeline ${TEXT} NOT NULL`,
    `stage ${TEXT} NOT NULL`,
    `kind ${TEXT} NOT NULL`,
    'probability numeric NOT NULL',
    'ord int NOT NULL',
    key('_stage', 'object_id', 'pipeline', 'stage'),
  ],
  _stage_history: [
    'record uuid NOT NULL',
    'version int NOT NULL',
    `object_id ${TEXT} NOT NULL`,
    `at ${MOMENT} NOT NULL`,
    `from_stage ${TEXT}`,
    `from_pipeline ${TEXT}`,
    `to_stage ${TEXT}`,
    `to_pipeline ${TEXT}`,
    'actor uuid',
    key('_stage_history', 'record', 'version'),
  ],
  // of two writers of one version the slower one fails on this key: see records/trail.ts
  _event: [
    'record uuid NOT NULL',
    'version int NOT NULL',
    'id uuid NOT NULL',
    `at ${MOMENT} NOT NULL`,
    `object ${TEXT} NOT NULL`,
    `op ${TEXT} NOT NULL`,
    'tx xid8 NOT NULL DEFAULT pg_current_xact_id()',
    `mark ${MOMENT}`,
    key('_event', 'record', 'version'),
  ],
  _counter: [
    `field_id ${TEXT} NOT NULL`,
    `scope ${TEXT} NOT NULL`,
    `period ${TEXT} NOT NULL`,
    'value bigint NOT NULL',
    key('_counter', 'field_id', 'scope', 'period'),
  ],
  _idempotency: [
    'actor uuid NOT NULL',
    `address ${TEXT} NOT NULL`,
    `key ${TEXT} NOT NULL`,
    `body_hash ${TEXT} NOT NULL`,
    'status int NOT NULL',
    `answer ${TEXT} NOT NULL`,
    `at ${MOMENT} NOT NULL`,
    key('_idempotency', 'actor', 'address', 'key'),
  ],
  _user_role: ['user_id uuid NOT NULL', `role ${TEXT} NOT NULL`, key('_user_role', 'user_id', 'role')],
  _import: [
    'id uuid NOT NULL',
    `object ${TEXT}`,
    `name ${TEXT}`,
    `state ${TEXT} NOT NULL`,
    `options ${TEXT}`,
    `report ${TEXT}`,
    `counts ${TEXT}`,
    'created_by uuid',
    `created_at ${MOMENT} NOT NULL`,
    `undone_at ${MOMENT}`,
    key('_import', 'id'),
  ],
  _import_row: [
    'import_id uuid NOT NULL',
    `object ${TEXT} NOT NULL`,
    'record uuid NOT NULL',
    'version int NOT NULL',
    key('_import_row', 'import_id', 'object', 'record'),
  ],
};

/** One table per month hangs below it: see partitions.ts. */
const AUDIT: Columns = [
  `at ${MOMENT} NOT NULL`,
  'id uuid NOT NULL',
  `object ${TEXT} NOT NULL`,
  'record uuid NOT NULL',
  'version int NOT NULL',
  'tx xid8 NOT NULL DEFAULT pg_current_xact_id()',
  'actor uuid',
  'on_behalf uuid',
  `op ${TEXT} NOT NULL`,
  `changes ${TEXT} NOT NULL`,
  'v int NOT NULL',
  key('_audit', 'at', 'id'),
];

const first: WorkspaceMigration = (schema) => [
  ...Object.entries({ ...META, ...TRAIL }).map(([table, columns]) => createTable(schema, table, columns)),
  createTable(schema, '_audit', AUDIT, ' PARTITION BY RANGE (at)'),
  // for the history of a record
  `CREATE INDEX _audit_record_idx ON ${qualified(schema, '_audit')} (record, version)`,
  // for the sweep of what nothing has looked at yet, in the order in which it happened
  `CREATE INDEX _event_unmarked_idx ON ${qualified(schema, '_event')} (id) WHERE mark IS NULL`,
  // for what is forgotten after a day
  `CREATE INDEX _idempotency_at_idx ON ${qualified(schema, '_idempotency')} (at)`,
  `INSERT INTO ${qualified(schema, '_meta_current')} (one, v, physical, checksum, min_engine) VALUES (1, 0, 0, '', '')`,
];

/**
 * Files of records. What a field holds of them stands in the record; here stands to whom a file belongs, and
 * since when no record holds it. Bytes lie outside, under the id.
 */
const FILE: Columns = [
  'id uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  `field_id ${TEXT} NOT NULL`,
  'record uuid',
  `name ${TEXT} NOT NULL`,
  'size bigint NOT NULL',
  `type ${TEXT} NOT NULL`,
  `sha256 ${TEXT} NOT NULL`,
  'created_by uuid',
  `created_at ${MOMENT} NOT NULL`,
  `left_at ${MOMENT}`,
  key('_file', 'id'),
];

const files: WorkspaceMigration = (schema) => [
  createTable(schema, '_file', FILE),
  // for the sweep, and for how many of a person wait
  `CREATE INDEX _file_left_idx ON ${qualified(schema, '_file')} (left_at) WHERE left_at IS NOT NULL`,
];

/**
 * What has been sealed of the audit, batch by batch in the order of transactions: see audit/seal.ts. `entries`
 * has of each its time, id and digest; `note` says what a seal is for that seals none.
 */
const SEAL: Columns = [
  'n int NOT NULL',
  `at ${MOMENT} NOT NULL`,
  'tx xid8 NOT NULL',
  'id uuid NOT NULL',
  'entries bytea NOT NULL',
  `note ${TEXT}`,
  `before ${TEXT} NOT NULL`,
  `hash ${TEXT} NOT NULL`,
  `key ${TEXT} NOT NULL`,
  `mac ${TEXT} NOT NULL`,
  key('_audit_seal', 'n'),
];

const audits: WorkspaceMigration = (schema) => [
  // what is about the workspace as a whole is about no record
  ...['object', 'record', 'version'].map(
    (column) => `ALTER TABLE ${qualified(schema, '_audit')} ALTER COLUMN ${column} DROP NOT NULL`,
  ),
  createTable(schema, '_audit_seal', SEAL),
  // for the sealer, which goes by transactions
  `CREATE INDEX _audit_tx_idx ON ${qualified(schema, '_audit')} (tx)`,
  // for whoever looks something up
  `CREATE INDEX _audit_actor_idx ON ${qualified(schema, '_audit')} (actor, at, id)`,
  `CREATE INDEX _audit_object_idx ON ${qualified(schema, '_audit')} (object, at, id)`,
  `CREATE INDEX _audit_op_idx ON ${qualified(schema, '_audit')} (op, at, id) WHERE op NOT IN ('create', 'update')`,
];

/**
 * The teams of records: users and teams who reach one besides its owner, each once, the day of `until` included.
 */
const COLLABORATOR: Columns = [
  `object_id ${TEXT} NOT NULL`,
  'record_id uuid NOT NULL',
  'member uuid NOT NULL',
  `kind ${TEXT} NOT NULL`,
  `access ${TEXT} NOT NULL`,
  'until date',
  'added_by uuid',
  `added_at ${MOMENT} NOT NULL`,
  key('_collaborator', 'object_id', 'record_id', 'member'),
];

/** Which records changed hands together, and whose they were: so it can be taken back. */
const TRANSFER: Columns = [
  'id uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  'to_owner uuid NOT NULL',
  'by_user uuid',
  `at ${MOMENT} NOT NULL`,
  `undone_at ${MOMENT}`,
  key('_transfer', 'id'),
];

const TRANSFER_ROW: Columns = [
  'transfer_id uuid NOT NULL',
  `object_id ${TEXT} NOT NULL`,
  'record_id uuid NOT NULL',
  'from_owner uuid',
  key('_transfer_row', 'transfer_id', 'object_id', 'record_id'),
];

const teams: WorkspaceMigration = (schema) => [
  createTable(schema, '_collaborator', COLLABORATOR),
  // for the records that somebody reaches so
  `CREATE INDEX _collaborator_member_idx ON ${qualified(schema, '_collaborator')} (member, object_id) INCLUDE (record_id, access, until)`,
  createTable(schema, '_transfer', TRANSFER),
  createTable(schema, '_transfer_row', TRANSFER_ROW),
];

/** What somebody who leaves hands over: the job, which is taken up where it was interrupted, and each record of it. */
const HANDOVER: Readonly<Record<string, Columns>> = {
  _handover: [
    'id uuid NOT NULL',
    'user_id uuid NOT NULL',
    // who takes over; null: nobody, only those who reported get another manager
    'to_user uuid',
    'to_manager uuid',
    'actor uuid',
    `state ${TEXT} NOT NULL`,
    // ids of the fields by which records are handed over
    `places text[] COLLATE "C" NOT NULL`,
    `at ${MOMENT} NOT NULL`,
    `written_at ${MOMENT} NOT NULL`,
    key('_handover', 'id'),
  ],
  // given: who it was handed to; a problem: why it stayed
  _handover_record: [
    'handover uuid NOT NULL',
    `field ${TEXT} NOT NULL`,
    'record uuid NOT NULL',
    'given uuid',
    `problem ${TEXT}`,
    key('_handover_record', 'handover', 'field', 'record'),
  ],
};

const handovers: WorkspaceMigration = (schema) => [
  ...Object.entries(HANDOVER).map(([table, columns]) => createTable(schema, table, columns)),
  `CREATE INDEX _handover_open_idx ON ${qualified(schema, '_handover')} (written_at) WHERE state IN ('running', 'undoing')`,
];

const onBehalf: WorkspaceMigration = (schema) => [
  // for what is done in somebody's name
  `CREATE INDEX _audit_behalf_idx ON ${qualified(schema, '_audit')} (on_behalf, at, id) WHERE on_behalf IS NOT NULL`,
];

const salts: WorkspaceMigration = (schema) => [
  // sealed with the entry and erased with its values, which nobody finds by trying then; entries of before have none
  `ALTER TABLE ${qualified(schema, '_audit')} ADD COLUMN salt uuid`,
  `ALTER TABLE ${qualified(schema, '_audit')} ALTER COLUMN salt SET DEFAULT gen_random_uuid()`,
];

const readRecords: WorkspaceMigration = (schema) => [
  // for who has read of a record in a list
  `CREATE INDEX _audit_read_idx ON ${qualified(schema, '_audit')} USING gin ((changes::jsonb -> 'records') jsonb_path_ops) WHERE op = 'read' AND record IS NULL`,
];

/**
 * By which channel and for what somebody may be contacted, as it was said each time; without channel and purpose it is
 * about all of them. It is said of a record, and by salted hashes of the addresses at which somebody is reached.
 */
const CONSENT: Columns = [
  'id uuid NOT NULL',
  // when it was said, which decides, and when it was written down
  `at ${MOMENT} NOT NULL`,
  `recorded_at ${MOMENT} NOT NULL`,
  `object_id ${TEXT}`,
  'record uuid',
  `hashes text[] COLLATE "C" NOT NULL DEFAULT '{}'`,
  `channel ${TEXT}`,
  `purpose ${TEXT}`,
  `state ${TEXT} NOT NULL`,
  `basis ${TEXT}`,
  'until date',
  `source ${TEXT}`,
  `words ${TEXT}`,
  `evidence ${TEXT}`,
  'actor uuid',
  key('_consent', 'id'),
];

const consents: WorkspaceMigration = (schema) => [
  createTable(schema, '_consent', CONSENT),
  `CREATE INDEX _consent_record_idx ON ${qualified(schema, '_consent')} (record) WHERE record IS NOT NULL`,
  // asked by every write of an address: it is never to look through what was not sorted in yet
  `CREATE INDEX _consent_hashes_idx ON ${qualified(schema, '_consent')} USING gin (hashes) WITH (fastupdate = off)`,
  // for what comes to an end
  `CREATE INDEX _consent_until_idx ON ${qualified(schema, '_consent')} (until) WHERE until IS NOT NULL`,
  // goes along with a backup: hashes made in another installation are known there too
  createTable(schema, '_consent_salt', [
    'one smallint NOT NULL',
    'salt uuid NOT NULL',
    key('_consent_salt', 'one'),
  ]),
  `INSERT INTO ${qualified(schema, '_consent_salt')} (one, salt) VALUES (1, gen_random_uuid())`,
];

/** Keys of what is kept encrypted, each wrapped by a master that follows from the secret key. */
const DATA_KEY: Columns = [
  `purpose ${TEXT} NOT NULL`,
  'version int NOT NULL',
  `wrapped ${TEXT} NOT NULL`,
  `master ${TEXT} NOT NULL`,
  `created_at ${MOMENT} NOT NULL`,
  key('_data_key', 'purpose', 'version'),
];

const dataKeys: WorkspaceMigration = (schema) => [createTable(schema, '_data_key', DATA_KEY)];

/**
 * Which records were made one, and what that changed: so it can be undone. `kind` of a row is `moved` (a record that
 * pointed at `origin`), `value` (a field of the survivor: what it held before and after), `team` or `file`.
 * `took` has the others and all that they had taken in before.
 */
const MERGE: Readonly<Record<string, Columns>> = {
  _merge: [
    'id uuid NOT NULL',
    `object_id ${TEXT} NOT NULL`,
    'survivor uuid NOT NULL',
    'others uuid[] NOT NULL',
    'took uuid[] NOT NULL',
    'by_user uuid',
    `at ${MOMENT} NOT NULL`,
    `undone_at ${MOMENT}`,
    key('_merge', 'id'),
  ],
  _merge_row: [
    'merge_id uuid NOT NULL',
    `kind ${TEXT} NOT NULL`,
    `object_id ${TEXT} NOT NULL`,
    'record uuid NOT NULL',
    `field ${TEXT} NOT NULL`,
    'origin uuid',
    `held ${TEXT}`,
    key('_merge_row', 'merge_id', 'kind', 'object_id', 'record', 'field'),
  ],
};

const merges: WorkspaceMigration = (schema) => [
  ...Object.entries(MERGE).map(([table, columns]) => createTable(schema, table, columns)),
  // for what was said of those that a record has taken in
  `CREATE INDEX _merge_survivor_idx ON ${qualified(schema, '_merge')} (survivor) WHERE undone_at IS NULL`,
  // for what is taken out of it where a record is destroyed
  `CREATE INDEX _merge_row_record_idx ON ${qualified(schema, '_merge_row')} (record)`,
];

/**
 * The engine's own tables in a workspace's schema. Nothing points out of the schema, nothing is a sequence
 * or a trigger, every table has a primary key; times, ids and versions are the application's. Texts compare
 * by code point, as the columns of records do. A migration is never changed once it was released, only
 * followed by another.
 */
export const WORKSPACE_MIGRATIONS: readonly WorkspaceMigration[] = [
  first,
  files,
  audits,
  teams,
  handovers,
  onBehalf,
  salts,
  readRecords,
  consents,
  dataKeys,
  matches,
  merges,
  importJobs,
  exports,
  exportSchedules,
  importMappings,
  duplicates,
];
