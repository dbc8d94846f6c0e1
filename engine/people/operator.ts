import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from './sessions.ts';

/**
 * The key by which the command line on this machine talks to a running server. Who can read the data
 * folder is the operator of the engine: the key acts as the engine itself, under the name of a service
 * user of the workspace, so that audit tells its work from that of people.
 */
export interface OperatorKey {
  /** whether a bearer token of this hash is the key */
  matches(tokenHash: string): boolean;
  /** takes the key back: at the end of the process that made it */
  remove(): Promise<void>;
}

/** The user that stands for the operator: the same id in every workspace. */
export const OPERATOR_ID = '00000000-0000-7000-8000-000000000001';

/** What the row of that user says when it is made. */
export const operatorValues = (locale: string): Readonly<Record<string, unknown>> => ({
  name: locale === 'zh-CN' ? '命令行' : 'Command line',
  kind: 'service',
  active: true,
});

const FILE = 'cli.key';

/** Makes a new key and writes it where only the operator can read it. */
export async function openOperatorKey(dataDir: string): Promise<OperatorKey> {
  const text = `gx_${randomBytes(32).toString('base64url')}`;
  const file = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${text}\n`, { mode: 0o600 });
  await rename(fresh, file);
  const hash = Buffer.from(hashOf(text));
  return {
    matches: (given) => timingSafeEqual(Buffer.from(given), hash),
    remove: () => rm(file, { force: true }),
  };
}
