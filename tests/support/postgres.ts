import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { literal, quote } from '../../engine/db/index.ts';

/** The Postgres of a test run. */
export interface TestServer {
  /** connection string of who makes databases */
  readonly superuser: string;
  /** connection string of the engine's own login, who owns the databases of tests */
  readonly login: string;
  /** part of the names of its databases and logins */
  readonly run: string;
  readonly isEmbedded: boolean;
}

/** A database of one test file. */
export interface FreshDatabase {
  /** as the engine logs in */
  readonly connectionString: string;
  drop(): Promise<void>;
}

let known: Promise<TestServer> | undefined;

/** The server of this run, started at the first call. */
export function testServer(): Promise<TestServer> {
  known ??= fetch(inject('testServer')).then(async (response) => {
    if (!response.ok) throw new Error(await response.text());
    return response.json() as Promise<TestServer>;
  });
  return known;
}

/**
 * A database of its own, for `beforeAll`; its `drop` is for `afterAll`, once every connection is closed.
 * `template` is what `templateDatabase` returned: the database begins as a copy of it. Without one it is empty.
 */
export async function freshDatabase(template?: string): Promise<FreshDatabase> {
  const server = await testServer();
  const name = `test_${server.run}_${randomBytes(5).toString('hex')}`;
  await asSuperuser(server, (client) => createDatabase(client, server, name, template));
  return {
    connectionString: inDatabase(server.login, name),
    drop: () =>
      asSuperuser(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
      }),
  };
}

/**
 * The name of a database that `install` has filled, for `freshDatabase`. It is filled once per run and name,
 * by the first test file that asks; the others wait for it. `install` closes every connection that it opens.
 */
export async function templateDatabase(
  name: string,
  install: (connectionString: string) => Promise<void>,
): Promise<string> {
  const server = await testServer();
  const finished = `test_${server.run}_template_${name}`;
  await asSuperuser(server, async (client) => {
    // held by the session: who asks later waits here
    await client.query(`SELECT pg_advisory_lock(hashtextextended(${literal(finished)}, 0))`);
    const { rows } = await client.query(
      `SELECT FROM pg_catalog.pg_database WHERE datname = ${literal(finished)}`,
    );
    if (rows.length > 0) return;
    const unfinished = `test_${server.run}_${randomBytes(5).toString('hex')}`;
    await createDatabase(client, server, unfinished);
    await install(inDatabase(server.login, unfinished));
    await client.query(`ALTER DATABASE ${quote(unfinished)} RENAME TO ${quote(finished)}`);
  });
  return finished;
}

async function createDatabase(
  client: pg.Client,
  { login, isEmbedded }: TestServer,
  name: string,
  template?: string,
): Promise<void> {
  const owner = quote(decodeURIComponent(new URL(login).username));
  // a server of the operator's may be made with another encoding
  const foreign = `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`;
  const source = template ? `TEMPLATE ${quote(template)}` : isEmbedded ? '' : foreign;
  await client.query(`CREATE DATABASE ${quote(name)} OWNER ${owner} ${source}`);
  // rights over a database are not copied with it
  await client.query(`REVOKE TEMPORARY ON DATABASE ${quote(name)} FROM PUBLIC`);
}

async function asSuperuser<T>(server: TestServer, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.superuser });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

function inDatabase(connectionString: string, name: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}
