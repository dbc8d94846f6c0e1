import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';

/**
 * Classes 25 to 27 (CVE-2022-38844, CVE-2020-15301, CVE-2022-22121): what was sent comes back in the file of refused
 * rows, and no spreadsheet finds a formula there, whatever it takes for the separator.
 */
let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
});
afterAll(() => world?.close());

const CELLS = [
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '＋1',
  '＠A1',
  'a;=1+1',
  'a\t=1+1',
  'a";=1+1',
  'a\n=1+1',
];
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

test('the file of refused rows holds no formula, whichever separator it is read with', async () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const csv = ['name,close_date', ...CELLS.map((cell) => `${quoted(cell)},never`)].join('\n');
  const { body } = await importCsv(world, 'opportunity', csv);
  expect(body.failed).toBe(CELLS.length);
  const errors = await world.call('admin', 'GET', `/api/imports/${body.id}/errors.csv`);
  for (const delimiter of [',', ';', '\t']) {
    const rows: string[][] = parse(errors.text, {
      ...{ bom: true, delimiter, relax_column_count: true, relax_quotes: true },
    });
    const cells = rows.flat();
    expect(cells.length).toBeGreaterThan(CELLS.length);
    expect(cells.filter((cell) => FORMULA.test(cell))).toEqual([]);
  }
});
