/**
 * `npm run prove -- explain`: of `--n` random users and records (default 2,000, over five random models) the verdict is
 * what the user's list says; the way that is named grants by itself, and without it the verdict is the other one,
 * unless another way grants as well. Of each of these records, the list of who sees it has exactly those who do.
 */
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { proofEngine } from './access/engines.ts';
import { makeWorld } from './access/world.ts';
import { describeFault, explainPairs } from './explain/pairs.ts';
import type { Proof } from './proof.ts';

const MODELS = 5;
const SIZE = { users: 40, roles: 50 };
const PRINTED = 20;

export const prove: Proof = async ({ n = 2_000, seed = 1 }) => {
  const { DATABASE_URL: given } = process.env;
  const server = given === undefined ? await startPrivatePostgres() : undefined;
  const total = { granted: 0, denied: 0, flipped: 0, listed: 0 };
  let differences = 0;
  try {
    for (let model = 0; model < MODELS; model += 1) {
      const proof = await proofEngine(given ?? server!.connectionString, `guanxi_explain_${model}`);
      try {
        const own = seed * 1_000 + model;
        const world = await makeWorld(proof, { ...SIZE, seed: own });
        const { faults, granted, denied, flipped, listed } = await explainPairs(world, {
          seed: own,
          n: n / MODELS,
        });
        for (const one of faults) if (differences++ < PRINTED) console.log(describeFault(one));
        total.granted += granted;
        total.denied += denied;
        total.flipped += flipped;
        total.listed += listed;
        console.log(`model ${model + 1} of ${MODELS}: ${JSON.stringify(total)}, ${differences} differences`);
      } finally {
        await proof.close();
      }
    }
    return { n, differences, figures: total };
  } finally {
    await server?.stop();
  }
};
