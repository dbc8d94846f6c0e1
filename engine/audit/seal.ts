import { type ClientBase, type Database, query, transaction, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/index.ts';
import { LIMITS } from '../limits.ts';
import {
  ENTRY_COLUMNS,
  type EntryRow,
  packEntries,
  type SealBody,
  sealedEntry,
  sealHash,
  sealKeyName,
  sealMac,
} from './seal-text.ts';

/** Before the first seal. */
export const NOTHING = { n: 0, tx: '0', id: '00000000-0000-0000-0000-000000000000', hash: '' } as const;

export interface LastSeal {
  readonly n: number;
  readonly tx: string;
  readonly id: string;
  readonly hash: string;
}

const turnOf = (schema: string): string => `guanxi:seal:${schema}`;

/** One sealer at a time in a workspace; whoever comes second has nothing to do. */
export async function takeSealTurn(client: ClientBase, schema: string): Promise<boolean> {
  const { rows } = await query<{ mine: boolean }>(client, {
    text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine',
    values: [turnOf(schema)],
  });
  return rows[0]!.mine;
}

/** The same for whoever has something to do: waits until the sealer is through with its batch. */
export async function waitForSealTurn(client: ClientBase, schema: string): Promise<void> {
  await query(client, {
    text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [turnOf(schema)],
  });
}

export async function lastSeal(client: ClientBase, schema: string): Promise<LastSeal> {
  const { rows } = await query<LastSeal>(client, {
    text: `SELECT n, tx::text AS tx, id::text AS id, hash FROM ${qualified(schema, '_audit_seal')} ORDER BY n DESC LIMIT 1`,
  });
  return rows[0] ?? NOTHING;
}

/**
 * Entries behind the last seal in the order of transactions, of transactions that no other one may still
 * join from below: whoever is at work has a number that is not lower than the snapshot's xmin.
 */
async function unsealedRows(client: ClientBase, schema: string, { tx, id }: LastSeal): Promise<EntryRow[]> {
  const { rows } = await client.query<(string | null)[]>({
    text:
      `SELECT ${ENTRY_COLUMNS} FROM ${qualified(schema, '_audit')} a` +
      ' WHERE a.tx < pg_snapshot_xmin(pg_current_snapshot()) AND a.tx >= $1::xid8 AND (a.tx, a.id) > ($1::xid8, $2::uuid)' +
      ' ORDER BY a.tx, a.id LIMIT $3::int',
    values: [tx, id, LIMITS.sealBatch],
    rowMode: 'array',
  });
  return rows;
}

/** Writes the seal behind `last`. */
export async function writeSeal(
  client: ClientBase,
  schema: string,
  secretKey: string,
  last: LastSeal,
  { at, tx, id, entries, note }: Omit<SealBody, 'n' | 'before'>,
): Promise<LastSeal> {
  const body: SealBody = { n: last.n + 1, at, tx, id, entries, note, before: last.hash };
  const hash = sealHash(body);
  await query(client, {
    text:
      `INSERT INTO ${qualified(schema, '_audit_seal')} (n, at, tx, id, entries, note, before, hash, key, mac)` +
      ' VALUES ($1::int, $2::timestamptz(3), $3::xid8, $4::uuid, $5::bytea, $6, $7, $8, $9, $10)',
    values: [
      body.n,
      at,
      tx,
      id,
      entries,
      note,
      body.before,
      hash,
      sealKeyName(secretKey),
      sealMac(secretKey, hash),
    ],
  });
  return { n: body.n, tx, id, hash };
}

/** One batch in a transaction of its own: all of it or nothing. How many entries it sealed. */
function sealBatch(db: Database, { schema }: Workspace, secretKey: string): Promise<number> {
  return transaction(db.direct(), async (client) => {
    if (!(await takeSealTurn(client, schema))) return 0;
    const last = await lastSeal(client, schema);
    const rows = await unsealedRows(client, schema, last);
    if (rows.length === 0) return 0;
    const [, id, tx] = rows.at(-1)!;
    const at = new Date(Date.now() + db.clockOffset()).toISOString();
    const entries = packEntries(rows.map(sealedEntry));
    await writeSeal(client, schema, secretKey, last, { at, tx: tx!, id: id!, entries, note: null });
    return rows.length;
  });
}

/**
 * Seals what a workspace's audit has and no seal covers, batch by batch. Writers wait for nothing of it: it reads
 * what is committed. What is interrupted leaves no part of a batch. How many entries it sealed.
 */
export async function sealWorkspace(
  db: Database,
  workspace: Workspace,
  secretKey: string,
  isWanted: () => boolean = () => true,
): Promise<number> {
  let sealed = 0;
  while (isWanted()) {
    const batch = await sealBatch(db, workspace, secretKey);
    sealed += batch;
    if (batch < LIMITS.sealBatch) break;
  }
  return sealed;
}
