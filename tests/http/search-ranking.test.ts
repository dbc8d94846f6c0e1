import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** What people look for, and what they mean by it: the first is meant most. All that is found stands here. */
const JUDGED: readonly (readonly [q: string, expected: readonly string[]])[] = [
  // Chinese: the title itself, titles that begin so, titles that hold it, other fields
  ['华信', ['华信', '华信科技有限公司', '北京华信瑞达', '数联软件']],
  ['李明', ['李明', '李明朗']],
  ['公司 华信', ['华信科技有限公司']],
  ['王', ['王伟', '大宋王朝']],
  // pinyin: whole syllables before the beginning of another, whatever came later
  ['wang', ['Wang Holding', '王伟', '大宋王朝', '湾国置业', '晚公寓']],
  ['liming', ['李明', '李明朗', '利民构件']],
  ['huaxin', ['华信', '华信科技有限公司', '北京华信瑞达', '数联软件']],
  ['huax', ['华信科技有限公司', '华信', '北京华信瑞达', '数联软件']],
  // initials
  ['lml', ['李明朗']],
  ['hxkj', ['华信科技有限公司']],
  // Latin: whole words, beginnings of words, pieces of words
  ['ada', ['Ada', 'Ada Lovelace', 'The Ada Group', 'Adamant Ltd', 'Old Adams', 'Turing', 'Canada Freight']],
  ['LOVELACE ada', ['Ada Lovelace']],
  // typos: a letter too few, too many, another, two that change places; of pinyin too
  ['lovelce', ['Ada Lovelace']],
  ['lovvelace', ['Ada Lovelace']],
  ['lovelase', ['Ada Lovelace']],
  ['lovelcae', ['Ada Lovelace']],
  ['minlang', ['李明朗']],
  ['limimglang', ['李明朗']],
  // mixed
  ['华信keji', []],
  ['华信 keji', ['华信科技有限公司']],
  ['李 lang', ['李明朗']],
];

const RECORDS: readonly { readonly name: string; readonly note?: string }[] = [
  { name: 'Ada' },
  { name: '王伟' },
  { name: 'Wang Holding' },
  { name: '李明' },
  { name: '李明朗' },
  { name: '华信' },
  { name: '数联软件', note: '华信介绍' },
  { name: 'Turing', note: 'A friend of Ada' },
  { name: 'The Ada Group' },
  { name: '华信科技有限公司' },
  { name: '大宋王朝' },
  { name: 'Ada Lovelace' },
  { name: 'Old Adams' },
  { name: 'Adamant Ltd' },
  { name: '北京华信瑞达' },
  { name: 'Canada Freight' },
  { name: '利民构件' },
  { name: '晚公寓' },
  { name: '湾国置业' },
];

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, {
    'object/client': objectBody('client', {
      name: { type: 'text', search: 'A' },
      note: { type: 'text', search: 'C' },
    }),
  });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const body of RECORDS)
    expect((await world.call('admin', 'POST', '/api/records/client', body)).status).toBe(201);
});
afterAll(() => world.close());

const titles = async (q: string): Promise<string[]> => {
  const query = new URLSearchParams({ q, objects: 'client' });
  const { body } = await world.call('admin', 'GET', `/api/search?${query}`);
  return body.results.map(({ title }: { title: string }) => title);
};

test.each(JUDGED)('%s', async (q, expected) => {
  const found = await titles(q);
  // of what is nearly it, the first is what counts
  expect(found.slice(0, expected.length)).toEqual(expected);
});

test('no number of later records that are found by chance hides what is meant', async () => {
  const later = Array.from({ length: 60 }, (_, index) => ({
    op: 'create',
    values: { name: index % 2 === 0 ? `湾国 ${index}` : `Wangle ${index}` },
  }));
  expect((await world.call('admin', 'POST', '/api/records/client/batch', later)).status).toBe(200);
  expect((await titles('wang')).slice(0, 2)).toEqual(['Wang Holding', '王伟']);
});
