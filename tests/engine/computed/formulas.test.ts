import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, planOf, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
const made: Record<string, string> = {};

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': `${value}（中）` } });

const company = objectBody('company', {
  name: { type: 'text' },
  rating: { type: 'select', options: ['hot', 'cold'].map(option) },
  discount: { type: 'percent' },
  parent: { type: 'lookup', target: 'company', onDelete: 'null' },
  secret: { type: 'decimal', scale: 2 },
});

const project = objectBody('project', {
  name: { type: 'text' },
  company: { type: 'lookup', target: 'company' },
  price: { type: 'currency' },
  quantity: { type: 'integer' },
  due: { type: 'date' },
  stage: { type: 'stage' },
  total: { type: 'formula', returns: 'currency', expression: 'price * quantity' },
  net: { type: 'formula', returns: 'currency', expression: 'total * (1 - coalesce(company.discount, 0))' },
  share: { type: 'formula', returns: 'percent', expression: 'total / 3000' },
  third: { type: 'formula', returns: 'decimal', scale: 3, expression: 'price / 3' },
  head: { type: 'formula', returns: 'text', expression: 'coalesce(company.parent.name, company.name)' },
  late: { type: 'formula', returns: 'boolean', expression: 'due < today()' },
  review: { type: 'formula', returns: 'date', expression: 'due + days(30)' },
  weighted: { type: 'formula', returns: 'currency', expression: 'total * stage.probability' },
  rating: { type: 'mirror', path: 'company.rating' },
  holding: { type: 'mirror', path: 'company.parent' },
  leak: { type: 'formula', returns: 'decimal', expression: 'company.secret * 2' },
});

const pipeline = {
  name: 'main',
  object: 'project',
  labels: { en: 'Main', 'zh-CN': '主流程' },
  stages: [
    { name: 'first', labels: { en: 'First', 'zh-CN': '一' }, kind: 'open', probability: '0.25' },
    { name: 'won', labels: { en: 'Won', 'zh-CN': '成' }, kind: 'won', probability: '1' },
  ],
};

const role = {
  name: 'narrow',
  labels: { en: 'Narrow', 'zh-CN': '受限' },
  admin: [],
  grants: [
    { object: 'project', do: ['read', 'create', 'update'] },
    { object: 'company', do: ['read'], fields: { '*': 'read', secret: 'none' } },
  ],
};

