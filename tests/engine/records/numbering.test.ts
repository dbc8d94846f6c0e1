import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
const shops: Record<string, string> = {};

const option = (value: string) => ({ value, labels: { en: value } });
const year = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 4);

const shop = objectBody('shop', { name: { type: 'text' } });
const bill = objectBody('bill', {
  name: { type: 'text' },
  kind: { type: 'select', options: ['IN', 'OUT'].map(option), schema: { default: 'IN' } },
  shop: { type: 'lookup', target: 'shop' },
  number: { type: 'autonumber', format: '{scope}-{YYYY}-{000}', scope: 'kind', unique: true },
  running: { type: 'autonumber', format: '{00}', scope: 'shop' },
  all: { type: 'autonumber', format: '{YYYY}/{0}', reset: 'never', unique: true },
});

const send = (path: string, body: unknown) => world.call('admin', 'POST', `/api/records/${path}`, body);

async function create(values: object): Promise<any> {
  const { status, body } = await send('bill', values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, { 'object/shop': shop, 'object/bill': bill });
  expect(published.status, published.text).toBe(200);
  for (const name of ['north', 'south']) shops[name] = (await send('shop', { name })).body.id;
});

afterAll(() => world.close());

test('numbers are counted for each value of the field that they name, defaults included', async () => {
  expect(await create({ shop: shops.north })).toMatchObject({
    number: `IN-${year}-001`,
    running: '01',
    all: `${year}/1`,
  });
  expect(await create({ kind: 'OUT', shop: shops.south })).toMatchObject({
    number: `OUT-${year}-001`,
    running: '01',
    all: `${year}/2`,
  });
  expect(await create({ kind: 'IN', shop: shops.south })).toMatchObject({
    number: `IN-${year}-002`,
    running: '02',
  });
  expect(await create({ kind: null })).toMatchObject({ number: `-${year}-001`, running: '01' });
});

test('many writers at once, alone and in batches, never get the same one', async () => {
  const kinds = ['IN', 'OUT'];
  const rows = (from: number) =>
    Array.from({ length: 12 }, (_, n) => ({ op: 'create', values: { kind: kinds[(from + n) % 2] } }));
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      n % 2 === 0 ? send('bill/batch', rows(n)) : create({ kind: kinds[n % 4 === 1 ? 0 : 1] }),
    ),
  );
  for (const answer of answers) if ('status' in answer) expect(answer.status, answer.text).toBe(200);
  const { body } = await world.call('admin', 'GET', '/api/records/bill?fields=number,kind&limit=200');
  const numbers = body.records.map(({ number }: any) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
  const incoming = body.records.filter(({ kind }: any) => kind === 'IN').map(({ number }: any) => number);
  // nothing was refused, so nothing is missing
  expect(incoming.sort()).toEqual(
    incoming.map((_: unknown, n: number) => `IN-${year}-${String(n + 1).padStart(3, '0')}`),
  );
});

test.each([
  [{ format: '{scope}-{0}' }, 'format document.number_scope'],
  [{ format: '{0}', reset: 'year', unique: true }, 'format document.number_repeats'],
  [{ format: '{MM}-{0}', unique: true }, 'format document.number_repeats'],
  [{ format: '{0}', scope: 'kind', unique: true }, 'format document.number_repeats_scope'],
  [{ format: '{0}', scope: 'staff' }, 'scope document.follows'],
  [{ format: '{scope}{0}', scope: 'shop' }, 'scope document.follows'],
])('%j is refused', async (words, fault) => {
  const odd = objectBody('odd', {
    name: { type: 'text' },
    kind: { type: 'text' },
    staff: { type: 'integer' },
    shop: { type: 'lookup', target: 'shop' },
    number: { type: 'autonumber', ...words },
  });
  expect(await refusalsOf(world, { 'object/shop': shop, 'object/bill': bill, 'object/odd': odd })).toEqual([
    `/properties/number/x-field/${fault}`,
  ]);
});
