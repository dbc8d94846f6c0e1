import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

let guanxi: TestEngine;
const labels = { en: 'x', 'zh-CN': 'x' };

const documents = {
  'object/person': objectBody('person', {
    name: { type: 'text' },
    phone: { type: 'phone' },
    email: { type: 'email' },
  }),
  'object/firm': objectBody('firm', { name: { type: 'text' } }),
  'match-rule/person.same': {
    name: 'same',
    object: 'person',
    labels,
    fields: [
      { field: 'name', points: 40 },
      { field: 'phone', points: 60 },
      { field: 'email', points: 60 },
    ],
    from: 60,
  },
  'role/keeper': {
    name: 'keeper',
    labels,
    grants: [
      {
        object: 'person',
        do: ['create', 'read', 'update', 'delete', 'merge'],
        rows: { read: 'own', update: 'own', delete: 'own', merge: 'own' },
        fields: { '*': 'write' },
      },
      { object: 'person', do: ['read'], where: 'name.startsWith("Ada")', fields: { name: 'read' } },
    ],
  },
  'role/reader': {
    name: 'reader',
    labels,
    grants: [{ object: 'person', do: ['read'], fields: { '*': 'read' } }],
  },
};

beforeAll(async () => {
  guanxi = await testEngine();
  const published = await publishInto(guanxi, documents);
  expect(published.status, published.text).toBe(200);
  await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.member}/roles`, { roles: ['keeper'] });
  await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.other}/roles`, { roles: ['reader'] });
}, 120_000);
afterAll(() => guanxi.close());

const URL = '/api/duplicates/person';

async function create(user: string, values: object): Promise<string> {
  const made = await guanxi.call(user, 'POST', '/api/records/person', values);
  expect(made.status, made.text).toBe(201);
  return made.body.id;
}

async function scan(): Promise<any> {
  const asked = await guanxi.call('admin', 'POST', `${URL}/scans`);
  expect(asked.status, asked.text).toBe(202);
  await guanxi.engine.duplicates.settled();
  const { body } = await guanxi.call('admin', 'GET', `${URL}/scans/${asked.body.id}`);
  expect(body).toMatchObject({ state: 'done' });
  return body;
}

const queue = async (user = 'admin', rest = ''): Promise<any> => {
  const { status, text, body } = await guanxi.call(user, 'GET', `${URL}${rest}`);
  expect(status, text).toBe(200);
  return body;
};

/** The records of each group, by their titles. */
const groups = async (user = 'admin'): Promise<string[][]> =>
  (await queue(user)).groups.map(({ records }: any) => records.map(({ title }: any) => title).sort());

const sql = async (text: string, values: unknown[] = []): Promise<any[]> => {
  const ctx = await guanxi.engine.contextFor('main');
  const on = text.replaceAll('$S', `"${ctx.workspace.schema}"`);
  return (await query<any>(ctx.db.direct(), { text: on, values })).rows;
};

beforeEach(async () => {
  const { body } = await guanxi.call('admin', 'GET', '/api/records/person?fields=id&limit=1000');
  for (const { id } of body.records) {
    await guanxi.call('admin', 'DELETE', `/api/records/person/${id}`);
    await guanxi.call('admin', 'DELETE', `/api/records/person/${id}?purge=true`);
  }
});

describe('a scan', () => {
  test('finds what hangs together, and nothing else', async () => {
    await create('admin', { name: 'Ada Lovelace', email: 'ada@example.com', phone: '13812345678' });
    await create('admin', { name: 'A. Lovelace', email: 'ada@example.com' });
    await create('admin', { name: 'Byron', phone: '+86 138 1234 5678' });
    await create('admin', { name: 'Grace Hopper', email: 'grace@example.com' });
    expect(await scan()).toMatchObject({ pairs: 2, crowded: 0 });
    expect(await groups()).toEqual([['A. Lovelace', 'Ada Lovelace', 'Byron']]);
    const [{ pairs }] = (await queue()).groups;
    expect(pairs).toHaveLength(2);
    expect(pairs[0].fields.email).toBe(1);
  });

  test('again finds what is there now', async () => {
    await create('admin', { name: 'Ada', email: 'ada@example.com' });
    const other = await create('admin', { name: 'Lovelace', email: 'ada@example.com' });
    await scan();
    expect(await groups()).toHaveLength(1);
    await guanxi.call('admin', 'PATCH', `/api/records/person/${other}`, { email: 'l@example.org' });
    expect(await groups()).toEqual([]);
    await scan();
    expect(await sql('SELECT 1 FROM $S._duplicate')).toEqual([]);
  });

  test('goes on where a process that is gone has left it', async () => {
    await create('admin', { name: 'Ada', email: 'ada@example.com' });
    await create('admin', { name: 'Lovelace', email: 'ada@example.com' });
    const { id } = await scan();
    await sql('DELETE FROM $S._duplicate');
    const left =
      "UPDATE $S._duplicate_scan SET state = 'running', written_at = now() - interval '1 hour', step = $2 WHERE id = $1";
    await sql(left, [id, 1]);
    guanxi.engine.duplicates.sweep();
    await guanxi.engine.duplicates.settled();
    // the only step was done with: nothing is looked at twice
    expect(await groups()).toEqual([]);
    await sql(left, [id, 0]);
    guanxi.engine.duplicates.sweep();
    await guanxi.engine.duplicates.settled();
    expect(await groups()).toEqual([['Ada', 'Lovelace']]);
  });

  test('is one at a time, and ends when nobody wants it', async () => {
    const { id } = await scan();
    await sql("UPDATE $S._duplicate_scan SET state = 'running', written_at = now() WHERE id = $1", [id]);
    expect(await guanxi.call('admin', 'POST', `${URL}/scans`)).toMatchObject({ status: 409 });
    const ended = await guanxi.call('admin', 'POST', `${URL}/scans/${id}/cancel`);
    expect(ended.body).toMatchObject({ state: 'cancelled' });
    expect(await guanxi.call('admin', 'POST', `${URL}/scans`)).toMatchObject({ status: 202 });
    await guanxi.engine.duplicates.settled();
  });

  test.each([
    ['member', 403, 'duplicates.not_all'],
    ['other', 403, 'record.not_allowed'],
    ['nobody', 404, 'query.object'],
  ])('is not for %s', async (user, status, code) => {
    for (const method of ['GET', 'POST'])
      expect(await guanxi.call(user, method, `${URL}/scans`)).toMatchObject({ status, body: { code } });
  });

  test('of an object without a rule is refused', async () => {
    const refused = await guanxi.call('admin', 'POST', '/api/duplicates/firm/scans');
    expect(refused).toMatchObject({ status: 409, body: { code: 'duplicates.no_rule' } });
  });

  test('copies beyond what is compared each with each hang together still', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      op: 'create',
      values: { name: `${index}`, phone: '13900000000' },
    }));
    const made = await guanxi.call('admin', 'POST', '/api/records/person/batch', rows);
    expect(made.status, made.text).toBe(200);
    expect((await scan()).crowded).toBeGreaterThan(0);
    const found = await groups();
    expect(found.map((one) => one.length)).toEqual([60]);
  });
});

