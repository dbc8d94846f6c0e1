import { describe, expect, test } from 'vitest';
import {
  belowOf,
  found,
  pathTo,
  rowsOf,
  stepOf,
  sumsOf,
  type TreeNode,
  treeOf,
  typedTo,
} from '../../runtime-ui/organization/tree.ts';

const node = (id: string, parent: string | null, more: Partial<TreeNode> = {}): TreeNode => ({
  id,
  name: id,
  parent,
  head: null,
  isActive: true,
  ...more,
});
const all = new Set(['a', 'b', 'c', 'd', 'e']);
const tree = treeOf([
  node('a', null),
  node('b', 'a'),
  node('c', 'b', { name: '华东销售部' }),
  node('d', 'a', { isActive: false }),
  node('e', null),
]);
const names = (open: ReadonlySet<string>, more: Partial<Parameters<typeof rowsOf>[1]> = {}) =>
  rowsOf(tree, { open, withInactive: false, ...more }).map(({ node: { id }, level }) => `${level}${id}`);

describe('a tree of people', () => {
  test('shows what is open, and what is switched off only on wish or above something in use', () => {
    expect(names(new Set())).toEqual(['1a', '1e']);
    expect(names(all)).toEqual(['1a', '2b', '3c', '1e']);
    expect(names(all, { withInactive: true })).toEqual(['1a', '2b', '3c', '2d', '1e']);
    const off = treeOf([node('x', null, { isActive: false }), node('y', 'x')]);
    expect(rowsOf(off, { open: new Set(['x']), withInactive: false })).toHaveLength(2);
  });

  test('finds by name and by initials, with what stands above', () => {
    expect([...found(tree, 'HD')]).toEqual(['c']);
    expect([...found(tree, '销售')]).toEqual(['c']);
    expect(names(new Set(), { sought: found(tree, 'hdx') })).toEqual(['1a', '2b', '3c']);
  });

  test('knows paths, what is below, and sums', () => {
    expect(pathTo(tree, 'c').map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...belowOf(tree, 'a')].sort()).toEqual(['a', 'b', 'c', 'd']);
    const own = new Map([
      ['b', 2],
      ['c', 3],
    ]);
    expect([...sumsOf(tree, own)].sort()).toEqual([
      ['a', 5],
      ['b', 5],
      ['c', 3],
      ['d', 0],
      ['e', 0],
    ]);
  });

  test('cuts a circle of old data, so that everybody in it is still shown', () => {
    const circle = treeOf([node('x', 'y'), node('y', 'z'), node('z', 'x'), node('w', 'z')]);
    const shown = rowsOf(circle, { open: new Set(['x', 'y', 'z']), withInactive: false });
    expect(shown.map(({ node: { id } }) => id).sort()).toEqual(['w', 'x', 'y', 'z']);
    expect(pathTo(circle, 'w').length).toBeLessThanOrEqual(3);
    expect(belowOf(circle, 'x').size).toBeLessThanOrEqual(4);
  });

  test.each([
    [0, 'ArrowDown', { to: 1 }],
    [0, 'ArrowUp', { to: 0 }],
    [0, 'ArrowLeft', { toggle: 'a' }],
    [0, 'ArrowRight', { to: 1 }],
    [2, 'ArrowLeft', { to: 1 }],
    [2, 'ArrowRight', undefined],
    [1, 'End', { to: 3 }],
    [3, 'Home', { to: 0 }],
    [0, 'PageDown', { to: 3 }],
  ])('from line %i the key %s leads to %j', (at, key, step) => {
    expect(stepOf(rowsOf(tree, { open: all, withInactive: false }), at, key)).toEqual(step);
  });

  test('goes to the next line that begins with what is typed', () => {
    const rows = rowsOf(tree, { open: all, withInactive: false });
    expect(typedTo(rows, 0, 'a')).toBe(0);
    expect(typedTo(rows, 0, 'h')).toBe(2);
    expect(typedTo(rows, 0, 'q')).toBeUndefined();
  });
});
