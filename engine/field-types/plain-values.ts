import { wordsOf } from './html-words.ts';
import { fingerprintOf } from './sealed-texts.ts';

/**
 * What expressions see of a value that the wire spells with more than that. The columns that SQL compares hold
 * the same. The forms of the UIs import this file too.
 */
export type PlainName = 'words' | 'json' | 'fingerprint';

type Plain = (value: unknown) => string | null;

const PLAIN: Readonly<Record<PlainName, Plain>> = {
  /** of clean HTML */
  words: (value) => wordsOf(String(value)) || null,
  json: (value) => JSON.stringify(value),
  /** of a sealed text; one that is not sealed is itself what tells it from others */
  fingerprint: (value) => fingerprintOf(String(value)),
};

/** The value as expressions see it. */
export const plainValue = (name: PlainName, value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : PLAIN[name](value);
