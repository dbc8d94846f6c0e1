import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  connectDatabase,
  connectionProblem,
  type Database,
  query,
  transaction,
  type Workspace,
} from '../../../engine/db/connect.ts';
import {
  createWorkspaceRole,
  createWorkspaceTables,
  migrateControl,
  qualified,
  quote,
  workspaceSchema,
} from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

let fresh: FreshDatabase;
let db: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connectDatabase({
    connectionString: fresh.connectionString,
    sizes: { control: 2, workspace: 2 },
    workspacePools: 2,
  });
  await migrateControl(db.direct());
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
});

/** A workspace, and the role that it logs in as: null when it shares the engine's login. */
async function makeWorkspace(
  name: string,
  hasRole = true,
): Promise<{ workspace: Workspace; role: string | null }> {
  const workspace = { id: randomUUID(), name, schema: workspaceSchema(name) };
  return transaction(db.direct(), async (client) => {
    await createWorkspaceTables(client, workspace.schema);
    const login = hasRole ? await createWorkspaceRole(client, workspace) : null;
    await query(client, {
      text: 'INSERT INTO control.workspace (id, name, schema, role_name, role_password, created_at) VALUES ($1, $2, $3, $4, $5, now())',
      values: [workspace.id, name, workspace.schema, login?.role ?? null, login?.password ?? null],
    });
    return { workspace, role: login?.role ?? null };
  });
}

const one = async <T>(on: Parameters<typeof query>[0], text: string, values: unknown[] = []): Promise<T> =>
  Object.values((await query<Record<string, T>>(on, { text, values })).rows[0]!)[0]!;

const failure = (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => {
      throw new Error('did not fail');
    },
    (error) => error,
  );

describe('sessions', () => {
  test.each(['forControl', 'forAuth', 'direct'] as const)('%s: zone, dates, limits, name', async (way) => {
    const pool = db[way]();
    expect(await one(pool, 'SHOW TimeZone')).toBe('UTC');
    expect(await one(pool, 'SHOW DateStyle')).toMatch(/^ISO/);
    expect(await one(pool, 'SHOW lc_messages')).toBe('C');
    expect(await one(pool, 'SHOW application_name')).toMatch(/^guanxi /);
    expect(await one(pool, 'SHOW lock_timeout')).not.toBe('0');
    expect(await one(pool, 'SHOW idle_in_transaction_session_timeout')).not.toBe('0');
    expect(await one(pool, 'SHOW statement_timeout')).toBe(way === 'direct' ? '0' : '30s');
  });

  test('only people’s own tables are found without their schema', async () => {
    expect(await one(db.forAuth(), 'SHOW search_path')).toBe('auth');
    expect(await one(db.forControl(), 'SHOW search_path')).toBe('pg_catalog,public');
  });

  test('values do not depend on where the process runs', async () => {
    const { rows } = await query<Record<string, unknown>>(db.forControl(), {
      text: `SELECT DATE '2026-03-04' AS day, ARRAY[DATE '2026-03-04'] AS days, TIMESTAMP '2026-03-04 05:06' AS local,
        TIMESTAMPTZ '2026-03-04 05:06:07+08' AS moment, 1.10::numeric AS amount, 9007199254740993 AS large, true AS yes`,
    });
    expect(rows[0]).toEqual({
      day: '2026-03-04',
      days: ['2026-03-04'],
      local: '2026-03-04 05:06:00',
      moment: new Date('2026-03-03T21:06:07Z'),
      amount: '1.10',
      large: '9007199254740993',
      yes: true,
    });
  });

  test('named statements are prepared once', async () => {
    await transaction(db.forControl(), async (client) => {
      const statement = { name: 'gx_test', text: 'SELECT $1::int AS n' };
      await query(client, { ...statement, values: [1] });
      expect((await query<{ n: number }>(client, { ...statement, values: [2] })).rows).toEqual([{ n: 2 }]);
      expect(
        await one(client, `SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'gx_test'`),
      ).toBe(1);
    });
  });

  test('options of the connection string are kept', async () => {
    const url = new URL(fresh.connectionString);
    url.searchParams.set('options', '-c work_mem=5MB -c statement_timeout=1s');
    const other = await connectDatabase({ connectionString: url.href });
    expect(await one(other.forControl(), 'SHOW work_mem')).toBe('5MB');
    expect(await one(other.forControl(), 'SHOW statement_timeout')).toBe('30s');
    await other.close();
  });
});

