import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import type { CellProblem } from '../field-types/index.ts';
import type { HeldValues } from '../records/index.ts';
import { assertLeased, type Lease } from './lease.ts';
import { importTable } from './ledger.ts';

/** What a row came to that was not refused. */
export type Made = 'created' | 'updated' | 'skipped';

/** A row that is done with. */
export interface DoneRow {
  readonly row: number;
  /** rows of the file that it is: itself, and those that say further line items */
  readonly rows: number;
  readonly made: Made;
  readonly record: string;
  /** of the record, as the import has left it */
  readonly version: number;
  readonly held?: HeldRow;
}

/** What a change of a record can be taken back by. */
export interface HeldRow {
  readonly values: HeldValues;
  /** its line items were changed too: they are not taken back */
  readonly hasLines: boolean;
}

/** A row that was not taken: as it stood in the file, and why. */
export interface RefusedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly problems: readonly (CellProblem & { readonly heading: string })[];
}

/** Of which file of which import. */
export interface Place {
  readonly lease: Lease;
  readonly file: number;
  readonly object: string;
}

/**
 * Notes rows that are done with, in the transaction that makes their records: no row is taken twice, whatever process
 * comes upon it again.
 */
export async function noteDone(
  ctx: RequestContext,
  client: ClientBase,
  { lease, file, object }: Place,
  rows: readonly DoneRow[],
): Promise<void> {
  await assertLeased(ctx, client, lease);
  if (rows.length === 0) return;
  const count = (made: Made) => rows.filter((row) => row.made === made).length;
  const held = rows.filter(
    (row) => row.held && (row.held.hasLines || Object.keys(row.held.values).length > 0),
  );
  const column = <Name extends keyof DoneRow>(name: Name) => rows.map((row) => row[name]);
  await query(client, {
    text:
      `WITH noted AS (INSERT INTO ${importTable(ctx, '_import_row')} (import_id, file, object, "row", record, version, made)` +
      ' SELECT $1::uuid, $2::int, $3, * FROM unnest($4::int[], $5::uuid[], $6::int[], $7::text[])),' +
      ` held AS (INSERT INTO ${importTable(ctx, '_import_held')} (import_id, file, object, "row", record, held)` +
      ' SELECT $1::uuid, $2::int, $3, * FROM unnest($11::int[], $12::uuid[], $13::text[]))' +
      ` UPDATE ${importTable(ctx, '_import_file')} SET created = created + $8::int, updated = updated + $9::int, skipped = skipped + $10::int, taken = taken + $14::int WHERE import_id = $1::uuid AND file = $2::int`,
    values: [
      ...[lease.id, file, object, column('row'), column('record'), column('version'), column('made')],
      ...[count('created'), count('updated'), count('skipped')],
      held.map(({ row }) => row),
      held.map(({ record }) => record),
      held.map((row) => JSON.stringify(row.held)),
      rows.reduce((sum, row) => sum + row.rows, 0),
    ],
  });
}

/** Counts rows that a dry run would have taken: nothing else is left of them. */
export async function countDone(
  ctx: RequestContext,
  on: Pool,
  { lease, file }: Place,
  rows: readonly DoneRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const count = (made: Made) => rows.filter((row) => row.made === made).length;
  await query(on, {
    text: `UPDATE ${importTable(ctx, '_import_file')} SET created = created + $3::int, updated = updated + $4::int, skipped = skipped + $5::int, taken = taken + $6::int WHERE import_id = $1::uuid AND file = $2::int`,
    values: [
      ...[lease.id, file, count('created'), count('updated'), count('skipped')],
      rows.reduce((sum, row) => sum + row.rows, 0),
    ],
  });
}

/** Forgets how far a dry run was: begun again it writes nothing twice, as it writes nothing. */
export async function forgetDone(ctx: RequestContext, { id }: Lease): Promise<void> {
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `WITH refused AS (DELETE FROM ${importTable(ctx, '_import_refused')} WHERE import_id = $1::uuid)` +
      ` UPDATE ${importTable(ctx, '_import_file')} SET taken = 0, created = 0, updated = 0, skipped = 0, failed = 0 WHERE import_id = $1::uuid`,
    values: [id],
  });
}

