/**
 * `npm run prove -- access-writes`: `--n` pairs of a set of roles and a write (default 20,000) over ten random models:
 * what is refused leaves its row as it was, what is taken the oracle allows, and the other way round.
 */
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { proofEngine } from './access/engines.ts';
import { makeWorld } from './access/world.ts';
import { describeWriteDifference, writeDifferencesOf } from './access/writes.ts';
import type { Proof } from './proof.ts';

const MODELS = 10;
const SIZE = { users: 55, roles: 60 };
const PRINTED = 20;

interface Reached {
  readonly model: number;
  readonly n: number;
  readonly differences: number;
  readonly accepted: number;
}

export const prove: Proof = async ({ n: wanted = 20_000, seed = 1, resume, remember }) => {
  const { DATABASE_URL: given } = process.env;
  const server = given === undefined ? await startPrivatePostgres() : undefined;
  let reached = (resume as Reached | undefined) ?? { model: 0, n: 0, differences: 0, accepted: 0 };
  let printed = 0;
  try {
    while (reached.model < MODELS) {
      const proof = await proofEngine(given ?? server!.connectionString, `guanxi_writes_${reached.model}`);
      try {
        const own = seed * 1_000 + reached.model;
        const world = await makeWorld(proof, { ...SIZE, seed: own });
        const share = Math.ceil(wanted / MODELS);
        const { accepted, differences } = await writeDifferencesOf(world, { seed: own, n: share });
        for (const one of differences)
          if (printed++ < PRINTED) console.log(describeWriteDifference(world, one));
        reached = {
          model: reached.model + 1,
          n: reached.n + share,
          differences: reached.differences + differences.length,
          accepted: reached.accepted + accepted,
        };
        console.log(
          `model ${reached.model} of ${MODELS}: ${reached.n} writes, ${reached.differences} differences`,
        );
        remember(reached);
      } finally {
        await proof.close();
      }
    }
    const { n, differences, accepted } = reached;
    return { n, differences, figures: { accepted } };
  } finally {
    await server?.stop();
  }
};
