import { readAloud } from '../../pinyin.ts';
import { above, lettersLess, lettersLikeness, lettersOf, otherNumbers, textLikeness } from '../likeness.ts';
import { chineseLikeness, isChinese } from './chinese.ts';
import { defineComparer, foldText } from './define-comparer.ts';

/** Half of the letters of two names agree by chance. */
const FLOOR = 0.5;
/** A word that only one side has says little against them: first names and districts are left out. */
const MISSING = 0.25;
/** All letters are there, whichever word they stand in. */
const MUDDLED = 0.9;
const CONTAINED = 0.85;
const SHORTEST_CONTAINED = 4;
/** Names that sound the same may be one, written by ear: less than a slip, as 张伟 and 章薇 are two people. */
const SOUNDS = 0.8;

/** What says of a company how it is set up, not which it is. */
const CHINESE_FORMS =
  /(?:股份有限公司|有限责任公司|集团有限公司|有限合伙企业|有限公司|分公司|总公司|集团|公司|株式会社)+$/u;
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  'ab ag as bv co company corp corporation gmbh inc incorporated kg kk limited llc llp ltd nv oy oyj plc pte pty sa sarl sas se spa srl'.split(
    ' ',
  ),
);

/** 成都市 is 成都, at the head of a longer name. */
const CITY = /^(\p{Script=Han}{2,3})市(?=\p{Script=Han}{3})/u;

const plain = (word: string): string => word.replace(CHINESE_FORMS, '').replace(CITY, '$1');

/** The words of a name without what every company has. */
function wordsOf(text: string): readonly string[] {
  const all = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const told = all.filter((word, index) => index === 0 || !LEGAL_FORMS.has(word));
  const plainly = told.map(plain).filter((word) => word !== '');
  // nothing but how it is set up: that is its name then
  return plainly.length > 0 ? plainly : told;
}

/** Each word with the one of the other side that is most like it. */
function wordLikeness(a: readonly string[], b: readonly string[]): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const left = [...many];
  let alike = 0;
  let length = 0;
  for (const word of few) {
    const likenesses = left.map((other) => textLikeness(word, other));
    const best = likenesses.indexOf(Math.max(...likenesses));
    const size = Math.max(word.length, left[best]!.length);
    alike += likenesses[best]! * size;
    length += size;
    left.splice(best, 1);
  }
  return alike / (length + MISSING * left.join('').length);
}

const SOME_CHINESE = /\p{Script=Han}/u;

const lengthOf = (text: string): number => [...text].length;

/** Whether two names are read alike, one of them in pinyin. */
function soundAlike(a: string, b: string): boolean {
  const isChineseName = SOME_CHINESE.test(a) || SOME_CHINESE.test(b);
  return isChineseName && readAloud(a) === readAloud(b);
}

/** 北京华信 and 华信（北京） have the same characters; one of them may say less than the other. */
function chineseNames(a: string, b: string): number {
  const likeness = chineseLikeness(a, b);
  if (lettersLikeness(a, b) === 1) return Math.max(likeness, 0.95);
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const isContained = lengthOf(short) >= SHORTEST_CONTAINED && long.includes(short);
  return isContained ? Math.max(likeness, CONTAINED) : likeness;
}

function likenessOf(a: string, b: string): number {
  const [first, second] = [a.split(' '), b.split(' ')];
  const [whole, other] = [first.join(''), second.join('')];
  if (whole === other) return 1;
  if (isChinese(whole) && isChinese(other)) return chineseNames(whole, other);
  const spelled = wordLikeness(first, second);
  const likeness = spelled < SOUNDS && soundAlike(whole, other) ? SOUNDS : spelled;
  const letters = lettersLikeness(whole, other);
  if (letters >= MUDDLED && !otherNumbers(whole, other)) return Math.max(likeness, letters * 0.95);
  const [short, long] = whole.length <= other.length ? [whole, other] : [other, whole];
  const isContained = [...short].length >= SHORTEST_CONTAINED && long.includes(short);
  return isContained ? Math.max(likeness, CONTAINED) : likeness;
}

const IDEOGRAPHS = /\p{Script=Han}{4,}/gu;

/** What a longer name has of a shorter one: each four ideographs, each two words. */
function piecesOf(folded: string): string[] {
  const runs = (folded.match(IDEOGRAPHS) ?? []).map((run) => [...run]);
  const fours = runs.flatMap((run) => run.slice(3).map((_, from) => run.slice(from, from + 4).join('')));
  const all = folded.split(' ');
  const pairs = all.slice(1).map((word, index) => `${all[index]} ${word}`);
  return [...fours, ...pairs].map((piece) => `~${piece}`);
}

/** Two letters of either end of a word, in whatever order. */
const endsOf = (word: string): string[] => {
  const letters = [...word];
  return [lettersOf(letters.slice(0, 2).join('')), lettersOf(letters.slice(-2).join(''))];
};

/** How a name reads as one word: by it those are found that were written by ear. */
const soundOf = (folded: string): string => `♪${readAloud(folded.replaceAll(' ', ''))}`;

/** Names of people and companies, in whatever order their words stand. */
export const words = defineComparer({
  fold: (text) => wordsOf(foldText(text)).join(' ') || undefined,
  keys: (folded) => ({
    sharp: [lettersOf(folded.replaceAll(' ', ''))],
    near: [...lettersLess(folded.replaceAll(' ', '')), ...piecesOf(folded), soundOf(folded)],
    coarse: [...folded.split(' ').flatMap(endsOf), soundOf(folded)],
  }),
  likeness: (a, b) => above(FLOOR, likenessOf(a, b)),
});
