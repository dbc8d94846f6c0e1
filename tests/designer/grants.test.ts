import { describe, expect, test } from 'vitest';
import {
  isImplied,
  linesOf,
  scopeIn,
  withActionApart,
  withEdits,
  withoutLine,
  withWhere,
} from '../../designer/draft/grants.ts';
import {
  ACTIONS,
  COMES_WITH,
  FIELD_RIGHTS,
  GOES_BY,
  PORTAL_ACTIONS,
  scopesOf,
} from '../../designer/draft/role-words.ts';
import { comparedOver, fieldAllowedBy } from '../../designer/roles/differences.ts';
import {
  cellsIn,
  copied,
  filled,
  type GridCell,
  type GridRow,
  moved,
  pasted,
  typed,
} from '../../designer/roles/grid.ts';
import { CAME_WITH, GOES_BY as engineGoesBy, PORTAL_ACTIONS as OF_PORTAL } from '../../engine/model/index.ts';

const sales = {
  name: 'sales',
  grants: [
    {
      object: 'account',
      do: ['create', 'read', 'update'],
      rows: { create: 'own', update: 'own' },
      fields: { '*': 'write', tier: 'read' },
    },
    { object: 'task', do: ['read', 'delete'], rows: { read: 'own', delete: 'own' } },
  ],
};
const set = (object: string, action: string, value: string, line = 0) => ({
  address: { object, line, action },
  value,
});
const setField = (object: string, field: string, value: string, line = 0) => ({
  address: { object, line, field },
  value,
});

describe('a role by its cells', () => {
  test('what was changed and changed back reads as before', () => {
    const changed = withEdits(sales, [set('account', 'read', 'own'), set('task', 'delete', 'none')]);
    expect(linesOf(changed, 'account')[0]?.rows).toEqual({ create: 'own', read: 'own', update: 'own' });
    expect(linesOf(changed, 'task')).toEqual([{ object: 'task', do: ['read'], rows: { read: 'own' } }]);
    const back = withEdits(changed, [set('account', 'read', 'all'), set('task', 'delete', 'own')]);
    expect(linesOf(back, 'task')).toEqual(linesOf(sales, 'task'));
    expect(linesOf(back, 'account')[0]).toMatchObject({
      rows: { create: 'own', read: 'all', update: 'own' },
    });
    expect(withEdits(sales, [set('account', 'read', 'all')])).toBe(sales);
  });

  test('a first right makes a grant, the last one taken away removes it', () => {
    const given = withEdits(sales, [set('product', 'read', 'all'), set('product', 'export', 'none')]);
    expect(linesOf(given, 'product')).toEqual([{ object: 'product', do: ['read'] }]);
    expect(linesOf(withEdits(given, [set('product', 'read', 'none')]), 'product')).toEqual([]);
    expect(withEdits(sales, [set('product', 'read', 'none')])).toBe(sales);
  });

  test('rows of what is allowed no more are gone; taking back goes with deleting', () => {
    const role = { grants: [{ object: 'task', do: ['delete'], rows: { delete: 'own', restore: 'own' } }] };
    expect(linesOf(withEdits(role, [set('task', 'delete', 'all')]), 'task')[0]).toMatchObject({
      rows: { restore: 'own' },
    });
    expect(withEdits(role, [set('task', 'delete', 'none'), set('task', 'read', 'all')]).grants).toEqual([
      { object: 'task', do: ['read'] },
    ]);
  });

  test('what comes with another action is stated only to be narrowed or kept back', () => {
    const role = { grants: [{ object: 'task', do: ['read', 'update'], rows: { update: 'own' } }] };
    const grant = (body: object) => linesOf(body, 'task')[0];
    expect(scopeIn(grant(role), 'transfer')).toBe('own');
    expect(isImplied(grant(role), 'transfer')).toBe(true);
    expect(withEdits(role, [set('task', 'transfer', 'own')])).toBe(role);
    const kept = withEdits(role, [set('task', 'transfer', 'none')]);
    expect(grant(kept)).toMatchObject({ do: ['read', 'update'], rows: { update: 'own', transfer: 'none' } });
    expect(scopeIn(grant(kept), 'transfer')).toBe('none');
    expect(withEdits(kept, [set('task', 'transfer', 'own')])).toEqual(role);
    expect(grant(withEdits(role, [set('task', 'transfer', 'all')]))).toMatchObject({
      do: ['read', 'update', 'transfer'],
      rows: { transfer: 'all' },
    });
    expect(COMES_WITH).toEqual(CAME_WITH);
    expect(PORTAL_ACTIONS).toEqual(OF_PORTAL);
    expect(GOES_BY).toEqual(engineGoesBy);
  });

  test('a field is named where it departs from the others, and those keep what they had', () => {
    const hidden = withEdits(sales, [setField('task', 'note', 'none')]);
    expect(linesOf(hidden, 'task')[0]?.fields).toEqual({ '*': 'write', note: 'none' });
    expect(withEdits(hidden, [setField('task', 'note', 'write')]).grants).toEqual(sales.grants);
    const others = withEdits(sales, [setField('account', '*', 'read')]);
    expect(linesOf(others, 'account')[0]?.fields).toEqual({ '*': 'read', tier: 'read' });
    expect(withEdits(others, [setField('account', '*', 'write')]).grants).toEqual(sales.grants);
  });

  test('a grant with a condition stands behind those of its object and shows no more than they do', () => {
    const more = withWhere(sales, { object: 'account', line: 1 }, ' city == "Suzhou" ', 'update');
    expect(more.grants[1]).toEqual({
      object: 'account',
      do: ['update'],
      where: 'city == "Suzhou"',
      fields: { '*': 'write', tier: 'read' },
    });
    expect(more.grants[2]).toBe(sales.grants[1]);
    expect(withoutLine(more, { object: 'account', line: 1 })).toEqual(sales);
    expect(linesOf(withWhere(more, { object: 'account', line: 1 }, ''), 'account')[1]).not.toHaveProperty(
      'where',
    );
  });

  test('a role of the portal says in which rows, also where that is all', () => {
    const body = { name: 'outside', portal: true, grants: [] };
    const edit = (action: string, value: string) => ({
      address: { object: 'account', line: 0, action },
      value,
    });
    const edited = withEdits(body, [edit('read', 'all'), edit('update', 'portal')]);
    expect(edited.grants).toEqual([
      { object: 'account', do: ['read', 'update'], rows: { read: 'all', update: 'portal' } },
    ]);
    expect(withEdits(edited, [edit('update', 'all')]).grants[0].rows).toEqual({ read: 'all', update: 'all' });
    expect([scopesOf('read', true), scopesOf('transfer', true)]).toEqual([
      ['none', 'portal', 'all'],
      ['none'],
    ]);
    expect(scopesOf('read')).not.toContain('portal');
  });

  test('the values come from the schema of roles, none that works only later', () => {
    expect(scopesOf('read')).toEqual(expect.arrayContaining(['none', 'own', 'team', 'all']));
    expect(scopesOf('read')[0]).toBe('none');
    expect(scopesOf('read').at(-1)).toBe('all');
    expect(FIELD_RIGHTS).toEqual(['none', 'masked', 'read', 'write']);
    expect(ACTIONS.slice(0, 4)).toEqual(['create', 'read', 'update', 'delete']);
  });
});

