/**
 * `npm run prove -- duplicates [--data <folder>] [--n N]`: what the match rules of the template find. Of `fake_1000.csv` in the
 * folder (column cluster says who is who) precision and recall; of `--n` (2,000) Chinese companies and as many people of our
 * own making (`duplicates/chinese.ts`) the same, as a scan finds them in a workspace. Pairs count each by itself; as groups, whoever
 * is like one is with all of them. With `--only accounts` companies alone are made and scanned, for how long that takes.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../engine/config.ts';
import { createEngine } from '../../engine/index.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { makeCompanies, makePeople, type Written } from './duplicates/chinese.ts';
import { weighContacts } from './duplicates/contacts.ts';
import { type Figures, groupFigures, pairFigures } from './duplicates/figures.ts';
import { scanWritten } from './duplicates/scanned.ts';
import type { Proof } from './proof.ts';

const PRECISION = 0.97;
const RECALL = 0.9;

const isEnough = ({ precision, recall }: Figures): boolean => precision >= PRECISION && recall >= RECALL;

const bothFigures = (truth: readonly unknown[], pairs: readonly (readonly [number, number])[]) => ({
  pairs: pairFigures(truth, pairs),
  groups: groupFigures(truth, pairs),
});

async function scanMade(sets: Readonly<Record<string, readonly Written[]>>) {
  const postgres = await startPrivatePostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-duplicates-'));
  const config = readConfig({
    DATABASE_URL: postgres.connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of a proof, and of nothing but proofs: 0123456789',
    GUANXI_DEMO_DATA: 'false',
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const call = async (method: string, path: string, body?: unknown): Promise<any> => {
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
      const text = await response.text();
      if (response.status >= 300) throw new Error(`${path}: ${text.slice(0, 2_000)}`);
      return JSON.parse(text);
    };
    const told: Record<string, any> = {};
    for (const [object, written] of Object.entries(sets)) {
      const { pairs, ...rest } = await scanWritten(engine, call, object, written);
      told[object] = {
        ...bothFigures(
          written.map(({ truth }) => truth),
          pairs,
        ),
        ...rest,
      };
    }
    return told;
  } finally {
    await engine.close();
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
}

export const prove: Proof = async ({ n = 2_000, seed = 1, data, only }) => {
  const figures: Record<string, any> = {};
  if (data !== undefined) {
    const start = Date.now();
    const { truth, pairs } = weighContacts(data);
    figures.contacts = { ...bothFigures(truth, pairs), seconds: (Date.now() - start) / 1_000 };
  }
  const account = makeCompanies(n, seed);
  Object.assign(
    figures,
    await scanMade(only === 'accounts' ? { account } : { account, contact: makePeople(n, seed) }),
  );
  const short = Object.entries(figures).filter(([, one]) => !isEnough(one.pairs));
  for (const [name, { pairs }] of short)
    console.log(`${name}: precision ${pairs.precision}, recall ${pairs.recall}`);
  return { n, differences: short.length, figures };
};
