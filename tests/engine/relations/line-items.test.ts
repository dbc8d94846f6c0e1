import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, refusalsOf } from '../../support/workspace-of.ts';
import { ORDERS, publishOrders } from './line-items-world.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  await publishOrders(world);
});
afterAll(() => world.close());

const LIST = '/api/records/purchase';
const FIELDS = 'fields=name,total,pieces,version,items.name,items.quantity,items.amount';

const post = (values: object, user = 'admin') => world.call(user, 'POST', LIST, values);
const patch = (id: string, values: object, user = 'admin', headers = {}) =>
  world.call(user, 'PATCH', `${LIST}/${id}`, values, headers);
const read = async (id: string, user = 'admin') =>
  (await world.call(user, 'GET', `${LIST}/${id}?${FIELDS}`)).body;

async function order(items: readonly object[], rest: object = {}, user = 'admin') {
  const { status, body } = await post({ name: 'o', items, ...rest }, user);
  expect(status, JSON.stringify(body)).toBe(201);
  return read(body.id, user);
}

const names = ({ items }: { items: readonly { name: string }[] }) => items.map(({ name }) => name).join('');
const errorsOf = ({ body }: { body: any }) =>
  (body.errors ?? []).map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort();

describe('line items', () => {
  test('are made with their record, in order, with defaults, formulas and totals', async () => {
    const made = await order([
      { name: 'b', price: '10.5' },
      { name: 'a', price: '2', quantity: 3 },
    ]);
    expect(made).toMatchObject({ total: '16.50', pieces: 4, version: 1 });
    expect(made.items).toMatchObject([
      { name: 'b', quantity: 1, amount: '10.50' },
      { name: 'a', quantity: 3, amount: '6.00' },
    ]);
    const whole = await world.call('admin', 'GET', `${LIST}/${made.id}?fields=items`);
    expect(whole.body.items[0]).toMatchObject({ number: expect.stringMatching(/^L-\d{4}$/), version: 1 });
    expect(whole.body.items[0]).not.toHaveProperty('purchase');
    const plain = await world.call('admin', 'GET', `${LIST}/${made.id}`);
    expect(plain.body).not.toHaveProperty('items');
  });

  test('are changed, added, removed and moved by one list; what it says nothing new of keeps its version', async () => {
    const made = await order([
      { name: 'a', price: 1 },
      { name: 'b', price: 2 },
      { name: 'c', price: 3 },
    ]);
    const [a, b, c] = made.items.map(({ id }: { id: string }) => id);
    const changed = await patch(made.id, {
      items: [{ id: c }, { name: 'd', price: 4 }, { id: a, price: '1.00', quantity: 5 }],
    });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({ total: '12.00', version: 2 });
    const after = await read(made.id);
    expect(names(after)).toBe('cda');
    const line = async (id: string) =>
      (await world.call('admin', 'GET', `/api/records/purchase_line/${id}`)).body;
    expect(await line(a)).toMatchObject({ version: 2, quantity: 5 });
    expect(await line(c)).toMatchObject({ version: 1 });
    expect((await world.call('admin', 'GET', `/api/records/purchase_line/${b}`)).status).toBe(404);
    const same = await patch(made.id, { items: after.items.map(({ id }: { id: string }) => ({ id })) });
    expect(same.body.version).toBe(2);
    expect((await patch(made.id, { items: [] })).body).toMatchObject({ version: 3, total: '0.00' });
    expect((await read(made.id)).items).toEqual([]);
  });

  test('are added, changed and removed without naming the others', async () => {
    const made = await order(['a', 'b', 'c'].map((name) => ({ name })));
    const [a, b] = made.items.map(({ id }: { id: string }) => id);
    const change = { add: [{ name: 'd' }], change: [{ id: b, name: 'x' }], remove: [a] };
    expect((await patch(made.id, { items: change })).status).toBe(200);
    expect(names(await read(made.id))).toBe('xcd');
  });

  test('are all judged with their record, each problem where it stands, and nothing is written', async () => {
    const refused = await post({
      items: [{ name: 'a', quantity: 0 }, { price: 'x' }, { name: 'c', purchase: null }],
    });
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)).toContain('/name record.required');
    const made = await order([{ name: 'a' }]);
    const again = await patch(made.id, {
      name: null,
      items: [
        { id: made.items[0].id, quantity: 0 },
        { name: 'b', price: -1 },
        { name: 'c', nonsense: 1 },
      ],
    });
    expect(errorsOf(again)).toEqual([
      '/items/0/quantity record.least',
      '/items/1/price record.range',
      '/items/2/nonsense record.field',
      '/name record.required',
    ]);
    expect(await read(made.id)).toEqual(made);
    const stray = await patch(made.id, { items: [{ id: world.users.admin }] });
    expect(errorsOf(stray)).toEqual(['/items/0/id record.line']);
    expect(errorsOf(await patch(made.id, { items: 'a' }))).toEqual(['/items value.lines']);
    const many = Array.from({ length: 501 }, () => ({ name: 'a' }));
    expect(errorsOf(await patch(made.id, { items: many }))).toEqual(['/items value.too_many_lines']);
  });

  test('are what rules of their record read, as they come to be; theirs read the record as it comes to be', async () => {
    const dear = { name: 'o', ceiling: 10, items: [{ name: 'a', price: 11 }] };
    expect(errorsOf(await post(dear))).toEqual([' record.rule']);
    const made = await order([{ name: 'a', price: 9 }], { ceiling: 10 });
    expect((await patch(made.id, { items: { add: [{ name: 'b', price: 2 }] } })).status).toBe(422);
    expect((await patch(made.id, { ceiling: 20, items: { add: [{ name: 'b', price: 2 }] } })).status).toBe(
      200,
    );
    expect((await post({ name: 'o', items: [{ name: 'a', quantity: 901 }] })).status).toBe(422);
    const closed = await patch(made.id, { status: 'closed', items: { add: [{ name: 'c' }] } });
    expect(errorsOf(closed)).toEqual(['/items/add/0 record.rule']);
    expect((await post({ name: 'o', status: 'closed', items: [{ name: 'a' }] })).status).toBe(422);
    expect((await patch(made.id, { status: 'closed' })).status).toBe(200);
    const opened = await patch(made.id, { status: 'open', items: { add: [{ name: 'c' }] } });
    expect(opened.status, opened.text).toBe(200);
  });

  test('rules are asked of lines as they will be, in check and in writes alike', async () => {
    const check = async (values: object, id?: string) =>
      (await world.call('admin', 'POST', `${LIST}/check`, { values, ...(id && { id }) })).body;
    const cheap = { name: 'o', items: [{ name: 'a', price: '10' }] };
    const dear = { name: 'o', why: 'urgent', items: [{ name: 'a', price: '600', quantity: 2 }] };
    expect((await check(cheap)).hidden).toContain('why');
    expect((await check(dear)).hidden).not.toContain('why');
    expect((await check({ ...dear, ceiling: '1000' })).problems).toMatchObject([{ code: 'record.rule' }]);
    const most = { name: 'o', items: [{ name: 'a', price: '6000' }] };
    expect(await check(most)).toMatchObject({
      problems: [{ path: '/values/ceiling', code: 'record.required' }],
      required: expect.arrayContaining(['ceiling']),
    });
    expect(errorsOf(await post(most))).toEqual(['/ceiling record.required']);

    const { body } = await post(dear);
    expect(body).toMatchObject({ why: 'urgent', total: '1200.00' });
    const [line] = (await read(body.id)).items;
    const cheaper = { items: [{ id: line.id, price: '5' }] };
    expect((await check(cheaper, body.id)).hidden).toContain('why');
    expect(
      (await check({ items: [...cheaper.items, { name: 'b', price: '990' }] }, body.id)).hidden,
    ).not.toContain('why');
    expect((await check({ items: { remove: [line.id] } }, body.id)).hidden).toContain('why');
    const dearer = { items: [{ id: line.id, quantity: 20 }] };
    expect((await check(dearer, body.id)).problems).toMatchObject([
      { path: '/values/ceiling', code: 'record.required' },
    ]);
    expect(errorsOf(await patch(body.id, dearer))).toEqual(['/ceiling record.required']);
    expect((await patch(body.id, cheaper)).body).toMatchObject({ why: null, total: '10.00' });
  });

  test('check says what a write would be told', async () => {
    const made = await order([{ name: 'a' }]);
    const { body } = await world.call('admin', 'POST', `${LIST}/check`, {
      id: made.id,
      values: { items: [{ id: made.items[0].id, quantity: -3 }, { quantity: 2 }] },
    });
    expect(body.problems.map(({ path, code }: any) => `${path} ${code}`)).toEqual([
      '/values/items/1/name record.required',
      '/values/items/0/quantity record.least',
    ]);
    expect(await read(made.id)).toEqual(made);
  });

  test('come in batches and go to the bin and back with their record', async () => {
    const { status, body } = await world.call('admin', 'POST', `${LIST}/batch`, [
      { op: 'create', values: { name: 'x', items: [{ name: 'a', price: 1 }] } },
      {
        op: 'create',
        values: {
          name: 'y',
          items: [
            { name: 'b', price: 2 },
            { name: 'c', price: 3 },
          ],
        },
      },
    ]);
    expect(status, JSON.stringify(body)).toBe(200);
    const [, { id }] = body.results;
    const before = await read(id);
    expect(before).toMatchObject({ total: '5.00' });
    const update = { op: 'update', id, values: { items: before.items.toReversed() } };
    const answered = await world.call('admin', 'POST', `${LIST}/batch`, [
      { ...update, values: { items: update.values.items.map(({ id: one }: any) => ({ id: one })) } },
    ]);
    expect(answered.status, answered.text).toBe(200);
    expect(names(await read(id))).toBe('cb');
    await world.call('admin', 'DELETE', `${LIST}/${id}`);
    const lines = await world.call('admin', 'GET', '/api/records/purchase_line?filter=name == "c"');
    expect(lines.body.records.some((one: any) => one.purchase === id)).toBe(false);
    // nor does the bin say to which record, that lies there too
    const bin = '/api/records/purchase_line?deleted=only&filter=';
    const inBin = await world.call('admin', 'GET', `${bin}id == "${before.items[0].id}"`);
    expect(inBin.body.records).toMatchObject([{ name: 'b', purchase: null }]);
    const named = await world.call('admin', 'GET', `${bin}purchase == "${id}"`);
    expect(named.body.records).toEqual([]);
    await world.call('admin', 'POST', `${LIST}/${id}/actions/restore`, {});
    expect(await read(id)).toMatchObject({ total: '5.00', items: [{ name: 'c' }, { name: 'b' }] });
  });

  test('made or moved by themselves stand behind the others', async () => {
    const made = await order([{ name: 'a' }, { name: 'b' }]);
    const line = (values: object) => world.call('admin', 'POST', '/api/records/purchase_line', values);
    await line({ name: 'c', purchase: made.id });
    const other = await order([{ name: 'd' }]);
    await world.call('admin', 'PATCH', `/api/records/purchase_line/${other.items[0].id}`, {
      purchase: made.id,
    });
    expect(names(await read(made.id)).slice(0, 2)).toBe('ab');
    expect([...names(await read(made.id))].sort().join('')).toBe('abcd');
    expect(names(await read(other.id))).toBe('');
  });

  test('are refused when somebody changed the record in the meantime', async () => {
    const made = await order([{ name: 'a' }]);
    await patch(made.id, { items: { add: [{ name: 'b' }] } });
    const stale = await patch(made.id, { items: [] }, 'admin', { 'If-Match': '"1"' });
    expect(stale.status).toBe(412);
    expect(names(await read(made.id))).toBe('ab');
  });

  test('their history stands at each of them and at the record', async () => {
    const made = await order([{ name: 'a' }, { name: 'b' }]);
    const [a, b] = made.items.map(({ id }: { id: string }) => id);
    await patch(made.id, { items: [{ id: b, name: 'x' }] });
    const ctx = await world.engine.contextFor('main');
    const { rows } = await ctx.db
      .forWorkspace(ctx.workspace)
      .query(
        `SELECT record, op, changes FROM ${ctx.model.schema}._audit WHERE record = ANY($1) ORDER BY at, version, id`,
        [[made.id, a, b]],
      );
    const field = ctx.model.objects.get('purchase')!.fields.get('items')!.id;
    const of = (id: string) => rows.filter(({ record }) => record === id);
    expect(of(made.id).map(({ op }) => op)).toEqual(['create', 'update']);
    expect(JSON.parse(of(made.id)[0].changes)[field]).toEqual([null, { added: [a, b] }]);
    expect(JSON.parse(of(made.id)[1].changes)[field]).toEqual([null, { changed: [b], removed: [a] }]);
    expect(of(a).map(({ op }) => op)).toEqual(['create', 'delete']);
    expect(of(b).map(({ op }) => op)).toEqual(['create', 'update']);
  });
});

