import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/index.ts';
import { NOTHING } from './seal.ts';
import {
  ENTRY_COLUMNS,
  type EntryRow,
  ERASURE_NOTE,
  sealedEntry,
  sealHash,
  sealKeyName,
  sealMac,
  unpackEntries,
} from './seal-text.ts';

/** One thing that is not as it was sealed. */
export interface AuditFault {
  readonly is: 'changed' | 'deleted' | 'inserted' | 'seal_changed' | 'seal_missing' | 'seal_forged';
  /** number of the seal */
  readonly seal: number;
  /** of entries: their id and time, and where they stand as far as that can still be read */
  readonly id?: string;
  readonly at?: string;
  readonly object?: string | null;
  readonly record?: string | null;
}

interface Position {
  readonly tx: string;
  readonly id: string;
}

/** What can be proven of the audit of a workspace. */
export interface AuditProof {
  readonly ok: boolean;
  readonly seals: number;
  /** number of the first seal: those before it went with the entries that grew too old */
  readonly begins: number;
  /** entries that are as they were sealed, and those that were removed for their age */
  readonly proven: number;
  readonly removed: number;
  /** of the proven ones those whose values were erased, as a later seal says */
  readonly erased: number;
  /** committed entries that no seal covers yet */
  readonly unsealed: number;
  /** seals made with another secret key: the chain holds them, nothing else does */
  readonly otherKeys: number;
  /** the last seal: who writes it down elsewhere can tell later that the chain still holds it */
  readonly head: { readonly seal: number; readonly hash: string } | null;
  readonly faults: readonly AuditFault[];
}

interface SealRow {
  readonly n: number;
  readonly at: string;
  readonly tx: string;
  readonly id: string;
  readonly entries: Buffer;
  readonly note: string | null;
  readonly before: string;
  readonly hash: string;
  readonly key: string;
  readonly mac: string;
}

/**
 * What a seal of no entries says: from when on entries are kept, and where the chain begins: the number of its first
 * seal, and what stood before that.
 */
export interface RetentionNote extends Position {
  readonly removedBefore: string;
  readonly begins: number;
  readonly hash: string;
}

/** So many faults are told; an audit that has more is not looked through further. */
const MOST_FAULTS = 1_000;
const SEALS_AT_ONCE = 20;

const seals = (schema: string): string => qualified(schema, '_audit_seal');

const SEAL = `n, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, tx::text AS tx, id::text AS id, entries, note, before, hash, key, mac`;

async function readSeals(db: Database, schema: string, after: number): Promise<SealRow[]> {
  const { rows } = await query<SealRow>(db.direct(), {
    text: `SELECT ${SEAL}` + ` FROM ${seals(schema)} WHERE n > $1::int ORDER BY n LIMIT ${SEALS_AT_ONCE}`,
    values: [after],
  });
  return rows;
}

/** The entries that lie between two seals now. */
async function entriesBetween(
  db: Database,
  schema: string,
  from: Position,
  to: Position,
): Promise<EntryRow[]> {
  const { rows } = await db.direct().query<(string | null)[]>({
    text:
      `SELECT ${ENTRY_COLUMNS} FROM ${qualified(schema, '_audit')} a WHERE a.tx BETWEEN $1::xid8 AND $3::xid8` +
      ' AND (a.tx, a.id) > ($1::xid8, $2::uuid) AND (a.tx, a.id) <= ($3::xid8, $4::uuid) ORDER BY a.tx, a.id',
    values: [from.tx, from.id, to.tx, to.id],
    rowMode: 'array',
  });
  return rows;
}

const placeOf = (row: EntryRow) => ({ id: row[1]!, at: row[0]!, object: row[3]!, record: row[4]! });

/** Digests of entries whose values were erased, by id: the last seal that is whole and says so counts. */
async function erasedEntries(
  db: Database,
  schema: string,
  secretKey: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await query<SealRow>(db.direct(), {
    text: `SELECT ${SEAL} FROM ${seals(schema)} WHERE note = $1 ORDER BY n`,
    values: [ERASURE_NOTE],
  });
  const sound = rows.filter((seal) => isSound(seal, secretKey));
  return new Map(
    sound.flatMap(({ entries }) => unpackEntries(entries).map(({ id, digest }) => [id, digest] as const)),
  );
}

interface Since {
  readonly removedBefore: string;
  readonly erased: ReadonlyMap<string, Buffer>;
}

