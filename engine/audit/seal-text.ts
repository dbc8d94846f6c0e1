import { createHash, createHmac } from 'node:crypto';

/** An entry as it stands in its row, every value in one spelling. */
export type EntryRow = readonly (string | null)[];

/** SQL of the columns of `a`, each as the text that is sealed; time, id and transaction first. */
export const ENTRY_COLUMNS = [
  'to_char(a.at AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')',
  'a.id::text',
  'a.tx::text',
  'a.object',
  'a.record::text',
  'a.version::text',
  'a.actor::text',
  'a.on_behalf::text',
  'a.op',
  'a.changes',
  'a.v::text',
  'a.salt::text',
].join(', ');

/** What a seal keeps of an entry: enough to say which one was changed, is gone or was put in. */
export interface SealedEntry {
  readonly at: string;
  readonly id: string;
  readonly digest: Buffer;
}

/**
 * What is sealed of an entry: a JSON list of its columns. Without a salt (it was erased, or is of before there were
 * any) the list ends with the column before.
 */
const canonical = (row: EntryRow): string => JSON.stringify(row.at(-1) === null ? row.slice(0, -1) : row);

/** Of an entry as it stands: the digest of its canonical text. */
export const sealedEntry = (row: EntryRow): SealedEntry => ({
  at: row[0]!,
  id: row[1]!,
  digest: createHash('sha256').update(canonical(row)).digest(),
});

const TIME = 8;
const ID = 16;
const DIGEST = 32;
const LENGTH = TIME + ID + DIGEST;

/** Entries one behind the other, 56 bytes each: time, id, digest. */
export function packEntries(entries: readonly SealedEntry[]): Buffer {
  const packed = Buffer.alloc(entries.length * LENGTH);
  for (const [index, { at, id, digest }] of entries.entries()) {
    const from = index * LENGTH;
    packed.writeBigInt64BE(BigInt(Date.parse(at)), from);
    packed.write(id.replaceAll('-', ''), from + TIME, 'hex');
    digest.copy(packed, from + TIME + ID);
  }
  return packed;
}

export function unpackEntries(packed: Buffer): SealedEntry[] {
  return Array.from({ length: Math.floor(packed.length / LENGTH) }, (_, index) => {
    const from = index * LENGTH;
    const hex = packed.toString('hex', from + TIME, from + TIME + ID);
    return {
      at: new Date(Number(packed.readBigInt64BE(from))).toISOString(),
      id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      digest: packed.subarray(from + TIME + ID, from + LENGTH),
    };
  });
}

/** What a seal says that holds entries once more, as they are since their values were erased. */
export const ERASURE_NOTE = 'erasure';

/** What a seal says, and what holds it to the one before. */
export interface SealBody {
  readonly n: number;
  readonly at: string;
  /** the last entry that is sealed by now, in the order of transactions */
  readonly tx: string;
  readonly id: string;
  readonly entries: Buffer;
  readonly note: string | null;
  /** hash of the seal before */
  readonly before: string;
}

/** The hash that the next seal holds on to. */
export const sealHash = ({ n, at, tx, id, entries, note, before }: SealBody): string =>
  createHash('sha256')
    .update(JSON.stringify([n, at, tx, id, note, before]))
    .update('\n')
    .update(entries)
    .digest('base64url');

/** Signs a seal with the secret key: whoever writes the database and does not have that makes no seal. */
export const sealMac = (secretKey: string, hash: string): string =>
  createHmac('sha256', secretKey).update(`seal\n${hash}`).digest('base64url');

/** Says which key a seal was made with, and nothing of the key. */
export const sealKeyName = (secretKey: string): string =>
  createHmac('sha256', secretKey).update('name of the key of seals').digest('base64url').slice(0, 12);
