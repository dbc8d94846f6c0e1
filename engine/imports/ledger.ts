import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { keepAnswer, type RepeatKey } from '../records/index.ts';
import type { IgnoredColumn } from './map.ts';
import type { TableForm } from './tables.ts';

/** Seconds after the last word of a process after which another one takes its import up. */
export const LEASE = 10;

export type ImportState = 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone';

/** One file of an import: what it is, and what became of its rows. */
export interface ImportFile {
  /** its place in the order in which the files are written */
  readonly file: number;
  readonly object: string;
  readonly name: string;
  readonly form: TableForm;
  readonly ignored: readonly IgnoredColumn[];
  /** under which id its bytes are kept while the import runs */
  readonly upload: string | null;
  readonly rows: number;
  /** those of the rows that are done with */
  readonly taken: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
}

/** A record that stays as it is, or some of its fields, when an import is undone. */
export interface KeptRecord {
  readonly object: string;
  readonly id: string;
  readonly reason: string;
  readonly fields?: readonly string[];
}

export interface ImportReport {
  /** records beside those of the rows, which named them */
  readonly made?: readonly { readonly object: string; readonly count: number }[];
  /** what stopped it, where something did */
  readonly failure?: { readonly code: string; readonly message: Readonly<Record<string, string>> };
  readonly undo?: {
    readonly removed: number;
    readonly restored: number;
    readonly kept: readonly KeptRecord[];
  };
}

/** An import as the workspace remembers it. */
export interface KnownImport {
  readonly id: string;
  readonly name: string;
  readonly state: ImportState;
  /** it writes nothing */
  readonly isDry: boolean;
  /** somebody wants it to end */
  readonly isStopping: boolean;
  readonly files: readonly ImportFile[];
  readonly createdBy: string | null;
  readonly createdAt: Date;
  /** when the process that is at work on it took it up, and how many rows were done with then */
  readonly takenAt: Date | null;
  readonly takenRows: number;
  readonly endedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly report: ImportReport;
}

/** Whether something is still to be done. */
export const isUnderWay = ({ state }: KnownImport): boolean => state === 'running' || state === 'undoing';

/** How an import is to be done by whatever process takes it up. */
export interface ImportTerms {
  readonly locale: string;
  readonly source: string;
  /** of a key that may do less than its user */
  readonly limits?: NonNullable<RequestContext['actor']['limits']>;
  /** whose rights count, where it is not who asked for the import: who wants it undone; null is the engine itself */
  readonly by?: string | null;
}

interface ImportRow {
  readonly id: string;
  readonly name: string;
  readonly state: ImportState;
  readonly dry: boolean;
  readonly stopping: boolean;
  readonly files: readonly (Omit<ImportFile, 'form' | 'ignored'> & { form: string; ignored: string })[];
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly taken_at: Date | null;
  readonly taken_rows: number;
  readonly ended_at: Date | null;
  readonly undone_at: Date | null;
  readonly report: string;
}

export const importTable = ({ model }: RequestContext, table = '_import'): string =>
  qualified(model.schema, table);

export interface BegunImport {
  readonly id: string;
  readonly name: string;
  readonly files: readonly Pick<ImportFile, 'object' | 'name' | 'form' | 'ignored' | 'upload'>[];
  /** as they were given, as JSON, without what nobody may read */
  readonly options: string;
  /** the same with it, sealed, where there is such a thing */
  readonly secrets: string | null;
  readonly terms: ImportTerms;
  readonly isDry: boolean;
  /** of the process that does it at once; absent: whichever takes it up */
  readonly lease?: string;
}

/** Notes that an import is to be done, and under which key the same request is answered by it. */
export async function beginImport(
  ctx: RequestContext,
  { id, name, files, options, secrets, terms, isDry, lease }: BegunImport,
  key: RepeatKey | undefined,
): Promise<void> {
  const objects = [...new Set(files.map(({ object }) => object))].join(' ');
  const rows = files.map((one, file) => ({
    ...{ file, object: one.object, name: one.name, upload: one.upload, rows: one.form.rows },
    ...{ form: JSON.stringify(one.form), ignored: JSON.stringify(one.ignored) },
  }));
  const values: unknown[] = [id, objects, name, options, secrets, JSON.stringify(terms)];
  values.push(ctx.actor.userId, ctx.now.toISOString(), JSON.stringify(rows), lease ?? null, LEASE, isDry);
  const kept = key && keepAnswer(ctx, key, { status: 202, answer: JSON.stringify({ id }) }, values);
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `WITH ${kept ? `${kept}, ` : ''}files AS (INSERT INTO ${importTable(ctx, '_import_file')} (import_id, file, object, name, form, ignored, upload, rows)` +
      ' SELECT $1::uuid, f.file, f.object, f.name, f.form, f.ignored, f.upload, f.rows FROM jsonb_to_recordset($9::jsonb)' +
      ' f (file int, object text, name text, form text, ignored text, upload uuid, rows int))' +
      ` INSERT INTO ${importTable(ctx)} (id, object, name, state, options, secrets, terms, report, created_by, created_at, lease, leased_until, is_dry)` +
      ` VALUES ($1::uuid, $2, $3, 'running', $4, $5, $6, '{}', $7::uuid, $8::timestamptz, $10::uuid, CASE WHEN $10::uuid IS NOT NULL THEN now() + make_interval(secs => $11) END, $12::boolean)`,
    values,
  });
}

