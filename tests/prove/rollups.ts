/**
 * `npm run prove -- rollups`: eight writers, `--n` random writes (default 20,000) over three levels with
 * deletes, moves between parents and restores. Afterwards every roll-up is what plain SQL says, no
 * deadlock has reached a writer and no version of a parent has moved but by a write of its own.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../engine/config.ts';
import { query } from '../../engine/db/connect.ts';
import { qualified } from '../../engine/db/index.ts';
import { createEngine } from '../../engine/index.ts';
import type { TestEngine } from '../support/engine.ts';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import type { Proof } from './proof.ts';
import { compareAll, EXPECTED_REFUSALS, publishLevels, storm } from './rollups/world.ts';

const PRINTED = 20;

export const prove: Proof = async ({ n = 20_000, seed = 1 }) => {
  const postgres = await startPrivatePostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-rollups-'));
  const config = readConfig({
    DATABASE_URL: postgres.connectionString,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_SECRET_KEY: 'of a proof, and of nothing but proofs: 0123456789',
    GUANXI_TEMPLATE: '',
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    const call: TestEngine['call'] = async (_user, method, path, body) => {
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const init = { method, headers, body: JSON.stringify(body) };
      const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    };
    await publishLevels({ call });
    const context = () => engine.contextFor('main');
    const { writes, refused } = await storm(context, { writers: 8, writes: n, seed });
    console.log(`${writes} writes, refused: ${JSON.stringify(refused)}`);
    const ctx = await context();
    const { compared, differences } = await compareAll(ctx);
    const unexpected = Object.keys(refused).filter((code) => !EXPECTED_REFUSALS.has(code));
    // each own write of a parent left an audit entry: there are as many as its version says
    const { rows } = await query<{ id: string }>(ctx.db.forWorkspace(ctx.workspace), {
      text: ['region', 'shop']
        .map((name) => {
          const table = qualified(ctx.model.schema, ctx.model.objects.get(name)!.table);
          return `SELECT p.id FROM ${table} p WHERE p.version <> (SELECT count(*) FROM ${qualified(ctx.model.schema, '_audit')} a WHERE a.record = p.id)`;
        })
        .join(' UNION ALL '),
    });
    const moved = rows.map(({ id }) => `${id}: its version moved without a write of its own`);
    const all = [...differences, ...moved, ...unexpected.map((code) => `refused with ${code}`)];
    for (const line of all.slice(0, PRINTED)) console.log(line);
    console.log(`${compared} records compared`);
    return { n: writes, differences: all.length };
  } finally {
    await engine.close();
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
};
