import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { importCsv } from '../support/import-csv.ts';
import { objectBody, planOf, publishInto, refusalsOf } from '../support/workspace-of.ts';

const role = (name: string, fields: object, grants: readonly object[] = []) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants: [
    { object: 'patient', do: ['create', 'read', 'update'], fields },
    ...['visit', 'ward'].map((object) => ({
      object,
      do: ['create', 'read', 'update'],
      fields: { '*': 'write' },
    })),
    ...grants,
  ],
});

const patient = {
  title: { type: 'text' },
  ward: { type: 'lookup', target: 'ward' },
  before: { type: 'lookup', target: 'ward', manyToMany: true },
  card: { type: 'text', mask: 'idCard', classification: 'sensitive' },
  weight: { type: 'integer', classification: 'sensitive' },
  mobile: { type: 'phone', classification: 'personal' },
  visits: { type: 'lineItems', lineItems: { target: 'visit', via: 'patient' } },
  heavy: { type: 'formula', returns: 'boolean', expression: 'weight > 100' },
};
const documents = {
  'object/ward': objectBody('ward', { title: { type: 'text', classification: 'sensitive' } }),
  'object/patient': objectBody('patient', patient),
  'object/visit': objectBody('visit', {
    title: { type: 'text' },
    patient: { type: 'lookup', target: 'patient', onDelete: 'cascade' },
    finding: { type: 'text', classification: 'sensitive' },
  }),
  'object/scan': objectBody('scan', {
    title: { type: 'text' },
    number: { type: 'text', unique: true, classification: 'sensitive' },
    pictures: { type: 'files', classification: 'sensitive' },
    dose: { type: 'integer', classification: 'sensitive' },
    ward: { type: 'lookup', target: 'ward' },
    of_ward: { type: 'formula', returns: 'text', expression: 'ward.title' },
    much: { type: 'formula', returns: 'boolean', expression: 'dose > 100' },
  }),
  'role/doctor': role('doctor', { '*': 'write' }, [{ object: 'scan', do: ['create', 'read', 'update'] }]),
  'role/desk': role('desk', { '*': 'write', card: 'masked', weight: 'none' }),
  'role/own_doctor': role('own_doctor', { '*': 'write', card: 'masked', weight: 'none' }, [
    { object: 'patient', do: ['read'], fields: { card: 'read' }, where: 'owner == user.id' },
  ]),
};

let world: TestEngine;
const ids: string[] = [];
let visits: string[] = [];
let ward = '';

const entries = async (parameters = '?op=read'): Promise<any[]> =>
  (await world.call('admin', 'GET', `/api/audit${parameters}`)).body.entries;
/** Entries in short: who, of what, the fields, and which records or how. */
const left = async () =>
  (await entries())
    .toSorted((a, b) => a.object.localeCompare(b.object))
    .map(({ actor, object, record, changes }) => {
      const said = Object.fromEntries(changes.map(({ field, value }: any) => [field, value]));
      const who = Object.keys(world.users).find((name) => world.users[name as 'admin'] === actor);
      const of = said.how === 'question' ? 'question' : [said.records ?? record].flat().sort();
      return [
        who,
        object,
        said.fields
          .map(({ field }: any) => field)
          .sort()
          .join(),
        of,
      ];
    });
const ask = async (user: string, method: string, path: string, body?: unknown) => {
  const answered = await world.call(user, method, path, body);
  expect(answered.status, answered.text).toBeLessThan(300);
  return answered.body;
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, roles] of Object.entries({
    admin: ['administrator'],
    member: ['doctor'],
    other: ['desk'],
  }))
    await ask('admin', 'PUT', `/api/people/${world.users[user as 'admin']}/roles`, { roles });
  await ask('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['own_doctor'] });
  ward = (await ask('member', 'POST', '/api/records/ward', { title: 'North' })).id;
  for (const title of ['a', 'b', 'c']) {
    const body = {
      title,
      ward,
      before: [ward],
      card: '110101199003071234',
      weight: 90,
      mobile: '13800138000',
    };
    const one = { ...body, visits: [{ title: `of ${title}`, finding: 'well' }] };
    ids.push((await ask('member', 'POST', '/api/records/patient', one)).id);
  }
  await ask('admin', 'PATCH', `/api/records/patient/${ids[0]}`, { owner: world.users.nobody });
  visits = (await ask('member', 'GET', '/api/records/visit')).records.map(({ id }: any) => id).sort();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { db, model } = await world.engine.contextFor('main');
  await query(db.direct(), { text: `DELETE FROM ${model.schema}._audit WHERE op = 'read'` });
});

