/**
 * `npm run prove -- access`: what the API answers is what an oracle of its own says, worked out row by row from the
 * documents: `--n` pairs of a set of roles and a question (default 100,000) over ten random models with 55 users
 * each. `--only` keeps to one surface: list, query, get, aggregate, model, form, models, explain.
 */
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { describeDifference, differencesOf } from './access/differential.ts';
import { proofEngine } from './access/engines.ts';
import { SURFACES, type Surface } from './access/questions.ts';
import { makeWorld } from './access/world.ts';
import type { Proof } from './proof.ts';

const MODELS = 10;
const SIZE = { users: 55, roles: 60 };
const PRINTED = 20;

interface Reached {
  readonly model: number;
  readonly n: number;
  readonly differences: number;
  readonly bySurface: Readonly<Record<string, number>>;
}

const isSurface = (word: string | undefined): word is Surface => SURFACES.some((one) => one === word);

export const prove: Proof = async ({ n: wanted = 100_000, seed = 1, only, resume, remember }) => {
  if (only !== undefined && !isSurface(only)) throw new Error(`--only is one of ${SURFACES.join(', ')}`);
  const { DATABASE_URL: given } = process.env;
  const server = given === undefined ? await startPrivatePostgres() : undefined;
  let reached = (resume as Reached | undefined) ?? { model: 0, n: 0, differences: 0, bySurface: {} };
  let printed = 0;
  try {
    while (reached.model < MODELS) {
      const { engine, call, close } = await proofEngine(
        given ?? server!.connectionString,
        `guanxi_access_${reached.model}`,
      );
      try {
        const own = seed * 1_000 + reached.model;
        const world = await makeWorld({ engine, call }, { ...SIZE, seed: own });
        const share = Math.ceil(wanted / MODELS);
        const { bySurface, differences } = await differencesOf(world, {
          seed: own,
          n: share,
          ...(isSurface(only) && { only }),
        });
        for (const one of differences) if (printed++ < PRINTED) console.log(describeDifference(world, one));
        const surfaces = [...new Set([...Object.keys(reached.bySurface), ...Object.keys(bySurface)])];
        reached = {
          model: reached.model + 1,
          n: reached.n + share,
          differences: reached.differences + differences.length,
          bySurface: Object.fromEntries(
            surfaces.map((one) => [one, (reached.bySurface[one] ?? 0) + (bySurface[one] ?? 0)]),
          ),
        };
        console.log(
          `model ${reached.model} of ${MODELS}: ${reached.n} pairs, ${reached.differences} differences`,
        );
        remember(reached);
      } finally {
        await close();
      }
    }
    const { n, differences, bySurface } = reached;
    return { n, differences, figures: bySurface };
  } finally {
    await server?.stop();
  }
};
