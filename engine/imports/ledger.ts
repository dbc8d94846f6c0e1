import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { CellProblem } from '../field-types/index.ts';
import { keepAnswer, type RepeatKey } from '../records/index.ts';

export type ImportState = 'running' | 'done' | 'failed' | 'undone';

/** What became of the rows of one file. */
export interface FileCounts {
  readonly object: string;
  readonly file: string;
  readonly rows: number;
  created: number;
  updated: number;
  failed: number;
}

/** A row that was not taken: as it stood in the file, and why. */
export interface RefusedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly problems: readonly (CellProblem & { readonly heading: string })[];
}

export interface FileReport {
  readonly headings: readonly string[];
  readonly ignored: readonly { readonly heading: string; readonly suggestion?: string }[];
  /** at most `LIMITS.importErrors` of an import; the counts know all of them */
  readonly refused: readonly RefusedRow[];
}

/** Records that stay when an import is undone. */
export interface KeptRecord {
  readonly object: string;
  readonly id: string;
  readonly reason: string;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  /** what stopped it, where something did */
  readonly failure?: { readonly code: string; readonly message: Readonly<Record<string, string>> };
  readonly undo?: { readonly removed: number; readonly kept: readonly KeptRecord[] };
}

/** An import as the workspace remembers it. */
export interface KnownImport {
  readonly id: string;
  readonly name: string;
  readonly state: ImportState;
  readonly files: readonly FileCounts[];
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly undoneAt: Date | null;
  /** milliseconds: when the last rows were written */
  readonly writtenAt: number;
}

interface ImportRow {
  readonly id: string;
  readonly name: string;
  readonly state: ImportState;
  readonly counts: string;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly undone_at: Date | null;
}

const importTable = ({ model }: RequestContext): string => qualified(model.schema, '_import');
const rowTable = ({ model }: RequestContext): string => qualified(model.schema, '_import_row');

const countsText = (files: readonly FileCounts[]): string => JSON.stringify({ files, at: Date.now() });

export interface BegunImport {
  readonly id: string;
  readonly name: string;
  readonly files: readonly FileCounts[];
  /** as they were given, as JSON */
  readonly options: string;
}

/** Notes that an import begins, and under which key the same request is answered by it. */
export async function beginImport(
  ctx: RequestContext,
  { id, name, files, options }: BegunImport,
  key: RepeatKey | undefined,
): Promise<void> {
  const objects = [...new Set(files.map(({ object }) => object))].join(' ');
  const { userId } = ctx.actor;
  const values: unknown[] = [id, objects, name, options, countsText(files), userId, ctx.now.toISOString()];
  const kept = key && keepAnswer(ctx, key, { status: 201, answer: JSON.stringify({ id }) }, values);
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `${kept ? `WITH ${kept} ` : ''}INSERT INTO ${importTable(ctx)} (id, object, name, state, options, report, counts, created_by, created_at) VALUES ($1::uuid, $2, $3, 'running', $4, '{"files":[]}', $5, $6::uuid, $7::timestamptz)`,
    values,
  });
}

/** Notes which records an import made; in the transaction that makes them. */
export async function noteRecords(
  ctx: RequestContext,
  client: ClientBase,
  id: string,
  object: string,
  records: readonly string[],
): Promise<void> {
  await query(client, {
    text: `INSERT INTO ${rowTable(ctx)} (import_id, object, record, version) SELECT $1::uuid, $2, record, 1 FROM unnest($3::uuid[]) AS r (record)`,
    values: [id, object, records],
  });
}

export async function noteCounts(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
  files: readonly FileCounts[],
): Promise<void> {
  await query(on, {
    text: `UPDATE ${importTable(ctx)} SET counts = $2 WHERE id = $1::uuid`,
    values: [id, countsText(files)],
  });
}

/** Notes how an import ended. */
export async function endImport(
  ctx: RequestContext,
  id: string,
  state: ImportState,
  files: readonly FileCounts[],
  report: ImportReport,
): Promise<void> {
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${importTable(ctx)} SET state = $2, counts = $3, report = $4, undone_at = $5::timestamptz WHERE id = $1::uuid`,
    values: [
      id,
      state,
      countsText(files),
      JSON.stringify(report),
      state === 'undone' ? ctx.now.toISOString() : null,
    ],
  });
}

/** Those of the records that the import made. */
export async function ownRecords(
  ctx: RequestContext,
  id: string,
  object: string,
  records: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await query<{ record: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT record FROM ${rowTable(ctx)} WHERE import_id = $1::uuid AND object = $2 AND record = ANY($3::uuid[])`,
    values: [id, object, records],
  });
  return rows.map(({ record }) => record);
}

export interface MadeRecord {
  readonly id: string;
  readonly version: number;
}

/** The records of an object that an import made before `before`, youngest first, a chunk of them. */
export async function madeRecords(
  ctx: RequestContext,
  client: ClientBase,
  id: string,
  object: string,
  before: string | undefined,
  limit: number,
): Promise<readonly MadeRecord[]> {
  const { rows } = await query<MadeRecord>(client, {
    text: `SELECT record AS id, version FROM ${rowTable(ctx)} WHERE import_id = $1::uuid AND object = $2 AND record < $3::uuid ORDER BY record DESC LIMIT $4::int`,
    values: [id, object, before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit],
  });
  return rows;
}

const COLUMNS = 'id, name, state, counts, created_by, created_at, undone_at';

function knownImport(row: ImportRow): KnownImport {
  const { files = [], at = 0 } = JSON.parse(row.counts) as { files?: FileCounts[]; at?: number };
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    files,
    createdBy: row.created_by,
    createdAt: row.created_at,
    undoneAt: row.undone_at,
    writtenAt: at,
  };
}

/** An import and its report, if there is such a one. */
export async function readImport(
  ctx: RequestContext,
  id: string,
): Promise<{ known: KnownImport; report: ImportReport } | undefined> {
  const { rows } = await query<ImportRow & { report: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${COLUMNS}, report FROM ${importTable(ctx)} WHERE id = $1::uuid`,
    values: [id],
  });
  const row = rows[0];
  return row && { known: knownImport(row), report: JSON.parse(row.report) };
}

/** The latest imports, youngest first: those of one user and of one name, where given. `demo:*` is how names begin. */
export async function listImports(
  ctx: RequestContext,
  { createdBy, name, limit }: { createdBy?: string | null; name?: string; limit: number },
): Promise<readonly KnownImport[]> {
  const { rows } = await query<ImportRow>(ctx.db.forReading(ctx.workspace), {
    text: `SELECT ${COLUMNS} FROM ${importTable(ctx)} WHERE ($1::uuid IS NULL OR created_by = $1::uuid) AND ($2::text IS NULL OR name = $2 OR (right($2, 1) = '*' AND starts_with(name, left($2, -1)))) ORDER BY id DESC LIMIT $3::int`,
    values: [createdBy ?? null, name ?? null, limit],
  });
  return rows.map(knownImport);
}
