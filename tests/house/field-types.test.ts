import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fieldTypes } from '../../engine/field-types/index.ts';

/** Ways to ask which field type something is; shared code asks the type for a property instead. */
const NAMES = fieldTypes()
  .map(({ name }) => name)
  .join('|');
const BRANCHES = [
  // `type.name === 'currency'`, `field.type === 'currency'`, `info.fieldType !== 'currency'`
  new RegExp(
    `\\b(?:type\\.name|fieldType|declared|(?:field|meta|info|facts)\\.type)\\s*[!=]==\\s*'(?:${NAMES})'`,
  ),
  // `switch (field.type)`
  /switch \((?:\w+\.)*(?:type\.name|fieldType|declared|(?:field|meta|info|facts)\.type)\)/,
  // tables of what is done with each type
  new RegExp(`'type:(?:${NAMES})'`),
];

const branchesIn = (text: string): string[] =>
  text.split('\n').filter((line) => BRANCHES.some((branch) => branch.test(line)));

test('no shared file branches on a field type', () => {
  const files = globSync(['engine/**/*.ts', 'runtime-ui/**/*.{ts,tsx}', 'designer/**/*.{ts,tsx}'], {
    exclude: ['**/dist/**', 'engine/field-types/**'],
  });
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    branchesIn(readFileSync(file, 'utf8')).map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test.each([
  "if (field.type.name === 'currency') return 1;",
  "const isMoney = meta.type === 'currency';",
  'switch (field.type) {',
  "  'type:email': link('mailto:'),",
  "if (fieldType !== 'stage') return;",
])('%s is found', (line) => expect(branchesIn(line)).toHaveLength(1));