/** Notes how an import, or its undoing, ended. What was kept for its sake alone is named no more. */
export async function endImport(
  ctx: RequestContext,
  on: Pool | ClientBase,
  id: string,
  state: ImportState,
  report: ImportReport,
): Promise<void> {
  await query(on, {
    text:
      `WITH files AS (UPDATE ${importTable(ctx, '_import_file')} SET upload = NULL WHERE import_id = $1::uuid)` +
      ` UPDATE ${importTable(ctx)} SET state = $2, report = $3, secrets = NULL, is_stopping = false, lease = NULL, leased_until = NULL,` +
      " ended_at = CASE WHEN $2 = 'undone' THEN ended_at ELSE now() END, undone_at = CASE WHEN $2 = 'undone' THEN now() ELSE undone_at END" +
      ' WHERE id = $1::uuid',
    values: [id, state, JSON.stringify(report)],
  });
}

/** Somebody wants an import that runs to end; false where it has ended already. */
export async function askToStop(ctx: RequestContext, id: string): Promise<boolean> {
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${importTable(ctx)} SET is_stopping = true WHERE id = $1::uuid AND state = 'running'`,
    values: [id],
  });
  return rowCount > 0;
}

/** Somebody wants an import that has ended to be undone, by their rights; false where another one was faster. */
export async function askToUndo(ctx: RequestContext, id: string): Promise<boolean> {
  const { userId, limits } = ctx.actor;
  const terms: ImportTerms = {
    ...{ locale: ctx.locale, source: 'import', by: userId },
    ...(limits && { limits }),
  };
  const { rowCount } = await query(ctx.db.forWorkspace(ctx.workspace), {
    text: `UPDATE ${importTable(ctx)} SET state = 'undoing', terms = $2 WHERE id = $1::uuid AND state IN ('done', 'failed', 'cancelled')`,
    values: [id, JSON.stringify(terms)],
  });
  return rowCount > 0;
}

/** What has become of the undoing of an import so far. */
export async function noteReport(
  ctx: RequestContext,
  on: ClientBase,
  id: string,
  report: ImportReport,
): Promise<void> {
  await query(on, {
    text: `UPDATE ${importTable(ctx)} SET report = $2 WHERE id = $1::uuid`,
    values: [id, JSON.stringify(report)],
  });
}

const columnsOf = (ctx: RequestContext): string =>
  'i.id, i.name, i.state, i.is_dry AS dry, i.is_stopping AS stopping, i.created_by, i.created_at, i.taken_at, i.taken_rows, i.ended_at, i.undone_at, i.report,' +
  ` (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.file), '[]') FROM ${importTable(ctx, '_import_file')} f WHERE f.import_id = i.id) AS files`;

const knownImport = (row: ImportRow): KnownImport => ({
  id: row.id,
  name: row.name,
  state: row.state,
  isDry: row.dry,
  isStopping: row.stopping,
  files: row.files.map((file) => ({
    ...file,
    form: JSON.parse(file.form),
    ignored: JSON.parse(file.ignored),
  })),
  createdBy: row.created_by,
  createdAt: row.created_at,
  takenAt: row.taken_at,
  takenRows: row.taken_rows,
  endedAt: row.ended_at,
  undoneAt: row.undone_at,
  report: JSON.parse(row.report),
});

/** An import, if there is such a one. */
export async function readImport(ctx: RequestContext, id: string): Promise<KnownImport | undefined> {
  const { rows } = await query<ImportRow>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${columnsOf(ctx)} FROM ${importTable(ctx)} i WHERE i.id = $1::uuid`,
    values: [id],
  });
  return rows[0] && knownImport(rows[0]);
}

/** What an import was asked to do, for whatever process does it. */
export interface ImportOrder {
  readonly options: string;
  readonly secrets: string | null;
  readonly terms: ImportTerms;
}

export async function readOrder(ctx: RequestContext, id: string): Promise<ImportOrder> {
  const { rows } = await query<{ options: string; secrets: string | null; terms: string }>(
    ctx.db.forWorkspace(ctx.workspace),
    { text: `SELECT options, secrets, terms FROM ${importTable(ctx)} WHERE id = $1::uuid`, values: [id] },
  );
  const { options, secrets, terms } = rows[0]!;
  return { options, secrets, terms: JSON.parse(terms) };
}

/** The latest imports, youngest first: those of one user and of one name, where given. `demo:*` is how names begin. */
export async function listImports(
  ctx: RequestContext,
  { createdBy, name, limit }: { createdBy?: string | null; name?: string; limit: number },
): Promise<readonly KnownImport[]> {
  const { rows } = await query<ImportRow>(ctx.db.forReading(ctx.workspace), {
    text: `SELECT ${columnsOf(ctx)} FROM ${importTable(ctx)} i WHERE ($1::uuid IS NULL OR i.created_by = $1::uuid) AND ($2::text IS NULL OR i.name = $2 OR (right($2, 1) = '*' AND starts_with(i.name, left($2, -1)))) ORDER BY i.id DESC LIMIT $3::int`,
    values: [createdBy ?? null, name ?? null, limit],
  });
  return rows.map(knownImport);
}
