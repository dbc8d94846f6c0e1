import { qualified } from './names.ts';
import { type Columns, createTable, key, MOMENT, TEXT, type WorkspaceMigration } from './table-sql.ts';

const IMPORT: Readonly<Record<string, Columns>> = {
  // one file of an import, numbered in the order in which they are written: what it is, and what became of its rows
  _import_file: [
    'import_id uuid NOT NULL',
    'file int NOT NULL',
    `object ${TEXT} NOT NULL`,
    `name ${TEXT} NOT NULL`,
    `form ${TEXT} NOT NULL`,
    `ignored ${TEXT} NOT NULL`,
    // under which id its bytes are kept until the import has ended
    'upload uuid',
    // of the file, and those of them that are done with: line items of one record are several
    'rows int NOT NULL',
    'taken int NOT NULL DEFAULT 0',
    'created int NOT NULL DEFAULT 0',
    'updated int NOT NULL DEFAULT 0',
    'skipped int NOT NULL DEFAULT 0',
    'failed int NOT NULL DEFAULT 0',
    key('_import_file', 'import_id', 'file'),
  ],
  _import_refused: [
    'import_id uuid NOT NULL',
    'file int NOT NULL',
    '"row" int NOT NULL',
    `cells ${TEXT} NOT NULL`,
    `problems ${TEXT} NOT NULL`,
    key('_import_refused', 'import_id', 'file', '"row"'),
  ],
  // what records held of which fields before an import changed them, and after it
  _import_held: [
    'import_id uuid NOT NULL',
    'file int NOT NULL',
    '"row" int NOT NULL',
    `object ${TEXT} NOT NULL`,
    'record uuid NOT NULL',
    `held ${TEXT} NOT NULL`,
    key('_import_held', 'import_id', 'file', '"row"'),
  ],
};

/** Imports of before told all of it in one report. */
function splitReports(at: (table: string) => string): readonly string[] {
  const files = `${at('_import')} i, jsonb_array_elements(i.counts::jsonb -> 'files') WITH ORDINALITY f (v, n)`;
  const part = `(i.report::jsonb -> 'files' -> (f.n - 1)::int)`;
  const count = (name: string) => `coalesce((f.v ->> '${name}')::int, 0)`;
  return [
    `INSERT INTO ${at('_import_file')} (import_id, file, object, name, form, ignored, rows, taken, created, updated, failed)` +
      ` SELECT i.id, f.n - 1, f.v ->> 'object', f.v ->> 'file', jsonb_build_object('headings', coalesce(${part} -> 'headings', '[]'))::text,` +
      ` coalesce(${part} -> 'ignored', '[]')::text, ${count('rows')}, ${count('rows')}, ${count('created')}, ${count('updated')}, ${count('failed')} FROM ${files}`,
    `INSERT INTO ${at('_import_refused')} (import_id, file, "row", cells, problems)` +
      ` SELECT i.id, f.n - 1, (r ->> 'row')::int, (r -> 'cells')::text, (r -> 'problems')::text FROM ${files}, jsonb_array_elements(${part} -> 'refused') r ON CONFLICT DO NOTHING`,
    `UPDATE ${at('_import')} SET report = ((report::jsonb) - 'files')::text WHERE report IS NOT NULL`,
  ];
}

/**
 * An import is a job: its row says who asked for it, how far it is and who is at work on it; each row of its files that is done
 * with stands in a table, by its number.
 */
export const importJobs: WorkspaceMigration = (schema) => {
  const at = (table: string): string => qualified(schema, table);
  return [
    ...Object.entries(IMPORT).map(([table, columns]) => createTable(schema, table, columns)),
    // where a record is destroyed, or a person erased
    `CREATE INDEX _import_held_record_idx ON ${at('_import_held')} (record)`,
    ...splitReports(at),
    `ALTER TABLE ${at('_import')} DROP COLUMN counts, ADD COLUMN secrets ${TEXT}, ADD COLUMN terms ${TEXT}, ADD COLUMN lease uuid, ADD COLUMN leased_until ${MOMENT}, ADD COLUMN taken_at ${MOMENT}, ADD COLUMN taken_rows int NOT NULL DEFAULT 0, ADD COLUMN attempts int NOT NULL DEFAULT 0, ADD COLUMN ended_at ${MOMENT}, ADD COLUMN is_dry boolean NOT NULL DEFAULT false, ADD COLUMN is_stopping boolean NOT NULL DEFAULT false`,
    `UPDATE ${at('_import')} SET state = 'failed' WHERE state = 'running'`,
    `CREATE INDEX _import_open_idx ON ${at('_import')} (leased_until) WHERE state = 'running'`,
    `ALTER TABLE ${at('_import_row')} ADD COLUMN file int, ADD COLUMN "row" int, ADD COLUMN made ${TEXT} NOT NULL DEFAULT 'created'`,
    `UPDATE ${at('_import_row')} o SET file = -1, "row" = n.n FROM (SELECT import_id, object, record, row_number() OVER (PARTITION BY import_id) AS n FROM ${at('_import_row')}) n WHERE (o.import_id, o.object, o.record) = (n.import_id, n.object, n.record)`,
    `ALTER TABLE ${at('_import_row')} DROP CONSTRAINT _import_row_pkey, ADD CONSTRAINT _import_row_pkey PRIMARY KEY (import_id, file, "row")`,
    `CREATE INDEX _import_row_record_idx ON ${at('_import_row')} (import_id, object, record)`,
  ];
};

/** What somebody has told columns to be, by the headings of a file: proposed again when such a file comes again. */
export const importMappings: WorkspaceMigration = (schema) => [
  createTable(schema, '_import_mapping', [
    'user_id uuid NOT NULL',
    `object_id ${TEXT} NOT NULL`,
    `headings ${TEXT} NOT NULL`,
    `columns ${TEXT} NOT NULL`,
    `at ${MOMENT} NOT NULL`,
    key('_import_mapping', 'user_id', 'object_id', 'headings'),
  ]),
];
