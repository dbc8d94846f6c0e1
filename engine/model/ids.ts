import { createHash } from 'node:crypto';

export const ID = /^[a-z]{3}_[0-9a-z]{8,32}$/;

const LENGTH = 20;

/**
 * The id of something whose author gave none: the same on every machine, made of what it is called
 * (package, kind, object, name). `prefix` is three letters.
 */
export function derivedId(prefix: string, ...words: readonly string[]): string {
  const hash = createHash('sha256').update(words.join('\n')).digest('hex');
  return `${prefix}_${BigInt(`0x${hash}`).toString(36).padStart(LENGTH, '0').slice(-LENGTH)}`;
}
