import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Problem } from '../errors.ts';
import { folded, type SealedParts, sealedParts, sealedText } from '../field-types/index.ts';
import { openBytes, sealBytes } from './master.ts';

/** The keys of a workspace, as they were read: seals and opens texts of its fields. */
export interface Keys {
  /** version of the key that new values are sealed with */
  readonly current: number;
  seal(field: string, text: string): string;
  /** the text; refused where no key opens it */
  open(field: string, sealed: string): string;
  /** the same, undefined where no key opens it: what is no sealed text at all, too */
  tryOpen(field: string, sealed: string): string | undefined;
  /** what values of a field are found by that are one in a search: case, width and space around do not count */
  index(field: string, text: string): string;
  has(version: number): boolean;
}

const FINGERPRINT_BYTES = 12;
const INDEX_BYTES = 18;

/** What a text is sealed for: moved to another field, or beside another index, it does not open. */
const about = (field: string, { index, key }: Pick<SealedParts, 'index' | 'key'>): string =>
  `${field}\n${index}\n${key}`;

/**
 * Keys by version, and the one that tells values apart. That one stays: unique fields compare by it, while a
 * rotation is under way too. The nonce follows from the text, so that the same text of a field is sealed the same
 * way again, and no nonce is ever used for two texts.
 */
export function makeKeys(given: ReadonlyMap<number, Buffer>, telling: Buffer): Keys {
  const data = new Map([...given].map(([version, key]) => [version, createSecretKey(key)]));
  const current = Math.max(...data.keys());
  const derived = (what: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', telling, '', what, 32)));
  const [forIndex, forFingerprint] = [derived('index'), derived('fingerprint')];
  const mac = (key: KeyObject, field: string, text: string, bytes: number): Buffer =>
    createHmac('sha256', key).update(`${field}\n${text}`).digest().subarray(0, bytes);
  const index = (field: string, text: string): string =>
    mac(forIndex, field, folded(text), INDEX_BYTES).toString('base64url');
  const tryOpen = (field: string, sealed: string): string | undefined => {
    const parts = sealedParts(sealed);
    const key = parts && data.get(parts.key);
    if (!key) return undefined;
    const nonce = Buffer.from(parts.fingerprint, 'base64url');
    return openBytes(key, nonce, Buffer.from(parts.body, 'base64url'), about(field, parts))?.toString();
  };
  return {
    current,
    index,
    tryOpen,
    has: (version) => data.has(version),
    seal: (field, text) => {
      const nonce = mac(forFingerprint, field, text, FINGERPRINT_BYTES);
      const place = { index: index(field, text), key: current };
      const body = sealBytes(data.get(current)!, nonce, Buffer.from(text), about(field, place));
      return sealedText({
        ...place,
        fingerprint: nonce.toString('base64url'),
        body: body.toString('base64url'),
      });
    },
    open: (field, sealed) => {
      const text = tryOpen(field, sealed);
      if (text === undefined) throw new Problem('encryption.unopened', { field });
      return text;
    },
  };
}
