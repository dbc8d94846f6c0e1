import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const documents = {
  'object/client': objectBody('client', {
    name: { type: 'text', search: 'A' },
    boss: { type: 'personName', search: 'B' },
    mobile: { type: 'phone', search: 'B' },
    note: { type: 'richText', search: 'D' },
    secret: { type: 'text', search: 'C' },
  }),
  'object/matter': objectBody('matter', { name: { type: 'text' } }),
  'role/temp': {
    name: 'temp',
    labels: { en: 'Temp', 'zh-CN': '临时工' },
    grants: [
      { object: 'client', do: ['read'], fields: { '*': 'none', name: 'read' } },
      { object: 'client', do: ['read'], rows: { read: 'own' }, fields: { '*': 'none', secret: 'read' } },
    ],
  },
  'role/clerk': {
    name: 'clerk',
    labels: { en: 'Clerk', 'zh-CN': '文员' },
    grants: [
      { object: 'client', do: ['read'], fields: { '*': 'read', secret: 'none', mobile: 'masked' } },
      { object: 'matter', do: ['read'], rows: { read: 'own' } },
    ],
  },
};

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await world.call('admin', 'PUT', `/api/people/${world.users.member}/roles`, { roles: ['clerk'] });
  const clients = [
    { name: '李明朗' },
    { name: '李明朗工作室', boss: { family: '王', given: '小' } },
    { name: '上海华信科技有限公司', boss: '李明朗', mobile: '13800138000' },
    { name: 'Lovelace & Co', note: '<p>Speaks of <b>engines</b> &amp; looms</p>', secret: 'hush money' },
    { name: 'Old Lovelace' },
  ];
  for (const body of clients) {
    const made = await world.call('admin', 'POST', '/api/records/client', body);
    expect(made.status, made.text).toBe(201);
  }
  for (const owner of [world.users.member, world.users.other])
    await world.call('admin', 'POST', '/api/records/matter', { name: '李明朗的委托', owner });
});
afterAll(() => world.close());

type Hit = {
  object: string;
  title: string;
  field: string;
  excerpt: string;
  marks: number[][];
  isNear: boolean;
};

async function search(user: string, query: Record<string, string>): Promise<Hit[]> {
  const reply = await world.call(user, 'GET', `/api/search?${new URLSearchParams(query)}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.results;
}
const titles = async (user: string, q: string, rest = {}): Promise<string[]> =>
  (await search(user, { q, ...rest })).map(({ title }) => title);
const marked = ({ excerpt, marks }: Hit): string[] => marks.map(([from, to]) => excerpt.slice(from, to));

describe('what is found', () => {
  test('over all objects, the best first', async () => {
    expect(await titles('admin', '李明朗', { objects: 'client' })).toEqual([
      '李明朗',
      '李明朗工作室',
      '上海华信科技有限公司',
    ]);
    const objects = (await search('admin', { q: '李明朗' })).map(({ object }) => object);
    expect(objects[0]).toBe('client');
    expect(objects.filter((name) => name === 'matter')).toHaveLength(2);
    expect(await titles('admin', 'lovelace')).toEqual(['Lovelace & Co', 'Old Lovelace']);
  });

  test.each(['李', '明朗', 'liming', 'lml', 'LML'])('李明朗 by %s', async (q) => {
    expect(await titles('member', q, { objects: 'client' })).toContain('李明朗');
  });

  test('with the piece in which it stands', async () => {
    const [company] = await search('admin', { q: 'lml huaxin' });
    expect(company).toMatchObject({ title: '上海华信科技有限公司', field: 'boss', excerpt: '李明朗' });
    expect(marked(company!)).toEqual(['李明朗']);
    const [looms] = await search('admin', { q: 'ENGINES looms' });
    expect(looms).toMatchObject({
      title: 'Lovelace & Co',
      field: 'note',
      excerpt: 'Speaks of engines & looms',
    });
    expect(marked(looms!)).toEqual(['engines', 'looms']);
  });

  test('where nothing is, what is nearly that', async () => {
    for (const [q, title] of [
      ['lovelase', 'Lovelace & Co'],
      ['李明郎', '李明朗'],
      ['上海华新科技', '上海华信科技有限公司'],
    ] as const) {
      const found = await search('admin', { q, objects: 'client' });
      expect([q, found.map((one) => one.title).includes(title), found.every((one) => one.isNear)]).toEqual([
        q,
        true,
        true,
      ]);
    }
    expect(await titles('admin', 'zzzz qqqq')).toEqual([]);
    expect(await titles('admin', '%')).toEqual([]);
    expect(await titles('admin', '')).toEqual([]);
  });
});

test('by what somebody may not read they find nothing, and only in their rows', async () => {
  expect(await titles('admin', 'hush')).toEqual(['Lovelace & Co']);
  expect(await titles('member', 'hush')).toEqual([]);
  expect(await titles('admin', '13800138000')).toEqual(['上海华信科技有限公司']);
  expect(await titles('member', '13800138000')).toEqual([]);
  expect(await titles('member', '委托')).toHaveLength(1);
  // a typo of what is hidden
  const near = await search('member', { q: 'hush money lovelace' });
  expect(near.map(({ field, isNear }) => [field, isNear])).toEqual(near.map(() => ['name', true]));
});

test('of fields that are read in some rows they are found in these, and titles nearly in all', async () => {
  await world.call('admin', 'PUT', `/api/people/${world.users.other}/roles`, { roles: ['temp'] });
  expect(await titles('other', 'hush', { objects: 'client' })).toEqual([]);
  expect(await titles('other', 'lovelcae', { objects: 'client' })).toEqual(
    await titles('admin', 'lovelcae', { objects: 'client' }),
  );
});

test('what is not known, or not allowed, is refused', async () => {
  const status = async (user: string, path: string) => (await world.call(user, 'GET', path)).status;
  expect(await status('admin', '/api/search?q=a&objects=nothing')).toBe(404);
  expect(await status('admin', '/api/search?q=a&limit=101')).toBe(400);
  expect(await status('admin', '/api/search?q=a&offset=1')).toBe(400);
});

test('texts of a screen are spelled for it, and nothing but a few short ones', async () => {
  const spell = (body: object) => world.call('member', 'POST', '/api/search/spellings', body);
  const { status, body } = await spell({ texts: ['商机', 'Leads', ''] });
  expect([status, body.spellings.map((one: string) => one.split(' ').slice(1))]).toEqual([
    200,
    [['shangji', 'shang', 'sj', 'ji', 'j'], [], []],
  ]);
  for (const texts of [
    undefined,
    'x',
    [1],
    ['x'.repeat(201)],
    Array.from({ length: 501 }, () => 'x'),
    ['\ud800'],
  ])
    expect([texts, (await spell({ texts })).status]).toEqual([texts, 400]);
  expect((await spell({ texts: [], more: 1 })).status).toBe(400);
});
