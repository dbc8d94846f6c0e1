import { afterEach, expect, test } from 'vitest';
import { describeDifference, differencesOf } from '../prove/access/differential.ts';
import { makeWorld } from '../prove/access/world.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

/** `npm run prove -- access` in short: what the API answers is what an oracle of its own says. */
let world: TestEngine;
afterEach(() => world.close());

test.each([103, 104, 105])(
  'random model %i: nothing leaks, nothing is wrongly hidden',
  async (seed) => {
    world = await testEngine();
    const contents = await makeWorld(world, { seed, users: 30, roles: 40 });
    const { differences } = await differencesOf(contents, { seed, n: 700 });
    expect(differences.map((one) => describeDifference(contents, one))).toEqual([]);
  },
  60_000,
);
