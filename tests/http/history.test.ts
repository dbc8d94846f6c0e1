import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const role = (name: string, grants: readonly object[]) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants,
});

const orders = (more: object = {}) =>
  objectBody('order', {
    title: { type: 'text' },
    secret: { type: 'text' },
    mobile: { type: 'phone' },
    buyer: { type: 'lookup', target: 'buyer' },
    items: { type: 'lineItems', lineItems: { target: 'order_item', via: 'order' } },
    tagged: { type: 'lookup', target: 'label', manyToMany: true },
    ...more,
  });

const documents = (more: object = {}) => ({
  'object/buyer': objectBody('buyer', { title: { type: 'text' } }),
  'object/label': objectBody('label', { title: { type: 'text' } }),
  'object/order': orders(more),
  'object/order_item': objectBody('order_item', {
    title: { type: 'text' },
    order: { type: 'lookup', target: 'order', onDelete: 'cascade' },
    count: { type: 'integer' },
  }),
  'role/clerk': role('clerk', [
    {
      object: 'order',
      do: ['create', 'read', 'update', 'delete'],
      fields: { '*': 'write', secret: 'none', mobile: 'masked' },
    },
    { object: 'label', do: ['read'] },
    { object: 'buyer', do: ['read'], rows: { read: 'own' } },
  ]),
  // sees every buyer, and takes their own out of the bin
  'role/mender': role('mender', [
    { object: 'order', do: ['read'] },
    { object: 'buyer', do: ['read', 'restore'], rows: { restore: 'own' } },
  ]),
  'role/everything': role('everything', [
    ...['order', 'label', 'buyer'].map((object) => ({
      object,
      do: ['create', 'read', 'update', 'delete', 'restore'],
    })),
  ]),
});

let world: TestEngine;
const call = async (user: string, method: string, path: string, body?: unknown): Promise<any> => {
  const answered = await world.call(user, method, `/api/records/${path}`, body);
  expect(answered.status, answered.text).toBeLessThan(300);
  return answered.body;
};
const history = (user: string, path: string) => call(user, 'GET', `${path}/history`);
/** What changed, by field. */
const changed = ({ changes }: any) =>
  Object.fromEntries(changes.map((one: any) => [one.field ?? one.labels.en, one]));

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents());
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, held] of Object.entries({ member: ['clerk'], other: ['everything'] })) {
    await world.call('admin', 'PUT', `/api/people/${world.users[user as 'member']}/roles`, { roles: held });
  }
});
afterAll(() => world.close());

