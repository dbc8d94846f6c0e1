import { type ClientBase, type Pool, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { isProblemCode, type Labels, messageOf } from '../errors.ts';
import { stepKind } from './steps/index.ts';

/** How far something is that a publish left to be done. */
export interface StepProgress {
  readonly id: string;
  readonly kind: string;
  readonly labels: Labels;
  /** cancelled: a later publish wants something else */
  readonly state: 'pending' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly rowsDone: number;
  readonly rowsTotal: number | null;
  readonly error: Labels | null;
}

export interface PublishProgress {
  readonly version: number;
  readonly state: 'running' | 'done' | 'failed';
  readonly steps: readonly StepProgress[];
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly state: StepProgress['state'];
  readonly done: string;
  readonly total: string | null;
  readonly error: string | null;
}

/** What went wrong, without anything that only the operator may know. */
function errorOf(error: string | null): Labels | null {
  if (error === null) return null;
  const { code } = JSON.parse(error) as { readonly code: string };
  const known = isProblemCode(code) ? code : 'engine.internal';
  return messageOf(known, { count: '?', reference: '-' });
}

/** The state of a publish; undefined where there is no such version. */
export async function publishProgress(
  on: Pool | ClientBase,
  { schema }: Pick<Workspace, 'schema'>,
  version: number,
): Promise<PublishProgress | undefined> {
  const known = await query(on, {
    text: `SELECT FROM ${qualified(schema, '_meta_version')} WHERE v = $1::int`,
    values: [version],
  });
  if (known.rowCount === 0) return undefined;
  const { rows } = await query<Row>(on, {
    text: `SELECT step_id AS id, kind, state, rows_done AS done, rows_total AS total, error FROM ${qualified(schema, '_meta_step')} WHERE v = $1::int ORDER BY ord`,
    values: [version],
  });
  const steps = rows.map(
    ({ id, kind, state, done, total, error }): StepProgress => ({
      id,
      kind,
      labels: stepKind(kind)?.labels ?? { en: kind },
      state,
      rowsDone: Number(done),
      rowsTotal: total === null ? null : Number(total),
      error: state === 'failed' ? errorOf(error) : null,
    }),
  );
  const isFailed = steps.some(({ state }) => state === 'failed');
  const isDone = steps.every(({ state }) => state === 'done' || state === 'cancelled');
  return { version, state: isFailed ? 'failed' : isDone ? 'done' : 'running', steps };
}

/** Lets failed steps be tried again, after what was wrong has been put right. */
export async function retrySteps(
  on: Pool | ClientBase,
  { schema }: Pick<Workspace, 'schema'>,
  version: number,
): Promise<void> {
  await query(on, {
    text: `UPDATE ${qualified(schema, '_meta_step')} SET state = 'pending', attempts = 0, lock_timeouts = 0, error = NULL WHERE v = $1::int AND state = 'failed'`,
    values: [version],
  });
}
