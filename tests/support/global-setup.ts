import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { quote, startEmbedded } from '../../engine/db/index.ts';
import type { TestServer } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** address that answers with the `TestServer` of this run */
    testServer: string;
  }
}

interface Running extends TestServer {
  stop(): Promise<void>;
}

/**
 * One Postgres for the whole run, started when the first test file asks for it: a run of pure tests has none.
 * It lives in a temporary folder and is not durable. With DATABASE_URL that server is used instead.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined;
  const broker = createServer((_, response) => {
    running ??= process.env.DATABASE_URL ? adoptServer(process.env.DATABASE_URL) : startServer();
    running.then(
      ({ superuser, login, run, isEmbedded }) =>
        response.end(JSON.stringify({ superuser, login, run, isEmbedded } satisfies TestServer)),
      (error: Error) => response.writeHead(500).end(error.stack),
    );
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  project.provide('testServer', `http://127.0.0.1:${(broker.address() as AddressInfo).port}/`);
  return async () => {
    broker.close();
    broker.closeAllConnections();
    const started = await running?.catch(() => undefined);
    await started?.stop();
  };
}

const newRun = (): string => randomBytes(4).toString('hex');

/** A server of its own in a temporary folder, gone when it is stopped. */
export async function startServer(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-tests-'));
  await chmod(folder, 0o711);
  const server = await startEmbedded(folder, { isDurable: false, settings: { max_connections: '200' } });
  return {
    superuser: server.superuser,
    login: server.connectionString,
    run: newRun(),
    isEmbedded: true,
    stop: async () => {
      await server.stop();
      await removeFolder(folder);
    },
  };
}

/** Where Postgres' user cannot reach temporary folders, the data lies elsewhere and a file says where. */
async function removeFolder(folder: string): Promise<void> {
  const place = join(folder, 'postgres');
  if ((await stat(place)).isFile()) {
    await rm((await readFile(place, 'utf8')).trim(), { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}

async function adoptServer(connectionString: string): Promise<Running> {
  const run = newRun();
  return {
    superuser: connectionString,
    login: connectionString,
    run,
    isEmbedded: false,
    stop: () => dropDatabases(connectionString, `test_${run}_`),
  };
}

async function dropDatabases(connectionString: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>({
      text: 'SELECT datname::text AS name FROM pg_catalog.pg_database WHERE starts_with(datname::text, $1)',
      values: [prefix],
    });
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
