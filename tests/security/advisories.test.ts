import { expect, test } from 'vitest';
import { advisories, advisoryFaults, advisoryReport } from './advisories.ts';

test('each advisory has cases that are there, or a reason why it cannot apply', () => {
  expect(advisoryFaults()).toEqual([]);
});

test('a case that is gone is found, and so is a row that is missing or of which nothing is said', () => {
  const [first, ...others] = advisories();
  const { tests: _, ...untold } = first!;
  const gone = { ...first!, tests: ['tests/http/attack.test.ts :: no such test at all'] };
  expect(advisoryFaults([gone, ...others])).toEqual([expect.stringContaining('no such test at all')]);
  expect(advisoryFaults([untold, ...others])).toEqual([
    expect.stringContaining('neither a test nor a reason'),
  ]);
  expect(advisoryFaults(others)).toEqual([expect.stringContaining('82 rows of 83')]);
});

test('the report tells how many have a case, and of each of the others why not', () => {
  const report = advisoryReport();
  for (const { tests = [], reason, id } of advisories())
    if (tests.length === 0) expect([id, report.includes(id) && report.includes(reason!)]).toEqual([id, true]);
});
