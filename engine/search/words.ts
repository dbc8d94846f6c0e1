import { LIMITS } from '../limits.ts';
import { pinyinOf, readAloud } from '../pinyin.ts';
import { slipsOf } from './slips.ts';

/** A piece of writing without spaces between its words: any of its characters may begin what is looked for. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** What stands between words. */
const BETWEEN = /[^\p{L}\p{N}\p{M}]+/gu;

/** Letters below which an index of trigrams has nothing to look up inside of a word. */
const TRIGRAM = 3;

/** The words of a text without case, width and punctuation. */
export const plainWords = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(BETWEEN, ' ').trim();

/** Thrice, so that each character is a trigram of its own and any two follow one upon the other in two more. */
const thrice = (words: string): string => words.replaceAll(UNSPACED, '$&$&$&');

/** A text as the table of searches holds it: a space before each word. Null where it has none. */
export function searchedText(text: string): string | null {
  const words = plainWords(text);
  return words === '' ? null : ` ${thrice(words)}`;
}

/** A text as that table holds it a second time, as it sounds. Null where nothing in it is Chinese. */
export function soundingText(text: string): string | null {
  const sounds = pinyinOf(plainWords(text));
  return sounds.length === 0 ? null : ` ${sounds.join(' ')}`;
}

/** A word that is looked for, as patterns of LIKE. */
export interface SoughtWord {
  /** as it was given, without its case */
  readonly given: string;
  /** finds it in a searched text */
  readonly inText: string;
  /** finds it at the beginning of a word there */
  readonly atStart: string;
  /** finds it as a word, or as syllables in what a text sounds like; of either with a space behind it */
  readonly asWhole: string;
  /** finds it in what that sounds like; null where it is no such spelling */
  readonly inSound: string | null;
  /** finds it in a text as it stands, whatever its case */
  readonly asGiven: string;
  /** whether it is of a writing with spaces between words: inside of one it is found by chance */
  readonly isSpaced: boolean;
}

const ESCAPED = /[\\%_]/g;

function soughtWord(given: string): SoughtWord {
  const plain = plainWords(given);
  const text = thrice(plain);
  const atStart = `% ${text}%`;
  return {
    given: plain,
    // of a word this short an index knows only where it begins
    inText: [...text].length < TRIGRAM ? atStart : `%${text}%`,
    atStart,
    asWhole: `% ${text} %`,
    isSpaced: text === plain,
    inSound: /^[a-z]+$/.test(plain) ? `% ${plain}%` : null,
    asGiven: `%${given.replaceAll(ESCAPED, '\\$&')}%`,
  };
}

/** The words of a question that a record must all hold, the first of them where there are too many. None finds nothing. */
export const soughtWords = (question: string): readonly SoughtWord[] =>
  [...question]
    .slice(0, LIMITS.searchLength)
    .join('')
    .split(/\s+/)
    .filter((word) => plainWords(word) !== '')
    .slice(0, LIMITS.searchWords)
    .map(soughtWord);

/** A question as a whole: for what it may be the title, or nearly the title, of a record. */
export interface SoughtTitle {
  /** a searched text that is no more than that, and a pattern of one that sounds so: its first spelling is the whole */
  readonly exact: string;
  readonly exactSound: string;
  /** patterns of one that begins with it, and of one that sounds so */
  readonly prefix: string;
  readonly likeSounding: string | null;
  /** patterns of one that holds it as a word: in the middle or as syllables of what it sounds like, and at the end */
  readonly whole: string;
  readonly wholeAtEnd: string;
  /** patterns of what sounds so, and of what one slip may have made it of */
  readonly slips: readonly string[];
}

export function soughtTitle(question: string): SoughtTitle {
  const words = plainWords([...question].slice(0, LIMITS.searchLength).join(''));
  const exact = ` ${thrice(words)}`;
  const heard = readAloud(words).replaceAll(' ', '');
  const likeSounding = /^[a-z]+$/.test(heard) ? `% ${heard}%` : null;
  return {
    exact,
    exactSound: `${exact} %`,
    prefix: `${exact}%`,
    likeSounding,
    whole: `%${exact} %`,
    wholeAtEnd: `%${exact}`,
    slips: [...(likeSounding === null ? [] : [likeSounding]), ...slipsOf(words, thrice)],
  };
}
