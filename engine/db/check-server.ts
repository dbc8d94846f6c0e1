import type { ClientBase, Pool } from 'pg';
import { type Labels, messageOf, Problem } from '../errors.ts';
import { isUntested, versionParams } from './server-version.ts';
import { createTrigrams, takeTurn } from './system-tables.ts';

export interface ServerReport {
  /** as the server spells it: `18.4` */
  readonly version: string;
  /** what works, but not as well as it could: told at start, and by doctor */
  readonly warnings: readonly Labels[];
}

interface Facts {
  readonly version: string;
  readonly number: number;
  readonly encoding: string;
  readonly ctype: string;
  readonly icu: boolean;
  readonly login: string;
  readonly makesRoles: boolean;
}

const FACTS = `
  SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
    current_setting('server_version_num')::int AS number,
    current_setting('server_encoding') AS encoding,
    d.datctype::text AS ctype,
    EXISTS (SELECT FROM pg_catalog.pg_collation WHERE collprovider = 'i' AND collname = 'und-x-icu') AS icu,
    r.rolname::text AS login,
    r.rolcreaterole OR r.rolsuper AS "makesRoles"
  FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
  WHERE d.datname = current_database() AND r.rolname = current_user`;

/**
 * Whether the server can carry the engine; refused with a sentence when not. Changes nothing: what it tries
 * out is rolled back.
 */
export async function checkServer(pool: Pool): Promise<ServerReport> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Facts>(FACTS);
    const facts = rows[0]!;
    if (facts.encoding !== 'UTF8') throw new Problem('db.encoding', { given: facts.encoding });
    if (!facts.icu) throw new Problem('db.icu');
    const warnings = [
      ...(isUntested(facts.number) ? [messageOf('db.version_untested', versionParams(facts.number))] : []),
      ...((await readsChinese(client)) ? [] : [messageOf('db.chinese_search', { given: facts.ctype })]),
      ...(facts.makesRoles ? [] : [messageOf('db.roles', { given: facts.login })]),
    ];
    return { version: facts.version, warnings };
  } finally {
    client.release();
  }
}

/** Whether trigrams take Chinese characters for letters: the database's own idea of them decides. */
async function readsChinese(client: ClientBase): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await takeTurn(client, 'control');
    await createTrigrams(client);
    const { rows } = await client.query<{ schema: string }>(
      `SELECT quote_ident(n.nspname) AS schema FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'`,
    );
    const found = await client.query<{ found: boolean }>(
      `SELECT ${rows[0]!.schema}.show_trgm('关系') <> '{}' AS found`,
    );
    return found.rows[0]!.found;
  } finally {
    await client.query('ROLLBACK');
  }
}
