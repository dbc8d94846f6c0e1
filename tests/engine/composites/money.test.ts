import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { changeSettings, objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
const made: Record<string, any> = {};

const region = objectBody('region', {
  name: { type: 'text' },
  revenue: { type: 'rollup', rollup: { function: 'sum', object: 'deal', via: 'region', field: 'price' } },
});

const deal = objectBody(
  'deal',
  {
    name: { type: 'text' },
    region: { type: 'lookup', target: 'region' },
    price: { type: 'money' },
    code: { type: 'text' },
    fee: { type: 'money', currencyField: 'code', schema: { minimum: 0 } },
    tax: { type: 'formula', returns: 'currency', expression: 'price * 0.13' },
    in_euro: {
      type: 'formula',
      returns: 'boolean',
      expression: 'price.currency == "EUR" && price.amount > 10',
    },
    shown: { type: 'mirror', path: 'price.amount', labels: { en: 'Shown', 'zh-CN': '显示' } },
  },
  {
    'x-rules': [
      {
        check: 'price.amount < 1000000 || price.currency == "JPY"',
        field: 'price',
        message: { en: 'Too much.', 'zh-CN': '过大。' },
      },
    ],
  },
);

const role = {
  name: 'blind',
  labels: { en: 'Blind', 'zh-CN': '受限' },
  admin: [],
  grants: [{ object: 'deal', do: ['read', 'create'], fields: { '*': 'write', price: 'none' } }],
};

const send = (method: string, path: string, body?: unknown, user = 'admin') =>
  world.call(user, method, `/api/records/${path}`, body);

async function create(values: object): Promise<any> {
  const { status, body } = await send('POST', 'deal', values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

const list = async (query: string, user = 'admin') => {
  const { status, body } = await send('GET', `deal?${query}`, undefined, user);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.records;
};

const refusal = async (values: object) => {
  const { status, body } = await send('POST', 'deal', values);
  expect(status).toBe(422);
  return body.errors.map(({ path, code, suggestion }: any) => [path, code, suggestion]);
};

beforeAll(async () => {
  world = await testEngine();
  const settled = await changeSettings(world, {
    rates: [
      { currency: 'USD', rate: '7' },
      { currency: 'USD', rate: '7.1234', from: '2020-01-01' },
      { currency: 'USD', rate: '9', from: '9000-01-01' },
      { currency: 'EUR', rate: '7.80' },
    ],
  });
  expect(settled.status, settled.text).toBe(200);
  const documents = { 'object/region': region, 'object/deal': deal, 'role/blind': role };
  const published = await publishInto(world, documents);
  expect(published.status, published.text).toBe(200);
  await world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['blind'] });
  made.north = (await send('POST', 'region', { name: 'north' })).body.id;
  made.dollar = await create({
    name: 'dollar',
    region: made.north,
    price: { amount: '100.50', currency: 'USD' },
  });
  made.euro = await create({ name: 'euro', region: made.north, price: { amount: 20, currency: 'eur' } });
  made.plain = await create({ name: 'plain', region: made.north, price: '12.345' });
});

afterAll(() => world.close());

describe('an amount that is written', () => {
  test('takes the rate of its day and says what it comes to', () => {
    expect(made.dollar.price).toEqual({ amount: '100.50', currency: 'USD', rate: '7.1234', base: '715.90' });
    expect(made.euro.price).toEqual({ amount: '20.00', currency: 'EUR', rate: '7.8', base: '156.00' });
    expect(made.plain.price).toEqual({ amount: '12.35', currency: 'CNY', rate: '1', base: '12.35' });
  });

  test('keeps its rate as long as its currency stays', async () => {
    const price = { amount: '10', currency: 'USD', rate: '6.5' };
    const { id } = await create({ name: 'kept', price });
    const more = await send('PATCH', `deal/${id}`, { price: { amount: '20' } });
    expect(more.body.price).toEqual({ amount: '20.00', currency: 'USD', rate: '6.5', base: '130.00' });
    const other = await send('PATCH', `deal/${id}`, { price: { ...more.body.price, currency: 'EUR' } });
    expect(other.body.price).toMatchObject({ currency: 'EUR', rate: '7.8', base: '156.00' });
    const same = await send('PATCH', `deal/${id}`, { price: other.body.price });
    expect(same.body.version).toBe(other.body.version);
    const home = await send('PATCH', `deal/${id}`, { price: { amount: 1, currency: 'CNY' } });
    expect(home.body.price).toEqual({ amount: '1.00', currency: 'CNY', rate: '1', base: '1.00' });
    const cleared = await send('PATCH', `deal/${id}`, { price: null });
    expect(cleared.body.price).toBe(null);
    await send('DELETE', `deal/${id}`);
  });

  test('follows the field that says its currency', async () => {
    const { id, fee } = await create({ name: 'follows', code: 'USD', fee: '10' });
    expect(fee).toEqual({ amount: '10.00', currency: 'USD', rate: '7.1234', base: '71.23' });
    const moved = await send('PATCH', `deal/${id}`, { code: 'EUR' });
    expect(moved.body.fee).toEqual({ amount: '10.00', currency: 'EUR', rate: '7.8', base: '78.00' });
    const echoed = await send('PATCH', `deal/${id}`, { code: null, fee: moved.body.fee });
    expect(echoed.body.fee).toEqual({ amount: '10.00', currency: 'CNY', rate: '1', base: '10.00' });
    const wrong = await send('PATCH', `deal/${id}`, { fee: { amount: 1, currency: 'USD' } });
    expect(wrong.body.errors).toMatchObject([
      { path: '/fee', code: 'value.currency_field', suggestion: 'CNY' },
    ]);
    await send('DELETE', `deal/${id}`);
  });

  test.each([
    [{ price: { amount: 1, currency: 'USDD' } }, ['/price', 'value.currency_code', undefined]],
    [{ price: { amount: 1, currency: 'GBP' } }, ['/price', 'value.no_rate', undefined]],
    [{ price: { amount: 1, currency: 'CNY', rate: 2 } }, ['/price', 'value.rate_own', '1']],
    [{ price: { amont: 1 } }, ['/price', 'value.part', 'amount']],
    [{ fee: -1 }, ['/fee', 'record.range', undefined]],
    [{ price: 1_000_000 }, ['/price', 'record.rule', undefined]],
  ])('%j is refused', async (values, expected) => expect(await refusal(values)).toEqual([expected]));
});

describe('parts of an amount', () => {
  test('are asked for, filtered and sorted by', async () => {
    const query = 'fields=name,price.amount,price.currency&sort=-price.amount&filter=price.currency != "CNY"';
    expect(await list(query)).toMatchObject([
      { name: 'dollar', price: { amount: '100.50', currency: 'USD' } },
      { name: 'euro', price: { amount: '20.00', currency: 'EUR' } },
    ]);
    expect((await list('sort=price&fields=name')).map(({ name }: any) => name)).toEqual([
      'plain',
      'euro',
      'dollar',
    ]);
    expect(await list('filter=price > 156&fields=name')).toMatchObject([{ name: 'dollar' }]);
    const unknown = await send('GET', 'deal?fields=price.amont');
    expect(unknown.body.errors[0]).toMatchObject({ suggestion: 'price.amount' });
  });

  test('are read by formulas and mirrors', async () => {
    const [dollar, euro] = await list('fields=tax,in_euro,shown&sort=name');
    expect(dollar).toMatchObject({ tax: '93.07', in_euro: false, shown: '100.50' });
    expect(euro).toMatchObject({ tax: '20.28', in_euro: true, shown: '20.00' });
  });

  test('are summed: by themselves in one currency, by what they come to in all', async () => {
    const sums = await send(
      'GET',
      'deal/aggregate?group=price.currency&measures=sum(price.amount),sum(price)',
    );
    expect(sums.body.groups).toEqual([
      { 'price.currency': 'CNY', 'sum(price.amount)': '12.35', 'sum(price)': '12.35' },
      { 'price.currency': 'EUR', 'sum(price.amount)': '20.00', 'sum(price)': '156.00' },
      { 'price.currency': 'USD', 'sum(price.amount)': '100.50', 'sum(price)': '715.90' },
    ]);
    expect((await send('GET', `region/${made.north}`)).body.revenue).toBe('884.25');
  });

  test('are hidden with it', async () => {
    const [first] = await list('sort=name', 'nobody');
    expect(Object.keys(first)).not.toContain('price');
    for (const query of ['filter=price.amount > 1', 'sort=price.currency', 'fields=price.rate']) {
      expect((await send('GET', `deal?${query}`, undefined, 'nobody')).status).toBe(400);
    }
  });
});

describe('documents', () => {
  test.each([
    [{ price: { type: 'money', currencyField: 'cod' }, code: { type: 'text' } }, 'document.no_field'],
    [{ price: { type: 'money', currencyField: 'code' }, code: { type: 'integer' } }, 'document.follows'],
    [{ price: { type: 'money' }, twice: { type: 'mirror', path: 'price.amout' } }, 'expression.name'],
  ])('%j', async (fields, code) => {
    const odd = objectBody('odd', { name: { type: 'text' }, ...fields } as Parameters<typeof objectBody>[1]);
    const [refused] = await refusalsOf(world, { 'object/odd': odd }, 'odd');
    expect(refused).toContain(code);
  });

  test('a list names parts by their names', async () => {
    const odd = objectBody('odd', { name: { type: 'text' }, price: { type: 'money' } });
    const view = { name: 'all', object: 'odd', labels: { en: 'All' }, columns: ['name', 'price.amout'] };
    const [refused] = await refusalsOf(world, { 'object/odd': odd, 'view/odd.all': view }, 'odd');
    expect(refused).toBe('/columns/1 document.no_part');
  });

  test.each([
    [[{ currency: 'USX', rate: '7' }], 'document.currency'],
    [[{ currency: 'CNY', rate: '1' }], 'document.rate_own'],
    [[{ currency: 'USD', rate: '0.00' }], 'document.rate'],
    [
      [
        { currency: 'USD', rate: '7' },
        { currency: 'USD', rate: '8' },
      ],
      'document.rate_twice',
    ],
  ])('rates %j are refused', async (rates, code) => {
    const { body } = await changeSettings(world, { rates });
    expect(JSON.stringify(body)).toContain(code);
    await world.call('admin', 'DELETE', '/api/metadata/draft/settings/workspace?revert=true');
  });
});
