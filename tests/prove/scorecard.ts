/**
 * `npm run prove -- scorecard [--only S18,S19] [--n accounts]`: what people do with the product, in a real browser over
 * 50,000 accounts, 10,000 contacts and 10,000 opportunities in Chinese, held against what they expect. Times are the
 * middle of three; the load of the machine stands beside them.
 */
import { loadavg } from 'node:os';
import { startPrivatePostgres } from '../support/private-postgres.ts';
import type { Proof } from './proof.ts';
import { CHECKS } from './scorecard/index.ts';
import { scoreWorld } from './scorecard/world.ts';

export const prove: Proof = async ({ n: accounts = 50_000, only }) => {
  const wanted = only?.split(',');
  const unknown = wanted?.filter((id) => !CHECKS.some((check) => check.id === id)) ?? [];
  if (unknown.length > 0)
    throw new Error(`--only knows ${CHECKS.map(({ id }) => id).join(',')}, not ${unknown.join(',')}`);
  const checks = CHECKS.filter(({ id }) => wanted?.includes(id) ?? true);
  const server = await startPrivatePostgres();
  const figures: Record<string, string> = {};
  let failed = 0;
  try {
    const world = await scoreWorld(server.connectionString, accounts);
    try {
      for (const { id, what, run } of checks) {
        const { isPassed, figure } = await run(world).catch((error: Error) => ({
          isPassed: false,
          figure: error.message.split('\n').slice(0, 3).join(' '),
        }));
        if (!isPassed) failed += 1;
        figures[id] = figure;
        const load = loadavg()[0]!.toFixed(1);
        console.log(`${id} ${isPassed ? 'passed' : 'FAILED'}: ${what}: ${figure} (load ${load})`);
      }
    } finally {
      await world.close();
    }
  } finally {
    await server.stop();
  }
  return { n: checks.length, differences: failed, figures };
};
