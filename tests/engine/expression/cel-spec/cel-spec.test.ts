import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { conformance } from './conformance.ts';
import { conformanceList } from './list.ts';

const README = new URL('../../../../engine/expression/README.md', import.meta.url).pathname;
const HEADING = '## Tests of the CEL specification';

const verdicts = conformance();

test('every simple test of the specification means the same here, or is known not to apply', () => {
  const open = verdicts.filter(({ isOpen }) => isOpen);
  expect(open.map(({ section, name, source }) => `${section} ${name}: ${source}`)).toEqual([]);
});

/** What is to mean the same does: a reason that explained too much would show here. */
test.each([
  ['parse', 70],
  ['logic', 20],
  ['comparisons', 79],
  ['string', 28],
  ['lists', 16],
  ['macros', 28],
  ['string_ext', 78],
  ['integer_math', 31],
  ['fp_math', 25],
  ['timestamps', 12],
  ['basic', 19],
])('%s: at least %i mean the same', (suite, least) => {
  const same = verdicts.filter(
    ({ section, reason }) => section.startsWith(`${suite}/`) && reason === undefined,
  );
  expect(same.length).toBeGreaterThanOrEqual(least);
});

/** Written by this test when it runs with `--update`. */
test('the README lists those that do not apply', async () => {
  const readme = await readFile(README, 'utf8');
  const before = readme.slice(0, readme.indexOf(HEADING));
  const list = conformanceList(verdicts);
  const intro =
    'The simple tests of `@bufbuild/cel-spec`, judged by `tests/engine/expression/cel-spec/`; `vitest run <it> --update` writes this.';
  await expect(`${before}${HEADING}\n\n${intro}\n\n${list}\n`).toMatchFileSnapshot(README);
});
