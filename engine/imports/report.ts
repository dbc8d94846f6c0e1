import { stringify } from 'csv-stringify/sync';
import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, textIn } from '../errors.ts';
import { isUuid } from '../ids.ts';
import {
  type FileReport,
  type ImportReport,
  type KnownImport,
  listImports,
  type RefusedRow,
  readImport,
} from './ledger.ts';
import { REPORT_COLUMNS } from './map.ts';
import { openedCells } from './secrets.ts';

/** Kinds of refusals that an answer tells; the error file has each row. */
const GROUPS = 50;
const LISTED = 50;

/** Whether the actor may know of imports that others made. */
const seesAll = ({ model, actor }: RequestContext): boolean =>
  accessOf(model, actor).hasAdminRight('operations');

/** An import that the actor made or, with the right over operations, anybody. */
export async function importOf(
  ctx: RequestContext,
  id: string,
): Promise<{ known: KnownImport; report: ImportReport }> {
  const found = isUuid(id) ? await readImport(ctx, id) : undefined;
  const isMine = found && (seesAll(ctx) || found.known.createdBy === ctx.actor.userId);
  if (!found || !isMine) throw new Problem('import.not_found');
  return found;
}

/** Refusals that say the same, together: which column, why, what was meant, how many rows. */
function problemsOf({ refused }: FileReport, locale: string) {
  const groups = new Map<
    string,
    { column: string; code: string; message: string; suggestion?: string; rows: number; first: number }
  >();
  for (const { row, problems } of refused) {
    for (const { heading, code, problem, suggestion } of problems) {
      const message = textIn(problem, locale);
      const key = `${heading}\n${message}`;
      const known = groups.get(key);
      if (known) known.rows += 1;
      else
        groups.set(key, {
          column: heading,
          code,
          message,
          ...(suggestion && { suggestion }),
          rows: 1,
          first: row,
        });
    }
  }
  return [...groups.values()].sort((a, b) => b.rows - a.rows || a.first - b.first).slice(0, GROUPS);
}

const totals = ({ files }: KnownImport) => {
  const sum = (part: 'rows' | 'created' | 'updated' | 'failed') =>
    files.reduce((total, file) => total + file[part], 0);
  return { rows: sum('rows'), created: sum('created'), updated: sum('updated'), failed: sum('failed') };
};

const headOf = (known: KnownImport) => ({
  id: known.id,
  name: known.name,
  state: known.state,
  ...totals(known),
  created_by: known.createdBy,
  created_at: known.createdAt.toISOString(),
  ...(known.undoneAt && { undone_at: known.undoneAt.toISOString() }),
});

/** An import as the API answers it, in the caller's language. */
export async function describeImport(ctx: RequestContext, id: string): Promise<Record<string, unknown>> {
  const { known, report } = await importOf(ctx, id);
  const { failure, undo } = report;
  const files = known.files.map((file, index) => {
    const found = report.files[index];
    return { ...file, ignored: found?.ignored ?? [], problems: found ? problemsOf(found, ctx.locale) : [] };
  });
  return {
    ...headOf(known),
    files,
    ...(failure && { failure: { code: failure.code, message: textIn(failure.message, ctx.locale) } }),
    ...(undo && { undo }),
  };
}

/** An import in a list of them. */
export type ListedImport = ReturnType<typeof headOf> & Pick<KnownImport, 'files'>;

/** The latest imports, youngest first; a name may end in `*`. */
export async function describeImports(ctx: RequestContext, name?: string): Promise<readonly ListedImport[]> {
  const createdBy = seesAll(ctx) ? undefined : ctx.actor.userId;
  const known = await listImports(ctx, {
    limit: LISTED,
    ...(createdBy && { createdBy }),
    ...(name !== undefined && { name }),
  });
  return known.map((one) => ({ ...headOf(one), files: one.files }));
}

/** What is wrong with a row, each reason with the column that it is about. */
const reasonOf = ({ problems }: RefusedRow, locale: string): string =>
  problems
    .map(({ heading, problem }) => `${heading ? `${heading}: ` : ''}${textIn(problem, locale)}`)
    .join(' ');

const suggestionOf = ({ problems }: RefusedRow): string =>
  problems.flatMap(({ suggestion }) => suggestion ?? []).join('; ');

/**
 * The refused rows as they stood in their file, with row, reason and nearest match: to be put right and
 * imported again, for which those columns mean nothing. Several files share the columns of all.
 */
export async function errorFile(ctx: RequestContext, id: string, file?: string): Promise<string> {
  const { known, report } = await importOf(ctx, id);
  const parts = report.files
    .map((part, index) => ({ ...part, name: known.files[index]!.file }))
    .filter(({ name, refused }) => refused.length > 0 && (file === undefined || name === file));
  const headings = [...new Set(parts.flatMap((part) => part.headings))];
  const opened = await openedCells(
    ctx,
    parts.flatMap(({ refused }) => refused.flatMap(({ cells }) => cells)),
  );
  const rows = parts.flatMap((part) => {
    const places = headings.map((heading) => part.headings.indexOf(heading));
    return part.refused.map((refused) => [
      ...places.map((place) => opened(refused.cells[place] ?? '')),
      ...(parts.length > 1 ? [part.name] : []),
      String(refused.row),
      reasonOf(refused, ctx.locale),
      suggestionOf(refused),
    ]);
  });
  const { file: fileColumn, row, reason, suggestion } = REPORT_COLUMNS;
  const header = [...headings, ...(parts.length > 1 ? [fileColumn] : []), row, reason, suggestion];
  // the byte order mark tells spreadsheets that it is UTF-8; one that splits at `;` or tabs must not find a formula there
  return stringify([header, ...rows], { bom: true, escape_formulas: true, quoted_match: /[;\t]/ });
}
