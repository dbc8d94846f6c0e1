import { describe, expect, it } from 'vitest';
import { accessOf, rowPredicate } from '../../../engine/access/index.ts';
import { sum } from '../../../engine/access/terms.ts';
import { role, sampleModel } from '../sample-model.ts';

const grant = (object: string, rest: object) => ({
  object,
  do: ['read'],
  rows: {},
  fields: { '*': 'write' as const },
  ...rest,
});

const model = sampleModel(
  {
    deal: { fields: { name: { type: 'text' }, cost: { type: 'currency' }, margin: { type: 'currency' } } },
    note: { ownership: 'none', fields: { name: { type: 'text' } } },
  },
  [
    role('reader', { grants: [grant('deal', { fields: { '*': 'read', cost: 'none' } })] }),
    role('seller', {
      grants: [
        grant('deal', {
          do: ['create', 'read', 'update', 'delete'],
          rows: { read: 'own', update: 'own', delete: 'own', create: 'own' },
        }),
      ],
    }),
    role('nobody', { grants: [grant('deal', { do: ['read'], rows: { read: 'none' } })] }),
    role('broken', { grants: [grant('deal', { do: ['read'], rows: { read: 'moon' } })] }),
    role('notes', { grants: [grant('note', { rows: { read: 'own' } })] }),
    role('people', { admin: ['people'] }),
    role('everything', { grants: [grant('*', { do: ['read', 'update'] })] }),
  ],
);

const dealOf = (...roles: string[]) => accessOf(model, { kind: 'user', roles }).object('deal');
const frame = { column: (name: string) => `t."${name}"`, actor: () => '$1::uuid' };

describe('rights over an object', () => {
  it('knows nothing of an object that no role grants', () => {
    expect(dealOf()).toBeUndefined();
    expect(dealOf('no_such_role')).toBeUndefined();
  });

  it('denies what cannot be judged: no rows, an unknown scope', () => {
    expect(dealOf('nobody')).toBeUndefined();
    const broken = dealOf('broken')!;
    expect(rowPredicate(broken, broken.rows('read'), frame)).toBe('false');
  });

  it.each([
    ['reader', 'read', ['all']],
    ['reader', 'update', []],
    ['seller', 'read', ['own']],
    ['seller', 'restore', ['own']],
    ['seller', 'export', []],
    ['reader seller', 'read', ['all']],
    ['reader seller', 'update', ['own']],
  ] as const)('%s may %s %j', (roles, action, rows) => {
    expect(dealOf(...roles.split(' '))!.rows(action)).toEqual(rows);
  });

  it('grants every object by a star, but not what the engine keeps for itself', () => {
    const everything = accessOf(model, { kind: 'user', roles: ['everything'] });
    expect(everything.can('deal', 'update')).toBe(true);
    expect(everything.can('note', 'update')).toBe(true);
    expect(everything.can('user', 'update')).toBe(false);
  });

  it('gives the engine everything', () => {
    const engine = accessOf(model, { kind: 'engine', roles: [] });
    expect(engine.object('deal')!.rows('delete')).toEqual(['all']);
    expect(engine.object('deal')!.right('cost')).toBe('write');
  });

  it('is remembered per model and set of roles', () => {
    expect(dealOf('reader')).toBe(dealOf('reader'));
    expect(dealOf('reader')).not.toBe(dealOf('seller'));
  });
});

describe('rights over fields', () => {
  it('hides what is not granted, but for what identifies a record', () => {
    const reader = dealOf('reader')!;
    expect(reader.right('cost')).toBe('none');
    expect(reader.right('margin')).toBe('read');
    expect(reader.readable.map(({ name }) => name)).not.toContain('cost');
    expect(reader.right('version')).toBe('read');
  });

  it('keeps each right in the rows of the role that gives it', () => {
    const both = dealOf('reader', 'seller')!;
    expect(both.rows('read')).toEqual(['all']);
    expect(both.readableRows('cost')).toEqual(['own']);
    expect(both.readableRows('margin')).toEqual(['all']);
    expect(both.writableRows('cost', 'update')).toEqual(['own']);
  });
});

describe('what everyone has', () => {
  const user = accessOf(model, { kind: 'user', roles: [] });

  it('knows colleagues by name and keeps own views', () => {
    expect(user.object('user')!.right('name')).toBe('read');
    expect(user.object('user')!.right('email')).toBe('none');
    expect(user.object('view')!.rows('update')).toEqual(['own']);
    expect(user.object('view')!.right('package')).toBe('read');
  });

  it('is widened by admin rights', () => {
    const people = accessOf(model, { kind: 'user', roles: ['people'] });
    expect(people.hasAdminRight('people')).toBe(true);
    expect(people.hasAdminRight('model')).toBe(false);
    expect(people.object('user')!.right('email')).toBe('write');
    expect(people.can('user', 'create')).toBe(true);
  });
});

describe('sums of rows', () => {
  it.each([
    [['own', 'own&where:a'], ['own']],
    [
      ['own&where:a', 'own&where:a&where:b', 'team'],
      ['own&where:a', 'team'],
    ],
    [
      ['own&where:a', 'own&where:b'],
      ['own&where:a', 'own&where:b'],
    ],
    [
      ['parent(own)', 'parent(own&where:a)', 'parent(team)'],
      ['parent(own)', 'parent(team)'],
    ],
    [['parent(own)&where:a', 'parent(own&where:b)&where:a'], ['parent(own)&where:a']],
    [['own', 'parent(own)', 'all'], ['all']],
    [[undefined, 'none'], []],
  ])('%j leave %j', (terms, left) => {
    expect(sum(terms)).toEqual(left);
  });
});

describe('row predicates', () => {
  it('asks once for what several ways ask', () => {
    const deal = dealOf('seller')!;
    const asked = (scopes: readonly string[]) => rowPredicate(deal, scopes, frame)!;
    const own = 't."owner" = $1::uuid';
    expect(asked(['own&shared', 'own&moon'])).toMatch(
      /^t\."owner" = \$1::uuid AND \((\(.*\)|false) OR .*\)$/,
    );
    expect(asked(['own&shared', 'own&moon', 'none']).split('t."owner" = $1::uuid AND ')).toHaveLength(2);
    expect(asked(['own', 'own&shared'])).toBe(own);
  });

  it('is nothing where every row may be seen', () => {
    expect(rowPredicate(dealOf('reader')!, ['all'], frame)).toBeUndefined();
  });

  it('binds who acts', () => {
    const deal = dealOf('seller')!;
    expect(rowPredicate(deal, ['own'], frame)).toBe('t."owner" = $1::uuid');
  });

  it('takes the maker where records have no owner', () => {
    const note = accessOf(model, { kind: 'user', roles: ['notes'] }).object('note')!;
    expect(rowPredicate(note, note.rows('read'), frame)).toContain('t."created_by"');
  });

  it('shares content that is own, shared or shipped', () => {
    const view = accessOf(model, { kind: 'user', roles: [] }).object('view')!;
    expect(view.rows('read')).toEqual(['own', 'shared']);
    const sql = rowPredicate(view, ['shared'], frame);
    expect(sql).toMatch(
      /^\(t\."owner" = \$1::uuid OR t\."c_shared_\w+" OR t\."c_package_\w+" IS NOT NULL\)$/,
    );
  });
});
