import { setTimeout as wait } from 'node:timers/promises';
import pg, { type ClientBase, type Pool, type PoolClient } from 'pg';
import { Problem } from '../errors.ts';
import { quote } from './names.ts';
import { openPool, RecentPools } from './pool.ts';
import { assertNotTooOld } from './server-version.ts';
import { placeOf, type TimeLimits, withSettings } from './session.ts';
import { WorkspaceLogins, workspaceClient } from './workspace-login.ts';

export { connectionProblem } from './connection-problem.ts';
export type { ClientBase, Pool, PoolClient };

/** A tenant: one Postgres schema. */
export interface Workspace {
  /** uuid */
  readonly id: string;
  /** as in addresses */
  readonly name: string;
  readonly schema: string;
}

/**
 * The ways to the database; nothing else opens a connection. A pool is asked for at each use and not kept:
 * those of workspaces come and go.
 */
export interface Database {
  readonly connectionString: string;
  /** the workspace's records, by the workspace's own login: no DDL, no other schema */
  forWorkspace(workspace: Workspace): Pool;
  /** the same where a replica may answer; on one node the same pool */
  forReading(workspace: Workspace): Pool;
  /** schema `control`, and transactions over control and one workspace: the engine's own login */
  forControl(): Pool;
  /** persons and sessions; the one pool with a search_path of its own, `auth` */
  forAuth(): Pool;
  /** DDL, LISTEN, advisory locks: the engine's own login, no limit on a statement's time */
  direct(): Pool;
  /** milliseconds to add to `Date.now()` for the database's clock, as last measured */
  clockOffset(): number;
  /** measures the offset again; with each poll of the revisions */
  measureClock(): Promise<number>;
  /** closes everything; waits for what is running, but not for ever: a listener may not know that it is over */
  close(): Promise<void>;
}

type PoolKind = 'workspace' | 'control' | 'auth' | 'direct';

export interface DatabaseOptions {
  readonly connectionString: string;
  /** connections of each pool; every workspace in use has a pool */
  readonly sizes?: Partial<Record<PoolKind, number>>;
  /** pools of workspaces at hand; the one unused for longest is forgotten first */
  readonly workspacePools?: number;
}

const SIZES: Readonly<Record<PoolKind, number>> = { workspace: 10, control: 4, auth: 4, direct: 6 };
const WORKSPACE_POOLS = 64;

/** Milliseconds. */
const REQUEST: TimeLimits = { statement: 30_000, lock: 5_000, idleInTransaction: 15_000 };
const DIRECT: TimeLimits = { statement: 0, lock: 2_000, idleInTransaction: 60_000 };
const WAIT_DIRECT = 10_000;
const CLOSE_PATIENCE = 5_000;

/** Connects and learns what the login may do; refused with a sentence when the server does not answer. */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { connectionString } = options;
  const facts = await readFacts(connectionString);
  const sizes = { ...SIZES, ...options.sizes };
  const searchPath = ['pg_catalog', 'public', ...facts.extensionSchemas.map(quote)];
  const session = (limits: TimeLimits, path = searchPath, setsMessages = facts.maySetMessages): string =>
    withSettings(connectionString, { ...limits, searchPath: path, setsMessages });

  const requests = session(REQUEST);
  const control = openPool('control', { connectionString: requests, max: sizes.control });
  // better-auth brings its own tables, and wants dates as the driver reads them
  const auth = openPool('auth', {
    connectionString: session(REQUEST, ['auth']),
    max: sizes.auth,
    types: pg.types,
  });
  const direct = openPool('direct', {
    connectionString: session(DIRECT),
    max: sizes.direct,
    connectionTimeoutMillis: WAIT_DIRECT,
  });
  // the login of a workspace has its language of messages from its maker, and may not choose it itself
  const records = session(REQUEST, searchPath, false);
  const logins = new WorkspaceLogins(control);
  const workspaces = new RecentPools(options.workspacePools ?? WORKSPACE_POOLS);

  const forWorkspace = ({ id, name }: Workspace): Pool =>
    workspaces.get(id, () =>
      openPool(name, {
        connectionString: records,
        max: sizes.workspace,
        Client: workspaceClient(logins, id),
      }),
    );

  const closeAll = async (): Promise<void> => {
    // connections of workspaces that are just being opened ask control for their login
    await workspaces.end();
    await Promise.all([auth, direct, control].map((pool) => pool.end()));
  };

  let offset = 0;
  const measureClock = async (): Promise<number> => {
    offset = await measureOffset(control, offset);
    return offset;
  };

  const database: Database = {
    connectionString,
    forWorkspace,
    forReading: forWorkspace,
    forControl: () => control,
    forAuth: () => auth,
    direct: () => direct,
    clockOffset: () => offset,
    measureClock,
    close: () => Promise.race([closeAll(), wait(CLOSE_PATIENCE, undefined, { ref: false })]),
  };
  await measureClock();
  return database;
}

