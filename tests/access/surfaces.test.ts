import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../../engine/route.ts';
import { type Hidden, SURFACES } from '../prove/surfaces.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let routes: readonly Route[];
beforeAll(async () => {
  guanxi = await testEngine();
  ({ routes } = guanxi.engine.app);
});
afterAll(() => guanxi.close());

test('every address says what it reads, and the proofs know how to ask for it', () => {
  const asked = new Set([...Object.keys(SURFACES), 'nothing']);
  expect(routes.length).toBeGreaterThan(50);
  expect(routes.filter(({ reads }) => !asked.has(reads))).toEqual([]);
  const read = new Set<string>(routes.map(({ reads }) => reads));
  expect([...asked].filter((surface) => !read.has(surface))).toEqual([]);
});

test.each(['member', 'nobody'])(
  'what is for administrators is answered to none without the right: %s',
  async (user) => {
    const questions = routes
      .filter(({ reads }) => reads === 'administration')
      .flatMap((route) => SURFACES.administration(route, {} as Hidden));
    expect(questions.length).toBeGreaterThan(30);
    const answered: string[] = [];
    for (const { method, path, body } of questions) {
      const { status } = await guanxi.call(user, method, path, body);
      if (status !== 403 && status !== 404) answered.push(`${method} ${path} ${status}`);
    }
    expect(answered).toEqual([]);
  },
);