describe('lost and missing connections', () => {
  test('a session that is ended neither ends the process nor poisons the pool', async () => {
    const client = await db.forControl().connect();
    const pid = await one<number>(client, 'SELECT pg_backend_pid()');
    await one(db.direct(), 'SELECT pg_terminate_backend($1::int, 5000)', [pid]);
    const error = await failure(query(client, { text: 'SELECT 1' }));
    client.release();
    expect(connectionProblem(error)?.code).toBe('engine.unavailable');
    expect(await one(db.forControl(), 'SELECT 1')).toBe(1);
  });

  test('an idle session that is ended is replaced', async () => {
    const pid = await one<number>(db.forControl(), 'SELECT pg_backend_pid()');
    await one(db.direct(), 'SELECT pg_terminate_backend($1::int, 5000)', [pid]);
    await expect.poll(() => one(db.forControl(), 'SELECT 1').catch(() => 0)).toBe(1);
    expect(await one(db.forControl(), 'SELECT pg_backend_pid()')).not.toBe(pid);
  });

  test('a refused statement keeps its connection', async () => {
    const pid = await one(db.forAuth(), 'SELECT pg_backend_pid()');
    await failure(query(db.forAuth(), { text: 'SELECT 1 / 0' }));
    expect(await one(db.forAuth(), 'SELECT pg_backend_pid()')).toBe(pid);
  });

  test('who waits longer than two seconds is told that the server is busy', async () => {
    const held = await Promise.all([db.forControl().connect(), db.forControl().connect()]);
    const started = performance.now();
    const error = await failure(query(db.forControl(), { text: 'SELECT 1' }));
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(connectionProblem(error)?.code).toBe('engine.busy');
    for (const client of held) client.release();
    expect(await one(db.forControl(), 'SELECT 1')).toBe(1);
  });

  test('a statement that takes too long is stopped and told as busy', async () => {
    const error = await failure(
      transaction(db.forControl(), async (client) => {
        await query(client, { text: "SET LOCAL statement_timeout = '20ms'" });
        await query(client, { text: 'SELECT pg_sleep(5)' });
      }),
    );
    expect(connectionProblem(error)?.code).toBe('engine.busy');
  });

  test('a server that is not there is named, without the password', async () => {
    const connectionString = 'postgres://x:hush@127.0.0.1:1/nothing';
    const error = await failure(connectDatabase({ connectionString }));
    expect(error).toMatchObject({ code: 'db.unreachable' });
    expect(error.message).toContain('127.0.0.1:1/nothing');
    expect(error.message).not.toContain('hush');
  });

  test('a refused login is told as one', async () => {
    const url = new URL(fresh.connectionString);
    url.pathname = '/no_such_database';
    expect(await failure(connectDatabase({ connectionString: url.href }))).toMatchObject({
      code: 'db.login',
    });
  });

  test.each([
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'engine.unavailable'],
    [Object.assign(new Error('starting up'), { code: '57P03' }), 'engine.unavailable'],
    [Object.assign(new Error('gone'), { code: '08006' }), 'engine.unavailable'],
    [Object.assign(new Error('full'), { code: '53300' }), 'engine.busy'],
    [new Error('Connection terminated unexpectedly'), 'engine.unavailable'],
    [Object.assign(new Error('duplicate'), { code: '23505' }), undefined],
    [new Problem('record.stale'), undefined],
    [new TypeError('x is not a function'), undefined],
  ])('%s', (error, code) => expect(connectionProblem(error)?.code).toBe(code));
});

