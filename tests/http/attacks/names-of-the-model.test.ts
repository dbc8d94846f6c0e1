import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/**
 * Class 9 (CVE-2025-64749): what may not be known and what is not there are answered alike, byte for byte. Every
 * surface is asked for a name that is hidden and for one of equal length that nothing has.
 */
let world: TestEngine;
const labels = (en: string) => ({ en, 'zh-CN': en });
const HIDDEN = { object: 'dark_room', field: 'dark_deed', child: 'dark_kids' };
const ABSENT = { object: 'dxyz_room', field: 'dxyz_deed', child: 'dxyz_kids' };
type Names = typeof HIDDEN;

const documents = {
  'object/dark_room': objectBody('dark_room', {
    name: { type: 'text' },
    hall: {
      ...{ type: 'lookup', target: 'hall' },
      inverse: { name: 'dark_kids', labels: labels('Kids') },
    },
  }),
  'object/den': objectBody(
    'den',
    { dark_deed: { type: 'text' }, note: { type: 'text' }, hall: { type: 'lookup', target: 'hall' } },
    { head: { titleField: 'dark_deed' } },
  ),
  'object/hall': objectBody('hall', {
    name: { type: 'text' },
    dark_deed: { type: 'text', unique: true, externalId: true },
    room: { type: 'lookup', target: 'dark_room' },
    den: { type: 'lookup', target: 'den' },
    any: { type: 'lookup', onDelete: 'null' },
    names_object: { type: 'objectName' },
    names_field: { type: 'fieldName' },
    names_any: { type: 'fieldName', dependsOn: 'names_object' },
    listed: { type: 'select', optionsFrom: 'objects' },
  }),
  'role/guest': {
    name: 'guest',
    labels: labels('Guest'),
    grants: [
      {
        object: 'hall',
        do: ['create', 'read', 'update', 'delete', 'import'],
        fields: { dark_deed: 'none', '*': 'write' },
      },
      { object: 'den', do: ['read'], fields: { dark_deed: 'none', '*': 'read' } },
    ],
  },
};

let hall: string;
let room: string;

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  for (const user of ['member', 'other'] as const)
    await world.call('operator', 'PUT', `/api/people/${world.users[user]}/roles`, { roles: ['guest'] });
  room = (await world.call('admin', 'POST', '/api/records/dark_room', { name: 'R' })).body.id;
  const made = await world.call('admin', 'POST', '/api/records/hall', { name: 'H', dark_deed: 'x', room });
  hall = made.body.id;
});
afterAll(() => world?.close());

const call = (method: string, path: string, body?: unknown) =>
  world.call('member', method, path, body, { 'Accept-Language': 'en' });

/** The answer with the asked name taken out. */
const nameless = ({ status, text }: { status: number; text: string }, names: Names): string =>
  Object.values(names).reduce((said, name) => said.replaceAll(name, '…'), `${status} ${text}`);

const id = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';
const LIST = '/api/records/hall';
const filter = (source: string) => `${LIST}?filter=${encodeURIComponent(source)}`;

