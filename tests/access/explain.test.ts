import { afterEach, expect, test } from 'vitest';
import { makeWorld } from '../prove/access/world.ts';
import { describeFault, explainPairs } from '../prove/explain/pairs.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

/** `npm run prove -- explain` in short: the verdict is the list's, and without what it names it is the other one. */
let guanxi: TestEngine;
afterEach(() => guanxi?.close());

test('an explanation says what the list does, and names what grants', async () => {
  guanxi = await testEngine();
  const world = await makeWorld(guanxi, { seed: 311, users: 16, roles: 20 });
  const { faults, granted, denied, flipped } = await explainPairs(world, { seed: 311, n: 200 });
  expect(faults.map(describeFault)).toEqual([]);
  expect(Math.min(granted, denied, flipped)).toBeGreaterThan(20);
}, 60_000);
