import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Problem } from '../errors.ts';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import { openCluster, openHome, type ServerFolder } from './embedded-folder.ts';
import { stopOrphan, takeHome } from './embedded-owner.ts';
import type { PostgresUser } from './embedded-user.ts';
import { literal } from './names.ts';
import { scramVerifier } from './scram.ts';

/** A server that belongs to this process and ends with it, however it ends. */
export interface EmbeddedServer {
  /** of the engine's login, who owns the database and makes roles, but is no superuser */
  readonly connectionString: string;
  /** of the superuser, for tests and repair */
  readonly superuser: string;
  /** of PostgreSQL */
  readonly version: string;
  /** when the server ends, wanted or not */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** false: what a crash of the machine loses does not matter */
  readonly isDurable?: boolean;
  /** more of postgresql.conf */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Small enough to sit beside an idle engine, enough for a company's records. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  // nothing follows this server: less is written ahead
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  checkpoint_timeout: '15min',
  // processes that an idle server does not need
  io_method: 'sync',
  autovacuum_max_workers: '2',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  // its shared tables need more of /dev/shm than containers have
  enable_parallel_hash: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO',
  lc_messages: 'C',
  // refused statements are told to whoever sent them; their values do not belong into a log
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const DATABASE = 'guanxi';
const LOGIN = 'guanxi';
const POLL = 10;
/** Milliseconds: to recover after a crash of the machine, and to write out everything at the end. */
const START_PATIENCE = 300_000;
const STOP_PATIENCE = 60_000;
const PORTS_TRIED = 5;
const LOG_SIZE = 1_000_000;

/** Starts the server of a data folder, made at first use, and waits until it answers. */
export async function startEmbedded(
  dataDir: string,
  { isDurable = true, settings = {} }: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  const { home, user } = await openHome(dataDir);
  const giveBack = await takeHome(home);
  try {
    const binaries = await findBinaries(user);
    const folder = await openCluster(home, user, binaries, isDurable);
    await stopOrphan(folder.cluster, user, binaries);
    const all = { ...SETTINGS, ...(isDurable ? {} : NOT_DURABLE), ...settings };
    const running = await launch(folder, user, binaries, all);
    const version = await prepare(running.superuser, folder.secrets.login);
    return {
      connectionString: address(LOGIN, folder.secrets.login, running.port, DATABASE),
      superuser: running.superuser,
      version,
      ended: running.ended,
      stop: async () => {
        await running.stop();
        await giveBack();
      },
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

const address = (login: string, password: string, port: number, database: string): string =>
  `postgres://${login}:${password}@127.0.0.1:${port}/${database}`;

interface Running {
  readonly port: number;
  readonly superuser: string;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

async function launch(
  folder: ServerFolder,
  user: PostgresUser,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<Running> {
  const logFile = join(folder.home, 'postgres.log');
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const log = await openLog(logFile);
    const { size } = await log.stat();
    const server = startServer(folder, user, binaries, { ...settings, port: String(port) }, log);
    await log.close();
    const superuser = address('postgres', folder.secrets.superuser, port, 'postgres');
    if (await answers(superuser, server.ended)) return { port, superuser, ...server };
    await server.stop();
    const said = (await readFile(logFile, 'utf8')).slice(size).trim();
    // somebody else was given the same port meanwhile
    if (attempt < PORTS_TRIED && said.includes('Address already in use')) continue;
    throw new Problem('db.start', { reason: said.split('\n').at(-1) ?? '', log: logFile });
  }
}

/** A port that is free now; the system hands out others before it comes back to this one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The log is kept from one start to the next, and begun anew when it is long. */
async function openLog(file: string): Promise<FileHandle> {
  const known = await stat(file).catch(() => undefined);
  if (known && known.size > LOG_SIZE) await rename(file, `${file}.old`);
  return open(file, 'a', 0o600);
}

/**
 * Out of reach of the terminal's Ctrl-C, so that the engine can end its requests first. A shell that waits
 * for the end of a pipe stops the server when the engine is killed.
 */
function startServer(
  { cluster }: ServerFolder,
  user: PostgresUser,
  { postgres }: Binaries,
  settings: Readonly<Record<string, string>>,
  log: FileHandle,
): Pick<Running, 'ended' | 'stop'> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const apart = { ...user, cwd: '/', detached: true } as const;
  const server = spawn(postgres, ['-D', cluster, ...options], {
    ...apart,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
  });
  const script = 'read -r word || kill -INT "$1"';
  const watch = spawn('/bin/sh', ['-c', script, 'guanxi-watch', String(server.pid)], {
    ...apart,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  for (const child of [server, watch]) {
    child.on('error', () => {});
    child.unref();
  }
  watch.stdin.on('error', () => {});
  const ended = exitOf(server).then(() => {
    watch.stdin.end('ended\n');
  });
  return { ended, stop: () => stopServer(server, ended) };
}

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });

/** Sessions are ended and everything is written out; who hangs is ended without that, and recovers at the next start. */
async function stopServer(server: ChildProcess, ended: Promise<void>): Promise<void> {
  server.ref();
  server.kill('SIGINT');
  const impatience = setTimeout(() => server.kill('SIGQUIT'), STOP_PATIENCE);
  await ended;
  clearTimeout(impatience);
}

/** Waits for the first answer; false when the server ends before it. */
async function answers(connectionString: string, ended: Promise<void>): Promise<boolean> {
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  const deadline = Date.now() + START_PATIENCE;
  while (!isEnded && Date.now() < deadline) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch (error) {
      // a wrong password does not become right by waiting
      if ((error as { code?: string }).code === '28P01') return false;
      await wait(POLL);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

/** Makes the engine's login and database where they are not there yet; returns the server's version. */
async function prepare(superuser: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuser });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; login: boolean; database: boolean }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
        EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(LOGIN)}) AS login,
        EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ${literal(DATABASE)}) AS database`,
    );
    const { version, login, database } = rows[0]!;
    if (!login) {
      await client.query(
        `CREATE ROLE ${LOGIN} LOGIN CREATEROLE PASSWORD ${literal(scramVerifier(password))} IN ROLE pg_monitor, pg_signal_backend`,
      );
    }
    if (!database) {
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${LOGIN}`);
    }
    // workspaces' logins make nothing, not even temporary tables
    await client.query(`REVOKE TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`);
    return version;
  } finally {
    await client.end();
  }
}
