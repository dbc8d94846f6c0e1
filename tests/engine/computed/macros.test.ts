import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
const made: Record<string, string> = {};

const shop = objectBody('shop', { name: { type: 'text' }, limit: { type: 'currency' } });

const basket = {
  ...objectBody('basket', {
    name: { type: 'text' },
    shop: { type: 'lookup', target: 'shop', inverse: { name: 'baskets' } },
    closed: { type: 'boolean' },
    total: {
      type: 'formula',
      returns: 'currency',
      expression: 'lines.filter(line, line.quantity > 0).sum(line, line.quantity * line.price)',
    },
    dearest: { type: 'formula', returns: 'currency', expression: 'lines.max(line, line.price)' },
    costs: { type: 'formula', returns: 'currency', expression: 'lines.sum(line, line.cost)' },
    others: {
      type: 'formula',
      returns: 'integer',
      expression: 'size(shop.baskets.filter(one, !same(one.id, id) && one.total > total))',
    },
  }),
  'x-rules': [
    {
      check: '!closed || lines.all(line, line.price != null && line.price <= shop.limit)',
      message: { en: 'A closed basket has only priced lines.', 'zh-CN': '关闭的篮子须全部定价。' },
    },
    {
      when: 'shop.baskets.exists(one, one.name == name && !same(one.id, id))',
      require: ['closed'],
      message: { en: 'Say whether it is closed.', 'zh-CN': '请说明是否关闭。' },
    },
  ],
};

const line = objectBody('line', {
  basket: { type: 'lookup', target: 'basket', inverse: { name: 'lines', labels: { en: 'Lines' } } },
  price: { type: 'currency' },
  quantity: { type: 'integer' },
  cost: { type: 'currency' },
  due: { type: 'date' },
  checker: { type: 'user' },
});

const role = {
  name: 'narrow',
  labels: { en: 'Narrow', 'zh-CN': '受限' },
  admin: [],
  grants: [
    { object: 'basket', do: ['read', 'create', 'update'] },
    { object: 'shop', do: ['read'] },
    { object: 'line', do: ['read'], rows: { read: 'own' }, fields: { '*': 'read', cost: 'none' } },
  ],
};

async function create(object: string, values: object): Promise<string> {
  const { status, body } = await world.call('admin', 'POST', `/api/records/${object}`, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const names = async (filter: string, user = 'admin', rest = '&sort=name') => {
  const address = `/api/records/basket?fields=name&filter=${encodeURIComponent(filter)}${rest}`;
  const { status, body } = await world.call(user, 'GET', address);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.records.map(({ name }: { name: string }) => name);
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, {
    'object/shop': shop,
    'object/basket': basket,
    'object/line': line,
    'role/narrow': role,
  });
  expect(published.status, published.text).toBe(200);
  await world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['narrow'] });
  made.shop = await create('shop', { name: '云店', limit: '500' });
  made.big = await create('basket', { name: 'big', shop: made.shop });
  made.small = await create('basket', { name: 'small', shop: made.shop });
  made.empty = await create('basket', { name: 'empty' });
  const { big, small } = made;
  await create('line', { basket: big, price: '100.10', quantity: 3, cost: '7', due: '2026-01-31' });
  made.own = await create('line', {
    basket: big,
    price: '400',
    quantity: 1,
    cost: '8',
    owner: world.users.nobody,
  });
  await create('line', { basket: big, price: '5000', quantity: 0 });
  await create('line', { basket: small, price: '1', quantity: 2, checker: world.users.nobody });
  const binned = await create('line', { basket: small, price: '9', quantity: 9 });
  await world.call('admin', 'DELETE', `/api/records/line/${binned}`);
});

afterAll(() => world.close());

