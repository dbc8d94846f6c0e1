/** Letters or characters of which so many must be right for one slip to be worth looking for. */
const LEAST = { letters: 5, characters: 3 } as const;
/** Beyond that a question holds more than one word's worth of typing. */
const MOST = 24;

const UNSPACED_ONLY = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;
const LETTERS_ONLY = /^[\p{L}\p{N}\p{M}]+$/u;

/** A word with one slip mended: another letter in a place, one that was left out, one too many, two that change places. */
function mended(each: readonly string[], any: string): readonly string[] {
  const { length } = each;
  const put = (place: number, removed: number, ...given: readonly string[]): string =>
    each.toSpliced(place, removed, ...given).join('');
  const places = [...each.keys()];
  return [
    ...places.map((place) => put(place, 1, any)),
    // at the ends that is what the word finds by itself
    ...places.slice(1).map((place) => put(place, 0, any)),
    // of few characters each is half a name
    ...(length > LEAST.characters ? places.map((place) => put(place, 1)) : []),
    ...places.slice(1).map((place) => put(place - 1, 2, each[place]!, each[place - 1]!)),
  ];
}

/**
 * Patterns of what one slip of the keys may have made a word of, as texts and sounds are stored. None where it is no one
 * word, or too short to tell.
 */
export function slipsOf(word: string, stored: (text: string) => string): readonly string[] {
  const each = [...word];
  const isUnspaced = UNSPACED_ONLY.test(word);
  if (each.length > MOST || each.length < (isUnspaced ? LEAST.characters : LEAST.letters)) return [];
  if (isUnspaced) return [...new Set(mended(each.map(stored), '___'))].map((one) => `%${one}%`);
  if (!LETTERS_ONLY.test(word) || stored(word) !== word) return [];
  return [...new Set(mended(each, '_'))].map((one) => `% ${one}%`);
}
