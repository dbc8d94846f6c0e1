import { expect, it } from 'vitest';
import { isInRange } from '../../../engine/packages/version-range.ts';

it.each([
  ['1.2.3', '^1.2.0', true],
  ['2.0.0', '^1.2.0', false],
  ['0.2.9', '^0.2.1', true],
  ['0.3.0', '^0.2.1', false],
  ['0.0.4', '^0.0.3', false],
  ['1.2.9', '~1.2.3', true],
  ['1.3.0', '~1.2.3', false],
  ['0.1.0', '>=0.1.0', true],
  ['1.5.0', '>=1.0.0 <2.0.0', true],
  ['2.0.0', '>=1.0.0 <2.0.0', false],
  ['1.0.0', '1.0.0', true],
  ['1.0.1', '=1.0.0', false],
  ['9.9.9', '*', true],
  ['1.10.0', '>1.9', true],
  ['1.0.0', 'latest', undefined],
  ['1.0.0', '^x', undefined],
  ['1.0.0', '', undefined],
])('%s in %j: %s', (version, range, expected) => expect(isInRange(version, range)).toBe(expected));
