import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, type TestDocuments } from '../support/workspace-of.ts';

let guanxi: TestEngine;
const labels = { en: 'x', 'zh-CN': 'x' };
const rule = (name: string, object: string, rest: object) => ({ name, object, labels, ...rest });

const person = objectBody('person', {
  name: { type: 'text' },
  phone: { type: 'phone' },
  email: { type: 'email' },
  born: { type: 'date' },
  words: { type: 'longText' },
});
const samePerson = rule('same', 'person', {
  fields: [
    { field: 'name', points: 40 },
    { field: 'phone', points: 60 },
    { field: 'email', points: 60 },
    { field: 'born', points: 40 },
  ],
  from: 60,
});
const documents: TestDocuments = {
  'object/person': person,
  'object/firm': objectBody('firm', { name: { type: 'text' }, code: { type: 'text' } }),
  'match-rule/person.same': samePerson,
  'match-rule/firm.same': rule('same', 'firm', {
    fields: [{ field: 'name', points: 100 }],
    from: 60,
    onMatch: 'block',
    unseen: 'tell',
  }),
  'role/reader': {
    name: 'reader',
    labels,
    grants: [
      {
        object: 'person',
        do: ['create', 'read', 'update'],
        rows: { read: 'own', update: 'own' },
        fields: { '*': 'write', phone: 'none' },
      },
      { object: 'person', do: ['read'], where: 'born != null', fields: { name: 'read' } },
      { object: 'firm', do: ['create', 'read', 'update'], rows: { read: 'own', update: 'own' } },
    ],
  },
};

