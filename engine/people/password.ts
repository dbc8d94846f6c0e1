import { type ProblemItem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import common from './common-passwords.json' with { type: 'json' };

/** The most common ones that are long enough, and words of which people make longer ones. */
const WHOLE: ReadonlySet<string> = new Set(common.whole.flatMap((line) => line.split(' ')));
const WORDS: ReadonlySet<string> = new Set(common.words.flatMap((line) => line.split(' ')));

/** Letters that people replace, one character each. */
const SWAPS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
};
const unswapped = (text: string): string =>
  text.replace(/[@431!0]/g, (one) => SWAPS[one]!).replace(/[$5]/g, 's');

/** Characters beside a common word, or beside one's own name, that make it no better. */
const ADDED = 5;

/** A common word with a few digits and signs around it: the year, an exclamation mark. */
function isCommonWord(password: string): boolean {
  const word = password.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, '');
  const twice = word.slice(0, word.length / 2);
  const isBare = (text: string) => WORDS.has(text) || WORDS.has(unswapped(text));
  if (word === twice + twice && isBare(twice)) return true;
  return password.length - word.length <= ADDED && isBare(word);
}

/** Little else than a word that everybody knows of its owner. */
function isAbout(password: string, about: readonly string[]): boolean {
  const words = about.flatMap((text) => [text, text.split('@')[0]!, ...text.split(/[\s@._-]+/)]);
  return words
    .map((word) => word.toLowerCase())
    .filter((word) => [...word].length >= 3)
    .some((word) => password.includes(word) && password.replaceAll(word, '').length <= ADDED);
}

/** One character over and over, or a run of neighbours. */
function isMonotonous(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  const steps = new Set(codes.slice(1).map((code, index) => code - codes[index]!));
  return steps.size <= 1;
}

/**
 * What is wrong with a new password, if anything: its length, or that it is among the first that anyone tries.
 * Nothing is asked of which characters it is made (NIST SP 800-63B).
 * `about` are texts that it must not be made of: e-mail, name.
 */
export function passwordFault(
  password: string,
  path: string,
  about: readonly string[],
): ProblemItem | undefined {
  const length = [...password].length;
  if (length < LIMITS.passwordLeast) {
    return problemItem(path, 'auth.password_short', { limit: LIMITS.passwordLeast });
  }
  if (length > LIMITS.passwordMost) {
    return problemItem(path, 'auth.password_long', { limit: LIMITS.passwordMost });
  }
  const folded = password.normalize('NFKC').toLowerCase();
  const isCommon = WHOLE.has(folded) || WHOLE.has(unswapped(folded)) || isCommonWord(folded);
  const isGuessable = isCommon || isMonotonous(folded) || isAbout(folded, about);
  return isGuessable ? problemItem(path, 'auth.password_guessable') : undefined;
}

/** Without the letters and digits that look like others. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password for a person who will read it from a screen: four groups of four, 80 bits. */
export function randomPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]!).join('');
  return letters.match(/.{4}/g)!.join('-');
}