interface ServerFacts {
  readonly maySetMessages: boolean;
  /** schemas besides `public` that hold extensions: operators of pg_trgm may live there */
  readonly extensionSchemas: readonly string[];
}

const FACTS = `
  SELECT has_parameter_privilege('lc_messages', 'SET') AS "maySetMessages",
    ARRAY(SELECT n.nspname::text FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'pg_trgm' AND n.nspname <> 'public') AS "extensionSchemas"`;

async function readFacts(connectionString: string): Promise<ServerFacts> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: WAIT_DIRECT });
  client.on('error', () => {});
  try {
    await client.connect();
    // an older server does not know what the next statement asks
    const { rows: versions } = await client.query<{ number: number }>(
      "SELECT current_setting('server_version_num')::int AS number",
    );
    assertNotTooOld(versions[0]!.number);
    const { rows } = await client.query<ServerFacts>(FACTS);
    return rows[0]!;
  } catch (error) {
    throw error instanceof Problem ? error : startProblem(error as Error, placeOf(connectionString));
  } finally {
    await client.end().catch(() => {});
  }
}

/** SQLSTATE of refused logins, of a database that is not there, of a login that may not enter it. */
const REFUSED = /^(28...|3D000|42501)$/;

function startProblem({ message, code = '' }: Error & { code?: string }, where: string): Problem {
  return new Problem(REFUSED.test(code) ? 'db.login' : 'db.unreachable', { where, reason: message || code });
}

/** The known offset while the database's answer agrees with it, else the middle of what is possible. */
async function measureOffset(pool: Pool, known: number): Promise<number> {
  const before = Date.now();
  const { rows } = await query<{ clock: number }>(pool, {
    text: 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS clock',
  });
  const after = Date.now();
  const { clock } = rows[0]!;
  const [least, most] = [clock - after - 1, clock - before + 1];
  return known >= least && known <= most ? known : Math.round((least + most) / 2);
}

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** prepared once per connection under this name */
  readonly name?: string;
}

/** Runs one statement. Decimals, 64-bit integers, dates and intervals come as text, moments as Date. */
export async function query<Row extends object>(
  on: Pool | ClientBase,
  { text, values, name }: Statement,
): Promise<{ rows: Row[]; rowCount: number }> {
  const { rows, rowCount } = await on.query<Row>({ text, name, values: values as unknown[] });
  return { rows, rowCount: rowCount ?? 0 };
}

/** Runs `run` in a transaction on one connection: what it throws rolls everything back. */
export async function transaction<T>(on: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await on.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await run(client);
    const { command } = await client.query('COMMIT');
    // a caught error of a statement leaves the transaction aborted, and Postgres answers COMMIT kindly
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Deadlocks that a writer meets in a row before somebody is told. */
const ATTEMPTS = 6;
/** milliseconds before the first repetition at most; doubled with each */
const PAUSE = 20;

const YIELDED: readonly (string | undefined)[] = ['40P01', '40001'];

/** Whether Postgres ended the transaction for others; a refusal that says so to people has that as its cause. */
function wasChosenToYield(error: unknown): boolean {
  const { code, cause } = Object(error) as { code?: string; cause?: { code?: string } };
  return YIELDED.includes(code) || YIELDED.includes(cause?.code);
}

/**
 * The same, made again where Postgres chose it to end a deadlock: nothing of it was done then. `run` may be
 * called several times and keeps nothing from one to the next.
 */
export async function persistentTransaction<T>(
  on: Pool,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(on, run);
    } catch (error) {
      if (attempt === ATTEMPTS || !wasChosenToYield(error)) throw error;
    }
    const pause = Math.random() * PAUSE * 2 ** attempt;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