beforeAll(async () => {
  guanxi = await testEngine();
  const published = await publishInto(guanxi, documents);
  expect(published.status, published.text).toBe(200);
  await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.member}/roles`, { roles: ['reader'] });
}, 120_000);
afterAll(() => guanxi.close());

const post = (user: string, object: string, values: object) =>
  guanxi.call(user, 'POST', `/api/records/${object}`, values);
const make = async (object: string, values: object, user = 'admin'): Promise<string> => {
  const { status, body, text } = await post(user, object, values);
  expect(status, text).toBe(201);
  return body.id;
};
const check = async (user: string, object: string, values: object, id?: string) => {
  const asked = { values, ...(id && { id }) };
  const { status, body, text } = await guanxi.call(user, 'POST', `/api/records/${object}/check`, asked);
  expect(status, text).toBe(200);
  return body.duplicates;
};
const ids = (found: any[]): string[] => found.flatMap(({ records }) => records.map(({ id }: any) => id));

describe('while somebody types', () => {
  let ada: string;
  beforeAll(async () => {
    ada = await make('person', {
      name: 'Ada Lovelace',
      phone: '138 0013 8000',
      email: 'ada@example.com',
      born: '1985-12-10',
    });
  });

  test.each([
    ['the same number, spelled otherwise', { phone: '+86 13800138000' }],
    ['an address with a slip', { email: 'aad@example.com', name: 'Ada' }],
    ['words in another order, and the day', { name: 'LOVELACE  Ada', born: '1985-12-10' }],
    ['a name in a muddle, and the day', { name: 'Ada Lvoelcae', born: '1985-12-10' }],
  ])('who is there is found by %s', async (_, values) => {
    const found = await check('admin', 'person', values);
    expect(found).toMatchObject([{ rule: { name: 'same', onMatch: 'warn' }, unseen: 0 }]);
    expect(found[0].records).toMatchObject([{ id: ada, title: 'Ada Lovelace' }]);
    expect(found[0].records[0].points).toBeGreaterThanOrEqual(60);
  });

  test.each([
    ['a name alone', { name: 'Ada Lovelace' }],
    ['another number', { phone: '139 0013 8000' }],
    ['nothing', {}],
  ])('%s is not enough', async (_, values) => {
    expect(await check('admin', 'person', values)).toEqual([]);
  });

  test('a record is not like itself; what is changed of it is compared', async () => {
    const other = await make('person', { name: 'Grace Hopper', born: '1906-12-09' });
    expect(await check('admin', 'person', {}, ada)).toEqual([]);
    expect(ids(await check('admin', 'person', { phone: '138 0013 8000' }, other))).toEqual([ada]);
    await guanxi.call('admin', 'DELETE', `/api/records/person/${other}`);
    expect(await check('admin', 'person', { name: 'Grace Hopper', born: '1906-12-09' })).toEqual([]);
  });

  test('a record is found by what it says now, and by what is taken out of the bin', async () => {
    const id = await make('person', { name: 'Alan Turing', email: 'alan@example.com' });
    expect(ids(await check('admin', 'person', { email: 'alan@example.com' }))).toEqual([id]);
    await guanxi.call('admin', 'PATCH', `/api/records/person/${id}`, { email: 'turing@example.org' });
    expect(await check('admin', 'person', { email: 'alan@example.com' })).toEqual([]);
    expect(ids(await check('admin', 'person', { email: 'turing@example.org' }))).toEqual([id]);
    await guanxi.call('admin', 'DELETE', `/api/records/person/${id}`);
    expect(await check('admin', 'person', { email: 'turing@example.org' })).toEqual([]);
    await guanxi.call('admin', 'POST', `/api/records/person/${id}/actions/restore`);
    expect(ids(await check('admin', 'person', { email: 'turing@example.org' }))).toEqual([id]);
    await guanxi.call('admin', 'DELETE', `/api/records/person/${id}`);
    await guanxi.call('admin', 'DELETE', `/api/records/person/${id}?purge=true`);
    const { rows } = await query(guanxi.engine.db.direct(), {
      text: 'SELECT 1 FROM ws_main._match WHERE record = $1::uuid',
      values: [id],
    });
    expect(rows).toEqual([]);
  });
});

describe('rights', () => {
  test('only what one may see is told, by the fields that one may read there', async () => {
    const theirs = await make('person', {
      name: 'Linus Berg',
      phone: '137 0013 7000',
      email: 'lb@example.com',
    });
    const born = await make('person', { name: 'Nora Lind', born: '1990-05-06', email: 'nora@example.com' });
    const own = await make('person', { name: 'Own Person', email: 'own@example.com' }, 'member');
    await guanxi.call('admin', 'PATCH', `/api/records/person/${own}`, { phone: '136 0013 6000' });
    // a record of somebody else
    expect(await check('member', 'person', { email: 'lb@example.com' })).toEqual([]);
    expect(ids(await check('admin', 'person', { email: 'lb@example.com' }))).toEqual([theirs]);
    // one of which the name alone may be read: neither day nor address say anything
    expect(await check('member', 'person', { name: 'Nora Lind', email: 'nora@example.com' })).toEqual([]);
    expect(ids(await check('admin', 'person', { email: 'nora@example.com' }))).toEqual([born]);
    // an own one is found by what one reads of it, not by its hidden number
    expect(ids(await check('member', 'person', { email: 'own@example.com' }))).toEqual([own]);
    const twin = await make('person', { name: 'Twin', email: 'twin@example.com' }, 'member');
    await guanxi.call('admin', 'PATCH', `/api/records/person/${twin}`, { phone: '136 0013 6000' });
    expect(ids(await check('admin', 'person', {}, twin))).toEqual([own]);
    expect(await check('member', 'person', {}, twin)).toEqual([]);
  });

  test('a rule that refuses tells what one sees by name, and of others that there is one', async () => {
    await make('firm', { name: '北京华信科技有限公司' });
    const again = await post('admin', 'firm', { name: '华信科技' });
    expect(again.status).toBe(422);
    expect(again.body.errors).toMatchObject([{ code: 'record.alike', path: '' }]);
    expect(again.text).toContain('北京华信科技有限公司');
    const unseen = await post('member', 'firm', { name: '北京华信科技' });
    expect(unseen.status).toBe(422);
    expect(unseen.body.errors).toMatchObject([{ code: 'record.alike_unseen' }]);
    expect(unseen.text).not.toContain('有限公司');
    expect(await check('member', 'firm', { name: '北京华信科技' })).toMatchObject([
      { records: [], unseen: 1 },
    ]);
    const mine = await make('firm', { name: 'Something else' }, 'member');
    const changed = await guanxi.call('member', 'PATCH', `/api/records/firm/${mine}`, { name: '华信科技' });
    expect(changed.status).toBe(422);
    const code = await guanxi.call('member', 'PATCH', `/api/records/firm/${mine}`, { code: 'A1' });
    expect(code.status, code.text).toBe(200);
  });
});

describe('a publish', () => {
  test('lets a changed rule find what is there already, and a removed one nothing', async () => {
    const id = await make('person', { name: 'Published Person', email: 'p1@example.com' });
    const byName = { ...samePerson, fields: [{ field: 'name', points: 80 }], from: 60 };
    const publish = (documents: TestDocuments) => publishInto(guanxi, documents);
    expect((await publish({ ...documents, 'match-rule/person.same': byName })).status).toBe(200);
    await expect
      .poll(async () => ids(await check('admin', 'person', { name: 'Publshed Person' })))
      .toEqual([id]);
    const { 'match-rule/person.same': _, ...others } = documents;
    expect((await publish(others)).status).toBe(200);
    expect(await check('admin', 'person', { name: 'Published Person' })).toEqual([]);
    const left = async () =>
      (
        await query<{ n: string }>(guanxi.engine.db.direct(), {
          text: 'SELECT count(*) AS n FROM ws_main._match WHERE record = $1::uuid',
          values: [id],
        })
      ).rows[0]!.n;
    await expect.poll(left).toBe('0');
    expect((await publish(documents)).status).toBe(200);
  });

  test.each([
    ['a long text', { fields: [{ field: 'words', points: 60 }] }, 'document.not_matched'],
    ['more points than there are', { from: 500 }, 'document.match_points'],
    ['a field twice', { fields: [samePersonField(), samePersonField()] }, 'document.name_twice'],
    ['an unknown field', { fields: [{ field: 'nmae', points: 60 }] }, 'document.no_field'],
  ])('refuses %s by name', async (_, change, code) => {
    const { status, body } = await publishInto(guanxi, {
      ...documents,
      'match-rule/person.same': { ...samePerson, ...change },
    });
    expect(status).toBe(422);
    expect(body.errors.map((error: any) => error.code)).toContain(code);
  });
});

function samePersonField() {
  return { field: 'name', points: 60 };
}
