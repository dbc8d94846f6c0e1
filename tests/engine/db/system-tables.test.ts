import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, type Database, query, transaction } from '../../../engine/db/connect.ts';
import {
  createWorkspaceRole,
  createWorkspaceTables,
  dropWorkspaceRole,
  makePartitions,
  migrateControl,
  migrateWorkspace,
  qualified,
  quote,
} from '../../../engine/db/index.ts';
import { WORKSPACE_MIGRATIONS } from '../../../engine/db/workspace-tables.ts';
import { schemaFaults } from '../../support/catalogue-lint.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

const NOW = new Date('2026-11-30T23:59:00Z');
const SCHEMA = 'ws_sample';

let fresh: FreshDatabase;
let db: Database;
let role: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connectDatabase({ connectionString: fresh.connectionString });
  await migrateControl(db.direct());
  await transaction(db.direct(), async (client) => {
    await createWorkspaceTables(client, SCHEMA, NOW);
    role = (await createWorkspaceRole(client, { name: 'sample', schema: SCHEMA }))!.role;
  });
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
});

const rowsOf = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await query<Row>(db.direct(), { text, values })).rows;

const tablesOf = async (schema: string): Promise<string[]> =>
  (
    await rowsOf<{ name: string }>(
      `SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = $1::regnamespace
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
      [schema],
    )
  ).map(({ name }) => name);

const partitionsOf = async (schema: string): Promise<string[]> =>
  (
    await rowsOf<{ name: string }>(
      `SELECT i.inhrelid::regclass::text AS name FROM pg_inherits i WHERE i.inhparent = $1::regclass ORDER BY 1`,
      [`${schema}._audit`],
    )
  ).map(({ name }) => name.slice(schema.length + 1));

describe('control', () => {
  test('is made once, however many processes start together', async () => {
    const other = await freshDatabase();
    const databases = await Promise.all(
      Array.from({ length: 4 }, () => connectDatabase({ connectionString: other.connectionString })),
    );
    await Promise.all(databases.map((one) => migrateControl(one.direct())));
    const { rows } = await query(databases[0]!.direct(), { text: 'SELECT n FROM control.migration' });
    expect(rows.length).toBeGreaterThan(0);
    await Promise.all(databases.map((one) => one.close()));
    await other.drop();
  });

  test('holds tables with keys and nothing that runs by itself', async () => {
    expect(await tablesOf('control')).toEqual(expect.arrayContaining(['api_key', 'migration', 'workspace']));
    expect(await schemaFaults(db.direct(), 'control')).toEqual([]);
    expect(await tablesOf('auth')).toEqual([]);
  });

  test('written by a newer engine is left alone', async () => {
    const other = await freshDatabase();
    const newer = await connectDatabase({ connectionString: other.connectionString });
    await migrateControl(newer.direct());
    await query(newer.direct(), { text: 'INSERT INTO control.migration (n, at) VALUES (99, now())' });
    await expect(migrateControl(newer.direct())).rejects.toMatchObject({ code: 'db.newer' });
    await newer.close();
    await other.drop();
  });

  test('takes the trigrams from where the operator has put them', async () => {
    const other = await freshDatabase();
    const before = await connectDatabase({ connectionString: other.connectionString });
    await query(before.direct(), { text: 'CREATE SCHEMA "Our extensions"' });
    await query(before.direct(), { text: 'CREATE EXTENSION pg_trgm WITH SCHEMA "Our extensions"' });
    await before.close();
    const after = await connectDatabase({ connectionString: other.connectionString });
    await migrateControl(after.direct());
    const { rows } = await query(after.direct(), { text: `SELECT show_trgm('关系') <> '{}' AS found` });
    expect(rows).toEqual([{ found: true }]);
    await after.close();
    await other.drop();
  });
});

describe('a workspace', () => {
  test('has the engine’s tables and no faults', async () => {
    expect(await tablesOf(SCHEMA)).toEqual([
      '_audit',
      '_audit_seal',
      '_collaborator',
      '_consent',
      '_consent_salt',
      '_counter',
      '_data_key',
      '_duplicate',
      '_duplicate_scan',
      '_event',
      '_export',
      '_export_schedule',
      '_file',
      '_handover',
      '_handover_record',
      '_idempotency',
      '_import',
      '_import_file',
      '_import_held',
      '_import_mapping',
      '_import_refused',
      '_import_row',
      '_match',
      '_merge',
      '_merge_row',
      '_meta_alias',
      '_meta_current',
      '_meta_dep',
      '_meta_doc',
      '_meta_draft',
      '_meta_draft_doc',
      '_meta_history',
      '_meta_physical',
      '_meta_step',
      '_meta_version',
      '_migration',
      '_stage',
      '_stage_history',
      '_transfer',
      '_transfer_row',
      '_user_role',
    ]);
    expect(await schemaFaults(db.direct(), SCHEMA)).toEqual([]);
  });

  test('the faults would be found', async () => {
    const bad = ['CREATE SCHEMA ws_bad', 'CREATE TABLE ws_bad.keyless (n int)'];
    bad.push(
      'CREATE TABLE ws_bad.far (id uuid PRIMARY KEY, w uuid REFERENCES control.workspace (id), n serial)',
      `CREATE FUNCTION ws_bad.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'`,
      'CREATE TRIGGER t BEFORE INSERT ON ws_bad.far FOR EACH ROW EXECUTE FUNCTION ws_bad.f()',
      `CREATE INDEX ${'i'.repeat(51)} ON ws_bad.far (w)`,
    );
    for (const text of bad) await query(db.direct(), { text });
    expect((await schemaFaults(db.direct(), 'ws_bad')).sort()).toEqual([
      'f is a sequence, function or view',
      'far has the trigger t',
      'far_n_seq is a sequence, function or view',
      `${'i'.repeat(51)} is 51 bytes long`,
      'keyless has no primary key',
      'ws_bad.far refers to control.workspace by far_w_fkey',
    ]);
  });

  test('begins at version 0, and has one present', async () => {
    const current = await rowsOf(`SELECT v, physical FROM ${qualified(SCHEMA, '_meta_current')}`);
    expect(current).toEqual([{ v: 0, physical: 0 }]);
    const second = `INSERT INTO ${qualified(SCHEMA, '_meta_current')} (one, v, physical, checksum, min_engine) VALUES (2, 0, 0, '', '')`;
    await expect(query(db.direct(), { text: second })).rejects.toMatchObject({ code: '23514' });
  });

  test('is brought up to date any number of times, also by several at once', async () => {
    await Promise.all(
      Array.from({ length: 3 }, () =>
        transaction(db.direct(), (client) => migrateWorkspace(client, SCHEMA, NOW)),
      ),
    );
    const each = WORKSPACE_MIGRATIONS.map((_, at) => ({ n: at + 1 }));
    expect(await rowsOf(`SELECT n FROM ${qualified(SCHEMA, '_migration')} ORDER BY n`)).toEqual(each);
  });

  test('is made whole or not at all', async () => {
    const failed = transaction(db.direct(), async (client) => {
      await createWorkspaceTables(client, 'ws_half', NOW);
      await createWorkspaceRole(client, { name: 'half', schema: 'ws_half' });
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect(await rowsOf(`SELECT FROM pg_namespace WHERE nspname = 'ws_half'`)).toEqual([]);
    expect(await rowsOf(`SELECT FROM pg_roles WHERE starts_with(rolname, 'gx_half_')`)).toEqual([]);
  });
});