/** Notes rows that are refused. */
export async function noteRefused(
  ctx: RequestContext,
  on: Pool | ClientBase,
  { lease, file }: Place,
  rows: readonly RefusedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await query(on, {
    text:
      `WITH refused AS (INSERT INTO ${importTable(ctx, '_import_refused')} (import_id, file, "row", cells, problems)` +
      ' SELECT $1::uuid, $2::int, * FROM unnest($3::int[], $4::text[], $5::text[]))' +
      ` UPDATE ${importTable(ctx, '_import_file')} SET failed = failed + $6::int, taken = taken + $6::int WHERE import_id = $1::uuid AND file = $2::int`,
    values: [
      ...[lease.id, file, rows.map(({ row }) => row)],
      rows.map(({ cells }) => JSON.stringify(cells)),
      rows.map(({ problems }) => JSON.stringify(problems)),
      rows.length,
    ],
  });
}

/** Which of the rows of a file are done with, and the records that they became; null of those that were refused. */
export async function doneAmong(
  ctx: RequestContext,
  { lease, file }: Place,
  first: number,
  last: number,
): Promise<ReadonlyMap<number, string | null>> {
  const where = 'import_id = $1::uuid AND file = $2::int AND "row" BETWEEN $3::int AND $4::int';
  const { rows } = await query<{ row: number; record: string | null }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT "row", record FROM ${importTable(ctx, '_import_row')} WHERE ${where} UNION ALL SELECT "row", NULL FROM ${importTable(ctx, '_import_refused')} WHERE ${where}`,
    values: [lease.id, file, first, last],
  });
  return new Map(rows.map(({ row, record }) => [row, record]));
}

/** The number of the next record that no row of a file is. */
export async function nextMade(ctx: RequestContext, { id }: Lease, file: number): Promise<number> {
  const { rows } = await query<{ next: number }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT coalesce(max("row"), 0) + 1 AS next FROM ${importTable(ctx, '_import_row')} WHERE import_id = $1::uuid AND file = $2::int`,
    values: [id, file],
  });
  return rows[0]!.next;
}

/** The objects whose records an import made or changed; with `file` those of that number alone, and how many. */
export async function touchedObjects(
  ctx: RequestContext,
  id: string,
  file?: number,
): Promise<readonly { readonly object: string; readonly count: number }[]> {
  const { rows } = await query<{ object: string; count: number }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT object, count(*)::int AS count FROM ${importTable(ctx, '_import_row')} WHERE import_id = $1::uuid AND made <> 'skipped' AND ($2::int IS NULL OR file = $2::int) GROUP BY object ORDER BY object`,
    values: [id, file ?? null],
  });
  return rows;
}

/** Those of the records that the import made. */
export async function ownRecords(
  ctx: RequestContext,
  id: string,
  object: string,
  records: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await query<{ record: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT DISTINCT record FROM ${importTable(ctx, '_import_row')} WHERE import_id = $1::uuid AND object = $2 AND record = ANY($3::uuid[]) AND made = 'created'`,
    values: [id, object, records],
  });
  return rows.map(({ record }) => record);
}

/** A record that an import has made or changed. */
export interface TouchedRecord {
  readonly id: string;
  readonly isMade: boolean;
  /** as the import has left it */
  readonly version: number;
  /** what it held before each change, the first one first */
  readonly held: readonly HeldRow[];
}

/** The records of an object that an import touched before `before`, youngest first, a chunk of them. */
export async function touchedRecords(
  ctx: RequestContext,
  client: ClientBase,
  id: string,
  object: string,
  before: string | undefined,
  limit: number,
): Promise<readonly TouchedRecord[]> {
  const { rows } = await query<{ id: string; made: boolean; version: number; held: readonly string[] }>(
    client,
    {
      text:
        `SELECT r.record AS id, bool_or(r.made = 'created') AS made, max(r.version) AS version,` +
        ` (SELECT coalesce(array_agg(h.held ORDER BY c.version), '{}') FROM ${importTable(ctx, '_import_held')} h JOIN ${importTable(ctx, '_import_row')} c USING (import_id, file, "row") WHERE h.import_id = $1::uuid AND h.record = r.record) AS held` +
        ` FROM ${importTable(ctx, '_import_row')} r WHERE r.import_id = $1::uuid AND r.object = $2 AND r.record < $3::uuid AND r.made <> 'skipped'` +
        ' GROUP BY r.record ORDER BY r.record DESC LIMIT $4::int',
      values: [id, object, before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit],
    },
  );
  return rows.map(({ made, held, ...row }) => ({
    ...row,
    isMade: made,
    held: held.map((text) => JSON.parse(text)),
  }));
}
