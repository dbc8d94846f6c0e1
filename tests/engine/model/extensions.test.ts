import { describe, expect, test } from 'vitest';
import {
  type Document,
  type Documents,
  folderOf,
  mergeExtension,
  pathOf,
  readDocuments,
  resolveModel,
  splitByPackage,
  systemDocuments,
  takeFolder,
  writeDocument,
} from '../../../engine/model/index.ts';
import { SAMPLE, sampleFiles, takeFiles } from '../../documents/sample.ts';

const EXTENSION = {
  'package.guanxi.json': {
    name: 'plus',
    labels: { en: 'Plus' },
    version: '1.0.0',
    requires: { sample: '^1.0.0' },
  },
  'objects/opportunity.json': {
    'x-object': { extends: 'opportunity', labels: { en: 'Deal', 'zh-CN': '项目' } },
    properties: {
      amount: { 'x-field': { labels: { en: 'Volume', 'zh-CN': '规模' } }, maximum: 1000 },
      risk: {
        'x-field': {
          options: [
            { value: 'low', labels: { en: 'None', 'zh-CN': '无' } },
            { value: 'extreme', labels: { en: 'Extreme', 'zh-CN': '极高' } },
          ],
        },
      },
      region: { 'x-field': { type: 'text', labels: { en: 'Region', 'zh-CN': '区域' } } },
    },
    required: ['amount', 'region'],
  },
  'objects/user.json': {
    'x-object': { extends: 'user' },
    properties: { office: { 'x-field': { type: 'text', labels: { en: 'Office' } } } },
  },
};

const filesOf = (bodies: Readonly<Record<string, unknown>>) =>
  Object.entries(bodies).map(([path, body]) => ({ path, text: JSON.stringify(body) }));

function take(current: Documents, bodies: Readonly<Record<string, unknown>>): Documents {
  const { documents, problems } = takeFiles(filesOf(bodies), current);
  expect(problems).toEqual([]);
  return documents;
}

const base = take(systemDocuments(), SAMPLE);
const both = take(base, EXTENSION);
const merged = both.get('object/opportunity')!;

const texts = (documents: Documents, home: string): Record<string, string> =>
  Object.fromEntries(
    [...folderOf(documents, home).values()].map((document) => [pathOf(document), writeDocument(document)]),
  );

/** Bodies without the order of keys, which says nothing. */
const bodies = (documents: Documents) =>
  Object.fromEntries([...documents].map(([address, { body }]) => [address, body]).sort());

