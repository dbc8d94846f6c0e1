import { afterEach, expect, test } from 'vitest';
import { makeWorld } from '../prove/access/world.ts';
import { describeDifference, differencesOf } from '../prove/interference/compare.ts';
import { randomSecret } from '../prove/interference/random.ts';
import { makeRandom } from '../prove/parity/random.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

/** `npm run prove -- interference` in short: what is hidden from somebody changes no answer that they are given. */
let guanxi: TestEngine;
afterEach(() => guanxi?.close());

test('in a random model, whatever is asked', async () => {
  guanxi = await testEngine();
  const world = await makeWorld(guanxi, { seed: 212, users: 16, roles: 20 });
  const random = makeRandom(212);
  // administration is answered to nobody here: surfaces.test.ts
  const routes = guanxi.engine.app.routes.filter(({ reads }) => reads !== 'administration');
  const found: string[] = [];
  for (let n = 0; n < 50; n += 1) {
    const { differences } = await differencesOf(routes, randomSecret(random, world));
    found.push(...differences.map(describeDifference));
  }
  expect(found).toEqual([]);
  // and what is not hidden does change answers: the questions are such that would tell
  const secret = randomSecret(random, world);
  const reading = routes.filter(({ reads }) => reads !== 'written');
  const { differences } = await differencesOf(reading, {
    ...secret,
    ask: ({ method, path, body }) => world.operator(method, path, body),
  });
  expect(differences.length).toBeGreaterThan(5);
}, 180_000);
