/**
 * `npm run prove -- interference`: `--n` changes of what is hidden from somebody (default 500), a half of them in
 * random models, a half in the template crm with its roles and some more; everything that they may ask is answered
 * byte for byte as before. `--only random` or `--only crm` keeps to one half.
 */
import { startPrivatePostgres } from '../support/private-postgres.ts';
import { proofEngine } from './access/engines.ts';
import { makeWorld } from './access/world.ts';
import { describeDifference, differencesOf, type Secret } from './interference/compare.ts';
import { crmSecrets } from './interference/crm.ts';
import { randomSecret } from './interference/random.ts';
import { makeRandom } from './parity/random.ts';
import type { Proof } from './proof.ts';

const MODELS = 5;
const SIZE = { users: 40, roles: 50 };
const PRINTED = 20;

export const prove: Proof = async ({ n = 500, seed = 1, only }) => {
  if (only !== undefined && only !== 'random' && only !== 'crm') throw new Error('--only is random or crm');
  const { DATABASE_URL: given } = process.env;
  const server = given === undefined ? await startPrivatePostgres() : undefined;
  const connection = given ?? server!.connectionString;
  let changes = 0;
  let asked = 0;
  let differences = 0;
  const prove = async (routes: Parameters<typeof differencesOf>[0], secret: Secret): Promise<void> => {
    const found = await differencesOf(routes, secret);
    for (const one of found.differences) if (differences++ < PRINTED) console.log(describeDifference(one));
    changes += 1;
    asked += found.asked;
    if (changes % 25 === 0) console.log(`${changes} changes, ${asked} questions, ${differences} differences`);
  };
  try {
    const halves = only === undefined ? 2 : 1;
    for (let model = 0; model < MODELS && only !== 'crm'; model += 1) {
      const { engine, call, close } = await proofEngine(connection, `guanxi_interference_${model}`);
      try {
        const own = seed * 1_000 + model;
        const world = await makeWorld({ engine, call }, { ...SIZE, seed: own });
        const random = makeRandom(own);
        for (let one = 0; one < n / halves / MODELS; one += 1)
          await prove(engine.app.routes, randomSecret(random, world));
      } finally {
        await close();
      }
    }
    if (only !== 'random') {
      const proof = await proofEngine(connection, 'guanxi_interference_crm', {
        GUANXI_TEMPLATE: 'crm',
        GUANXI_DEMO_DATA: 'true',
      });
      try {
        const secret = await crmSecrets(proof, makeRandom(seed));
        for (let one = 0; one < n / halves; one += 1) await prove(proof.engine.app.routes, secret());
      } finally {
        await proof.close();
      }
    }
    return { n: changes, differences, figures: { asked } };
  } finally {
    await server?.stop();
  }
};