describe('whoever reads a field marked sensitive stands in the audit', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, () => unknown[]])[] = [
    [
      'one record',
      () => ask('member', 'GET', `/api/records/patient/${ids[0]}?fields=card`),
      () => [['member', 'patient', 'card', [ids[0]]]],
    ],
    [
      'a list',
      () => ask('member', 'GET', '/api/records/patient?fields=title,card,weight'),
      () => [['member', 'patient', 'card,weight', [...ids].sort()]],
    ],
    [
      'a page of a list, not what is behind it',
      () => ask('member', 'GET', '/api/records/patient?fields=card&sort=title&limit=2'),
      () => [['member', 'patient', 'card', ids.slice(0, 2).sort()]],
    ],
    [
      'a list that counts',
      () => ask('member', 'GET', '/api/records/patient?fields=card&sort=title&limit=2&count=exact'),
      () => [['member', 'patient', 'card', ids.slice(0, 2).sort()]],
    ],
    [
      'a query',
      () => ask('member', 'POST', '/api/records/patient/query', { fields: ['card'] }),
      () => [['member', 'patient', 'card', [...ids].sort()]],
    ],
    [
      'line items',
      () => ask('member', 'GET', '/api/records/patient?fields=visits.finding'),
      () => [['member', 'visit', 'finding', visits]],
    ],
    [
      'a record behind a relation',
      () => ask('member', 'GET', '/api/records/visit?fields=patient.card'),
      () => [['member', 'patient', 'card', [...ids].sort()]],
    ],
    [
      'linked records',
      () => ask('member', 'GET', `/api/records/patient/${ids[0]}?fields=before.title`),
      () => [['member', 'ward', 'title', [ward]]],
    ],
    [
      'a form that is checked',
      () => ask('member', 'POST', '/api/records/patient/check', { id: ids[0], values: { title: 'x' } }),
      () => [['member', 'patient', 'weight', 'question']],
    ],
    [
      'an expression that is tried',
      () =>
        ask('admin', 'POST', '/api/metadata/draft/try', {
          object: 'patient',
          scope: 'record',
          expression: 'weight + 1',
          records: [ids[0]],
        }),
      () => [['admin', 'patient', 'weight', 'question']],
    ],
    [
      'a filter',
      () => ask('member', 'GET', '/api/records/patient?fields=title&filter=weight > 80'),
      () => [['member', 'patient', 'weight', 'question']],
    ],
    [
      'an order',
      () => ask('member', 'GET', '/api/records/patient?fields=title&sort=weight'),
      () => [['member', 'patient', 'weight', 'question']],
    ],
    [
      'a formula',
      () => ask('member', 'GET', '/api/records/patient?fields=heavy'),
      () => [['member', 'patient', 'weight', 'question']],
    ],
    [
      'a sum',
      () => ask('member', 'GET', '/api/records/patient/aggregate?measures=sum(weight)'),
      () => [['member', 'patient', 'weight', 'question']],
    ],
    [
      'a group',
      () => ask('member', 'GET', '/api/records/patient/aggregate?group=card&measures=count()'),
      () => [['member', 'patient', 'card', 'question']],
    ],
    [
      'what a change answers',
      () => ask('member', 'PATCH', `/api/records/patient/${ids[1]}`, { title: 'b2' }),
      () => [['member', 'patient', 'card,weight', [ids[1]]]],
    ],
    [
      'the history',
      () => ask('member', 'GET', `/api/records/patient/${ids[2]}/history`),
      () => [
        ['member', 'patient', 'card,weight', [ids[2]]],
        ['member', 'ward', 'title', [ward]],
      ],
    ],
    [
      'rows of which they read some and see the others masked',
      () => ask('nobody', 'GET', '/api/records/patient?fields=card'),
      () => [['nobody', 'patient', 'card', [ids[0]]]],
    ],
    [
      'the audit itself',
      () => ask('admin', 'GET', `/api/audit?record=${ids[2]}&op=create`),
      () => [['admin', 'patient', 'card,weight', [ids[2]]]],
    ],
  ];
  test.each(cases)('%s', async (_, read, expected) => {
    await read();
    expect(await left()).toEqual(expected());
  });
});

describe('nothing is kept', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'of other fields, personal ones too',
      () => ask('member', 'GET', '/api/records/patient?fields=title,mobile'),
    ],
    ['of who sees it masked, or not at all', () => ask('other', 'GET', '/api/records/patient')],
    ['of the history of masked fields', () => ask('other', 'GET', `/api/records/patient/${ids[1]}/history`)],
    [
      'of a record that is not there',
      () => world.call('member', 'GET', `/api/records/patient/${world.users.admin}`),
    ],
  ];
  test.each(cases)('%s', async (_, read) => {
    await read();
    expect((await left()).filter(([, object]) => object === 'patient')).toEqual([]);
  });
});

