import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../errors.ts';
import { type Binaries, SYSTEM_FOLDER } from './embedded-binaries.ts';
import { canWriteIn, isRoot, type PostgresUser, postgresUser } from './embedded-user.ts';
import { randomPassword } from './scram.ts';

/** What lies in the folder of the embedded server besides its log. */
export interface ServerFolder {
  readonly home: string;
  /** PGDATA */
  readonly cluster: string;
  readonly secrets: Secrets;
}

export interface Secrets {
  /** of `postgres`, who owns the server */
  readonly superuser: string;
  /** of `guanxi`, as whom the engine logs in */
  readonly login: string;
}

/**
 * C's own order for what nobody collates, ICU where a language is meant, and a ctype that knows letters:
 * with `C` trigrams leave out every Chinese character.
 */
const LOCALE = [
  '--encoding=UTF8',
  '--locale-provider=icu',
  '--icu-locale=und',
  '--locale=C',
  `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
];

/** Where a server's files are, and as whom it works with them. */
export interface ServerHome {
  readonly home: string;
  readonly user: PostgresUser;
}

/**
 * The folder `postgres` under the data folder. Where Postgres' user cannot reach that, the data lies under
 * `/var/lib/guanxi` from the start and a file in its place says where.
 */
export async function openHome(dataDir: string): Promise<ServerHome> {
  const place = join(dataDir, 'postgres');
  const known = await stat(place).catch(() => undefined);
  if (known?.isFile()) {
    const home = (await readFile(place, 'utf8')).trim();
    // beginning anew here would look as if everything were lost
    if (!existsSync(home)) throw refused(dataDir, `${home}, named in ${place}, is missing`);
    return { home, user: postgresUser(home) };
  }
  const user = postgresUser(place);
  try {
    // passed through by Postgres' user, listed by nobody else
    await mkdir(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    await makeFolder(place, user);
    if (canWriteIn(user, place)) return { home: place, user };
    const isNew = (await readdir(place)).length === 0;
    if (!isRoot() || !isNew) throw new Error(`${place} cannot be written`);
    return { home: await makeElsewhere(dataDir, place, user), user };
  } catch (error) {
    throw refused(dataDir, (error as Error).message);
  }
}

async function makeElsewhere(dataDir: string, place: string, user: PostgresUser): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 16);
  const home = join(SYSTEM_FOLDER, 'data', hash);
  await mkdir(dirname(home), { recursive: true, mode: 0o755 });
  await makeFolder(home, user);
  await rmdir(place);
  await writeFile(place, `${home}\n`);
  return home;
}

const refused = (folder: string, reason: string): Problem => new Problem('db.folder', { folder, reason });

async function makeFolder(path: string, user: PostgresUser): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await give(path, user);
}

const give = async (path: string, { uid, gid }: PostgresUser): Promise<void> => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

/** The data folder of the server, made at first use: whole or not at all, whenever the process is killed. */
export async function openCluster(
  home: string,
  user: PostgresUser,
  binaries: Binaries,
  isDurable: boolean,
): Promise<ServerFolder> {
  const secrets = await keptSecrets(join(home, 'secrets.json'), user);
  const cluster = join(home, String(binaries.major));
  if (!existsSync(cluster)) {
    const other = (await readdir(home)).find((name) => /^\d+$/.test(name));
    if (other !== undefined) {
      throw refused(home, `it holds data of PostgreSQL ${other}, this version brings ${binaries.major}`);
    }
    await initialise(home, cluster, user, binaries, secrets, isDurable);
  }
  return { home, cluster, secrets };
}

async function keptSecrets(file: string, user: PostgresUser): Promise<Secrets> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const secrets = { superuser: randomPassword(), login: randomPassword() };
  await writeWhole(file, `${JSON.stringify(secrets)}\n`, user);
  return secrets;
}

/** A file of Postgres' user alone, whole or not there. */
async function writeWhole(file: string, text: string, user: PostgresUser): Promise<void> {
  const unfinished = `${file}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
  await give(unfinished, user);
  await rename(unfinished, file);
}

async function initialise(
  home: string,
  cluster: string,
  user: PostgresUser,
  binaries: Binaries,
  { superuser }: Secrets,
  isDurable: boolean,
): Promise<void> {
  const unfinished = `${cluster}.new`;
  const passwordFile = join(home, 'password');
  await rm(unfinished, { recursive: true, force: true });
  await writeWhole(passwordFile, `${superuser}\n`, user);
  const options = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    ...LOCALE,
    '--no-instructions',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(binaries.initdb, options, {
      ...user,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    await rename(unfinished, cluster);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw refused(home, (stderr || message).trim());
  } finally {
    await rm(passwordFile, { force: true });
  }
}
