import { type Access, accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { Locality } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import type { ReadRow, RowProblem } from './cells.ts';
import { type FileCounts, type ImportReport, ownRecords, type RefusedRow } from './ledger.ts';
import { type Lookups, makeLookups, makeOwnRows, type OwnRows } from './lookups.ts';
import type { FilePlan } from './map.ts';
import type { ImportOptions } from './options.ts';
import { sealedCells } from './secrets.ts';

/** How far a file is. */
interface Progress {
  readonly counts: FileCounts;
  readonly refused: RefusedRow[];
}

/** An import while it runs. */
export interface Run {
  /** under the model that was published when the last rows were taken */
  ctx: RequestContext;
  readonly id: string;
  access: Access;
  /** what is unique is so among all records, also those that the actor may not see */
  engine: Access;
  /** whether workflows and notices hear of the new records */
  readonly isHeard: boolean;
  readonly where: Locality;
  readonly rows: OwnRows;
  readonly lookups: Lookups;
  /** in the order in which the files are written */
  readonly progress: ReadonlyMap<FilePlan, Progress>;
}

export function makeRun(
  ctx: RequestContext,
  id: string,
  options: ImportOptions,
  plans: readonly FilePlan[],
): Run {
  const access = accessOf(ctx.model, ctx.actor);
  const { timeZone, currency } = ctx.model.settings;
  const where: Locality = { locale: ctx.locale, timeZone, currency };
  const rows = makeOwnRows();
  const ownOf = (object: string, ids: readonly string[]) => ownRecords(ctx, id, object, ids);
  const progress = plans.map((plan): [FilePlan, Progress] => {
    const object = plan.object.object.name;
    const counts = {
      object,
      file: plan.source.name,
      rows: plan.form.rows,
      created: 0,
      updated: 0,
      failed: 0,
    };
    return [plan, { counts, refused: [] }];
  });
  return {
    ctx,
    id,
    access,
    engine: accessOf(ctx.model, { kind: 'engine', roles: [] }),
    isHeard: options.events === 'records',
    where,
    rows,
    lookups: makeLookups({ ctx, access, where, rows, ownOf }),
    progress: new Map(progress),
  };
}

export const countsOf = ({ progress }: Run): FileCounts[] =>
  [...progress.values()].map(({ counts }) => counts);

export const reportOf = ({ progress }: Run): ImportReport => ({
  files: [...progress].map(([{ form, ignored }, { refused }]) => ({
    headings: form.headings,
    ignored,
    refused,
  })),
});

/** A row is written: who waited for it may go on. */
export function countMade(
  run: Run,
  plan: FilePlan,
  read: ReadRow,
  { made, id }: { readonly made: 'created' | 'updated'; readonly id: string },
): void {
  run.progress.get(plan)!.counts[made] += 1;
  run.rows.settle(plan, read, id);
}

/** A row is not taken: nobody waits for it any more. */
export function countRefused(run: Run, plan: FilePlan, read: ReadRow, problems: readonly RowProblem[]): void {
  const { counts, refused } = run.progress.get(plan)!;
  counts.failed += 1 + read.also.length;
  run.rows.settle(plan, read);
  const kept = [...run.progress.values()].reduce((sum, one) => sum + one.refused.length, 0);
  if (kept >= LIMITS.importErrors) return;
  const rows = [read.row, ...read.also];
  refused.push(...rows.map((row) => ({ ...row, cells: sealedCells(run.ctx, plan, row.cells), problems })));
}
