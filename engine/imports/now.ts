import type { ClientBase } from '../db/connect.ts';
import { Problem, type ProblemItem } from '../errors.ts';
import { headingOf, type ReadRow, type RowProblem } from './cells.ts';
import { RolledBack } from './dry.ts';
import type { FilePlan } from './map.ts';
import { type DoneRow, type Made, noteDone, type Place } from './rows-done.ts';
import { placeOf, type Run } from './run.ts';

/** Another version was published meanwhile: nothing of what was sent is written. */
export const isOfOldModel = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'record.model_changed';

/** What becomes of a row. */
export type RowOutcome =
  | { readonly made: Made; readonly id: string }
  | { readonly problems: readonly RowProblem[] };

export type Outcomes = Map<ReadRow, RowOutcome>;

/**
 * Under what rows are written: one model from their judgement to their roll-ups, whatever other rows of the import
 * have heard of meanwhile. Under one that is published no more nothing is written.
 */
export interface Now
  extends Pick<Run, 'isHeard' | 'ctx' | 'access' | 'engine' | 'dry'>,
    Pick<FilePlan, 'object' | 'key'> {
  readonly place: Place;
}

export const nowOf = (run: Run, plan: FilePlan): Now => {
  const { isHeard, ctx, access, engine, dry } = run;
  const { object, key } = plan;
  const place = placeOf(run, plan);
  return { ...{ isHeard, ctx, access, engine, object, place }, ...(key && { key }), ...(dry && { dry }) };
};

/** A problem of a body as a problem of its row: `/3/stage` is the column that fills the stage. */
function rowProblem(plan: FilePlan, { path, code, message, suggestion }: ProblemItem): RowProblem {
  const base = {
    heading: headingOf(plan, memberAt(path)),
    code: code as RowProblem['code'],
    problem: message,
  };
  return suggestion === undefined ? base : { ...base, suggestion };
}

/** The member of the body that a problem is about: `/3/stage`, `/3/items/0/product`. */
export function memberAt(path: string): string {
  const [, , field = '', , inside] = path.split('/');
  return inside === undefined ? field : `${field}.${inside}`;
}

/** Whether all that is wrong with a row are relations to rows that a dry run would have written. */
export const isOpen = ({ open }: ReadRow, { path }: ProblemItem): boolean => open.has(memberAt(path));

export const refused = (plan: FilePlan, items: readonly ProblemItem[]): RowOutcome => ({
  problems: items.map((item) => rowProblem(plan, item)),
});

export const linesOf = ({ lines }: ReadRow) =>
  [...lines].map(([name, all]) => [name, all.map(({ values }) => Object.fromEntries(values))] as const);

export const bodyOf = (read: ReadRow): Record<string, unknown> =>
  Object.fromEntries([...read.fallbacks, ...read.values, ...linesOf(read)]);

/** Notes rows with what was written of them; a dry run ends its transaction here. */
export async function note<Outcome>(
  { ctx, place, dry }: Now,
  client: ClientBase,
  rows: readonly DoneRow[],
  outcome: Outcome,
): Promise<void> {
  if (dry) throw new RolledBack(outcome, rows);
  await noteDone(ctx, client, place, rows);
}