describe('the workspace’s own login', () => {
  const ALL = 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'.split(', ');
  const held = async (table: string): Promise<string> => {
    const [row] = await rowsOf<{ held: string[] }>(
      `SELECT array(SELECT p FROM unnest($3::text[]) p WHERE has_table_privilege($1, $2, p)) AS held`,
      [role, qualified(SCHEMA, table), ALL],
    );
    return row!.held.join();
  };

  test.each([
    ['_event', 'SELECT,INSERT,UPDATE,DELETE'],
    ['_counter', 'SELECT,INSERT,UPDATE,DELETE'],
    ['_idempotency', 'SELECT,INSERT,UPDATE,DELETE'],
    ['_audit', 'SELECT,INSERT'],
    ['_audit_seal', 'SELECT'],
    ['_audit_default', ''],
    ['_audit_2026_11', ''],
    ['_stage', 'SELECT'],
    ['_meta_current', 'SELECT'],
    ['_meta_doc', 'SELECT'],
    ['_migration', 'SELECT'],
  ])('may do with %s: %s', async (table, privileges) => expect(await held(table)).toBe(privileges));

  test('works with tables that publish makes later, but makes none', async () => {
    await query(db.direct(), {
      text: `CREATE TABLE ${qualified(SCHEMA, 'o_later_000000')} (id uuid PRIMARY KEY)`,
    });
    expect(await held('o_later_000000')).toBe('SELECT,INSERT,UPDATE,DELETE');
    const [row] = await rowsOf<{ rights: boolean[] }>(
      `SELECT array[has_schema_privilege($1, '${SCHEMA}', 'CREATE'), has_schema_privilege($1, 'public', 'CREATE'),
        has_schema_privilege($1, 'control', 'USAGE'), has_schema_privilege($1, 'auth', 'USAGE'),
        has_database_privilege($1, current_database(), 'CREATE'), has_database_privilege($1, current_database(), 'TEMPORARY')] AS rights`,
      [role],
    );
    expect(row!.rights).toEqual([false, false, false, false, false, false]);
  });

  test('is no member of anything and makes no roles', async () => {
    const [row] = await rowsOf(
      `SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS special,
        EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) AS member FROM pg_roles r WHERE rolname = $1`,
      [role],
    );
    expect(row).toEqual({ special: false, member: false });
  });

  test('goes with its workspace', async () => {
    const login = await transaction(db.direct(), async (client) => {
      await createWorkspaceTables(client, 'ws_gone', NOW);
      return createWorkspaceRole(client, { name: 'gone', schema: 'ws_gone' });
    });
    await transaction(db.direct(), async (client) => {
      await dropWorkspaceRole(client, login!.role);
      await client.query('SELECT 1');
    });
    expect(await rowsOf('SELECT FROM pg_roles WHERE rolname = $1', [login!.role])).toHaveLength(1);
    await transaction(db.direct(), async (client) => {
      await client.query(`DROP SCHEMA ${quote('ws_gone')} CASCADE`);
      await dropWorkspaceRole(client, login!.role);
    });
    expect(await rowsOf('SELECT FROM pg_roles WHERE rolname = $1', [login!.role])).toEqual([]);
  });
});

