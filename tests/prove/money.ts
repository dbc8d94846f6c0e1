/**
 * `npm run prove -- money`: `--n` amounts (default 100,000) in four currencies are imported from one file.
 * Their sums by aggregates, by roll-ups and by the browser's own adding are equal to those of whole
 * hundredths, to the last digit.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../engine/config.ts';
import { createEngine } from '../../engine/index.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { compareSums, importCoins, type MoneyWorld, makeCoins, publishPots } from './money/world.ts';
import type { Proof } from './proof.ts';

const PRINTED = 20;

export const prove: Proof = async ({ n = 100_000, seed = 1 }) => {
  const postgres = await startPrivatePostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-money-'));
  const config = readConfig({
    DATABASE_URL: postgres.connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of a proof, and of nothing but proofs: 0123456789',
    GUANXI_TEMPLATE: '',
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    const headers = { Authorization: `Bearer ${key}` };
    const world: MoneyWorld = {
      call: async (_user, method, path, body) => {
        const json = { ...headers, 'Content-Type': 'application/json' };
        const init = { method, headers: json, body: JSON.stringify(body) };
        const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
        const text = await response.text();
        return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
      },
      send: async (path, body) => {
        const response = await engine.fetch(
          new Request(`${engine.address}${path}`, { method: 'POST', headers, body }),
        );
        return { status: response.status, body: await response.json() };
      },
    };
    await publishPots(world);
    const coins = makeCoins(n, seed);
    await importCoins(world, coins);
    const differences = await compareSums(world, coins);
    for (const line of differences.slice(0, PRINTED)) console.log(line);
    return { n, differences: differences.length };
  } finally {
    await engine.close();
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
};
