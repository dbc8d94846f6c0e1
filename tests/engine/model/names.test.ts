import { describe, expect, test } from 'vitest';
import {
  allUses,
  checkDocuments,
  renameEverywhere,
  renameObject,
  whereUsed,
} from '../../../engine/model/index.ts';
import { sampleFiles, takeFiles } from '../../documents/sample.ts';

const { documents } = takeFiles(
  sampleFiles({
    'pipelines/opportunity.sales.json': (body) => {
      body.when = 'record.amount >= 0 && has(close_date)';
    },
    'views/opportunity.mine.json': (body) => {
      body.columns.push('stage_since');
      body.filter = 'stage.kind == "open" && account.industry != "stage" && user.name != null';
    },
    'roles/sales.json': (body) => {
      body.grants[0].fields.stage = 'read';
    },
    'layouts/opportunity.standard.json': (body) => {
      body.related = [{ object: 'opportunity', via: 'parent', columns: ['account.name'] }];
    },
    'objects/opportunity.json': (body) => {
      body.properties.parent = {
        'x-field': { type: 'lookup', target: 'opportunity', labels: { en: 'Parent' } },
      };
      body['x-rules'] = [
        { when: 'old.stage.kind == "won" && changed(stage)', readOnly: ['amount', 'stage'] },
        { when: 'old.account != account', options: { risk: ['low'] } },
        { check: 'amount > 0', field: 'risk', message: { en: 'No.' } },
      ];
    },
  }),
);

const bodyOf = (address: string, among = documents) => among.get(address)!.body;
const idOf = (object: string, field: string): string =>
  bodyOf(`object/${object}`).properties[field]['x-field'].id;

const filtered = takeFiles(
  sampleFiles({
    'objects/opportunity.json': (body) => {
      body.properties.payer = {
        'x-field': {
          type: 'lookup',
          target: 'account',
          filter: 'industry == record.account.industry && has(record.amount)',
          labels: { en: 'Payer' },
        },
      };
    },
  }),
).documents;

describe('the filter of a lookup', () => {
  const filterIn = (among: typeof documents) =>
    bodyOf('object/opportunity', among).properties.payer['x-field'].filter;

  test('names fields of its target, and behind `record.` those of the record that points', () => {
    const uses = (object: string, field: string) =>
      whereUsed(filtered, bodyOf(`object/${object}`, filtered).properties[field]['x-field'].id)
        .filter(({ path }) => path.endsWith('/payer/x-field/filter'))
        .map(({ how }) => how);
    expect(uses('account', 'industry')).toEqual(['expression', 'expression']);
    expect(uses('opportunity', 'account')).toEqual(['expression']);
    expect(uses('opportunity', 'amount')).toEqual(['expression']);
  });

  test('follows renames on both sides', () => {
    expect(filterIn(renameEverywhere(filtered, 'account', 'industry', 'branch'))).toBe(
      'branch == record.account.branch && has(record.amount)',
    );
    expect(filterIn(renameEverywhere(filtered, 'opportunity', 'amount', 'value'))).toBe(
      'industry == record.account.industry && has(record.value)',
    );
  });
});

describe('where something is used', () => {
  test('is found in lists, paths and expressions', () => {
    const uses = whereUsed(documents, idOf('account', 'industry'));
    expect(uses.map(({ document, path, how }) => [document, path, how])).toEqual([
      ['view/opportunity.mine', '/columns/1', 'path'],
      ['view/opportunity.mine', '/filter', 'expression'],
    ]);
  });

  test('counts what leads over it', () => {
    const uses = whereUsed(documents, idOf('opportunity', 'account')).map(
      ({ document, path }) => document + path,
    );
    expect(uses).toEqual([
      'object/opportunity/required/1',
      'object/opportunity/x-rules/1/when',
      'object/opportunity/x-rules/1/when',
      'layout/opportunity.standard/sections/0/fields/1',
      'layout/opportunity.standard/related/0/columns/0',
      'view/opportunity.mine/columns/1',
      'view/opportunity.mine/sort/1',
      'view/opportunity.mine/filter',
    ]);
  });

  test('knows objects, option sets, roles and views', () => {
    const users = (address: string) =>
      whereUsed(documents, documents.get(address)!.id).map(({ document }) => document);
    expect(users('option-set/industry')).toEqual(['object/account']);
    expect(users('role/sales')).toEqual(['navigation/main']);
    expect(users('view/opportunity.mine')).toEqual(['navigation/main']);
    expect(new Set(users('object/account'))).toEqual(
      new Set(['object/account', 'object/opportunity', 'navigation/main']),
    );
  });

  test('is told by the field that names', () => {
    const [use] = whereUsed(documents, documents.get('option-set/industry')!.id);
    expect(use!.from).toBe(idOf('account', 'industry'));
    expect(allUses(documents).every(({ from, to }) => from && to)).toBe(true);
  });
});