const cell = (object: string, action: string, value: string): GridCell => ({
  address: { object, line: 0, action },
  value,
  options: ['none', 'own', 'all'],
  isChanged: false,
});
const rows: readonly GridRow[] = [
  { key: 'a', object: 'a', line: 0, cells: [cell('a', 'read', 'own'), cell('a', 'update', 'none')] },
  {
    key: 'a/name',
    object: 'a',
    line: 0,
    field: 'name',
    cells: [
      {
        ...cell('a', 'x', 'read'),
        address: { object: 'a', line: 0, field: 'name' },
        options: ['none', 'read'],
      },
    ],
  },
  { key: 'b', object: 'b', line: 0, cells: [cell('b', 'read', 'all'), cell('b', 'update', 'all')] },
];
const whole = { from: { row: 0, column: -1 }, to: { row: 2, column: 1 } };

describe('the grid', () => {
  test('arrows go over fields, whose one cell has the column that one comes from', () => {
    const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey });
    expect(moved(rows, { row: 0, column: 1 }, 2, key('ArrowDown'))).toEqual({ row: 1, column: 1 });
    expect(moved(rows, { row: 1, column: 1 }, 2, key('ArrowDown'))).toEqual({ row: 2, column: 1 });
    expect(moved(rows, { row: 1, column: 1 }, 2, key('ArrowLeft'))).toEqual({ row: 1, column: -1 });
    expect(moved(rows, { row: 0, column: 0 }, 2, key('ArrowLeft'))).toEqual({ row: 0, column: -1 });
    expect(moved(rows, { row: 2, column: 1 }, 2, key('ArrowRight'))).toEqual({ row: 2, column: 1 });
    expect(moved(rows, { row: 2, column: 1 }, 2, key('Home', true))).toEqual({ row: 0, column: -1 });
    expect(moved(rows, { row: 0, column: 0 }, 2, key('x'))).toBeUndefined();
  });

  test('a value goes into every cell that can have it', () => {
    const edits = filled(cellsIn(rows, whole, 2), 'all');
    expect(edits.map(({ address }) => ('action' in address ? address.action : address.field))).toEqual([
      'read',
      'update',
    ]);
    expect(filled(cellsIn(rows, whole, 2), 'read')).toEqual([]);
  });

  test('a row that was copied goes into another one; a single value into all', () => {
    const first = { from: { row: 0, column: -1 }, to: { row: 0, column: -1 } };
    const second = { from: { row: 2, column: -1 }, to: { row: 2, column: -1 } };
    const text = copied(cellsIn(rows, first, 2));
    expect(text).toBe('own\tnone');
    const same = (word: string) => word;
    expect(pasted(rows, second, 2, `${text}\n`, same).map(({ value }) => value)).toEqual(['own', 'none']);
    expect(pasted(rows, second, 2, 'Own', (word) => word.toLowerCase()).map(({ value }) => value)).toEqual([
      'own',
      'own',
    ]);
    expect(pasted(rows, second, 2, 'nonsense\twords', same)).toEqual([]);
  });

  test('a letter leads to the next value that begins with it', () => {
    const names = (value: string) => [value];
    const given = { options: ['none', 'own', 'owner', 'all'], value: 'own' };
    expect(typed(given, 'o', names)).toBe('owner');
    expect(typed({ ...given, value: 'owner' }, 'o', names)).toBe('own');
    expect(typed(given, 'x', names)).toBeUndefined();
  });
});

