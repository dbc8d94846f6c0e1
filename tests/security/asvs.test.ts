import { expect, test } from 'vitest';
import { asvsFaults, requirements } from './asvs.ts';

test('each requirement of the level has tests that are there, or a reason', () => {
  expect(asvsFaults()).toEqual([]);
});

test('a test that is gone is found, and so is a requirement that nothing is said of', () => {
  const [first, ...others] = requirements();
  const gone = { ...first!, tests: ['tests/http/sign-in.test.ts :: no such test at all'] };
  expect(asvsFaults([gone, ...others])).toEqual([expect.stringContaining('no such test at all')]);
  expect(asvsFaults([{ id: first!.id, says: '' }, ...others])).toHaveLength(1);
  expect(asvsFaults(others)).toEqual([expect.stringContaining('69 requirements of 70')]);
});