describe('an extension', () => {
  test('adds, relabels and tightens; each part knows its package', () => {
    const { body } = merged;
    expect(merged).toMatchObject({ package: 'sample', id: base.get('object/opportunity')!.id });
    expect(body['x-object']).toMatchObject({ name: 'opportunity', labels: { en: 'Deal' } });
    expect(body.properties.amount).toMatchObject({
      'x-field': { type: 'currency', labels: { en: 'Volume' } },
      minimum: 0,
      maximum: 1000,
    });
    expect(body.properties.region['x-field'].package).toBe('plus');
    expect(body.properties.risk['x-field'].options).toMatchObject([
      { value: 'low', labels: { en: 'None' } },
      { value: 'high', color: 'red' },
      { value: 'extreme', package: 'plus' },
    ]);
    expect(body.required).toEqual(['name', 'account', 'amount', 'region']);
    expect(both.get('object/user')!.body.properties.office['x-field'].package).toBe('plus');
  });

  test('resolves to fields of its package', () => {
    const options = { version: 1, workspace: 'main', schema: 'ws', physical: new Map(), aliases: [] };
    const resolution = resolveModel(both, options);
    if ('problems' in resolution) throw new Error(JSON.stringify(resolution.problems));
    const { fields } = resolution.model.objects.get('opportunity')!;
    expect([fields.get('region')!.package, fields.get('amount')!.package]).toEqual(['plus', 'sample']);
    expect(fields.get('amount')).toMatchObject({ required: true, labels: { en: 'Volume' } });
  });

  test('is told apart again: every folder as its author wrote it', () => {
    const split = splitByPackage(merged);
    expect([...split.keys()]).toEqual(['sample', 'plus']);
    expect(split.get('sample')!.body).toEqual(base.get('object/opportunity')!.body);
    const { body } = split.get('plus')!;
    const ids = (value: any): any => (value && typeof value === 'object' ? value : {});
    expect(body['x-object']).toEqual(EXTENSION['objects/opportunity.json']['x-object']);
    expect(body.required).toEqual(['amount', 'region']);
    expect(Object.keys(ids(body.properties)).sort()).toEqual(['amount', 'region', 'risk']);
    expect(body.properties.amount).toEqual(EXTENSION['objects/opportunity.json'].properties.amount);
    expect(body.properties.risk).toEqual(EXTENSION['objects/opportunity.json'].properties.risk);
  });

  test('that says less takes back what it said', () => {
    const less = structuredClone(EXTENSION) as any;
    delete less['objects/opportunity.json'].properties.amount;
    delete less['objects/opportunity.json']['x-object'].labels;
    less['objects/opportunity.json'].required = [];
    const documents = take(both, less);
    const { body } = documents.get('object/opportunity')!;
    expect(body.properties.amount).toEqual(base.get('object/opportunity')!.body.properties.amount);
    expect(body['x-object'].labels.en).toBe('Opportunity');
    expect(body.required).toEqual(['name', 'account']);
    delete less['objects/opportunity.json'];
    delete less['objects/user.json'];
    expect(bodies(new Map([...take(both, less)].filter(([address]) => address !== 'package/plus')))).toEqual(
      bodies(base),
    );
  });

  test('is laid over what its base says now', () => {
    const newer = structuredClone(SAMPLE) as any;
    newer['objects/opportunity.json'].properties.amount['x-field'].labels.en = 'Sum';
    newer['objects/opportunity.json'].properties.amount.minimum = 10;
    const documents = take(both, newer);
    const amount = documents.get('object/opportunity')!.body.properties.amount;
    expect(amount).toMatchObject({ 'x-field': { labels: { en: 'Volume' } }, minimum: 10, maximum: 1000 });
    expect(
      splitByPackage(documents.get('object/opportunity')!).get('sample')!.body.properties.amount,
    ).toMatchObject({ 'x-field': { labels: { en: 'Sum' } } });
  });

  test('merged twice is merged once', () => {
    const extension = readDocuments(filesOf(EXTENSION)).documents.get('object/opportunity')!;
    expect(mergeExtension(merged, extension).body).toEqual(merged.body);
  });
});

