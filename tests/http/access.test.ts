import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
/** a lead of each: read by its owner alone */
const leads: Record<string, string> = {};
let product: string;
beforeAll(async () => {
  guanxi = await testEngine();
  for (const user of ['admin', 'member', 'other']) {
    const made = await guanxi.call(user, 'POST', '/api/records/lead', {
      name: `of ${user}`,
      status: 'new',
    });
    leads[user] = made.body.id;
  }
  const values = { name: 'Server', cost: '10.00', unit_price: '25.00' };
  product = (await guanxi.call('admin', 'POST', '/api/records/product', values)).body.id;
});
afterAll(() => guanxi.close());

describe('rows that are not one’s own', () => {
  test('are nowhere: list, count, aggregate, search, record, filter, bin', async () => {
    const { body } = await guanxi.call('member', 'GET', '/api/records/lead?count=exact');
    expect(body.records.map(({ id }: { id: string }) => id)).toEqual([leads.member]);
    expect(body.count.value).toBe(1);
    const sums = await guanxi.call('member', 'GET', '/api/records/lead/aggregate?measures=count()');
    expect(sums.text).toMatch(/\b1\b/);
    const found = await guanxi.call('member', 'GET', '/api/records/lead?q=admin');
    expect(found.body.records).toEqual([]);
    const filtered = await guanxi.call(
      'member',
      'GET',
      `/api/records/lead?filter=id%20==%20%22${leads.other}%22`,
    );
    expect(filtered.body.records).toEqual([]);
  });

  test.each(['GET', 'PATCH', 'DELETE'])('%s is the answer to what does not exist', async (method) => {
    const headers = { 'Accept-Language': 'en' };
    const body = method === 'PATCH' ? { name: 'mine now' } : undefined;
    const hidden = await guanxi.call('member', method, `/api/records/lead/${leads.other}`, body, headers);
    const absent = await guanxi.call(
      'member',
      method,
      '/api/records/lead/01900000-0000-7000-8000-000000000000',
      body,
      headers,
    );
    expect(hidden.status).toBe(404);
    expect(hidden.body).toEqual(absent.body);
    const still = await guanxi.call('other', 'GET', `/api/records/lead/${leads.other}`);
    expect(still.body.name).toBe('of other');
  });

  test('are not changed in a batch either', async () => {
    const changes = [{ op: 'update', id: leads.other, values: { name: 'x' } }];
    expect((await guanxi.call('member', 'POST', '/api/records/lead/batch', changes)).status).toBe(422);
  });

  test('cannot be made for others', async () => {
    const given = { name: 'gift', owner: guanxi.users.other, status: 'new' };
    expect((await guanxi.call('member', 'POST', '/api/records/lead', given)).status).toBe(422);
  });
});

describe('rows that one sees but may not change', () => {
  test('403 and not 404', async () => {
    const { body } = await guanxi.call('admin', 'POST', '/api/records/account', { name: 'Theirs' });
    expect((await guanxi.call('member', 'GET', `/api/records/account/${body.id}`)).status).toBe(200);
    const answer = await guanxi.call('member', 'PATCH', `/api/records/account/${body.id}`, { name: 'x' });
    expect([answer.status, answer.body.code]).toEqual([403, 'record.forbidden']);
    const removal = await guanxi.call('member', 'DELETE', `/api/records/account/${body.id}`);
    expect(removal.status).toBe(403);
  });
});

describe('a field that is not shown', () => {
  test('is absent from records and descriptions', async () => {
    const { body } = await guanxi.call('member', 'GET', `/api/records/product/${product}`);
    expect(body).toMatchObject({ name: 'Server', unit_price: '25.00' });
    expect(body).not.toHaveProperty('cost');
    for (const path of ['/api/model/product', '/api/model/product/form', '/api/openapi.json']) {
      const described = await guanxi.call('member', 'GET', path);
      expect(described.status).toBe(200);
      expect(JSON.stringify(described.body.components?.schemas?.product ?? described.body)).not.toContain(
        '"cost"',
      );
    }
  });

  test.each([
    '?fields=cost',
    '?sort=cost',
    `?filter=${encodeURIComponent('cost > 5')}`,
    '/aggregate?measures=sum(cost)',
    '/aggregate?group=cost&measures=count()',
  ])('is as unknown as one that does not exist: %s', async (query) => {
    const headers = { 'Accept-Language': 'en' };
    const ask = async (name: string) => {
      const { status, body } = await guanxi.call(
        'member',
        'GET',
        `/api/records/product${query.replaceAll('cost', name)}`,
        undefined,
        headers,
      );
      return JSON.parse(JSON.stringify({ status, body }).replaceAll(name, '*'));
    };
    expect(await ask('cost')).toEqual(await ask('coat'));
    expect((await ask('cost')).status).toBe(400);
  });

  test('is not written', async () => {
    const change = await guanxi.call('member', 'PATCH', `/api/records/product/${product}`, { cost: '1.00' });
    expect(change.status).toBe(403);
    const made = { name: 'Tier', tier: 'A' };
    const answer = await guanxi.call('member', 'POST', '/api/records/account', made);
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'record.read_only']);
  });
});

describe('what only some may open', () => {
  test('is not in the menu, nor among the objects', async () => {
    const { body } = await guanxi.call('nobody', 'GET', '/api/me');
    expect(body).toMatchObject({ roles: [], admin: [], navigation: { items: [], phone: [] } });
    const model = await guanxi.call('nobody', 'GET', '/api/model');
    expect(model.body.objects.every(({ system }: { system: boolean }) => system)).toBe(true);
    expect((await guanxi.call('nobody', 'GET', '/api/records/account')).status).toBe(404);
    expect((await guanxi.call('nobody', 'GET', '/api/model/account')).status).toBe(404);
  });

  test('colleagues are known by name, not by e-mail', async () => {
    const { body } = await guanxi.call('member', 'GET', `/api/records/user/${guanxi.users.other}`);
    expect(body).toMatchObject({ name: 'other' });
    expect(body).not.toHaveProperty('email');
    expect(body).not.toHaveProperty('person');
  });
});
