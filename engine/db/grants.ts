import type { ClientBase } from 'pg';
import { qualified, quote } from './names.ts';

const RECORDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** What is written once and never changed. */
const ADDED_TO: ReadonlySet<string> = new Set(['_audit', '_consent']);
const READ: ReadonlySet<string> = new Set(['_stage', '_migration', '_audit_seal', '_consent_salt']);

/** What a workspace's own login may do with a table; the engine's login, which owns it, does the rest. */
function privilegesOn(table: string, isPartition: boolean): readonly string[] {
  // partitions are reached through their table
  if (isPartition) return [];
  if (ADDED_TO.has(table)) return ['SELECT', 'INSERT'];
  if (table.startsWith('_meta_') || READ.has(table)) return ['SELECT'];
  return RECORDS;
}

interface Held {
  readonly table: string;
  readonly partition: boolean;
  readonly role: string;
  readonly privileges: readonly string[];
}

const HELD = `
  SELECT c.relname::text AS "table", c.relispartition AS "partition", r.rolname::text AS role,
    array_agg(a.privilege_type::text) AS privileges
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL aclexplode(c.relacl) a
  JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.grantee <> c.relowner
  GROUP BY 1, 2, 3`;

/** Takes from everybody but the owner what `privilegesOn` does not give: new tables come with all of `RECORDS`. */
export async function restrictTables(client: ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<Held>({ text: HELD, values: [schema] });
  for (const { table, partition, role, privileges } of rows) {
    const allowed = privilegesOn(table, partition);
    const excess = privileges.filter((privilege) => !allowed.includes(privilege));
    if (excess.length === 0) continue;
    await client.query(`REVOKE ${excess.join(', ')} ON ${qualified(schema, table)} FROM ${quote(role)}`);
  }
}

/** Lets a role work with the records of a workspace: its tables now and later, and nothing else. */
export async function grantWorkspace(client: ClientBase, schema: string, role: string): Promise<void> {
  const [where, who, what] = [quote(schema), quote(role), RECORDS.join(', ')];
  await client.query(`GRANT USAGE ON SCHEMA ${where} TO ${who}`);
  await client.query(`GRANT ${what} ON ALL TABLES IN SCHEMA ${where} TO ${who}`);
  await client.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA ${where} GRANT ${what} ON TABLES TO ${who}`);
  await restrictTables(client, schema);
}
