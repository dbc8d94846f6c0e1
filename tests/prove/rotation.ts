/**
 * `npm run prove -- rotation`: the key of `--n` encrypted values (default 100,000) is rotated by processes of which five
 * are killed (kill -9) on the way. Values of both keys are read, found and written all the time; at the end none is under
 * the key before, and each opens as what it was.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../engine/config.ts';
import { createEngine } from '../../engine/index.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import type { Proof } from './proof.ts';
import { fill, type RotationWorld, rotateUnderKills } from './rotation/world.ts';

const KILLS = 5;
const PRINTED = 20;
const SECRET_KEY = 'of a proof, and of nothing but proofs: 0123456789';

export const prove: Proof = async ({ n = 100_000, seed = 1 }) => {
  const { connectionString, stop } = await startPrivatePostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-rotation-'));
  const config = readConfig({
    DATABASE_URL: connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: SECRET_KEY,
    GUANXI_TEMPLATE: '',
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const world: RotationWorld = {
      engine,
      connectionString,
      secretKey: SECRET_KEY,
      call: async (method, path, body) => {
        const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
        const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
        return { status: response.status, body: await response.json() };
      },
    };
    await fill(world, n);
    const { differences, seconds } = await rotateUnderKills(world, { n, kills: KILLS, seed });
    for (const line of differences.slice(0, PRINTED)) console.log(line);
    return {
      n,
      differences: differences.length,
      figures: { killed: KILLS, rotation: `${seconds.toFixed(1)} s` },
    };
  } finally {
    await engine.close();
    await stop();
    await rm(dataDir, { recursive: true });
  }
};
