import { type ProblemItem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** Long enough, and yet the first that anyone tries. */
const COMMON: ReadonlySet<string> = new Set(
  (
    '1234567890 0123456789 9876543210 12345678910 123456789a a123456789 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop ' +
    'qwerty1234 qwerty12345 asdfghjkl1 zxcvbnm123 abc1234567 abcd123456 abcdefghij password12 password123 ' +
    'password1234 passw0rd123 p@ssw0rd123 adminadmin admin12345 admin123456 administrator iloveyou12 ' +
    'iloveyou123 letmein123 welcome123 changeme123 woaini1314 woaini520 5201314520 guanxi1234 guanxiguanxi'
  ).split(' '),
);

/** One character over and over, or a run of neighbours. */
function isMonotonous(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  const steps = new Set(codes.slice(1).map((code, index) => code - codes[index]!));
  return steps.size <= 1;
}

/** What is wrong with a new password, if anything. `about` are texts that it must not be made of: e-mail, name. */
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
  const folded = password.toLowerCase();
  const own = about.flatMap((text) => [text, text.split('@')[0]!]).map((text) => text.toLowerCase());
  const isGuessable = COMMON.has(folded) || isMonotonous(folded) || own.includes(folded);
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
