import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof } from './proof.ts';

/** What the contract promises, in seconds and bytes. */
const FIRST_START = 60;
const SECOND_START = 5;
const MEMORY = 600 * 1024 * 1024;
/** the longest that a start may take before it counts as failed, milliseconds */
const PATIENCE = 180_000;

/**
 * A fresh clone as a newcomer meets it: `npm ci && npm start`, once as whoever runs this and, where that is
 * root, once as an ordinary user; stop, second start, kill -9, start again. `--only root` or `--only user` runs one of them.
 */
export const prove: Proof = async ({ only }) => {
  const isRoot = process.getuid?.() === 0;
  const runs = [
    { name: isRoot ? 'root' : 'user', user: undefined },
    ...(isRoot ? [{ name: 'user', user: ordinaryUser() }] : []),
  ].filter(({ name }) => only === undefined || only === name);
  let differences = 0;
  for (const { name, user } of runs) {
    console.log(`as ${name}:`);
    differences += await newcomer(user);
  }
  return { n: runs.length, differences };
};

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`, who owns nothing. */
function ordinaryUser(): User {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (gid === undefined) throw new Error('this machine has no user “nobody”');
  return { uid: Number(uid), gid: Number(gid) };
}

async function newcomer(user: User | undefined): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-first-run-'));
  chmodSync(folder, 0o777);
  const clone = join(folder, 'guanxi');
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH?.split(':')
      .filter((part) => !part.includes('node_modules'))
      .join(':'),
    HOME: folder,
    npm_config_cache: join(folder, 'npm-cache'),
    PORT: String(port),
    GUANXI_LOCALE: 'en',
  };
  const faults: string[] = [];
  const expectAtMost = (what: string, value: number, limit: number, unit: string, shown = value): void => {
    const isGood = value <= limit;
    console.log(`  ${isGood ? '✓' : '✗'} ${what}: ${shown.toFixed(1)} ${unit}`);
    if (!isGood) faults.push(what);
  };
  const expectTrue = (what: string, holds: boolean): void => {
    console.log(`  ${holds ? '✓' : '✗'} ${what}`);
    if (!holds) faults.push(what);
  };
  const install = (command: string, args: readonly string[], cwd: string): void =>
    void execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'], ...user });
  try {
    execFileSync('git', ['clone', '--quiet', process.cwd(), clone], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, clone]);
    const started = performance.now();
    install('npm', ['ci'], clone);
    console.log(`  npm ci: ${seconds(started)} s`);

    let server = await start(clone, env, port, user);
    expectAtMost('usable after install', server.seconds, FIRST_START, 's');
    const [, password] = /password\s*[:：]?\s*(\S+)/i.exec(server.said()) ?? [];
    expectTrue('sign-in with what the terminal printed', await canSignIn(port, password ?? ''));
    await settled();
    const memory = proportionalMemory(clone);
    expectAtMost('Node and Postgres idle', memory, MEMORY, 'MB', memory / 1024 / 1024);

    await pressCtrlC(server);
    expectTrue(`Ctrl-C leaves no process${named(clone)}`, processesOf(clone).length === 0);

    server = await start(clone, env, port, user);
    expectAtMost('second start', server.seconds, SECOND_START, 's');
    for (const pid of processesOf(clone).filter(({ isNode }) => isNode)) process.kill(pid.pid, 'SIGKILL');
    await once(server.child, 'exit');

    server = await start(clone, env, port, user);
    expectTrue('a start after kill -9 needs no hand', await canSignIn(port, password ?? ''));
    console.log(`  start after kill -9: ${server.seconds.toFixed(1)} s`);
    await pressCtrlC(server);
    expectTrue(`nothing is left behind${named(clone)}`, processesOf(clone).length === 0);
  } finally {
    for (const { pid } of processesOf(clone)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
  return faults.length;
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

interface Server {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** until the first page was there */
  readonly seconds: number;
}

/** `npm start`; resolves when the first page and the health check answer. */
async function start(
  cwd: string,
  env: NodeJS.ProcessEnv,
  port: number,
  user: User | undefined,
): Promise<Server> {
  const started = performance.now();
  // a group of its own, as a terminal gives to what runs in its foreground
  const child = spawn('npm', ['start'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...user,
  });
  let said = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  child.on('exit', () => {
    isOver = true;
  });
  const answers = async (path: string): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (response) => response.ok,
      () => false,
    );
  while (!((await answers('/readyz')) && (await answers('/')))) {
    if (isOver) throw new Error(`npm start ended:\n${said}`);
    if (performance.now() - started > PATIENCE) throw new Error(`npm start did not get ready:\n${said}`);
    await pause();
  }
  return { child, said: () => said, seconds: (performance.now() - started) / 1000 };
}

/** A terminal tells every process of the group. */
async function pressCtrlC({ child }: Server): Promise<void> {
  const ended = once(child, 'exit');
  process.kill(-child.pid!, 'SIGINT');
  await ended;
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 50));

/** Memory is read when the garbage of the start is gone: ten seconds of nothing. */
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 10_000));

async function canSignIn(port: number, password: string): Promise<boolean> {
  const origin = `http://127.0.0.1:${port}`;
  const response = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ email: 'admin@example.com', password }),
  });
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const me = await fetch(`${origin}/api/me`, { headers: { Cookie: cookie } });
  return response.ok && me.ok;
}

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly isNode: boolean;
}

/** Every process that works in a folder or was started from it, and all below it. */
function processesOf(folder: string): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const all = pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parts = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (parts[0] === 'Z') return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      const place = readlinkSync(`/proc/${pid}/cwd`);
      return [{ pid: Number(pid), parent: Number(parts[1]), command, place }];
    } catch {
      return [];
    }
  });
  const found = new Set(
    all
      .filter(({ command, place }) => command.includes(folder) || place.startsWith(folder))
      .map(({ pid }) => pid),
  );
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all
    .filter(({ pid }) => found.has(pid))
    .map(({ pid, command }) => ({
      pid,
      name: command.slice(0, 80),
      isNode: /^\S*node \S*(cli\.ts|guanxi\.cjs) start/.test(command),
    }));
}

const named = (folder: string): string => {
  const left = processesOf(folder);
  return left.length === 0 ? '' : ` (${left.map(({ name }) => name).join('; ')})`;
};

/** Bytes, each shared page divided among those that share it. */
function proportionalMemory(folder: string): number {
  return processesOf(folder).reduce((sum, { pid }) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  }, 0);
}
