import type { ClientBase, Pool } from 'pg';
import { Problem } from '../errors.ts';
import { transaction } from './connect.ts';
import { CONTROL_MIGRATIONS } from './control-tables.ts';
import { restrictTables } from './grants.ts';
import { quote } from './names.ts';
import { missingPartitions } from './partitions.ts';
import { WORKSPACE_MIGRATIONS } from './workspace-tables.ts';

export { createWorkspaceRole, dropWorkspaceRole, type WorkspaceRole } from './roles.ts';

/** Waits for a process that does the same, at most this long. */
const WAIT = "SET LOCAL lock_timeout = '60s'";
/** Then for nobody: who reads or writes is never made to queue behind a change of the engine's tables. */
const NO_QUEUE = "SET LOCAL lock_timeout = '2s'";

/** Runs after every other process that does the same work, until the transaction ends. */
export async function takeTurn(client: ClientBase, work: string): Promise<void> {
  await client.query(WAIT);
  await client.query({
    text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [`guanxi:${work}`],
  });
  await client.query(NO_QUEUE);
}

/** The number of the last step that was run in a schema; 0 before the first. */
async function lastMigration(on: Pool | ClientBase, schema: string, table: string): Promise<number> {
  const name = `${quote(schema)}.${quote(table)}`;
  const { rows } = await on.query<{ exists: boolean }>({
    text: 'SELECT to_regclass($1) IS NOT NULL AS exists',
    values: [name],
  });
  if (!rows[0]!.exists) return 0;
  const last = await on.query<{ n: number }>(`SELECT coalesce(max(n), 0) AS n FROM ${name}`);
  return last.rows[0]!.n;
}

/** Runs the steps after the last one, and notes each. A schema that knows more steps than this code is left alone. */
async function migrate(
  client: ClientBase,
  schema: string,
  table: string,
  steps: readonly (readonly string[])[],
): Promise<void> {
  const name = `${quote(schema)}.${quote(table)}`;
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${name} (n int NOT NULL CONSTRAINT ${table}_pkey PRIMARY KEY, at timestamptz(3) NOT NULL)`,
  );
  const last = await lastMigration(client, schema, table);
  assertKnown(last, steps.length);
  for (const [index, statements] of steps.entries()) {
    if (index < last) continue;
    for (const statement of statements) await client.query(statement);
    await client.query({ text: `INSERT INTO ${name} (n, at) VALUES ($1, now())`, values: [index + 1] });
  }
}

function assertKnown(last: number, known: number): void {
  if (last > known) throw new Problem('db.newer', { given: last, known });
}

/** Makes or brings up to date what the installation has once: schemas `control` and `auth`, and the trigrams. */
export async function migrateControl(pool: Pool): Promise<void> {
  const last = await lastMigration(pool, 'control', 'migration');
  assertKnown(last, CONTROL_MIGRATIONS.length);
  if (last === CONTROL_MIGRATIONS.length) return;
  await transaction(pool, async (client) => {
    await takeTurn(client, 'control');
    await createTrigrams(client);
    await client.query('CREATE SCHEMA IF NOT EXISTS control');
    await client.query('CREATE SCHEMA IF NOT EXISTS auth');
    await migrate(client, 'control', 'migration', CONTROL_MIGRATIONS);
  });
}

/** The extension that searches use; where the operator has put it elsewhere it stays there. */
export async function createTrigrams(client: ClientBase): Promise<void> {
  const { rows } = await client.query("SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_trgm'");
  if (rows.length > 0) return;
  try {
    await client.query('CREATE EXTENSION pg_trgm WITH SCHEMA public');
  } catch (error) {
    throw new Problem('db.trigrams', { reason: (error as Error).message });
  }
}

/**
 * Makes the schema of a new workspace with the engine's tables, in the caller's transaction, on the engine's
 * own login. Objects' tables come by publish.
 */
export async function createWorkspaceTables(
  client: ClientBase,
  schema: string,
  now = new Date(),
): Promise<void> {
  await client.query(`CREATE SCHEMA ${quote(schema)}`);
  await migrateWorkspace(client, schema, now);
}

/** Brings the engine's tables of a workspace up to date, in the caller's transaction. */
export async function migrateWorkspace(client: ClientBase, schema: string, now = new Date()): Promise<void> {
  await takeTurn(client, `workspace ${schema}`);
  const steps = WORKSPACE_MIGRATIONS.map((statementsFor) => statementsFor(schema));
  await migrate(client, schema, '_migration', steps);
  for (const statement of await missingPartitions(client, schema, now)) await client.query(statement);
  await restrictTables(client, schema);
}

/** Sees to it that the audit has its tables of this and the next two months; at start and once a day. */
export async function makePartitions(pool: Pool, schema: string, now: Date): Promise<void> {
  await transaction(pool, async (client) => {
    if ((await missingPartitions(client, schema, now)).length === 0) return;
    await takeTurn(client, `workspace ${schema}`);
    for (const statement of await missingPartitions(client, schema, now)) await client.query(statement);
    await restrictTables(client, schema);
  });
}
