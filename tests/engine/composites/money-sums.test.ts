import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareSums, importCoins, makeCoins, publishPots } from '../../prove/money/world.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';

/** The short form of `npm run prove -- money`. */
const N = 2_000;

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});

afterAll(() => engine.close());

test(`sums of ${N} imported amounts are equal to the last digit in aggregate, roll-up and browser`, async () => {
  const world = {
    call: engine.call,
    send: async (path: string, body: FormData) => {
      const headers = { Authorization: `Bearer ${engine.keyOf('admin')}` };
      const request = new Request(`${engine.engine.address}${path}`, { method: 'POST', headers, body });
      const response = await engine.engine.fetch(request);
      return { status: response.status, body: await response.json() };
    },
  };
  await publishPots(world);
  const coins = makeCoins(N, 7);
  await importCoins(world, coins);
  expect(await compareSums(world, coins)).toEqual([]);
});