describe('rights over line items follow their record', () => {
  test('who may change the record may change its lines, who may see it sees them', async () => {
    const mine = await order([{ name: 'a', price: 1 }], {}, 'member');
    const foreign = await order([{ name: 'z' }]);
    expect((await patch(mine.id, { items: { add: [{ name: 'b' }] } }, 'member')).status).toBe(200);
    expect(names(await read(foreign.id, 'member'))).toBe('z');
    expect((await patch(foreign.id, { items: [] }, 'member')).status).toBe(403);
    const line = `/api/records/purchase_line/${foreign.items[0].id}`;
    expect((await world.call('member', 'GET', line)).status).toBe(200);
    expect((await world.call('member', 'PATCH', line, { name: 'y' })).status).toBe(403);
    expect((await world.call('member', 'DELETE', line)).status).toBe(403);
    const add = (purchase: string) =>
      world.call('member', 'POST', '/api/records/purchase_line', { name: 'n', purchase });
    expect((await add(mine.id)).status).toBe(201);
    expect(errorsOf(await add(foreign.id))).toEqual(['/purchase record.reference']);
    const own = `/api/records/purchase_line/${mine.items[0].id}`;
    expect((await world.call('member', 'PATCH', own, { purchase: foreign.id })).status).toBe(422);
    expect((await world.call('member', 'PATCH', own, { name: 'q' })).status).toBe(200);
  });

  test('who may not see the record sees none of its lines', async () => {
    const foreign = await order([{ name: 'secret' }]);
    const own = await order([{ name: 'theirs' }], { owner: world.users.other });
    const { body } = await world.call('other', 'GET', '/api/records/purchase_line?fields=name');
    expect(body.records.map(({ name }: any) => name)).toEqual(['theirs']);
    expect(
      (await world.call('other', 'GET', `/api/records/purchase_line/${foreign.items[0].id}`)).status,
    ).toBe(404);
    expect((await patch(own.id, { items: [] }, 'other')).status).toBe(403);
    expect((await world.call('nobody', 'GET', '/api/records/purchase_line')).status).toBe(404);
  });
});

