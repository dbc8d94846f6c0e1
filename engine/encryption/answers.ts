import { randomBytes } from 'node:crypto';
import { literal } from '../db/names.ts';
import { type MaskName, maskText, sealedParts } from '../field-types/index.ts';
import type { Keys } from './keys.ts';
import type { Vault } from './vault.ts';

/**
 * What stands before a sealed text in an answer of Postgres. Nobody outside this process knows it, so no text of
 * anybody's can be taken for one.
 */
const MARK = `~${randomBytes(12).toString('base64url')}~`;

/** In finished JSON: field, mask and the text up to its closing quote. */
const MARKED = new RegExp(`${MARK}(\\w+)~(\\w*)~([^"\\\\]*(?:\\\\.[^"\\\\]*)*)`, 'g');

/** SQL of a sealed text that is to be opened in the answer; with a mask, of what that leaves of it. */
export const markedSql = (sql: string, field: string, mask: MaskName | '' = ''): string =>
  `(${literal(`${MARK}${field}~${mask}~`)} || ${sql})`;

/** What a text of a field says; one that was written before the field was encrypted is itself. */
function openedText(keys: Keys, field: string, json: string): string {
  const text = keys.tryOpen(field, json);
  if (text !== undefined) return text;
  return sealedParts(json) ? keys.open(field, json) : (JSON.parse(`"${json}"`) as string);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What is marked in an answer opened; undefined where a key is wanted that is not known yet. */
function openMarked(
  keys: Keys,
  json: string,
  has: (version: number) => boolean = keys.has,
): string | undefined {
  let isKnown = true;
  const told = json.replace(MARKED, (_, field: string, mask: MaskName | '', kept: string) => {
    isKnown &&= has(sealedParts(kept)?.key ?? keys.current);
    if (!isKnown) return '';
    const text = openedText(keys, field, kept);
    return inJson(mask === '' ? text : maskText(mask, text));
  });
  return isKnown ? told : undefined;
}

/** JSON as it goes out: what is marked in it opened. An answer without marks costs one look for them. */
export async function openAnswer(vault: Vault, json: string): Promise<string> {
  if (!json.includes(MARK)) return json;
  const told = openMarked(await vault.ready(), json);
  if (told !== undefined) return told;
  // sealed with a key that another process made a moment ago
  return openMarked(await vault.renew(), json, () => true)!;
}