describe('beside records', () => {
  const forget = async () => {
    const { db, model } = await world.engine.contextFor('main');
    await query(db.direct(), { text: `DELETE FROM ${model.schema}._audit WHERE op = 'read'` });
  };
  let scan = '';
  beforeAll(async () => {
    scan = (await ask('member', 'POST', '/api/records/scan', { title: 's', number: 'N-77', dose: 3 })).id;
  });

  test('the bytes of a file, and not of who may not read it', async () => {
    const path = '/api/files?object=scan&field=pictures&name=scan.txt';
    const bytes = { 'Content-Type': 'application/octet-stream' };
    const sent = await world.call('member', 'POST', path, 'of the lungs', bytes);
    expect(sent.status, sent.text).toBe(201);
    const { id } = sent.body;
    await ask('member', 'PATCH', `/api/records/scan/${scan}`, { pictures: [id] });
    await forget();
    expect((await world.call('member', 'GET', `/api/files/${id}`)).text).toBe('of the lungs');
    expect(await left()).toEqual([['member', 'scan', 'pictures', [scan]]]);
    expect((await world.call('other', 'GET', `/api/files/${id}`)).status).toBe(404);
    expect(await left()).toHaveLength(1);
  });

  test('the audit as a file', async () => {
    const { text } = await world.call('admin', 'GET', `/api/audit.csv?record=${ids[2]}&op=create`);
    expect(text).toContain('110101199003071234');
    expect(await left()).toEqual([['admin', 'patient', 'card,weight', [ids[2]]]]);
  });

  test('the key by which rows of an import find the records that they point at', async () => {
    const { body, refused } = await importCsv(world, 'patient', 'title,ward\nimported,North\n');
    expect(refused, JSON.stringify(body)).toEqual([]);
    expect(await left()).toContainEqual(['admin', 'ward', 'title', 'question']);
  });

  test('the key by which an import finds its own records', async () => {
    const { body, refused } = await importCsv(world, 'scan', 'number,title\nN-77,s\n', { key: 'number' });
    expect(refused, JSON.stringify(body)).toEqual([]);
    expect(await left()).toContainEqual(['admin', 'scan', 'number', 'question']);
  });

  test('a form, which asks once, whatever is typed: again for another record, reader or relation', async () => {
    const south = (await ask('member', 'POST', '/api/records/ward', { title: 'South' })).id;
    const check = (id: string | undefined, values: object, user = 'member') =>
      ask(user, 'POST', '/api/records/scan/check', { ...(id && { id }), values });
    const questions = async () => (await left()).filter(([, , , of]) => of === 'question').length;
    await forget();
    await check(scan, { title: 't' });
    const once = await questions();
    expect(once).toBeGreaterThan(0);
    for (const title of ['ti', 'tit', 'titl', 'title']) await check(scan, { title });
    expect(await questions()).toBe(once);
    await check(scan, { title: 'title', ward: south });
    expect(await questions()).toBe(2 * once);
    await check(undefined, { title: 'new', dose: 3 });
    await check(undefined, { title: 'new one', dose: 4 });
    expect(await questions()).toBe(3 * once);
    await check(scan, { title: 'title' }, 'admin');
    expect(await questions()).toBe(4 * once);
  });
});

test('who looks as somebody else reads in their own name', async () => {
  const { note } = await ask('admin', 'POST', `/api/people/${world.users.member}/view-as`, {});
  await world.call('admin', 'GET', `/api/records/patient/${ids[0]}?fields=card`, undefined, {
    'View-As': note,
  });
  const [entry] = await entries();
  expect(entry).toMatchObject({ actor: world.users.admin, onBehalf: world.users.member, record: ids[0] });
});

test('nothing is shown where nobody could be told of it', async () => {
  const { db, model } = await world.engine.contextFor('main');
  const deny = (what: string) => query(db.direct(), { text: `ALTER TABLE ${model.schema}._audit ${what}` });
  await deny("ADD CONSTRAINT no_reads CHECK (op <> 'read') NOT VALID");
  const answered = await world.call('member', 'GET', `/api/records/patient/${ids[0]}?fields=card`);
  await deny('DROP CONSTRAINT no_reads');
  expect(answered.status).toBe(500);
  expect(answered.text).not.toContain('110101199003071234');
});

test('who has read of a record is found by that record, in lists too', async () => {
  await ask('member', 'GET', '/api/records/patient?fields=card');
  await ask('member', 'GET', `/api/records/patient/${ids[0]}?fields=weight`);
  const found = await entries(`?op=read&record=${ids[0]}`);
  expect(found.map(({ record }) => record)).toEqual([ids[0], null]);
  expect(await entries(`?op=read&record=${ids[1]}&user=${world.users.member}`)).toHaveLength(1);
  expect(await entries(`?op=read&record=${ids[1]}&user=${world.users.other}`)).toEqual([]);
});

describe('how sensitive a field is', () => {
  test('is told to those who answer for the model or security, and to nobody else', async () => {
    const fieldOf = async (user: string) =>
      (await ask(user, 'GET', '/api/model/patient')).fields.find(({ name }: any) => name === 'card');
    expect((await fieldOf('admin')).classification).toBe('sensitive');
    expect(await fieldOf('member')).not.toHaveProperty('classification');
  });

  test('is one of three words', async () => {
    const wrong = { 'object/odd': objectBody('odd', { card: { type: 'text', classification: 'secret' } }) };
    expect(await refusalsOf(world, wrong, 'odd')).toEqual([
      expect.stringContaining('/properties/card/x-field/classification'),
    ]);
  });

  test('can change, and the plan says so', async () => {
    const next = objectBody('patient', {
      ...patient,
      mobile: { type: 'phone', classification: 'sensitive' },
    });
    const { changes } = await planOf(world, { ...documents, 'object/patient': next }, 'tested');
    expect(changes.map(({ sentence }: any) => sentence.en)).toEqual([
      expect.stringContaining('classification'),
    ]);
  });
});
