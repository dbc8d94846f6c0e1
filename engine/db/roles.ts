import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { grantWorkspace } from './grants.ts';
import { literal, quote, workspaceRole } from './names.ts';
import { randomPassword, scramVerifier } from './scram.ts';

export interface WorkspaceRole {
  readonly role: string;
  readonly password: string;
}

interface Rights {
  readonly makesRoles: boolean;
  readonly setsMessages: boolean;
}

/**
 * Makes the login of a workspace and grants it the workspace's tables; null where the engine's own login may
 * not make roles: then the workspace uses that one. Runs in the caller's transaction; what is returned
 * belongs into `control.workspace`.
 */
export async function createWorkspaceRole(
  client: ClientBase,
  workspace: { readonly name: string; readonly schema: string },
): Promise<WorkspaceRole | null> {
  const { rows } = await client.query<Rights>(
    `SELECT rolcreaterole OR rolsuper AS "makesRoles", has_parameter_privilege('lc_messages', 'SET') AS "setsMessages"
      FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  const { makesRoles, setsMessages } = rows[0]!;
  if (!makesRoles) return null;
  const role = workspaceRole(workspace.name, randomUUID());
  const password = randomPassword();
  const who = quote(role);
  await client.query(
    `CREATE ROLE ${who} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${literal(scramVerifier(password))}`,
  );
  if (setsMessages) await client.query(`ALTER ROLE ${who} SET lc_messages = 'C'`);
  await grantWorkspace(client, workspace.schema, role);
  return { role, password };
}

/**
 * Takes a workspace's login away, after its schema is dropped. Another database of the server may be a copy
 * that still uses it; then it stays.
 */
export async function dropWorkspaceRole(client: ClientBase, role: string): Promise<void> {
  await client.query('SAVEPOINT drop_role');
  try {
    await client.query(`DROP ROLE IF EXISTS ${quote(role)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '2BP01') throw error;
    await client.query('ROLLBACK TO SAVEPOINT drop_role');
  }
}