async function create(object: string, values: object, user = 'admin'): Promise<string> {
  const { status, body } = await world.call(user, 'POST', `/api/records/${object}`, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const list = async (query: string, user = 'admin') => {
  const { status, body } = await world.call(user, 'GET', `/api/records/project?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.records;
};

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, {
    'object/company': company,
    'object/project': project,
    'pipeline/project.main': pipeline,
    'role/narrow': role,
  });
  expect(published.status, published.text).toBe(200);
  await world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles: ['narrow'] });
  made.holding = await create('company', { name: '总部' });
  made.acme = await create('company', {
    name: 'Acme',
    rating: 'hot',
    discount: '0.1',
    parent: made.holding,
    secret: '21',
  });
  made.big = await create('project', {
    name: 'big',
    company: made.acme,
    price: '100',
    quantity: 12,
    due: '2026-01-31',
  });
  made.small = await create('project', { name: 'small', price: '10.01', quantity: 3, due: '9999-12-31' });
  made.empty = await create('project', { name: 'empty', stage: 'won' });
});

afterAll(() => world.close());

describe('formulas', () => {
  test('stand in the answer of a record and of its creation', async () => {
    const read = await world.call('admin', 'GET', `/api/records/project/${made.big}`);
    const expected = {
      total: '1200.00',
      net: '1080.00',
      share: '0.4',
      third: '33.333',
      head: '总部',
      late: true,
      review: '2026-03-02',
      weighted: '300.00',
      rating: 'hot',
      holding: made.holding,
      leak: '42.00',
    };
    expect(read.body).toMatchObject(expected);
    const { name, company: of, price, quantity, due } = read.body;
    const again = await world.call('admin', 'POST', '/api/records/project', {
      name,
      company: of,
      price,
      quantity,
      due,
    });
    expect(again.body).toMatchObject(expected);
    const changed = await world.call('admin', 'PATCH', `/api/records/project/${again.body.id}`, {
      quantity: 1,
    });
    expect(changed.body).toMatchObject({
      ...expected,
      total: '100.00',
      net: '90.00',
      share: '0.0333',
      weighted: '25.00',
    });
    await world.call('admin', 'DELETE', `/api/records/project/${again.body.id}`);
  });

  test('are null where what they need is missing, and what is past their digits', async () => {
    const read = await world.call('admin', 'GET', `/api/records/project/${made.empty}`);
    expect(read.body).toMatchObject({ total: null, net: null, head: null, late: null, rating: null });
    const small = await world.call('admin', 'GET', `/api/records/project/${made.small}`);
    expect(small.body).toMatchObject({ net: '30.03', review: null, late: false, leak: null });
    const huge = await create('project', { name: 'huge', price: '9999999999999999', quantity: 2 });
    expect((await world.call('admin', 'GET', `/api/records/project/${huge}`)).body.total).toBe(null);
    await world.call('admin', 'DELETE', `/api/records/project/${huge}`);
  });

  test('filter, sort, group and are summed', async () => {
    const names = (records: { name: string }[]) => records.map(({ name }) => name);
    expect(names(await list('filter=net %3E 100'))).toEqual(['big']);
    expect(names(await list('filter=head == "总部" %26%26 late'))).toEqual(['big']);
    expect(names(await list('filter=rating == "hot"'))).toEqual(['big']);
    expect(names(await list('sort=-total'))).toEqual(['big', 'small', 'empty']);
    expect(names(await list('sort=head,name'))).toEqual(['big', 'empty', 'small']);
    const page = await world.call('admin', 'GET', '/api/records/project?sort=review&limit=1');
    expect(names(page.body.records)).toEqual(['big']);
    const next = await world.call(
      'admin',
      'GET',
      `/api/records/project?sort=review&limit=5&cursor=${page.body.next}`,
    );
    expect(next.body.records).toHaveLength(2);
    const { body } = await world.call(
      'admin',
      'GET',
      '/api/records/project/aggregate?group=rating&measures=sum(net),count()',
    );
    expect(body.groups).toEqual([
      { rating: 'hot', 'sum(net)': '1080.00', 'count()': 1 },
      { rating: null, 'sum(net)': '30.03', 'count()': 2 },
    ]);
  });

  test('are reached over relations', async () => {
    expect(await list('fields=name,holding.name&filter=holding.name == "总部"')).toEqual([
      { id: made.big, name: 'big', holding: { id: made.holding, name: '总部' } },
    ]);
  });

  test('are written by nobody', async () => {
    const { status, body } = await world.call('admin', 'PATCH', `/api/records/project/${made.big}`, {
      total: '1',
      rating: 'cold',
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path, code }: Record<string, string>) => [path, code])).toEqual([
      ['/total', 'record.read_only'],
      ['/rating', 'record.read_only'],
    ]);
  });

  test('are hidden from who may not read all that they name', async () => {
    const { body } = await world.call('nobody', 'GET', `/api/records/project/${made.big}`);
    expect(body.net).toBe('1080.00');
    expect(body).not.toHaveProperty('leak');
    const filtered = await world.call('nobody', 'GET', '/api/records/project?filter=leak > 1');
    expect(filtered.status).toBe(400);
    const fields = (await world.call('nobody', 'GET', '/api/model/project')).body.fields;
    expect(fields.map(({ name }: { name: string }) => name)).not.toContain('leak');
  });

  test('are told as what they are by model, form and OpenAPI', async () => {
    const { fields, schema } = (await world.call('admin', 'GET', '/api/model/project')).body;
    const total = fields.find(({ name }: { name: string }) => name === 'total');
    expect(total).toMatchObject({
      type: 'currency',
      declared: 'formula',
      readOnly: true,
      can: 'read',
      scale: 2,
    });
    expect(schema.properties.total.type).toEqual(['string', 'null']);
    const form = (await world.call('admin', 'GET', '/api/model/project/form?locale=en')).body;
    expect(form.uiSchema.total).toMatchObject({ 'ui:readonly': true, 'ui:widget': 'currency' });
  });
});

describe('what cannot be a formula', () => {
  const refused = (fields: Parameters<typeof objectBody>[1], rest = {}) =>
    refusalsOf(world, { 'object/odd': objectBody('odd', fields, rest) }, 'odd_one');

  test('a circle, named', async () => {
    const circle = {
      name: { type: 'text' },
      a: { type: 'formula', returns: 'decimal', expression: 'b + 1' },
      b: { type: 'formula', returns: 'decimal', expression: 'c + 1' },
      c: { type: 'formula', returns: 'decimal', expression: 'a + 1' },
    };
    expect(await refused(circle)).toEqual(['/properties/a/x-field/expression document.formula_circle']);
    const { body } = await publishInto(world, { 'object/odd': objectBody('odd', circle) }, 'odd_one');
    expect(body.errors[0].message).toContain('odd.a → odd.b → odd.c → odd.a');
  });

  test('a required one, one with a default', async () => {
    const fields = {
      name: { type: 'text' },
      a: { type: 'formula', returns: 'text', expression: 'name' },
      b: { type: 'formula', returns: 'text', expression: 'name', defaultExpression: 'user.id' },
    };
    expect(await refused(fields, { required: ['a'] })).toEqual([
      '/properties/b/x-field/defaultExpression document.written_by_engine',
      '/required document.written_by_engine',
    ]);
  });

  test('another kind of value, an unknown name', async () => {
    const fields = {
      name: { type: 'text' },
      a: { type: 'formula', returns: 'decimal', expression: 'name' },
      b: { type: 'formula', returns: 'text', expression: 'nmae' },
      d: { type: 'mirror', path: 'owner.nam' },
    };
    expect(await refused(fields)).toEqual([
      '/properties/a/x-field/expression expression.returns',
      '/properties/b/x-field/expression expression.name',
      '/properties/d/x-field/path expression.name',
    ]);
  });

  test('one that grows without end through others', async () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `f${index + 1}`,
        { type: 'formula', returns: 'decimal', expression: `f${index} + f${index} * 2` },
      ]),
    );
    const fields = { name: { type: 'text' }, f0: { type: 'decimal' }, ...doubling };
    expect((await refused(fields))[0]).toMatch(/document.formula_size$/);
  });
});

test('a formula is added, changed and archived without touching a row', async () => {
  const documents = (fields: Parameters<typeof objectBody>[1]) => ({
    'object/thing': objectBody('thing', { name: { type: 'text' }, n: { type: 'integer' }, ...fields }),
  });
  expect((await publishInto(world, documents({}), 'things')).status).toBe(200);
  const id = await create('thing', { name: 'one', n: 7 });
  const twice = { type: 'formula', returns: 'integer', expression: 'n * 2' };
  const plan = await planOf(world, documents({ twice }), 'things');
  const [added] = plan.changes.filter(({ kind }: { kind: string }) => kind === 'add-field');
  // nobody fills what is worked out
  expect(added).not.toHaveProperty('remedies');
  expect((await publishInto(world, documents({ twice }), 'things')).status).toBe(200);
  const read = async () => (await world.call('admin', 'GET', `/api/records/thing/${id}`)).body;
  expect(await read()).toMatchObject({ twice: 14, version: 1 });
  const third = { ...twice, returns: 'decimal', scale: 1, expression: 'n / 3' };
  expect((await publishInto(world, documents({ twice: third }), 'things')).status).toBe(200);
  expect(await read()).toMatchObject({ twice: '2.3', version: 1 });
  expect((await publishInto(world, documents({}), 'things')).status).toBe(200);
  expect(await read()).not.toHaveProperty('twice');
});
