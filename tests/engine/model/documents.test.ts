import { describe, expect, test } from 'vitest';
import {
  checkDocuments,
  type Document,
  packageOf,
  readDocument,
  readDocuments,
  systemDocuments,
  writeDocument,
} from '../../../engine/model/index.ts';
import { SAMPLE, sampleFiles, takeFiles } from '../../documents/sample.ts';

const ID = /^[a-z]{3}_[0-9a-z]{8,32}$/;

const read = (files = sampleFiles()): ReadonlyMap<string, Document> => {
  const reading = readDocuments(files);
  expect(reading.problems).toBeUndefined();
  return reading.documents;
};

describe('ids', () => {
  test('that nobody wrote are derived, the same every time', () => {
    const documents = read();
    const { body, id } = documents.get('object/account')!;
    expect(id).toBe(body['x-object'].id);
    expect(body.properties.name['x-field'].id).toMatch(ID);
    expect(documents.get('pipeline/opportunity.sales')!.body.stages[0].id).toMatch(ID);
    expect(documents.get('layout/opportunity.standard')!.body.sections[0].id).toMatch(ID);
    expect([...read()].map(([, one]) => one.body)).toEqual([...documents].map(([, one]) => one.body));
    // written down once and for all: a change of the rule would make other fields of the old ones
    expect(id).toBe('obj_8mdklre60zl494qty80l');
  });

  test('that are written stay', () => {
    const files = sampleFiles({
      'objects/account.json': (body) => {
        body['x-object'].id = 'obj_written01';
        body.properties.name['x-field'].id = 'fld_written01';
      },
    });
    const { id, body } = read(files).get('object/account')!;
    expect([id, body.properties.name['x-field'].id]).toEqual(['obj_written01', 'fld_written01']);
  });

  test('differ by package, object, kind and name', () => {
    const all = [...systemDocuments().values(), ...read().values()];
    const ids = JSON.stringify(all.map(({ body }) => body)).match(/(?<="id":")[^"]+/g)!;
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(35);
    const others = read(
      sampleFiles({ 'package.guanxi.json': (body) => Object.assign(body, { name: 'other' }) }),
    );
    expect(others.get('object/account')!.id).not.toBe(read().get('object/account')!.id);
  });

  test('of sections do not follow their place', () => {
    const first = read().get('layout/opportunity.standard')!.body.sections[0].id;
    const files = sampleFiles({
      'layouts/opportunity.standard.json': (body) =>
        body.sections.unshift({ labels: { en: 'New' }, fields: ['risk'] }),
    });
    expect(read(files).get('layout/opportunity.standard')!.body.sections[1].id).toBe(first);
  });
});

test('a folder is of the package that its manifest names, else the workspace’s own', () => {
  expect(packageOf(sampleFiles())).toBe('sample');
  const local = sampleFiles({ 'package.guanxi.json': null });
  expect(packageOf(local)).toBe('local');
  expect(readDocuments(local).documents.get('object/account')!.package).toBe('local');
  const settings = { timeZone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh-CN', 'en'] };
  const files = [...local, { path: 'settings.json', text: JSON.stringify(settings) }];
  expect(readDocuments(files).documents.get('settings/workspace')!.body).toMatchObject(settings);
});

test('files that are no documents are left to others', () => {
  const others = [
    { path: 'README.md', text: '# no JSON' },
    { path: 'seed/account.csv', text: 'name' },
    { path: '.schemas/object.schema.json', text: '{' },
  ];
  expect([...read([...sampleFiles(), ...others])].length).toBe(Object.keys(SAMPLE).length);
});

test('one document is read by its place', () => {
  const text = JSON.stringify(SAMPLE['roles/sales.json']);
  const place = { kind: 'role', package: 'local' } as const;
  const right = readDocument({ ...place, key: 'sales' }, { path: 'roles/sales.json', text });
  expect(right).toHaveProperty('document.body.name', 'sales');
  const wrong = readDocument({ ...place, key: 'support' }, { path: 'roles/support.json', text });
  expect(wrong).toHaveProperty('problems.0.code', 'document.file');
});

describe('writing', () => {
  test('and reading again changes nothing, to the byte', () => {
    for (const document of read().values()) {
      const text = writeDocument(document);
      const again = readDocument(document, { path: 'x.json', text });
      expect(again.problems, document.key).toBeUndefined();
      expect(writeDocument((again as { document: Document }).document)).toBe(text);
    }
  });

  test('puts $schema first, then the words in the order of their schema', () => {
    const { labels, name, stages, ...rest } = SAMPLE['pipelines/opportunity.sales.json'];
    const shuffled = { stages, labels, ...rest, name };
    const [document] = read([
      ...sampleFiles({ 'pipelines/opportunity.sales.json': JSON.stringify(shuffled) }),
    ]).values();
    expect(document).toBeDefined();
    const text = writeDocument(
      read(sampleFiles({ 'pipelines/opportunity.sales.json': JSON.stringify(shuffled) })).get(
        'pipeline/opportunity.sales',
      )!,
    );
    expect(Object.keys(JSON.parse(text))).toEqual(['$schema', 'id', 'name', 'object', 'labels', 'stages']);
    expect(text.split('\n')[1]).toBe('  "$schema": "../.schemas/pipeline.schema.json",');
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('keeps the author’s order of fields, options and stages', () => {
    const files = sampleFiles({
      'objects/opportunity.json': (body) => {
        body.properties = Object.fromEntries(Object.entries(body.properties).toReversed());
        body.properties.risk['x-field'].options.reverse();
      },
    });
    const written = JSON.parse(writeDocument(read(files).get('object/opportunity')!));
    expect(Object.keys(written.properties)).toEqual([
      'risk',
      'close_date',
      'stage',
      'amount',
      'account',
      'name',
    ]);
    expect(written.properties.risk['x-field'].options.map((one: any) => one.value)).toEqual(['high', 'low']);
    expect(Object.keys(written.properties.risk['x-field'])).toEqual(['id', 'type', 'labels', 'options']);
  });
});

test('what the engine ships is right, and stays as it is', () => {
  expect(checkDocuments(systemDocuments())).toEqual([]);
  expect([...systemDocuments().keys()]).toEqual([
    'object/user',
    'object/team',
    'object/team_member',
    'object/department',
    'object/territory',
    'object/territory_member',
    'object/delegation',
    'object/view',
    'role/workspace_admin',
  ]);
  // every workspace has these ids
  expect([...systemDocuments().values()].map(({ id }) => id)).toEqual([
    'obj_y7xku9khi5jaiovc5i7e',
    'obj_cqz846jfdcinb4yv96r9',
    'obj_pb3j5qfmdqdntbk1xulb',
    'obj_dscvi97rvgyxodz0d7r7',
    'obj_82aze0kshswksbi9qiy3',
    'obj_fx9hpq1po12r6reg6amx',
    'obj_6vlffcrbwfq2znzdl2jb',
    'obj_j2zfj6tfco6zdas9k8bh',
    'rol_xfk99832gx6ep9c61vkd',
  ]);
});

test('documents with faults of their own do not make others wrong', () => {
  const files = sampleFiles({ 'objects/account.json': '{', 'option-sets/industry.json': '[]' });
  expect(takeFiles(files).problems.map(({ path }) => path)).toEqual([
    'objects/account.json',
    'option-sets/industry.json',
  ]);
});
