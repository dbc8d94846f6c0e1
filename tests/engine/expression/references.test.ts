import { describe, expect, test } from 'vitest';
import { findReferences, renameReferences } from '../../../engine/expression/index.ts';
import { randomExpression } from '../../prove/parity/expressions.ts';
import { makeRandom } from '../../prove/parity/random.ts';

describe('references in a source', () => {
  test('with the place of each name', () => {
    const source = 'account . name == user.id && record.due in [old.due]';
    const found = findReferences(source);
    expect(found.map(({ path }) => path)).toEqual([
      ['account', 'name'],
      ['$user', 'id'],
      ['due'],
      ['$old', 'due'],
    ]);
    const written = found.flatMap(({ segments }) =>
      segments.map(({ start, end }) => source.slice(start, end)),
    );
    expect(written).toEqual(['account', 'name', 'user', 'id', 'due', 'old', 'due']);
  });

  test('receivers of methods count, names of methods and texts do not', () => {
    expect(findReferences('name.contains("due") && date(created_at) > due').map(({ path }) => path)).toEqual([
      ['name'],
      ['created_at'],
      ['due'],
    ]);
  });

  test('what cannot be read has none', () => {
    expect(findReferences('name ==')).toEqual([]);
  });
});

describe('renaming', () => {
  const toCustomer = (path: readonly string[]) =>
    path[0] === 'account' ? ['customer', ...path.slice(1)] : undefined;

  test.each([
    ['account == null', 'customer == null'],
    ['record.account.name', 'record.customer.name'],
    [
      'account .name=="account"  &&  // account\n has(account)',
      'customer .name=="account"  &&  // account\n has(customer)',
    ],
    ['user.account == account', 'user.account == customer'],
    ['parent.account == 1', 'parent.account == 1'],
    ['account.startsWith("a")', 'customer.startsWith("a")'],
    ['(account).name', '(customer).name'],
    ['account ==', 'account =='],
  ])('%s', (source, expected) => {
    expect(renameReferences(source, toCustomer)).toBe(expected);
  });

  test('any name of a path, and what stands behind a variable', () => {
    const rename = (path: readonly string[]) => path.map((name) => (name === 'name' ? 'title' : name));
    expect(renameReferences('account.name == old.name', rename)).toBe('account.title == old.title');
  });

  test('renamed there and back it is as it was', () => {
    const random = makeRandom(3);
    const longer = (path: readonly string[]) => path.map((name) => `${name}_x`);
    const back = (path: readonly string[]) => path.map((name) => name.replace(/_x$/, ''));
    for (let round = 0; round < 300; round++) {
      const source = randomExpression(random);
      const renamed = renameReferences(source, longer);
      expect(renameReferences(renamed, back)).toBe(source);
    }
  });
});