describe('filters over related records', () => {
  test.each([
    ['lines.exists(l, l.price > 1000)', ['big']],
    ['!lines.exists(l, l.quantity == null)', ['big', 'empty', 'small']],
    ['lines.all(l, l.price < 10)', ['empty', 'small']],
    ['size(lines) == 0', ['empty']],
    ['has(lines)', ['big', 'small']],
    ['size(lines.filter(l, l.quantity > 0)) == 1', ['small']],
    ['lines.sum(l, l.price * l.quantity) == 2', ['small']],
    ['lines.min(l, l.due) < today()', ['big']],
    ['shop.baskets.exists(one, one.total > 700 && one.name != name)', ['small']],
    ['shop.baskets.exists(one, one.lines.exists(l, l.checker == user.id))', []],
    ['lines.exists(l, l.checker.name == "x" || l.basket.shop.name == "云店")', ['big', 'small']],
    ['total > 700', ['big']],
    ['others == 1', ['small']],
  ])('%s', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  test('what is wrong is told with its place and the nearest name', async () => {
    const filter = encodeURIComponent('lines.exists(l, l.prise > 1)');
    const { body } = await world.call('admin', 'GET', `/api/records/basket?filter=${filter}`);
    expect(body.errors).toMatchObject([{ path: '/filter/18', code: 'expression.name', suggestion: 'price' }]);
  });

  test('records that one may not see do not count, nor fields that one may not read', async () => {
    expect(await names('lines.exists(l, l.price > 1000)', 'nobody')).toEqual([]);
    expect(await names('size(lines) == 1', 'nobody')).toEqual(['big']);
    const filter = encodeURIComponent('lines.exists(l, l.cost > 1)');
    const { status } = await world.call('nobody', 'GET', `/api/records/basket?filter=${filter}`);
    expect(status).toBe(400);
  });
});

describe('formulas over related records', () => {
  test('are read, sorted and summed', async () => {
    const { body } = await world.call('admin', 'GET', '/api/records/basket?sort=-total,name');
    expect(body.records).toMatchObject([
      { name: 'big', total: '700.30', dearest: '5000.00', costs: '15.00', others: 0 },
      { name: 'small', total: '2.00', dearest: '1.00', costs: '0.00', others: 1 },
      { name: 'empty', total: '0.00', dearest: null, others: 0 },
    ]);
    const sum = await world.call('admin', 'GET', '/api/records/basket/aggregate?measures=sum(total)');
    expect(sum.body.groups).toEqual([{ 'sum(total)': '702.30' }]);
  });

  test('follow what the reader sees; who may not read a field does not see what is made of it', async () => {
    const { body } = await world.call('nobody', 'GET', `/api/records/basket/${made.big}`);
    expect(body).toMatchObject({ total: '400.00', dearest: '400.00' });
    expect(body).not.toHaveProperty('costs');
  });
});

describe('rules over related records', () => {
  test('judge by all of them, whoever asks, and quote none', async () => {
    const change = { closed: true };
    for (const user of ['admin', 'nobody']) {
      const { status, body } = await world.call(user, 'PATCH', `/api/records/basket/${made.big}`, change);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ code: 'record.rule' }]);
      expect(JSON.stringify(body)).not.toContain('5000');
    }
    const small = await world.call('admin', 'PATCH', `/api/records/basket/${made.small}`, change);
    expect(small.status).toBe(200);
  });

  test('judge a new record by what it points at', async () => {
    const twin = { name: 'big', shop: made.shop };
    const refused = await world.call('admin', 'POST', '/api/records/basket', twin);
    expect(refused.body.errors).toMatchObject([{ path: '/closed', code: 'record.required' }]);
    const asked = await world.call('admin', 'POST', '/api/records/basket/check', { values: twin });
    expect(asked.body).toMatchObject({ required: ['closed'] });
    expect(asked.body.formulas).toMatchObject({ total: '0.00', others: 2 });
  });
});

test('names of relations are guarded', async () => {
  const counted = {
    ...objectBody('shop', { name: { type: 'text' }, limit: { type: 'currency' } }),
    'x-rules': [
      { check: 'baskets.exists(one, one.old.name == name)' },
      { check: 'baskets.all(one, changed(name))' },
      { check: 'baskets.exists(one, one.lines.exists(l, l.basket.lines.exists(m, true)))' },
      { check: 'baskets.exists(limit, true) && baskets.name == "x"' },
    ].map((rule) => ({ ...rule, message: { en: 'No.', 'zh-CN': '否。' } })),
  };
  const refusals = await refusalsOf(world, {
    'object/basket': basket,
    'object/line': line,
    'role/narrow': role,
    'object/shop': counted,
  });
  const codes = refusals.map((refusal) => refusal.split(' ')[1]);
  expect(codes).toEqual([
    'expression.name',
    'expression.change_inside',
    'expression.macro_depth',
    'expression.many',
  ]);
});
