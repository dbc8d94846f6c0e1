import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cellOf, fieldTypes } from '../../engine/field-types/index.ts';

test('every widget that a field type names is a file, and every file is named by one', () => {
  const files = readdirSync('runtime-ui/form/widgets').map((file) => file.replace(/\.tsx$/, ''));
  const named = new Set(fieldTypes().map(({ widget }) => widget));
  expect(files.sort()).toEqual([...named].sort());
});

test('every cell that a field type names is a file, and every file is named by one', () => {
  const files = readdirSync('runtime-ui/values/cells').map((file) => file.replace(/\.tsx$/, ''));
  const named = new Set(fieldTypes().map(cellOf));
  expect(files.sort()).toEqual([...named].sort());
});
