import { type Access, accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { Locality } from '../field-types/index.ts';
import type { ReadRow, RowProblem } from './cells.ts';
import { type DryRun, makeDryRun } from './dry.ts';
import type { Lease } from './lease.ts';
import { type Lookups, makeLookups, makeOwnRows, type OwnRows } from './lookups.ts';
import { type Missing, makeMissing } from './make-missing.ts';
import type { FilePlan } from './map.ts';
import type { ImportOptions } from './options.ts';
import { noteRefused, ownRecords, type Place } from './rows-done.ts';
import { sealedCells } from './secrets.ts';

/** An import while it runs. */
export interface Run {
  /** under the model that was published when the last rows were taken */
  ctx: RequestContext;
  readonly lease: Lease;
  /** another process has begun it: rows may be done with already */
  readonly isResumed: boolean;
  readonly stopping: AbortSignal;
  access: Access;
  /** what is unique is so among all records, also those that the actor may not see */
  engine: Access;
  /** whether workflows and notices hear of the new records */
  readonly isHeard: boolean;
  readonly where: Locality;
  readonly rows: OwnRows;
  readonly lookups: Lookups;
  /** records that rows name and that are made as they are not there */
  readonly missing: Missing;
  /** of an import that shall write nothing */
  readonly dry?: DryRun;
  /** in the order in which the files are written */
  readonly plans: readonly FilePlan[];
}

export interface RunBegin {
  readonly lease: Lease;
  readonly isResumed: boolean;
  readonly stopping: AbortSignal;
}

export function makeRun(
  ctx: RequestContext,
  begin: RunBegin,
  options: ImportOptions,
  plans: readonly FilePlan[],
): Run {
  const access = accessOf(ctx.model, ctx.actor);
  const { timeZone, currency } = ctx.model.settings;
  const where: Locality = { locale: ctx.locale, timeZone, currency };
  const rows = makeOwnRows(options.isDry);
  const ownOf = (object: string, ids: readonly string[]) => ownRecords(ctx, begin.lease.id, object, ids);
  return {
    ctx,
    ...begin,
    access,
    engine: accessOf(ctx.model, { kind: 'engine', roles: [] }),
    isHeard: options.events === 'records',
    where,
    rows,
    missing: makeMissing(),
    lookups: makeLookups({ ctx, access, where, rows, ownOf }),
    plans,
    ...(options.isDry && { dry: makeDryRun() }),
  };
}

export const placeOf = ({ lease, plans }: Pick<Run, 'lease' | 'plans'>, plan: FilePlan): Place => ({
  lease,
  file: plans.indexOf(plan),
  object: plan.object.object.name,
});

/** Rows that are not taken, and why. */
export interface Refusal {
  readonly read: ReadRow;
  readonly problems: readonly RowProblem[];
}

/** Rows are not taken: nobody waits for them any more. */
export async function refuseRows(run: Run, plan: FilePlan, refusals: readonly Refusal[]): Promise<void> {
  const { ctx } = run;
  const rows = refusals.flatMap(({ read: { row, also }, problems }) =>
    [row, ...also].map((one) => ({ ...one, cells: sealedCells(ctx, plan, one.cells), problems })),
  );
  await noteRefused(ctx, ctx.db.forWorkspace(ctx.workspace), placeOf(run, plan), rows);
  for (const { read } of refusals) run.rows.settle(plan, read);
}