describe('documents of line items', () => {
  const changed = (field: object, line: object = {}) => {
    const purchase = structuredClone(ORDERS['object/purchase']!) as any;
    const child = structuredClone(ORDERS['object/purchase_line']!) as any;
    Object.assign(purchase.properties.items['x-field'].lineItems, field);
    Object.assign(child.properties.purchase['x-field'], line);
    return { ...ORDERS, 'object/purchase': purchase, 'object/purchase_line': child };
  };

  test('are refused by name where the lines lead elsewhere or stay behind', async () => {
    const at = '/properties/items/x-field/lineItems';
    expect(await refusalsOf(world, changed({ via: 'name' }), 'orders')).toContain(
      `${at}/via document.lines_via`,
    );
    expect(await refusalsOf(world, changed({}, { onDelete: 'restrict' }), 'orders')).toEqual([
      `${at}/via document.lines_cascade`,
    ]);
    const twice = changed({});
    (twice['object/purchase'] as any).properties.more = {
      'x-field': {
        type: 'lineItems',
        labels: { en: 'More' },
        lineItems: { target: 'purchase_line', via: 'purchase' },
      },
    };
    expect(await refusalsOf(world, twice, 'orders')).toEqual([
      '/properties/more/x-field/lineItems/target document.lines_twice',
    ]);
    const nested: Record<string, any> = {
      ...ORDERS,
      'object/batch_of': objectBody('batch_of', {
        name: { type: 'text' },
        orders: { type: 'lineItems', lineItems: { target: 'purchase', via: 'batch_of' } },
      }),
    };
    nested['object/purchase'] = structuredClone(ORDERS['object/purchase']);
    nested['object/purchase'].properties.batch_of = {
      'x-field': { type: 'lookup', target: 'batch_of', onDelete: 'cascade', labels: { en: 'Batch' } },
    };
    expect(await refusalsOf(world, nested, 'orders')).toEqual([
      '/properties/orders/x-field/lineItems/target document.lines_nested',
    ]);
  });
});
