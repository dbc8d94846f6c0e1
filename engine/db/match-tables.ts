import { qualified } from './names.ts';
import { createTable, key, TEXT, type WorkspaceMigration } from './table-sql.ts';

/** Under which numbers a record is found by match rules: one row for each rule of its object. */
export const matches: WorkspaceMigration = (schema) => [
  createTable(schema, '_match', [
    'record uuid NOT NULL',
    `rule ${TEXT} NOT NULL`,
    'keys bigint[] NOT NULL',
    key('_match', 'record', 'rule'),
  ]),
  `CREATE INDEX _match_keys_idx ON ${qualified(schema, '_match')} USING gin (keys)`,
];