test('two roles are compared by what their grants come to', () => {
  const boss = { grants: [{ object: '*', do: ['read', 'update'] }] };
  const lines = comparedOver(sales, boss, 'account', false).filter(({ isSame }) => !isSame);
  expect(lines).toEqual([
    { object: 'account', action: 'create', left: [{ scope: 'own' }], right: [], isSame: false },
    {
      object: 'account',
      action: 'update',
      left: [{ scope: 'own' }],
      right: [{ scope: 'all' }],
      isSame: false,
    },
    {
      object: 'account',
      action: 'transfer',
      left: [{ scope: 'own' }],
      right: [{ scope: 'all' }],
      isSame: false,
    },
    {
      object: 'account',
      field: 'tier',
      left: [{ right: 'read' }],
      right: [{ right: 'write' }],
      isSame: false,
    },
  ]);
});

describe('fields that differ from action to action', () => {
  const cost = (body: object) => fieldAllowedBy(body, 'account', 'cost', false);
  const apart = withActionApart(sales, { object: 'account', line: 0 }, 'create');

  test('an action set apart allows what it did, in the same rows and with the same fields', () => {
    expect(linesOf(apart, 'account')).toEqual([
      {
        object: 'account',
        do: ['read', 'update'],
        rows: { update: 'own' },
        fields: { '*': 'write', tier: 'read' },
      },
      { object: 'account', do: ['create'], rows: { create: 'own' }, fields: { '*': 'write', tier: 'read' } },
    ]);
    expect(comparedOver(sales, apart, 'account', false).filter(({ isSame }) => !isSame)).toEqual([]);
    // what is kept from coming along stays kept
    const kept = {
      grants: [{ object: 'account', do: ['read', 'update'], rows: { update: 'own', transfer: 'none' } }],
    };
    const split = linesOf(withActionApart(kept, { object: 'account', line: 0 }, 'update'), 'account');
    expect(split).toEqual([
      { object: 'account', do: ['read'] },
      { object: 'account', do: ['update'], rows: { update: 'own', transfer: 'none' } },
    ]);
    // nothing to set apart
    expect(withActionApart(apart, { object: 'account', line: 1 }, 'create')).toBe(apart);
  });

  test('are told by action, and compared by that', () => {
    const onceOnly = withEdits(apart, [setField('account', 'cost', 'read', 0)]);
    expect(cost(apart)).toEqual([{ right: 'write' }]);
    expect(cost(onceOnly)).toEqual([
      { right: 'read', actions: ['read'] },
      { right: 'write', actions: ['create'] },
    ]);
    const differences = comparedOver(sales, onceOnly, 'account', false).filter(({ isSame }) => !isSame);
    expect(differences.map((one) => 'field' in one && one.field)).toEqual(['cost']);
  });

  test('are told by condition, where grants of one action differ', () => {
    const where = 'tier == "A"';
    const more = withEdits(withWhere(sales, { object: 'account', line: 1 }, where, 'update'), [
      setField('account', 'cost', 'none', 0),
    ]);
    expect(cost(more)).toEqual([{ right: 'write', actions: ['update'], where }]);
  });

  test('a right to read beside one to write says no more than to write', () => {
    const both = {
      grants: [
        { object: 'account', do: ['read'], fields: { '*': 'read' } },
        { object: 'account', do: ['update'], fields: { '*': 'write' } },
      ],
    };
    expect(cost(both)).toEqual([{ right: 'write' }]);
    expect(cost({ grants: [] })).toEqual([{ right: 'none' }]);
  });
});
