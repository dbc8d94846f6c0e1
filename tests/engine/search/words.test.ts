import { describe, expect, test } from 'vitest';
import { pinyinOf } from '../../../engine/pinyin.ts';
import { searchedText, soughtWords, soundingText } from '../../../engine/search/words.ts';

/** LIKE, for patterns without anything escaped. */
const isLike = (text: string | null, pattern: string | null): boolean =>
  text !== null && pattern !== null && text.includes(pattern.slice(1, -1));

const finds = (q: string, text: string): boolean =>
  soughtWords(q).length > 0 &&
  soughtWords(q).every(
    ({ inText, inSound }) => isLike(searchedText(text), inText) || isLike(soundingText(text), inSound),
  );

describe('a text is found', () => {
  test.each([
    ['李明朗', ['李', '明', '朗', '李明', '明朗', 'liming', 'lml', 'minglang', 'ml', 'LiMingLang']],
    ['上海华信科技有限公司', ['华信', '信科', 'hxkj', 'huaxin', 'youxian', '公司 华信']],
    ['Acme Corp. (Shanghai)', ['acme', 'corp shanghai', 'cme', 'sh', 'ac', '(shang']],
    ['ＡＢＣ－１２３', ['abc-123', 'ABC', '123', '12 ab']],
    ['曾国藩', ['zengguofan', 'cgf', 'zgf']],
    ['重庆吕女士', ['chongqing', 'lvnv', 'cq']],
    ['东京タワー', ['タワ', 'タ']],
    ['li@x.example', ['li@x', 'example', 'x.ex']],
  ])('%s', (text, questions) => {
    expect(questions.filter((q) => !finds(q, text))).toEqual([]);
  });

  test.each([
    ['李明朗', ['李朗', 'iming', 'in', '李李', 'lm朗']],
    ['Sally', ['ll', 'ly']],
    ['a_b', ['%', '_', '', '--', 'ab']],
  ])('%s, and not by everything', (text, questions) => {
    expect(questions.filter((q) => finds(q, text))).toEqual([]);
  });
});

test('a character for which no reading is known ends what can be typed', () => {
  expect(pinyinOf('李㐀明')).toEqual(['li', 'l', 'ming', 'm']);
});

test('long texts and long questions stay within their limits', () => {
  const long = '客户管理'.repeat(5_000);
  expect(soundingText(long)!.length).toBeLessThan(4_000);
  expect(soughtWords('a '.repeat(500))).toHaveLength(8);
  expect(soughtWords('字'.repeat(1_000))[0]!.inText).toHaveLength(602);
});