/** What became of the entries of a seal. */
function compare(
  { n, note, entries }: SealRow,
  rows: readonly EntryRow[],
  { removedBefore, erased: digests }: Since,
) {
  const faults: AuditFault[] = [];
  const now = new Map(rows.map((row) => [row[1]!, row]));
  let [proven, removed, erased] = [0, 0, 0];
  // what a seal with a note holds stands in its place among the seals before
  for (const { id, at, digest } of note === null ? unpackEntries(entries) : []) {
    const row = now.get(id);
    now.delete(id);
    const found = row && sealedEntry(row).digest;
    const isErased = found?.equals(digests.get(id) ?? digest) === true && !found.equals(digest);
    if (found?.equals(digest) || isErased) {
      proven += 1;
      if (isErased) erased += 1;
    } else if (row) faults.push({ is: 'changed', seal: n, ...placeOf(row) });
    else if (at < removedBefore) removed += 1;
    else faults.push({ is: 'deleted', seal: n, id, at });
  }
  for (const row of now.values()) faults.push({ is: 'inserted', seal: n, ...placeOf(row) });
  return { proven, removed, erased, faults };
}

/** How a seal stands to the one before and to the key. */
function sealFaults(
  seal: SealRow,
  before: { readonly n: number; readonly hash: string },
  secretKey: string,
): AuditFault[] {
  const { n } = seal;
  if (n !== before.n + 1) return [{ is: 'seal_missing', seal: before.n + 1 }];
  if (sealHash(seal) !== seal.hash || seal.before !== before.hash) return [{ is: 'seal_changed', seal: n }];
  const isOwnKey = seal.key === sealKeyName(secretKey);
  return isOwnKey && seal.mac !== sealMac(secretKey, seal.hash) ? [{ is: 'seal_forged', seal: n }] : [];
}

/** Whether a seal is as it was made, as far as that can be told without the seals around it. */
const isSound = (seal: SealRow, secretKey: string): boolean =>
  sealHash(seal) === seal.hash &&
  (seal.key !== sealKeyName(secretKey) || seal.mac === sealMac(secretKey, seal.hash));

/** From when on entries are kept, by the last seal that says so and is whole. */
export async function retentionOf(db: Database, schema: string, secretKey: string): Promise<RetentionNote> {
  const { rows } = await query<SealRow>(db.direct(), {
    text: `SELECT ${SEAL} FROM ${seals(schema)} WHERE note <> $1 ORDER BY n DESC`,
    values: [ERASURE_NOTE],
  });
  const sound = rows.find((seal) => isSound(seal, secretKey));
  return sound ? JSON.parse(sound.note!) : { ...NOTHING, removedBefore: '', begins: 1 };
}

async function countUnsealed(db: Database, schema: string, { tx, id }: Position): Promise<number> {
  const { rows } = await query<{ n: number }>(db.direct(), {
    text: `SELECT count(*)::int AS n FROM ${qualified(schema, '_audit')} a WHERE a.tx >= $1::xid8 AND (a.tx, a.id) > ($1::xid8, $2::uuid)`,
    values: [tx, id],
  });
  return rows[0]!.n;
}

/** A seal that was written down elsewhere. */
export interface KnownSeal {
  readonly seal: number;
  readonly hash: string;
}

/**
 * Compares the audit of a workspace with its seals, from the first one to the last: what was changed, deleted or
 * put in since it was sealed, by place. It says nothing of what is not sealed yet. Whether seals at the end are
 * gone shows only to who knows one of them.
 */
export async function verifyAudit(
  db: Database,
  { schema }: Pick<Workspace, 'schema'>,
  secretKey: string,
  known?: KnownSeal,
): Promise<AuditProof> {
  const { removedBefore, begins, ...first } = await retentionOf(db, schema, secretKey);
  const since: Since = { removedBefore, erased: await erasedEntries(db, schema, secretKey) };
  const faults: AuditFault[] = [];
  let [count, proven, removed, erased, otherKeys] = [0, 0, 0, 0, 0];
  let isKnownThere = known === undefined || known.seal < begins;
  let before: Position & { readonly n: number; readonly hash: string } = { ...first, n: begins - 1 };
  for (let after = begins - 1; faults.length < MOST_FAULTS; ) {
    const page = await readSeals(db, schema, after);
    if (page.length === 0) break;
    for (const seal of page) {
      const rows = await entriesBetween(db, schema, before, seal);
      const compared = compare(seal, rows, since);
      faults.push(...sealFaults(seal, before, secretKey), ...compared.faults);
      proven += compared.proven;
      removed += compared.removed;
      erased += compared.erased;
      if (seal.key !== sealKeyName(secretKey)) otherKeys += 1;
      if (seal.n === known?.seal) isKnownThere = seal.hash === known.hash;
      before = seal;
      count += 1;
    }
    after = page.at(-1)!.n;
  }
  if (!isKnownThere) faults.push({ is: 'seal_missing', seal: known!.seal });
  return {
    ok: faults.length === 0,
    seals: count,
    begins,
    proven,
    removed,
    erased,
    unsealed: await countUnsealed(db, schema, before),
    otherKeys,
    head: count > 0 ? { seal: before.n, hash: before.hash } : null,
    faults: faults.slice(0, MOST_FAULTS),
  };
}
