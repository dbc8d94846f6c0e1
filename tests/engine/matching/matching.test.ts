import { describe, expect, test } from 'vitest';
import { comparerOf } from '../../../engine/matching/comparers/index.ts';
import { compare, foldedOf, keysOf } from '../../../engine/matching/index.ts';
import { decidingSets } from '../../../engine/matching/keys.ts';
import type { Comparison } from '../../../engine/matching/rule.ts';

const likeness = (name: 'words' | 'spelling' | 'day' | 'same', a: string, b: string): number => {
  const { fold, likeness: of } = comparerOf(name);
  return of(fold(a)!, fold(b)!);
};

describe('names', () => {
  test.each([
    ['Ada Lovelace', 'LOVELACE, Ada'],
    ['华信科技有限公司', '华信科技'],
    ['Huaxin Ltd.', 'Huaxin Limited'],
    ['ＡＢＣ　Trading', 'abc trading'],
    ['成都市瑞捷业咨询有限公司', '成都瑞捷业咨询'],
  ])('%s and %s are one', (a, b) => expect(likeness('words', a, b)).toBe(1));

  test.each([
    ['Ada Lovelace', 'Ada Lvoelcae', 0.8],
    ['Freya Hughes', 'yeFra Hughes', 0.8],
    ['Noah Watson', 'Watson', 0.4],
    ['北京华信科技有限公司', '华信科技', 0.6],
    ['Michael Jordan', 'Micheal Jordan', 0.8],
    ['张玮', '张伟', 0.5],
    ['華信科技', '华信科技', 0.5],
    ['厦门鼎翔联科技', '厦门鼎翔聯科技有限公司', 0.8],
    ['中合电子（厦门）有限公司', '厦门中合电子', 0.8],
    ['Zhang Wei', '张伟', 0.5],
  ])('%s and %s are alike', (a, b, least) => {
    expect(likeness('words', a, b)).toBeGreaterThan(least);
    expect(likeness('words', a, b)).toBeLessThan(1);
    expect(likeness('words', b, a)).toBeCloseTo(likeness('words', a, b), 10);
  });

  test.each([
    ['Ada Lovelace', 'Grace Hopper'],
    ['张伟', '张三'],
    ['张伟', '张玮明'],
    ['北京安邦贸易', '上海安邦贸易'],
    ['u1764694', 'u7146164'],
    ['Zhang Wei', '李娜'],
    ['上海贸易有限公司', '北京科技有限公司'],
  ])('%s and %s have nothing to do with each other', (a, b) =>
    expect(likeness('words', a, b)).toBeLessThan(0.2),
  );

  test.each(['', '   ', '--', '，。'])('%j says nothing', (text) =>
    expect(comparerOf('words').fold(text)).toBeUndefined(),
  );

  test('one character more, or another one, is more than a slip', () => {
    const slip = likeness('words', '上海信源通机械设备', '上海信元通机械设备');
    for (const other of ['上海信源达机械设备', '上海信源机械设备'])
      expect(likeness('words', '上海信源通机械设备', other)).toBeLessThan(slip - 0.2);
  });

  test('what every company has is no name, unless there is nothing else', () => {
    expect(comparerOf('words').fold('有限公司')).toBe('有限公司');
    expect(comparerOf('words').fold('Co Ltd')).toBe('co');
  });
});

test.each([
  ['spelling', 'ada@example.com', 'aad@example.com', 0.8, 1],
  ['spelling', 'ada@example.com', 'bob@other.org', 0, 0.01],
  ['spelling', 'https://www.example.com/', 'http://example.com', 1, 1.01],
  ['spelling', 'info@dulano.com.cn', 'info@yudola.com.cn', 0, 0.01],
  ['spelling', '13812345678@163.com', '13812345687@163.com', 0, 0.01],
  ['spelling', 'info@example.com', 'sales@example.com', 0.8, 0.95],
  ['day', '1985-12-10', '1985-12-10', 1, 1.01],
  ['day', '1985-12-10', '1985-12-11', 0.7, 0.71],
  ['day', '1985-12-10', '1985-10-12', 0.7, 0.71],
  ['day', '1985-12-10', '1985-03-04', 0.4, 0.41],
  ['day', '1985-12-30', '1986-01-24', 0.5, 0.51],
  ['day', '1985-12-30', '1986-03-01', 0, 0.01],
  ['day', '1985-12-10', '1990-12-10', 0, 0.71],
  ['day', '1985-12-10', '2001-03-04', 0, 0.01],
  ['same', 'A-1', 'a-1', 1, 1.01],
  ['same', 'A-1', 'A-2', 0, 0.01],
] as const)('%s: %s and %s', (name, a, b, least, below) => {
  expect(likeness(name, a, b)).toBeGreaterThanOrEqual(least);
  expect(likeness(name, a, b)).toBeLessThan(below);
});

const rule: Comparison = {
  compared: [
    { field: 'name', by: 'words', points: 40 },
    { field: 'email', by: 'spelling', points: 60 },
    { field: 'born', by: 'day', points: 40 },
    { field: 'city', by: 'words', points: 10 },
  ],
  from: 60,
};

test('the sets that decide are the smallest that can', () => {
  expect(decidingSets(rule)).toEqual([[0, 2], [1], [0, 1], [1, 2]]);
  const alone = { compared: [{ field: 'name', by: 'words', points: 100 }], from: 60 } as const;
  expect(decidingSets(alone)).toEqual([[0]]);
});

describe('two records', () => {
  const ada = foldedOf(rule, ['Ada Lovelace', 'ada@example.com', '1985-12-10', 'London']);
  const shared = (texts: readonly (string | null)[]) => {
    const keys = new Set(keysOf('r', rule, ada));
    return keysOf('r', rule, foldedOf(rule, texts)).filter((key) => keys.has(key)).length;
  };

  test.each([
    ['the address alone', [null, 'ADA@example.com', null, null]],
    ['a muddled address', [null, 'ada@exmaple.com', null, null]],
    ['name and day', ['lovelace ada', null, '1985-12-10', null]],
    ['a name with a slip, and the month', ['Ada Lovelac', null, '1985-12-01', null]],
    ['a name, and a day of the month before', ['Ada Lovelace', null, '1985-11-20', null]],
    ['a name, and an address with several slips', ['Ada Lovelace', 'ada@exmapel.cmo', null, null]],
  ])('meet under a number by %s', (_, texts) => expect(shared(texts)).toBeGreaterThan(0));

  test.each([
    ['the name alone', ['Ada Lovelace', null, null, 'London']],
    ['nothing', [null, null, null, null]],
  ])('do not meet by %s', (_, texts) => expect(shared(texts)).toBe(0));

  test('meet by how they sound', () => {
    const numbers = (name: string) => keysOf('r', rule, foldedOf(rule, [name, null, '1985-12-10', null]));
    const known = new Set(numbers('张伟'));
    expect(numbers('章薇').some((key) => known.has(key))).toBe(true);
    expect(numbers('李娜').some((key) => known.has(key))).toBe(false);
  });

  test('come to their points by what both say', () => {
    const other = foldedOf(rule, ['Ada Lovelace', null, '1985-12-10', 'Paris']);
    expect(compare(rule, ada, other)).toEqual({ points: 80, likeness: [1, undefined, 1, 0] });
    expect(compare(rule, other, ada)).toEqual(compare(rule, ada, other));
  });

  test('numbers of one rule are none of another', () => {
    const keys = keysOf('a', rule, ada);
    expect(keysOf('b', rule, ada).filter((key) => keys.includes(key))).toEqual([]);
  });
});