describe('the history of a record', () => {
  test('says what changed, who did it and when, the newest first, as values are on the wire', async () => {
    const { id } = await call('other', 'POST', 'order', { title: 'first', mobile: '138 0013 8000' });
    await call('other', 'PATCH', `order/${id}`, { title: 'second' });
    await call('other', 'DELETE', `order/${id}`).catch(() => undefined);
    await call('other', 'POST', `order/${id}/actions/restore`, {});
    const { items, next } = await history('other', `order/${id}`);
    expect(items.map(({ op }: any) => op)).toEqual(['restore', 'delete', 'update', 'create']);
    expect(next).toBeNull();
    expect(items[2]).toMatchObject({ version: 2, by: { id: world.users.other, name: 'other' } });
    expect(items[2].changes).toEqual([
      {
        field: 'title',
        labels: expect.objectContaining({ en: expect.any(String) }),
        from: 'first',
        to: 'second',
      },
    ]);
    expect(changed(items[3])).toMatchObject({ title: { from: null, to: 'first' } });
  });

  test('tells of fields only what the reader may know of them', async () => {
    const { id } = await call('other', 'POST', 'order', {
      title: 'x',
      secret: 'the mayor',
      mobile: '13800138000',
    });
    await call('other', 'PATCH', `order/${id}`, { secret: 'the duke' });
    await call('other', 'PATCH', `order/${id}`, { mobile: '13900139000', secret: 'the king' });
    const seen = await history('member', `order/${id}`);
    expect(seen.items.map(changed)).toMatchObject([
      { mobile: { masked: true } },
      { mobile: { masked: true } },
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/mayor|duke|king|secret|138|139/);
    expect((await history('other', `order/${id}`)).items).toHaveLength(3);
  });

  test('is the same, byte for byte, after a change that is nothing to the reader', async () => {
    const { id } = await call('other', 'POST', 'order', { title: 'x', secret: 'the mayor' });
    await call('other', 'PATCH', `order/${id}`, { title: 'y' });
    const told = async () =>
      (await world.call('member', 'GET', `/api/records/order/${id}/history?limit=1`)).text;
    const before = await told();
    await call('admin', 'PATCH', `order/${id}`, { secret: 'the duke' });
    expect(await told()).toBe(before);
    expect((await history('other', `order/${id}`)).items).toHaveLength(3);
  });

  test('names related records only where the reader sees them', async () => {
    const buyer = await call('other', 'POST', 'buyer', { title: 'The buyer' });
    const { id } = await call('other', 'POST', 'order', { title: 'x', buyer: buyer.id });
    const full = await history('other', `order/${id}`);
    expect(changed(full.items[0]).buyer.to).toBe(buyer.id);
    expect(full.titles.buyer).toEqual({ [buyer.id]: 'The buyer' });
    const seen = await history('member', `order/${id}`);
    expect(changed(seen.items[0]).buyer.to).toBeNull();
    expect(JSON.stringify(seen)).not.toContain(buyer.id);
  });

  test('names what lies in the bin where the reader may take it out', async () => {
    const buyer = await call('other', 'POST', 'buyer', { title: 'The buyer' });
    const { id } = await call('other', 'POST', 'order', { title: 'x', buyer: buyer.id });
    const hold = (...roles: string[]) =>
      world.call('admin', 'PUT', `/api/people/${world.users.nobody}/roles`, { roles });
    const first = async (user: string) => changed((await history(user, `order/${id}`)).items.at(-1)).buyer.to;
    await hold('mender');
    await call('other', 'PATCH', `order/${id}`, { buyer: null });
    expect(await first('nobody')).toBe(buyer.id);
    await call('other', 'DELETE', `buyer/${buyer.id}`);
    expect(await first('other')).toBe(buyer.id);
    expect(await first('nobody')).toBeNull();
    expect(JSON.stringify(await history('nobody', `order/${id}`))).not.toContain(buyer.id);
    await hold();
  });

  test('a link made from one side stands in the history of both, once', async () => {
    const label = await call('other', 'POST', 'label', { title: 'Urgent' });
    const { id } = await call('other', 'POST', 'order', { title: 'x' });
    await call('other', 'PATCH', `order/${id}`, { tagged: { add: [label.id] } });
    const own = await history('other', `order/${id}`);
    expect(own.items).toHaveLength(2);
    expect(changed(own.items[0])).toMatchObject({
      tagged: { object: 'label', records: { added: [label.id] } },
    });
    expect(own.titles.label).toEqual({ [label.id]: 'Urgent' });
    const there = await history('other', `label/${label.id}`);
    expect(there.items[0].changes).toMatchObject([{ object: 'order', records: { added: [id] } }]);
    await call('other', 'PATCH', `order/${id}`, { tagged: { remove: [label.id] } });
    const after = await history('other', `label/${label.id}`);
    expect(after.items[0].changes).toMatchObject([{ records: { removed: [id] } }]);
    expect(after.items).toHaveLength(3);
  });

  test('line items that came, changed and went, in the record or by themselves', async () => {
    const lines = [{ title: 'one', count: 1 }];
    const { id } = await call('other', 'POST', 'order', { title: 'x', items: lines });
    const [line] = (await call('other', 'GET', `order/${id}?fields=items`)).items;
    await call('other', 'PATCH', `order_item/${line.id}`, { count: 2 });
    await call('other', 'PATCH', `order/${id}`, { items: { remove: [line.id] } });
    const { items, titles } = await history('other', `order/${id}`);
    expect(items.map((one: any) => changed(one).items?.records)).toEqual([
      { removed: [line.id] },
      { changed: [line.id] },
      { added: [line.id] },
    ]);
    expect(titles.order_item).toEqual({ [line.id]: 'one' });
  });

  test('pages follow each other without a gap', async () => {
    const { id } = await call('other', 'POST', 'order', { title: '0' });
    for (let n = 1; n <= 7; n += 1) {
      await call('other', 'PATCH', `order/${id}`, n % 2 === 0 ? { title: String(n) } : { secret: String(n) });
    }
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: any = await call(
        'member',
        'GET',
        `order/${id}/history?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      found.push(...page.items.map((one: any) => changed(one).title.to));
      cursor = page.next;
    } while (cursor !== null);
    expect(found).toEqual(['6', '4', '2', '0']);
    const other = await call('other', 'POST', 'order', { title: 'other' });
    const first = await call('member', 'GET', `order/${id}/history?limit=1`);
    const stolen = await world.call(
      'member',
      'GET',
      `/api/records/order/${other.id}/history?cursor=${first.next}`,
    );
    expect([stolen.status, stolen.body.code]).toEqual([400, 'query.cursor']);
  });

  test('of a record that one does not see there is none', async () => {
    const buyer = await call('other', 'POST', 'buyer', { title: 'theirs' });
    const { id } = await call('other', 'POST', 'order', { title: 'gone' });
    await world.call('other', 'DELETE', `/api/records/order/${id}`);
    const at = (user: string, path: string) => world.call(user, 'GET', `/api/records/${path}/history`);
    expect((await at('member', `buyer/${buyer.id}`)).body.code).toBe('record.not_found');
    expect((await at('nobody', `order/${id}`)).body.code).toBe('query.object');
    expect((await at('member', 'order/0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e')).status).toBe(404);
    expect((await at('other', `order/${id}`)).body.items[0].op).toBe('delete');
  });

  test('fields that were renamed or archived stand under the words of now', async () => {
    expect((await publishInto(world, documents({ colour: { type: 'text' } }))).status).toBe(200);
    const { id } = await call('other', 'POST', 'order', { title: 'x', colour: 'red' });
    const gone = await publishInto(world, documents({ colour: { type: 'text', archived: true } }));
    expect(gone.status, JSON.stringify(gone.body)).toBe(200);
    const { items } = await history('other', `order/${id}`);
    expect(changed(items[0]).colour).toMatchObject({ archived: true, to: 'red' });
  });
});