describe('another name', () => {
  const renamed = renameEverywhere(documents, 'opportunity', 'stage', 'phase');

  test('reaches every document and keeps the rest as it is typed', () => {
    expect(Object.keys(bodyOf('object/opportunity', renamed).properties)).toEqual([
      'name',
      'account',
      'amount',
      'phase',
      'close_date',
      'risk',
      'parent',
    ]);
    expect(bodyOf('view/opportunity.mine', renamed)).toMatchObject({
      columns: ['name', 'account.industry', { field: 'amount', width: 120 }, 'phase', 'phase_since'],
      filter: 'phase.kind == "open" && account.industry != "stage" && user.name != null',
    });
    expect(bodyOf('layout/opportunity.standard', renamed).sections[0].fields[2]).toBe('phase');
    expect(Object.keys(bodyOf('role/sales', renamed).grants[0].fields)).toEqual(['*', 'amount', 'phase']);
    expect(checkDocuments(renamed)).toEqual([]);
  });

  test('reaches rules: conditions, what was before, lists and options', () => {
    const rules = bodyOf('object/opportunity', renameEverywhere(renamed, 'opportunity', 'risk', 'danger'))[
      'x-rules'
    ];
    expect(rules).toMatchObject([
      { when: 'old.phase.kind == "won" && changed(phase)', readOnly: ['amount', 'phase'] },
      { options: { danger: ['low'] } },
      { field: 'danger' },
    ]);
    const used = whereUsed(documents, idOf('opportunity', 'stage')).map(({ path }) => path);
    expect(used).toEqual(expect.arrayContaining(['/x-rules/0/when', '/x-rules/0/readOnly/1']));
  });

  test('leaves documents alone that do not say it', () => {
    expect(renamed.get('object/account')).toBe(documents.get('object/account'));
    expect(renameEverywhere(documents, 'account', 'nothing', 'something')).toBe(documents);
  });

  test('is followed over relations, behind signs and with the word for the record', () => {
    const again = renameEverywhere(
      renameEverywhere(documents, 'account', 'name', 'title'),
      'opportunity',
      'amount',
      'value',
    );
    expect(bodyOf('object/account', again)['x-object'].titleField).toBe('title');
    expect(bodyOf('object/account', again).required).toEqual(['title']);
    expect(bodyOf('view/opportunity.mine', again).sort).toEqual(['-close_date', 'account.title']);
    expect(bodyOf('pipeline/opportunity.sales', again).when).toBe('record.value >= 0 && has(close_date)');
    // the other object's field of the same name stays
    expect(bodyOf('view/opportunity.mine', again).columns[0]).toBe('name');
    expect(checkDocuments(again)).toEqual([]);
  });

  test('and back again is where it began', () => {
    const back = renameEverywhere(renamed, 'opportunity', 'phase', 'stage');
    for (const [address, { body }] of documents) expect(bodyOf(address, back)).toEqual(body);
  });

  test('of an object takes what is under it along', () => {
    const moved = renameObject(documents, 'opportunity', 'deal');
    expect([...moved.keys()].filter((address) => address.includes('opportunity'))).toEqual([]);
    expect(bodyOf('view/deal.mine', moved).object).toBe('deal');
    expect(bodyOf('navigation/main', moved).items[0].items).toEqual([
      { object: 'deal' },
      { view: 'deal.mine' },
    ]);
    expect(moved.get('object/deal')!.id).toBe(documents.get('object/opportunity')!.id);
    expect(checkDocuments(moved)).toEqual([]);
  });
});

describe('what asks related records', () => {
  const asking = takeFiles(
    sampleFiles({
      'objects/account.json': (body) => {
        body['x-rules'] = [
          {
            check:
              'opportunity.all(one, one.amount > 0 && one.account.industry != null) && size(account) < 3',
            message: { en: 'No.' },
          },
        ];
      },
    }),
  ).documents;
  const checkOf = (among: typeof asking) => bodyOf('object/account', among)['x-rules'][0].check;

  test('names fields over the relation', () => {
    const uses = (object: string, field: string) =>
      whereUsed(asking, bodyOf(`object/${object}`, asking).properties[field]['x-field'].id)
        .filter(({ how }) => how === 'expression')
        .map(({ document, path }) => document + path);
    expect(uses('opportunity', 'amount')).toContain('object/account/x-rules/0/check');
    expect(uses('opportunity', 'account')).toContain('object/account/x-rules/0/check');
    expect(uses('account', 'industry')).toContain('object/account/x-rules/0/check');
  });

  test('follows new names of fields, of objects and of the relation itself', () => {
    expect(checkOf(renameEverywhere(asking, 'opportunity', 'amount', 'total'))).toContain('one.total > 0');
    expect(checkOf(renameEverywhere(asking, 'account', 'industry', 'branch'))).toContain(
      'one.account.branch != null',
    );
    expect(checkOf(renameObject(asking, 'opportunity', 'deal'))).toBe(
      'deal.all(one, one.amount > 0 && one.account.industry != null) && size(account) < 3',
    );
    const taken = renameEverywhere(asking, 'account', 'email', 'opportunity');
    expect(checkOf(taken)).toContain('opportunity_account.all(one, one.amount > 0');
  });
});
