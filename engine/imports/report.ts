import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, textIn } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { type ImportFile, type KnownImport, listImports, readImport } from './ledger.ts';
import { refusedGroups } from './refused.ts';

const LISTED = 50;

/** Whether the actor may know of imports that others made. */
const seesAll = ({ model, actor }: RequestContext): boolean =>
  accessOf(model, actor).hasAdminRight('operations');

/** An import that the actor made or, with the right over operations, anybody. */
export async function importOf(ctx: RequestContext, id: string): Promise<KnownImport> {
  const known = isUuid(id) ? await readImport(ctx, id) : undefined;
  const isMine = known && (seesAll(ctx) || known.createdBy === ctx.actor.userId);
  if (!known || !isMine) throw new Problem('import.not_found');
  return known;
}

const totals = ({ files }: KnownImport) => {
  const sum = (part: 'rows' | 'created' | 'updated' | 'skipped' | 'failed') =>
    files.reduce((total, file) => total + file[part], 0);
  return {
    rows: sum('rows'),
    ...{ created: sum('created'), updated: sum('updated'), skipped: sum('skipped'), failed: sum('failed') },
  };
};

/** How far an import is that runs: rows that are done with, how many of them a second, and seconds that are left. */
function progressOf({ files, takenAt, takenRows }: KnownImport, now: Date) {
  const sum = (part: 'rows' | 'taken') => files.reduce((total, file) => total + file[part], 0);
  const [rows, taken] = [sum('rows'), sum('taken')];
  const seconds = takenAt ? (now.getTime() - takenAt.getTime()) / 1_000 : 0;
  const rate = seconds > 0 ? (taken - takenRows) / seconds : 0;
  if (rate <= 0) return { rows, taken };
  return { rows, taken, rate: Math.round(rate), seconds_left: Math.ceil((rows - taken) / rate) };
}

const headOf = (known: KnownImport, now: Date) => ({
  id: known.id,
  name: known.name,
  ...(known.isDry && { dry_run: true }),
  state: known.isStopping ? 'stopping' : known.state,
  ...totals(known),
  created_by: known.createdBy,
  created_at: known.createdAt.toISOString(),
  ...(known.state === 'running' && { progress: progressOf(known, now) }),
  ...(known.endedAt && { ended_at: known.endedAt.toISOString() }),
  ...(known.undoneAt && { undone_at: known.undoneAt.toISOString() }),
});

const fileHead = ({ object, name, form, rows, created, updated, skipped, failed }: ImportFile) => ({
  ...{ object, file: name, ...(form.sheet !== undefined && { sheet: form.sheet }) },
  ...{ rows, created, updated, skipped, failed },
});

/** An import as the API answers it, in the caller's language. */
export async function describeImport(ctx: RequestContext, id: string): Promise<Record<string, unknown>> {
  const known = await importOf(ctx, id);
  const { failure, made, undo } = known.report;
  const groups = await refusedGroups(ctx, id);
  const files = known.files.map((one) => ({
    ...fileHead(one),
    ignored: one.ignored,
    problems: groups
      .filter(({ file }) => file === one.file)
      .map(({ column, code, message, suggestion, rows, first }) => ({
        ...{ column, code, message: textIn(message, ctx.locale) },
        ...(suggestion !== null && { suggestion }),
        ...{ rows, first },
      })),
  }));
  return {
    ...headOf(known, ctx.now),
    files,
    ...(made && { made }),
    ...(failure && { failure: { code: failure.code, message: textIn(failure.message, ctx.locale) } }),
    ...(undo && { undo }),
  };
}

/** An import in a list of them. */
export type ListedImport = ReturnType<typeof headOf> & {
  readonly files: readonly ReturnType<typeof fileHead>[];
};

/** The latest imports, youngest first; a name may end in `*`. */
export async function describeImports(ctx: RequestContext, name?: string): Promise<readonly ListedImport[]> {
  const createdBy = seesAll(ctx) ? undefined : ctx.actor.userId;
  const known = await listImports(ctx, {
    limit: LISTED,
    ...(createdBy && { createdBy }),
    ...(name !== undefined && { name }),
  });
  return known.map((one) => ({ ...headOf(one, ctx.now), files: one.files.map(fileHead) }));
}
