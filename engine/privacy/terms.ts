import type { Keys } from '../encryption/index.ts';
import { Problem, problemItem } from '../errors.ts';
import { nationalNumber, quoted, sealedPattern } from '../field-types/index.ts';
import { REPORT_CELL } from '../records/index.ts';

export type TermKind = 'email' | 'phone' | 'identifier' | 'name';

/** Something by which a person is known, and the regular expression that finds it in a text: one that Postgres and JavaScript read alike. */
export interface Term {
  readonly kind: TermKind;
  readonly value: string;
  readonly pattern: string;
}

/** What stands in the place of a term that was taken out of a text. */
export const GONE = '•••';

const BETWEEN = '[ ().－–-]*';
/** Digits of a number that is of one person or one desk: fewer are those of services. */
const PHONE_DIGITS = 7;

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Not inside a longer word, where it begins or ends with what words are made of in a language that parts them. */
const asWord = (text: string, letters: string): string => {
  const [first, last] = [text.at(0)!, text.at(-1)!];
  const isLetter = (one: string): boolean => /[a-z0-9]/i.test(one);
  return `${isLetter(first) ? `(?<![${letters}])` : ''}${escaped(text)}${isLetter(last) ? `(?![${letters}])` : ''}`;
};

/** However it is spelled: with the country or without, in groups or not. */
const phonePattern = (national: string): string =>
  `(?<![0-9])(?:(?:[+]|00)?[0-9]{1,3}${BETWEEN})?0?${[...national].join(BETWEEN)}(?![0-9])`;

/** What identifies a person, as a value of a field has it; undefined of what is too short to. */
export function termOf(kind: TermKind, given: string): Term | undefined {
  const value = given.trim();
  const most = [...value].length;
  if (kind === 'email') return { kind, value, pattern: asWord(value, 'A-Za-z0-9_.+-') };
  if (kind === 'phone') {
    const national = nationalNumber(value) ?? value.replaceAll(/[^0-9]/g, '');
    return national.length < PHONE_DIGITS ? undefined : { kind, value, pattern: phonePattern(national) };
  }
  const least = kind === 'identifier' ? 5 : /[^\u0000-\u024f]/.test(value) ? 2 : 4;
  return most < least ? undefined : { kind, value, pattern: asWord(value, 'A-Za-z0-9') };
}

/** What somebody has typed of a person. */
function readTerm(given: string): Term | undefined {
  const text = given.normalize('NFKC').trim();
  if (/^\S+@\S+$/.test(text)) return termOf('email', text);
  if (/^[0-9+() .-]+$/.test(text)) return termOf('phone', text);
  return termOf(/[0-9]/.test(text) && /^[0-9A-Za-z-]+$/.test(text) ? 'identifier' : 'name', text);
}

/** Each must be long enough to say something. */
export function readTerms(given: readonly string[]): readonly Term[] {
  const terms = given.map(readTerm);
  const short = terms.flatMap((term, index) =>
    term ? [] : [problemItem(`/terms/${index}`, 'privacy.term', { given: quoted(given[index]) })],
  );
  if (short.length > 0) throw new Problem('privacy.invalid', {}, short);
  return distinct(terms as readonly Term[]);
}

/** Each pattern once. */
export const distinct = (terms: readonly Term[]): readonly Term[] => [
  ...new Map(terms.map((term) => [term.pattern.toLowerCase(), term])).values(),
];

/** What finds any of them. Without any nothing is found. */
export const anyOf = (terms: readonly Pick<Term, 'pattern'>[]): string =>
  terms.length === 0 ? '(?!)' : terms.map(({ pattern }) => `(?:${pattern})`).join('|');

/** What finds terms in reports of imports too, where cells of encrypted fields are sealed. */
export const alsoSealed = (
  terms: readonly Term[],
  keys: Keys | undefined,
): readonly Pick<Term, 'pattern'>[] =>
  keys
    ? [...terms, ...terms.map(({ value }) => ({ pattern: sealedPattern(keys.index(REPORT_CELL, value)) }))]
    : terms;

/** Those of the terms that a text has. */
export const termsIn = (text: string, terms: readonly Term[]): readonly Term[] =>
  terms.filter(({ pattern }) => new RegExp(pattern, 'i').test(text));
