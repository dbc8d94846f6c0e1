import type { ClientBase } from '../db/connect.ts';
import { qualified } from '../db/index.ts';
import { LIMITS } from '../limits.ts';
import { lastSeal, waitForSealTurn, writeSeal } from './seal.ts';
import { ENTRY_COLUMNS, type EntryRow, ERASURE_NOTE, packEntries, sealedEntry } from './seal-text.ts';

/** An entry, and what its changes are without the values that go. */
export interface ErasedEntry {
  /** the moment as the entry has it */
  readonly at: string;
  readonly id: string;
  /** JSON */
  readonly changes: string;
}

/** Values of erased entries are gone with the salt: what a seal keeps of them is the digest of something nobody can guess. */
async function writeErased(
  client: ClientBase,
  schema: string,
  entries: readonly ErasedEntry[],
): Promise<EntryRow[]> {
  const { rows } = await client.query<(string | null)[]>({
    text:
      `UPDATE ${qualified(schema, '_audit')} a SET changes = e.changes, salt = NULL` +
      ' FROM unnest($1::timestamptz[], $2::uuid[], $3::text[]) e (at, id, changes)' +
      ` WHERE a.at = e.at AND a.id = e.id RETURNING ${ENTRY_COLUMNS}`,
    values: [entries.map(({ at }) => at), entries.map(({ id }) => id), entries.map(({ changes }) => changes)],
    rowMode: 'array',
  });
  return rows;
}

/**
 * Takes values out of entries, in the caller's transaction on the engine's own login. A seal says so of each and how
 * it is sealed from now on, so that what was erased is told from what somebody has changed. How many there were.
 */
export async function eraseEntries(
  client: ClientBase,
  schema: string,
  secretKey: string,
  now: Date,
  entries: readonly ErasedEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  await waitForSealTurn(client, schema);
  let last = await lastSeal(client, schema);
  let erased = 0;
  for (let from = 0; from < entries.length; from += LIMITS.sealBatch) {
    const rows = await writeErased(client, schema, entries.slice(from, from + LIMITS.sealBatch));
    const packed = packEntries(rows.map(sealedEntry));
    const { tx, id } = last;
    const seal = { at: now.toISOString(), tx, id, entries: packed, note: ERASURE_NOTE };
    last = await writeSeal(client, schema, secretKey, last, seal);
    erased += rows.length;
  }
  return erased;
}