type Ask = (names: Names) => readonly [method: string, path: string, body?: unknown];
const SURFACES: Readonly<Record<string, Ask>> = {
  'list of the object': ({ object }) => ['GET', `/api/records/${object}`],
  'one record of the object': ({ object }) => ['GET', `/api/records/${object}/${id}`],
  'aggregate of the object': ({ object }) => ['GET', `/api/records/${object}/aggregate`],
  'create in the object': ({ object }) => ['POST', `/api/records/${object}`, { name: 'x' }],
  'batch in the object': ({ object }) => ['POST', `/api/records/${object}/batch`, [{ op: 'delete', id }]],
  'each in the object': ({ object }) => [
    ...(['POST', `/api/records/${object}/batch?mode=each`, [{ op: 'create', values: {} }]] as const),
  ],
  'check in the object': ({ object }) => ['POST', `/api/records/${object}/check`, { values: {} }],
  'restore in the object': ({ object }) => ['POST', `/api/records/${object}/${id}/actions/restore`],
  'description of the object': ({ object }) => ['GET', `/api/model/${object}`],
  'form of the object': ({ object }) => ['GET', `/api/model/${object}/form`],
  'upload for the object': ({ object }) => ['POST', `/api/files?object=${object}&field=name&name=a`, 'a'],
  'upload for the field': ({ field }) => ['POST', `/api/files?object=hall&field=${field}&name=a`, 'a'],
  'field in a filter': ({ field }) => ['GET', filter(`${field} == "x"`)],
  'field in has()': ({ field }) => ['GET', filter(`has(${field})`)],
  'field of record in a filter': ({ field }) => ['GET', filter(`record.${field} == "x"`)],
  'field behind a relation in a filter': ({ field }) => ['GET', filter(`room.${field} == "x"`)],
  'part of a field in a filter': ({ field }) => ['GET', filter(`${field}.amount > 1`)],
  'children in a filter': ({ child }) => ['GET', filter(`${child}.exists(k, k.name == "x")`)],
  'number of children in a filter': ({ child }) => ['GET', filter(`size(${child}) > 0`)],
  'field in an order': ({ field }) => ['GET', `${LIST}?sort=-${field}`],
  'field behind a relation in an order': ({ field }) => ['GET', `${LIST}?sort=room.${field}`],
  'field among fields': ({ field }) => ['GET', `${LIST}?fields=name,${field}`],
  'children among fields': ({ child }) => ['GET', `${LIST}?fields=${child}.name`],
  'part of a field among fields': ({ field }) => ['GET', `${LIST}?fields=${field}.amount`],
  'field among fields of one': ({ field }) => ['GET', `${LIST}/${hall}?fields=${field}`],
  'field as a group': ({ field }) => ['GET', `${LIST}/aggregate?group=${field}`],
  'month of a field as a group': ({ field }) => ['GET', `${LIST}/aggregate?group=month(${field})`],
  'field as a measure': ({ field }) => ['GET', `${LIST}/aggregate?measures=count(${field})`],
  'most of a field as a measure': ({ field }) => ['GET', `${LIST}/aggregate?measures=max(${field})`],
  'field in a body': ({ field }) => ['POST', LIST, { [field]: 'x' }],
  'part of a field in a body': ({ field }) => ['POST', LIST, { [`${field}_pipeline`]: 'x' }],
  'field in a change': ({ field }) => ['PATCH', `${LIST}/${hall}`, { [field]: 'x' }],
  'field in a check': ({ field }) => ['POST', `${LIST}/check`, { values: { [field]: 'x' } }],
  'field as a key': ({ field }) => [
    ...(['POST', `${LIST}/batch`, [{ op: 'upsert', key: field, values: { [field]: 'x' } }]] as const),
  ],
  'field that is filled in': ({ field }) => [
    ...(['POST', `${LIST}/query`, { for: { object: 'hall', field, values: {} } }] as const),
  ],
  'object that is filled in': ({ object }) => [
    ...(['POST', `${LIST}/query`, { for: { object, field: 'hall', values: {} } }] as const),
  ],
  'pointer at the object': ({ object }) => ['POST', LIST, { any: { object, id } }],
  'changed pointer at the object': ({ object }) => [
    'PATCH',
    `${LIST}/${hall}`,
    { any: { object, id: room } },
  ],
  'pointer in a check': ({ object }) => ['POST', `${LIST}/check`, { values: { any: { object, id } } }],
  'name of the object as a value': ({ object }) => ['POST', LIST, { names_object: object }],
  'name of the object as an option': ({ object }) => ['POST', LIST, { listed: object }],
  'name of the field as a value': ({ field }) => ['POST', LIST, { names_field: field }],
  'name of a field of any object': ({ field }) => ['POST', LIST, { names_any: field }],
};

describe('a name that may not be known is answered as one that nothing has', () => {
  test.each(Object.entries(SURFACES))('%s', async (_, ask) => {
    const [hidden, absent] = [await call(...ask(HIDDEN)), await call(...ask(ABSENT))];
    expect(nameless(hidden, HIDDEN)).toBe(nameless(absent, ABSENT));
    expect(hidden.status).toBeLessThan(500);
  });

  test.each([
    ['field', ({ field }: Names) => `name,${field}`],
    ['object', ({ object }: Names) => `name,any\nx,${object}: R`],
    ['option', ({ object }: Names) => `name,names_object\nx,${object}`],
    ['name of a field', ({ field }: Names) => `name,names_field\nx,${field}`],
  ])('%s in an import', async (_, csv) => {
    const [hidden, absent] = [await importedAs(csv(HIDDEN)), await importedAs(csv(ABSENT))];
    expect(nameless(hidden, HIDDEN)).toBe(nameless(absent, ABSENT));
  });
});

/** What is answered to an import, but for what differs between any two. */
async function importedAs(csv: string) {
  const asMember = { ...world, keyOf: () => world.keyOf('member') };
  const { body, refused } = await importCsv(asMember, 'hall', csv);
  const { id: _, created_at: __, ended_at: ___, ...said } = body;
  return { status: 0, text: JSON.stringify([said, refused]) };
}

test('no description tells a name that may not be known', async () => {
  const ofObjects = ['hall', 'den'].flatMap((name) => [`/api/model/${name}`, `/api/model/${name}/form`]);
  for (const path of ['/api/model', ...ofObjects, '/api/openapi.json']) {
    const { status, text } = await call('GET', path);
    expect(status, path).toBe(200);
    for (const name of Object.values(HIDDEN)) expect(text, path).not.toContain(name);
  }
});

test('records whose title is hidden go by their id', async () => {
  const { body } = await call('GET', '/api/model/hall');
  expect(body.fields.find(({ name }: any) => name === 'den')).toMatchObject({ targetTitle: 'id' });
  expect((await call('GET', `${LIST}?fields=den.id`)).status).toBe(200);
});

test('an administrator knows them all', async () => {
  const { text } = await world.call('admin', 'GET', '/api/model/hall');
  expect(text).toContain(HIDDEN.object);
  const made = await world.call('admin', 'POST', LIST, {
    ...{ any: { object: HIDDEN.object, id: room }, names_object: HIDDEN.object, listed: HIDDEN.object },
    ...{ names_field: HIDDEN.field, names_any: 'hall' },
  });
  expect(made.status, made.text).toBe(201);
});