describe('a folder', () => {
  test.each(['sample', 'plus'])('of %s, exported and taken again, changes nothing', (home) => {
    const { documents, problems } = takeFolder(both, folderOf(both, home), home);
    expect(problems).toEqual([]);
    expect(bodies(documents)).toEqual(bodies(both));
    expect(Object.keys(documents.get('object/opportunity')!.body.properties)).toEqual(
      Object.keys(merged.body.properties),
    );
  });

  test('taken into an empty workspace gives the same folders, to the byte', () => {
    let documents = systemDocuments();
    for (const home of ['sample', 'plus']) {
      const files = Object.entries(texts(both, home)).map(([path, text]) => ({ path, text }));
      const taken = takeFiles(files, documents);
      expect(taken.problems).toEqual([]);
      documents = taken.documents;
    }
    for (const home of ['sample', 'plus']) expect(texts(documents, home)).toEqual(texts(both, home));
  });

  test('keeps out of what other packages have', () => {
    const { documents } = takeFolder(both, readDocuments(filesOf(SAMPLE)).documents, 'sample');
    expect(bodies(documents)).toEqual(bodies(both));
  });

  test('cannot have what belongs to another package', () => {
    const files = filesOf({ ...EXTENSION, 'roles/sales.json': SAMPLE['roles/sales.json'] });
    expect(takeFiles(files, base).problems.map(({ path, code }) => [path, code])).toEqual([
      ['roles/sales.json', 'document.owned'],
    ]);
  });

  test('that leaves something out is without it', () => {
    const less = sampleFiles({
      'views/opportunity.mine.json': null,
      'navigation/main.json': null,
      'objects/opportunity.json': (body) => {
        delete body.properties.close_date;
      },
    });
    const { documents, problems } = takeFiles(less, both);
    expect(problems).toEqual([]);
    expect(documents.has('view/opportunity.mine')).toBe(false);
    const { properties } = documents.get('object/opportunity')!.body;
    expect(Object.keys(properties)).toEqual(['name', 'account', 'amount', 'stage', 'risk', 'region']);
  });

  test('whose ids were cut off still means the same things', () => {
    const files = sampleFiles({
      'objects/account.json': (body) => {
        body['x-object'].id = 'obj_designed1';
        body.properties.name['x-field'].id = 'fld_designed1';
      },
    });
    const { documents: designed } = takeFiles(files);
    const { documents } = takeFiles(sampleFiles(), designed);
    const { id, body } = documents.get('object/account')!;
    expect([id, body['x-object'].id, body.properties.name['x-field'].id]).toEqual([
      'obj_designed1',
      'obj_designed1',
      'fld_designed1',
    ]);
  });
});

test('stages and options that others added stay when a package is taken again', () => {
  const pipeline = base.get('pipeline/opportunity.sales')!;
  const stage = {
    id: 'stg_local0001',
    name: 'trial',
    labels: { en: 'Trial' },
    kind: 'open',
    package: 'local',
  };
  const body = { ...pipeline.body, stages: pipeline.body.stages.toSpliced(1, 0, stage) };
  const current = new Map(base).set('pipeline/opportunity.sales', { ...pipeline, body });
  const again = takeFolder(current, readDocuments(sampleFiles()).documents, 'sample');
  expect(again.documents.get('pipeline/opportunity.sales')!.body).toEqual(body);
  // exported, it stands in the folder of the pipeline's package
  const exported = takeFolder(current, folderOf(current, 'sample'), 'sample');
  expect(exported.documents.get('pipeline/opportunity.sales')!.body).toEqual(body);
});

test('two packages do not say different things of one place', () => {
  const other = {
    ...EXTENSION,
    'package.guanxi.json': { name: 'other', labels: { en: 'O' }, version: '1.0.0' },
  };
  const said = structuredClone(other) as any;
  said['objects/opportunity.json'] = {
    'x-object': { extends: 'opportunity' },
    properties: { amount: { 'x-field': { labels: { en: 'Budget' } } } },
    required: ['amount'],
  };
  delete said['objects/user.json'];
  const { problems } = takeFiles(filesOf(said), both);
  expect(problems.map(({ path, code }) => [path, code])).toEqual([
    ['objects/opportunity.json#/properties/amount/x-field/labels', 'document.extension_conflict'],
  ]);
});

test('what is archived is what a folder does not say', () => {
  const object = base.get('object/account')!;
  const properties = {
    ...object.body.properties,
    email: {
      ...object.body.properties.email,
      'x-field': { ...object.body.properties.email['x-field'], archived: true },
    },
  };
  const account: Document = {
    ...object,
    body: { ...object.body, properties, required: ['name', 'email'] },
  };
  const { body } = splitByPackage(account).get('sample')!;
  expect(Object.keys(body.properties)).toEqual(['name', 'industry', 'parent']);
  expect(body.required).toEqual(['name']);
  const archived = {
    ...account,
    body: { ...account.body, 'x-object': { ...account.body['x-object'], archived: true } },
  };
  expect([...splitByPackage(archived)]).toEqual([]);
});
