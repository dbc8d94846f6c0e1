import { type Database, query, type Workspace } from '../../db/connect.ts';
import { insertionSql } from '../../db/index.ts';
import { qualified } from '../../db/names.ts';
import { LIMITS } from '../../limits.ts';
import type { Model } from '../../model/model.ts';
import { systemTable } from '../frame.ts';
import { type Connection, runStatement } from '../postgres.ts';

/** What one row of the ledger is about: see `MERGE` in db/workspace-tables.ts. */
export type LedgerKind = 'moved' | 'value' | 'team' | 'file';

/** One thing that a merge changed. */
export interface LedgerRow {
  readonly kind: LedgerKind;
  /** id of the object of the record */
  readonly objectId: string;
  readonly record: string;
  /** id of the field; empty where it is about none */
  readonly field: string;
  /** the one of the others that it came from */
  readonly origin: string | null;
  readonly held: unknown;
}

/** A merge as it stands in its row. */
export interface MergeEntry {
  readonly id: string;
  readonly objectId: string;
  readonly survivor: string;
  readonly others: readonly string[];
  readonly by: string | null;
  readonly at: Date;
}

/** The moment before which merges can be undone no more. */
export const undoneFrom = (now: Date): string =>
  new Date(now.getTime() - LIMITS.mergeUndoDays * 86_400_000).toISOString();

export async function insertMerge(model: Model, client: Connection, merge: MergeEntry): Promise<void> {
  await runStatement(client, {
    text:
      `INSERT INTO ${systemTable(model, '_merge')} (id, object_id, survivor, others, took, by_user, at)` +
      ` SELECT $1::uuid, $2, $3::uuid, $4::uuid[], $4::uuid[] || ARRAY(SELECT unnest(m.took) FROM ${systemTable(model, '_merge')} m WHERE m.survivor = ANY($4::uuid[]) AND m.undone_at IS NULL), $5::uuid, $6::timestamptz`,
    values: [merge.id, merge.objectId, merge.survivor, merge.others, merge.by, merge.at.toISOString()],
  });
}

export async function insertLedger(
  model: Model,
  client: Connection,
  merge: string,
  rows: readonly LedgerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const values: unknown[] = [];
  const text = insertionSql<LedgerRow>(
    systemTable(model, '_merge_row'),
    [
      ['merge_id', 'uuid', () => merge],
      ['kind', 'text', ({ kind }) => kind],
      ['object_id', 'text', ({ objectId }) => objectId],
      ['record', 'uuid', ({ record }) => record],
      ['field', 'text', ({ field }) => field],
      ['origin', 'uuid', ({ origin }) => origin],
      ['held', 'text', ({ held }) => (held === undefined ? null : JSON.stringify(held))],
    ],
    rows,
    values,
  );
  await runStatement(client, { text, values });
}

/** The rows of a merge, by what they are about. */
export async function ledgerOf(
  model: Model,
  client: Connection,
  merge: string,
): Promise<(kind: LedgerKind) => readonly LedgerRow[]> {
  const { rows } = await runStatement(client, {
    text: `SELECT kind, object_id, record, field, origin, held FROM ${systemTable(model, '_merge_row')} WHERE merge_id = $1::uuid ORDER BY kind, object_id, field, record`,
    values: [merge],
  });
  const found = rows.map(
    ([kind, objectId, record, field, origin, held]): LedgerRow => ({
      kind: kind as LedgerKind,
      objectId: objectId!,
      record: record!,
      field: field!,
      origin: origin ?? null,
      held: held === null ? undefined : JSON.parse(held!),
    }),
  );
  const byKind = Map.groupBy(found, ({ kind }) => kind);
  return (kind) => byKind.get(kind) ?? [];
}

/** Closes a merge that was undone: what it changed need be known no more. */
export async function closeMerge(model: Model, client: Connection, merge: string, now: Date): Promise<void> {
  await runStatement(client, {
    text: `UPDATE ${systemTable(model, '_merge')} SET undone_at = $2::timestamptz WHERE id = $1::uuid`,
    values: [merge, now.toISOString()],
  });
  await runStatement(client, {
    text: `DELETE FROM ${systemTable(model, '_merge_row')} WHERE merge_id = $1::uuid`,
    values: [merge],
  });
}

/** Removes what merges changed that can be undone no more. Which records they made one stays. How many rows. */
export async function sweepMerges(
  db: Pick<Database, 'forWorkspace'>,
  workspace: Workspace,
  now: Date,
): Promise<number> {
  const table = (name: string): string => qualified(workspace.schema, name);
  const { rowCount } = await query(db.forWorkspace(workspace), {
    text: `DELETE FROM ${table('_merge_row')} r USING ${table('_merge')} m WHERE m.id = r.merge_id AND m.at <= $1::timestamptz`,
    values: [undoneFrom(now)],
  });
  return rowCount ?? 0;
}
