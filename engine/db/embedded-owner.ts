import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Problem } from '../errors.ts';
import type { Binaries } from './embedded-binaries.ts';
import type { PostgresUser } from './embedded-user.ts';

const POLL = 20;
const PATIENCE = 60_000;
/** How long an engine that is just ending may still hold what the next one wants. */
const HANDOVER = 2_000;
const hasProc = process.platform === 'linux';

/**
 * When a process began, in ticks since the machine did: tells it from a later one with the same number.
 * Undefined for one that has ended, also while nobody has asked for its exit code.
 */
function beginningOf(pid: number): string | undefined {
  if (!hasProc) return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in brackets may hold anything
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes a server's home for this process, refused while another live process has it. What a killed process
 * left behind is no obstacle. Returns how to give it back.
 */
export async function takeHome(home: string): Promise<() => Promise<void>> {
  const file = join(home, 'engine.pid');
  const mine = `${process.pid} ${beginningOf(process.pid)}`;
  const deadline = Date.now() + HANDOVER;
  for (;;) {
    if (await isMarked(file, mine)) return () => rm(file, { force: true });
    const owner = await readFile(file, 'utf8').catch(() => undefined);
    if (owner === undefined) continue;
    if (!isHere(owner)) {
      await removeMark(file, owner);
    } else if (Date.now() < deadline) {
      await wait(POLL);
    } else {
      throw new Problem('db.in_use', { pid: owner.split(' ')[0]!, folder: home });
    }
  }
}

/** Puts a mark where there is none, whole from the first moment: an empty one would be taken for a dead one's. */
async function isMarked(file: string, mark: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, mark, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft);
  }
}

function isHere(owner: string): boolean {
  const [pid = '', began] = owner.split(' ');
  return /^\d+$/.test(pid) && isAlive(Number(pid)) && beginningOf(Number(pid)) === began;
}

/** Of several processes that find the same dead owner, one removes its mark; a newer mark is put back. */
async function removeMark(file: string, owner: string): Promise<void> {
  const removed = `${file}.${process.pid}`;
  try {
    await rename(file, removed);
  } catch {
    return;
  }
  if ((await readFile(removed, 'utf8')) === owner) await rm(removed);
  else await rename(removed, file);
}

/** Processes of Postgres that work in a data folder. */
function serversIn(cluster: string): number[] {
  const isServer = (pid: string): boolean => {
    try {
      const isHere = readlinkSync(`/proc/${pid}/cwd`) === cluster;
      return isHere && basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres');
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isServer(name))
    .map(Number);
}

/** Stops the server that a killed engine left behind on this data folder, if there is one. */
export async function stopOrphan(cluster: string, user: PostgresUser, binaries: Binaries): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const isServer = hasProc ? serversIn(cluster).includes(pid) : isAlive(pid);
  if (isServer) return stopServer(cluster, user, binaries);
  if (!hasProc) return;
  // sessions end a moment after their server does
  await until(() => serversIn(cluster).length === 0);
  // a number that belongs to a stranger now would keep Postgres from starting
  if (isAlive(pid)) await rm(file, { force: true });
}

async function stopServer(cluster: string, user: PostgresUser, binaries: Binaries): Promise<void> {
  const options = ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', String(PATIENCE / 1_000)];
  try {
    await promisify(execFile)(binaries.pgCtl, options, { ...user, cwd: '/' });
  } catch (error) {
    // it may have been stopping by itself
    if (hasProc && serversIn(cluster).length === 0) return;
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Problem('db.folder', { folder: cluster, reason: (stderr || message).trim() });
  }
}

async function until(isDone: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!isDone() && Date.now() < deadline) await wait(POLL);
}