describe('transaction', () => {
  beforeEach(() => query(db.direct(), { text: 'CREATE TABLE IF NOT EXISTS public.t (n int PRIMARY KEY)' }));
  const countOf = (n: number) =>
    one<number>(db.direct(), 'SELECT count(*)::int FROM public.t WHERE n = $1', [n]);

  test('commits what it was given and returns its result', async () => {
    const result = await transaction(db.direct(), async (client) => {
      await query(client, { text: 'INSERT INTO public.t VALUES (1)' });
      return 'done';
    });
    expect([result, await countOf(1)]).toEqual(['done', 1]);
  });

  test('rolls back what throws', async () => {
    const thrown = transaction(db.direct(), async (client) => {
      await query(client, { text: 'INSERT INTO public.t VALUES (2)' });
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    expect(await countOf(2)).toBe(0);
  });

  test('does not take a failed transaction for a commit', async () => {
    const swallowed = transaction(db.direct(), async (client) => {
      await query(client, { text: 'INSERT INTO public.t VALUES (3)' });
      await query(client, { text: 'SELECT 1 / 0' }).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow('rolled back');
    expect(await countOf(3)).toBe(0);
  });

  test('gives back a connection that was lost inside it', async () => {
    const lost = transaction(db.forControl(), async (client) => {
      const pid = await one<number>(client, 'SELECT pg_backend_pid()');
      await one(db.direct(), 'SELECT pg_terminate_backend($1::int, 5000)', [pid]);
      await query(client, { text: 'SELECT 1' });
    });
    await expect(lost).rejects.toThrow();
    expect(await one(db.forControl(), 'SELECT 1')).toBe(1);
  });
});

describe('workspaces', () => {
  test('log in as their own role', async () => {
    const { workspace, role } = await makeWorkspace('own_role');
    const pool = db.forWorkspace(workspace);
    expect(await one(pool, 'SELECT current_user::text')).toBe(role);
    expect(await one(pool, 'SHOW lc_messages')).toBe('C');
    expect(db.forReading(workspace)).toBe(pool);
    expect(await one(db.direct(), 'SELECT current_user::text')).not.toBe(role);
  });

  test('see nothing of each other', async () => {
    const { workspace } = await makeWorkspace('one');
    const { workspace: other } = await makeWorkspace('other');
    const text = `SELECT v FROM ${qualified(other.schema, '_meta_current')}`;
    expect(await failure(query(db.forWorkspace(workspace), { text }))).toMatchObject({ code: '42501' });
    expect((await query(db.forWorkspace(other), { text })).rowCount).toBe(1);
  });

  test('share the engine’s login where they have none', async () => {
    const { workspace } = await makeWorkspace('shared', false);
    const engine = await one(db.direct(), 'SELECT current_user::text');
    expect(await one(db.forWorkspace(workspace), 'SELECT current_user::text')).toBe(engine);
  });

  test('log in with a changed password after one refusal', async (context) => {
    const { workspace, role } = await makeWorkspace('changed');
    await one(db.forWorkspace(workspace), 'SELECT 1');
    await query(db.direct(), { text: `ALTER ROLE ${quote(role!)} PASSWORD 'changed'` });
    await query(db.direct(), {
      text: "UPDATE control.workspace SET role_password = 'changed' WHERE id = $1",
      values: [workspace.id],
    });
    await one(
      db.direct(),
      'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = $1',
      [role],
    );
    await expect.poll(() => db.forWorkspace(workspace).totalCount).toBe(0);
    const refused = await query(db.forWorkspace(workspace), { text: 'SELECT 1' }).catch((error) => error);
    if (!(refused instanceof Error)) context.skip('the server asks for no passwords');
    expect(refused).toMatchObject({ code: '28P01' });
    expect(await one(db.forWorkspace(workspace), 'SELECT 1')).toBe(1);
  });

  test('have one pool while they are used; a forgotten one still works', async () => {
    const made = await Promise.all(['a', 'b', 'c'].map((name) => makeWorkspace(`lru_${name}`)));
    const [a, b, c] = made.map(({ workspace }) => workspace) as [Workspace, Workspace, Workspace];
    const pool = db.forWorkspace(a);
    await one(pool, 'SELECT 1');
    expect(db.forWorkspace(a)).toBe(pool);
    db.forWorkspace(b);
    db.forWorkspace(c);
    expect(db.forWorkspace(a)).not.toBe(pool);
    expect(await one(pool, 'SELECT 1')).toBe(1);
  });

  test('that do not exist are no connection', async () => {
    const nothing = { id: randomUUID(), name: 'nothing', schema: 'ws_nothing' };
    await expect(query(db.forWorkspace(nothing), { text: 'SELECT 1' })).rejects.toThrow('no workspace');
  });
});

test('the clock of the process is compared with the database’s', async () => {
  const offset = await db.measureClock();
  expect(Math.abs(offset)).toBeLessThan(1_000);
  expect(db.clockOffset()).toBe(offset);
  const clock = await one<Date>(db.forControl(), 'SELECT clock_timestamp()');
  expect(Math.abs(Date.now() + db.clockOffset() - clock.getTime())).toBeLessThan(1_000);
});
