import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../support/workspace-of.ts';

let world: TestEngine;

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` });
const COLUMNS = [
  'name',
  'price.amount',
  'price.currency',
  { field: 'store.kind', width: 120 },
  'store.home.city',
];

const documents = (view = {}): TestDocuments => ({
  'object/store': objectBody('store', {
    name: { type: 'text' },
    kind: { type: 'text' },
    home: { type: 'address' },
  }),
  'object/parcel': objectBody('parcel', {
    name: { type: 'text' },
    price: { type: 'money' },
    store: { type: 'lookup', target: 'store' },
  }),
  'view/parcel.all': {
    name: 'all',
    object: 'parcel',
    labels: label('All'),
    columns: COLUMNS,
    sort: ['-price.amount', 'store.home.city'],
    filter: 'price.amount > 1 && store.home.city != "Nowhere"',
    ...view,
  },
  'view/parcel.open': {
    name: 'open',
    object: 'parcel',
    labels: label('Open'),
    columns: COLUMNS,
    sort: ['-price.amount', 'store.home.city'],
  },
  'role/packer': {
    name: 'packer',
    labels: label('Packer'),
    grants: [{ object: 'parcel', do: ['read'] }],
  },
  'role/seller': {
    name: 'seller',
    labels: label('Seller'),
    grants: [
      { object: 'parcel', do: ['read'], fields: { '*': 'write', price: 'none' } },
      { object: 'store', do: ['read'], fields: { '*': 'write', kind: 'none' } },
    ],
  },
});

const send = async (object: string, values: object) =>
  (await world.call('admin', 'POST', `/api/records/${object}`, values)).body;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents());
  expect(published.status, published.text).toBe(200);
  for (const [user, role] of [
    ['member', 'packer'],
    ['other', 'seller'],
  ] as const) {
    await world.call('operator', 'PUT', `/api/people/${world.users[user]}/roles`, { roles: [role] });
  }
  const home = { country: 'US', city: 'Boston' };
  const store = await send('store', { name: 'Corner', kind: 'small', home });
  await send('parcel', { name: 'A', price: '5', store: store.id });
  await send('parcel', { name: 'B', price: '20.5', store: store.id });
  await send('parcel', { name: 'C', price: '0.5', store: store.id });
});

afterAll(() => world.close());

const viewOf = async (user: string, view = 'all') =>
  (await world.call(user, 'GET', '/api/model/parcel')).body.views.find(({ name }: any) => name === view);

test('a view names parts of values and fields behind relations in columns, order and filter', async () => {
  const view = await viewOf('admin');
  expect(view.columns).toEqual(COLUMNS.map((one) => (typeof one === 'string' ? { field: one } : one)));
  expect(view.sort).toEqual(['-price.amount', 'store.home.city']);
  const query = new URLSearchParams({
    fields: 'name,price.amount,price.currency,store.kind,store.home.city',
    sort: view.sort.join(','),
    filter: view.filter,
  });
  const { body } = await world.call('admin', 'GET', `/api/records/parcel?${query}`);
  expect(body.records).toMatchObject([
    {
      name: 'B',
      price: { amount: '20.50', currency: 'CNY' },
      store: { kind: 'small', home: { city: 'Boston' } },
    },
    { name: 'A', price: { amount: '5.00', currency: 'CNY' } },
  ]);
});

test('the API says of a value in parts which it has, each as a field by itself', async () => {
  const { body } = await world.call('admin', 'GET', '/api/model/parcel');
  const { parts } = body.fields.find(({ name }: any) => name === 'price');
  expect(parts.map(({ name, kind, cell, scale }: any) => ({ name, kind, cell, scale }))).toEqual([
    { name: 'amount', kind: 'decimal', cell: 'number', scale: 2 },
    { name: 'currency', kind: 'string', cell: 'text', scale: undefined },
    { name: 'rate', kind: 'decimal', cell: 'number', scale: 12 },
    { name: 'base', kind: 'decimal', cell: 'number', scale: 2 },
  ]);
  expect(parts[1].labels['zh-CN']).toBe('币种');
});

test('who may not read what a path leads over sees the view without it', async () => {
  // what it is filtered by would tell of it
  expect(await viewOf('member')).toBeUndefined();
  expect(await viewOf('member', 'open')).toMatchObject({
    columns: [{ field: 'name' }, { field: 'price.amount' }, { field: 'price.currency' }],
    sort: ['-price.amount'],
  });
  expect(await viewOf('other', 'open')).toMatchObject({
    columns: [{ field: 'name' }, { field: 'store.home.city' }],
    sort: ['store.home.city'],
  });
});

test.each([
  [{ columns: ['price.sum'] }, '/columns/0 document.no_part'],
  [{ columns: ['price.amount.more'] }, '/columns/0 query.path'],
  [{ columns: ['name.first'] }, '/columns/0 query.path'],
  [{ columns: ['store.trade'] }, '/columns/0 document.no_field'],
  [{ columns: [{ field: 'store.home.town' }] }, '/columns/0/field document.no_part'],
  [{ sort: ['-store.home.town'] }, '/sort/0 document.no_part'],
])('%j is refused', async (view, fault) => {
  expect(await refusalsOf(world, documents(view))).toEqual([fault]);
});
