import { type ClientBase, type Database, query, transaction, type Workspace } from '../db/connect.ts';
import { auditMonths, qualified } from '../db/index.ts';
import { writeEntries } from './entry.ts';
import { type LastSeal, lastSeal, takeSealTurn, writeSeal } from './seal.ts';
import { ERASURE_NOTE, unpackEntries } from './seal-text.ts';
import type { RetentionNote } from './verify.ts';

/** The beginning of the month from which on entries are kept. */
export const keptSince = (now: Date, months: number): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString();

/** Whether entries that are old enough are still to be sealed: nothing goes that was never proven. */
async function isUnsealed(client: ClientBase, schema: string, { tx, id }: LastSeal, before: string) {
  const { rows } = await query(client, {
    text: `SELECT FROM ${qualified(schema, '_audit')} a WHERE a.at < $1::timestamptz AND a.tx >= $2::xid8 AND (a.tx, a.id) > ($2::xid8, $3::uuid) LIMIT 1`,
    values: [before, tx, id],
  });
  return rows.length > 0;
}

interface SealPlace extends LastSeal {
  readonly entries: Buffer;
}

/** Takes away the seals at the beginning of which every entry is gone; the last of them, which the chain begins behind. */
async function removeSeals(
  client: ClientBase,
  schema: string,
  before: string,
  last: LastSeal,
): Promise<LastSeal | undefined> {
  const table = qualified(schema, '_audit_seal');
  let gone: LastSeal | undefined;
  for (let after = 0; ; ) {
    const { rows } = await query<SealPlace>(client, {
      text: `SELECT n, tx::text AS tx, id::text AS id, hash, entries FROM ${table} WHERE n > $1::int AND n < $2::int ORDER BY n LIMIT 50`,
      values: [after, last.n],
    });
    const kept = rows.findIndex(({ entries }) => unpackEntries(entries).some(({ at }) => at >= before));
    gone = rows.slice(0, kept < 0 ? undefined : kept).at(-1) ?? gone;
    if (kept >= 0 || rows.length === 0) break;
    after = rows.at(-1)!.n;
  }
  if (gone) await query(client, { text: `DELETE FROM ${table} WHERE n <= $1::int`, values: [gone.n] });
  return gone;
}

/**
 * Removes the entries of months that are older than those that are kept, once all of them are sealed; a seal of its
 * own says so, and where the chain begins by then. How many entries went.
 */
export function removeOldEntries(
  db: Database,
  { schema }: Pick<Workspace, 'schema'>,
  secretKey: string,
  { now, months, version }: { readonly now: Date; readonly months: number; readonly version: number },
): Promise<number> {
  const before = keptSince(now, months);
  return transaction(db.direct(), async (client) => {
    if (!(await takeSealTurn(client, schema))) return 0;
    const last = await lastSeal(client, schema);
    const audit = qualified(schema, '_audit');
    const { rows } = await query<{ n: number }>(client, {
      text: `SELECT count(*)::int AS n FROM ${audit} WHERE at < $1::timestamptz`,
      values: [before],
    });
    const entries = rows[0]!.n;
    if (entries === 0 || (await isUnsealed(client, schema, last, before))) return 0;
    for (const { name, to } of await auditMonths(client, schema)) {
      if (to <= before) await client.query(`DROP TABLE ${qualified(schema, name)}`);
    }
    // what no month had a table for lies in the default one
    await query(client, { text: `DELETE FROM ${audit} WHERE at < $1::timestamptz`, values: [before] });
    const gone = await removeSeals(client, schema, before, last);
    const known = await query<{ note: string }>(client, {
      text: `SELECT note FROM ${qualified(schema, '_audit_seal')} WHERE note <> $1 ORDER BY n DESC LIMIT 1`,
      values: [ERASURE_NOTE],
    });
    const earlier: RetentionNote | undefined = known.rows[0] && JSON.parse(known.rows[0].note);
    const start = gone ? { ...gone, begins: gone.n + 1 } : earlier;
    const note = {
      removedBefore: before,
      begins: start?.begins ?? 1,
      tx: start?.tx ?? '0',
      id: start?.id ?? '00000000-0000-0000-0000-000000000000',
      hash: start?.hash ?? '',
    } satisfies RetentionNote;
    const { tx, id } = last;
    const seal = { at: now.toISOString(), tx, id, entries: Buffer.alloc(0), note: JSON.stringify(note) };
    await writeSeal(client, schema, secretKey, last, seal);
    await writeEntries({ schema, version, actor: null, at: now }, client, [
      { op: 'retention', changes: { before, entries, months } },
    ]);
    return entries;
  });
}
