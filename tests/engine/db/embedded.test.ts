import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../../engine/db/index.ts';

const PROCESS = fileURLToPath(new URL('engine-process.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;

let folder: string;
const started: (EmbeddedServer | ChildProcess)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanxi-embedded-'));
  await chmod(folder, 0o711);
});
afterEach(async () => {
  for (const one of started.splice(0)) 'stop' in one ? await one.stop() : one.kill('SIGKILL');
});
afterAll(async () => {
  await vi.waitFor(async () => expect(await serversIn(folder)).toEqual([]));
  await rm(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(join(folder, name));
  started.push(server);
  return server;
}

interface Engine {
  readonly process: ChildProcess;
  readonly said: { readonly connectionString?: string; readonly refused?: string; readonly because?: string };
}

/** Starts an engine in a process of its own and waits for what it says. */
async function startEngine(name: string): Promise<Engine> {
  const child = spawn(process.execPath, [PROCESS, join(folder, name)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const [line] = await once(createInterface(child.stdout!), 'line');
  return { process: child, said: JSON.parse(line) };
}

async function ask<T>(connectionString: string, text: string): Promise<T> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text, rowMode: 'array' });
    return rows[0]?.[0] as T;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Postgres' processes whose data lie below a folder. */
async function serversIn(where: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const homes = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => homes[index]!.startsWith(where)).map(Number);
}

const pidOf = async (name: string): Promise<number> =>
  Number.parseInt(await readFile(join(folder, name, 'postgres', '18', 'postmaster.pid'), 'utf8'), 10);

describe.runIf(process.platform === 'linux')('the embedded server', { timeout: 60_000 }, () => {
  test('starts, keeps what it was given, stops', async () => {
    const first = await start('kept');
    await ask(first.connectionString, 'CREATE TABLE public.kept (n int PRIMARY KEY)');
    await first.stop();
    expect(await serversIn(join(folder, 'kept'))).toEqual([]);
    const second = await start('kept');
    expect(await ask(second.connectionString, 'SELECT count(*)::int FROM public.kept')).toBe(0);
  });

  test('reads Chinese as letters, sorts by language, is durable and listens to this machine only', async () => {
    const { superuser, version } = await start('kept');
    const setting = (name: string) => ask<string>(superuser, `SELECT current_setting('${name}')`);
    expect(version).toMatch(/^18\./);
    expect(await ask(superuser, "SELECT datctype FROM pg_database WHERE datname = 'guanxi'")).toBe('C.UTF-8');
    expect(
      await ask(
        superuser,
        `SELECT string_agg(w, ',' ORDER BY w COLLATE "zh-Hans-CN-x-icu") FROM unnest(ARRAY['中', '安', '北']) w`,
      ),
    ).toBe('安,北,中');
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await setting('unix_socket_directories')).toBe('');
    expect(await setting('fsync')).toBe('on');
    expect(await setting('server_encoding')).toBe('UTF8');
    expect(await setting('lc_messages')).toBe('C');
  });

  test('is used by a login that owns its database and little else', async () => {
    const { connectionString } = await start('kept');
    const rights = `SELECT rolsuper OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = current_user`;
    expect(await ask(connectionString, rights)).toBe(false);
    expect(
      await ask(connectionString, 'SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user'),
    ).toBe(true);
    await expect(ask(connectionString, "COPY (SELECT 1) TO PROGRAM 'true'")).rejects.toMatchObject({
      code: '42501',
    });
    const wrong = new URL(connectionString);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('tells its passwords to nobody', async () => {
    const { connectionString, superuser } = await start('kept');
    const home = join(folder, 'kept', 'postgres');
    expect((await stat(join(home, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    const log = await readFile(join(home, 'postgres.log'), 'utf8');
    const command = await readFile(`/proc/${await pidOf('kept')}/cmdline`, 'utf8');
    for (const { password } of [new URL(connectionString), new URL(superuser)]) {
      expect(password.length).toBeGreaterThan(20);
      expect(log + command).not.toContain(password);
    }
  });

  test('a folder has one engine', async () => {
    const { process: holder } = await startEngine('kept');
    const { said } = await startEngine('kept');
    expect(said).toEqual({
      refused: 'db.in_use',
      because: expect.stringContaining(`process ${holder.pid}`),
    });
    holder.kill('SIGTERM');
    expect(await once(holder, 'exit')).toEqual([0, null]);
    expect(await serversIn(join(folder, 'kept'))).toEqual([]);
  });

  test('of engines that start together on a new folder one gets it', async () => {
    const engines = await Promise.all([startEngine('together'), startEngine('together')]);
    const refused = engines.filter(({ said }) => said.refused !== undefined);
    expect(refused.map(({ said }) => said)).toMatchObject([{ refused: 'db.in_use' }]);
  });

  test('ends when its engine is killed', async () => {
    const { process: engine } = await startEngine('kept');
    engine.kill('SIGKILL');
    await expect.poll(() => serversIn(join(folder, 'kept')), { timeout: 15_000 }).toEqual([]);
    const log = await readFile(join(folder, 'kept', 'postgres', 'postgres.log'), 'utf8');
    expect(log.trim().split('\n').at(-1)).toContain('database system is shut down');
  });

  test('starts at once after the engine was killed, with what was committed', async () => {
    const { process: engine, said } = await startEngine('kept');
    await ask(said.connectionString!, 'INSERT INTO public.kept VALUES (1)');
    engine.kill('SIGKILL');
    const { connectionString } = await start('kept');
    expect(await ask(connectionString, 'SELECT count(*)::int FROM public.kept')).toBe(1);
  });

  test('starts when everything was killed but the server', async () => {
    const { process: engine } = await startEngine('kept');
    const orphan = await pidOf('kept');
    for (const pid of await watchersOf(orphan)) process.kill(pid, 'SIGKILL');
    engine.kill('SIGKILL');
    await once(engine, 'exit');
    expect(await serversIn(join(folder, 'kept'))).toContain(orphan);
    const { connectionString } = await start('kept');
    expect(await ask(connectionString, 'SELECT 1')).toBe(1);
    expect(await serversIn(join(folder, 'kept'))).not.toContain(orphan);
  });

  test('starts after a crash, also when a stranger has its number by now', async () => {
    const { process: engine } = await startEngine('kept');
    const file = join(folder, 'kept', 'postgres', '18', 'postmaster.pid');
    const mark = await readFile(file, 'utf8');
    process.kill(await pidOf('kept'), 'SIGKILL');
    engine.kill('SIGKILL');
    await writeFile(file, mark.replace(/^\d+/, String(process.pid)));
    const { connectionString } = await start('kept');
    expect(await ask(connectionString, 'SELECT 1')).toBe(1);
  });

  test('does not begin anew beside data that it cannot read', async () => {
    const server = await start('other');
    await server.stop();
    const home = join(folder, 'other', 'postgres');
    await rename(join(home, '18'), join(home, '16'));
    await expect(startEmbedded(join(folder, 'other'))).rejects.toMatchObject({
      text: { en: expect.stringContaining('PostgreSQL 16') },
    });
    await rename(join(home, '16'), join(home, '18'));
    await start('other');
  });

  test.runIf(isRoot)('lies elsewhere where Postgres’ user cannot reach it, from the start', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'guanxi-closed-'));
    const dataDir = join(closed, '.data');
    const server = await startEmbedded(dataDir);
    started.push(server);
    const place = await readFile(join(dataDir, 'postgres'), 'utf8');
    expect(place).toMatch(/^\/var\/lib\/guanxi\/data\/[0-9a-f]{16}\n$/);
    await server.stop();
    const again = await startEmbedded(dataDir);
    started.push(again);
    expect(again.connectionString.replace(/:\d+\//, '/')).toBe(
      server.connectionString.replace(/:\d+\//, '/'),
    );
    await again.stop();
    await rm(place.trim(), { recursive: true });
    await expect(startEmbedded(dataDir)).rejects.toMatchObject({ code: 'db.folder' });
    await rm(closed, { recursive: true });
  });
});

/** The shells that wait for the end of an engine. */
async function watchersOf(server: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => commands[index]!.includes(`guanxi-watch\0${server}\0`)).map(Number);
}