describe('the audit', () => {
  const entry = async (at: string): Promise<void> => {
    await query(db.direct(), {
      text: `INSERT INTO ${qualified(SCHEMA, '_audit')} (at, id, object, record, version, op, changes, v)
        VALUES ($1, $2, 'obj_sample01', $3, 1, 'create', '{}', 1)`,
      values: [at, randomUUID(), randomUUID()],
    });
  };
  const homes = (at: string) =>
    rowsOf<{ home: string }>(
      `SELECT tableoid::regclass::text AS home FROM ${qualified(SCHEMA, '_audit')} WHERE at = $1`,
      [at],
    );

  test('has a table for this and the next two months, by UTC', async () => {
    expect(await partitionsOf(SCHEMA)).toEqual([
      '_audit_2026_11',
      '_audit_2026_12',
      '_audit_2027_01',
      '_audit_default',
    ]);
    await entry('2026-11-30T23:59:59.999Z');
    await entry('2026-12-01T00:00:00.000Z');
    expect(await homes('2026-11-30T23:59:59.999Z')).toEqual([{ home: `${SCHEMA}._audit_2026_11` }]);
    expect(await homes('2026-12-01T00:00:00.000Z')).toEqual([{ home: `${SCHEMA}._audit_2026_12` }]);
  });

  test('takes what came before its table was made into it', async () => {
    await entry('2027-02-14T00:00:00.000Z');
    await entry('2020-01-01T00:00:00.000Z');
    expect(await homes('2027-02-14T00:00:00.000Z')).toEqual([{ home: `${SCHEMA}._audit_default` }]);
    const later = new Date('2026-12-31T12:00:00Z');
    await Promise.all(Array.from({ length: 3 }, () => makePartitions(db.direct(), SCHEMA, later)));
    expect(await homes('2027-02-14T00:00:00.000Z')).toEqual([{ home: `${SCHEMA}._audit_2027_02` }]);
    expect(await homes('2020-01-01T00:00:00.000Z')).toEqual([{ home: `${SCHEMA}._audit_default` }]);
    expect(await partitionsOf(SCHEMA)).toContain('_audit_2027_02');
    expect(await schemaFaults(db.direct(), SCHEMA)).toEqual([]);
  });

  test('is written while its next table is attached', async () => {
    let isDone = false;
    const writing = (async () => {
      let written = 0;
      for (; !isDone; written++) await entry('2027-01-15T00:00:00.000Z');
      return written;
    })();
    await makePartitions(db.direct(), SCHEMA, new Date('2027-03-01T00:00:00Z'));
    isDone = true;
    expect(await writing).toBeGreaterThan(0);
    expect(await partitionsOf(SCHEMA)).toContain('_audit_2027_05');
  });
});
