import { pinyin } from 'pinyin-pro';
import { LIMITS } from './limits.ts';

/** Chinese characters in a row. */
const RUN = /\p{Script=Han}+/gu;

const READ = { toneType: 'none', type: 'array', v: true } as const;

/** The reading of each character; undefined where it is not known. */
type Reading = readonly (string | undefined)[];

const syllable = (read: string | undefined): string | undefined =>
  read !== undefined && /^[a-z]+$/.test(read) ? read : undefined;

const alone = new Map<string, readonly (string | undefined)[]>();

/** The readings of a character by itself, whatever stands beside it. */
function readingsAlone(character: string): readonly (string | undefined)[] {
  let known = alone.get(character);
  if (!known) {
    known = [...new Set(pinyin(character, { ...READ, multiple: true }).map(syllable))];
    alone.set(character, known);
  }
  return known;
}

/** How a run reads by the words in it, or with a name of a family at its head. */
function readingBy(run: string, surname: 'off' | 'head'): Reading {
  const read = pinyin(run, { ...READ, surname });
  return read.length === [...run].length ? read.map(syllable) : [...run].map(() => undefined);
}

/** The longest name of a family. */
const FAMILY = 2;

/** How a run reads as words, and as somebody's name where that is another way. */
function readingsOf(run: string): readonly Reading[] {
  const each = [...run].map(readingsAlone);
  const areCertain = (some: typeof each): boolean => some.every(({ length }) => length === 1);
  // looking for words costs thirty times as much, and only tells apart what can be read in several ways
  if (areCertain(each)) return [each.map(([one]) => one)];
  const asWords = readingBy(run, 'off');
  if (areCertain(each.slice(0, FAMILY))) return [asWords];
  const asName = readingBy(run, 'head');
  return asWords.join() === asName.join() ? [asWords] : [asWords, asName];
}

/** Syllables up to which a spelling stands by itself as well, so that `wang` as a whole is told from the beginning of `wanguo`. */
const WHOLE = 2;

/** What may be typed for a reading from one of its characters on: in full, its first syllables alone, and by initials. */
function soundsOf(reading: Reading): string[] {
  return reading.flatMap((_, index) => {
    const ahead = reading.slice(index, index + LIMITS.pinyinAhead);
    const end = ahead.indexOf(undefined);
    const known = (end < 0 ? ahead : ahead.slice(0, end)) as readonly string[];
    if (known.length === 0) return [];
    const whole = Array.from({ length: Math.min(WHOLE, known.length) }, (_, index) =>
      known.slice(0, index + 1).join(''),
    );
    return [known.join(''), ...whole, known.map((one) => one[0]).join('')];
  });
}

/**
 * Spellings by which people who type pinyin look for a text: from each character on in full and by initials, and the
 * first syllables by themselves (`liminglang li liming lml minglang ming ml lang l`). Of long texts only those of the
 * beginning.
 */
export function pinyinOf(text: string): readonly string[] {
  const sounds = new Set<string>();
  let left: number = LIMITS.pinyinLength;
  for (const [run] of text.matchAll(RUN)) {
    const read = [...run].slice(0, left);
    left -= read.length;
    for (const reading of readingsOf(read.join(''))) for (const sound of soundsOf(reading)) sounds.add(sound);
    if (left <= 0) break;
  }
  return [...sounds];
}

/** How a text reads, its syllables joined; what is not Chinese stays as it is. */
export const readAloud = (text: string): string =>
  text.replaceAll(RUN, (run) =>
    readingsOf(run)[0]!
      .map((one) => one ?? '')
      .join(''),
  );

/** How many characters ahead of a reading a spelling takes up; 0 where it does not spell them. */
function spelledBy(ahead: Reading, spelling: string): number {
  let full = '';
  for (const [index, one] of ahead.entries()) {
    if (one === undefined) break;
    full += one;
    if (full.startsWith(spelling)) return index + 1;
    if (!spelling.startsWith(full)) break;
  }
  const initials = ahead.slice(0, spelling.length).map((one) => one?.[0] ?? ' ');
  return initials.join('') === spelling ? spelling.length : 0;
}

/** Where the characters stand that a spelling is found by, in UTF-16. */
export function spelledAt(text: string, spelling: string): readonly [start: number, end: number] | undefined {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const characters = [...run];
    for (const reading of readingsOf(run)) {
      for (const place of characters.keys()) {
        const length = spelledBy(reading.slice(place, place + LIMITS.pinyinAhead), spelling);
        if (length === 0) continue;
        const start = index + characters.slice(0, place).join('').length;
        return [start, start + characters.slice(place, place + length).join('').length];
      }
    }
  }
  return undefined;
}