describe('who is shown what', () => {
  test('only records that they see, by what they may read of them', async () => {
    await create('admin', { name: 'Ada Lovelace', email: 'ada@example.com' });
    await create('admin', { name: 'Hidden', email: 'ada@example.com' });
    const own = await create('member', { name: 'Mine', email: 'ada@example.com' });
    await scan();
    expect(await groups()).toEqual([['Ada Lovelace', 'Hidden', 'Mine']]);
    // Ada is seen by her name alone, Hidden not at all: there is no pair
    expect(await queue('member')).toMatchObject({ groups: [], next: null });
    await create('member', { name: 'Also mine', email: 'ada@example.com' });
    await scan();
    expect(await groups('member')).toEqual([['Also mine', 'Mine']]);
    expect(JSON.stringify(await queue('member'))).toContain(own);
  });

  test('nobody who may not merge', async () => {
    const refused = await guanxi.call('other', 'GET', URL);
    expect(refused).toMatchObject({ status: 403, body: { code: 'record.not_allowed' } });
  });

  test('page by page, the likest first', async () => {
    for (const one of ['a', 'b', 'c'])
      for (const name of [`${one} 1`, `${one} 2`])
        await create('admin', { name, email: `${one}${one}${one}@${one}.example.com` });
    await scan();
    const first = await queue('admin', '?limit=2');
    expect(first.groups).toHaveLength(2);
    const second = await queue('admin', `?limit=2&after=${first.next}`);
    expect(second).toMatchObject({ next: null });
    const titles = [...first.groups, ...second.groups].flatMap(({ records }) =>
      records.map(({ title }: any) => title),
    );
    expect(titles.sort()).toEqual(['a 1', 'a 2', 'b 1', 'b 2', 'c 1', 'c 2']);
  });

  test.each(['?after=x', '?after=0190a000-0000-7000-8000-000000000000', '?limit=0', '?limit=x'])(
    '%s is refused',
    async (rest) =>
      expect((await guanxi.call('admin', 'GET', `${URL}${rest}`)).status).toBeGreaterThanOrEqual(400),
  );
});

describe('a group', () => {
  const two = async () => [
    await create('admin', { name: 'Ada', email: 'ada@example.com' }),
    await create('admin', { name: 'Lovelace', email: 'ada@example.com' }),
  ];

  test('that was dismissed is not asked about again until what is compared has changed', async () => {
    const ids = await two();
    await scan();
    const done = await guanxi.call('admin', 'POST', `${URL}/dismiss`, { ids });
    expect(done.status, done.text).toBe(204);
    expect(await groups()).toEqual([]);
    await scan();
    expect(await groups()).toEqual([]);
    await guanxi.call('admin', 'PATCH', `/api/records/person/${ids[0]}`, { name: 'Ada Lovelace' });
    await scan();
    expect(await groups()).toEqual([['Ada Lovelace', 'Lovelace']]);
  });

  test('that was merged is gone, and there again when that is undone', async () => {
    const [id, other] = await two();
    await scan();
    const merged = await guanxi.call('admin', 'POST', `/api/records/person/${id}/actions/merge`, {
      others: [other],
      values: {},
    });
    expect(merged.status, merged.text).toBe(200);
    expect(await groups()).toEqual([]);
    await guanxi.call('admin', 'POST', `/api/records/person/merges/${merged.body.merge}/undo`);
    expect(await groups()).toHaveLength(1);
  });

  test('is decided about by whoever may merge its records', async () => {
    const ids = await two();
    await scan();
    const refused = await guanxi.call('member', 'POST', `${URL}/dismiss`, { ids });
    expect(refused).toMatchObject({ status: 422 });
    expect(refused.body.errors.map(({ code }: any) => code)).toEqual([
      'record.forbidden',
      'record.not_found',
    ]);
    expect(await groups()).toHaveLength(1);
  });

  test.each([undefined, {}, { ids: [] }, { ids: ['x', 'y'] }])(
    '%j says of nothing that it is not one',
    async (body) =>
      expect(await guanxi.call('admin', 'POST', `${URL}/dismiss`, body)).toMatchObject({ status: 422 }),
  );
});
