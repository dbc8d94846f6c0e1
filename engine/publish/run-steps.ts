import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { Vaults } from '../encryption/index.ts';
import type { ProblemCode } from '../errors.ts';
import { isCancelled, isInTheWay, isLost } from './passing.ts';
import { type Step, type StepScene, stepKind, stepKinds } from './steps/index.ts';

/** Seconds without a sign of life after which another process takes a step over. */
const LEASE = 30;
const HEARTBEAT = 5_000;
const ATTEMPTS = 3;
const LOCK_TIMEOUTS = 40;
/** milliseconds until a step that met a lock is tried again */
const PAUSE = 500;

const OWNER = `${hostname()}:${process.pid}`;

/** It is worth trying again without anything having been put right. */
const isPassing = (error: unknown): boolean => isInTheWay(error) || isCancelled(error) || isLost(error);

const sqlState = (error: unknown): string => (error as { code?: string }).code ?? '';

/** What a step that cannot be done says to an admin. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  '23505': 'publish.duplicates',
  '23503': 'publish.dangling',
};

/** Steps that write values of records: those behind them look at these. */
const WRITING = stepKinds()
  .filter(({ writes }) => writes)
  .map(({ name }) => name);

/**
 * Takes the next step of a workspace: one that waits for no other of the same index or key and for none that
 * still writes records, or one whose process is gone.
 */
async function takeStep(db: Database, workspace: Workspace): Promise<Step | undefined> {
  const table = qualified(workspace.schema, '_meta_step');
  const { rows } = await query<Step>(db.direct(), {
    text:
      `UPDATE ${table} SET state = 'running', owner = $1, heartbeat_at = now() WHERE step_id = (` +
      `SELECT s.step_id FROM ${table} s WHERE (s.state = 'pending' OR (s.state = 'running' AND s.heartbeat_at < now() - make_interval(secs => ${LEASE})))` +
      ` AND NOT EXISTS (SELECT FROM ${table} e WHERE (e.cursor = s.cursor OR e.kind = ANY($2::text[])) AND (e.v, e.ord) < (s.v, s.ord) AND e.state IN ('pending', 'running'))` +
      ' ORDER BY s.v, s.ord LIMIT 1 FOR UPDATE OF s SKIP LOCKED)' +
      ' RETURNING step_id AS id, kind, sql, cursor',
    values: [OWNER, WRITING],
  });
  return rows[0];
}

async function endStep(
  db: Database,
  workspace: Workspace,
  { id }: Step,
  change: string,
  values: readonly unknown[] = [],
): Promise<void> {
  await query(db.direct(), {
    text: `UPDATE ${qualified(workspace.schema, '_meta_step')} SET ${change}, owner = NULL WHERE step_id = $1::uuid AND owner = $2`,
    values: [id, OWNER, ...values],
  });
}

/** Notes why a step did not end: it waits for a lock to go, is tried again, or has failed and says why. */
async function noteFailure(db: Database, workspace: Workspace, step: Step, error: unknown): Promise<void> {
  if (isPassing(error)) {
    await endStep(
      db,
      workspace,
      step,
      `lock_timeouts = lock_timeouts + 1, state = CASE WHEN lock_timeouts >= ${LOCK_TIMEOUTS} THEN 'failed' ELSE 'pending' END, error = $3`,
      [JSON.stringify({ code: 'engine.busy', sqlState: sqlState(error) })],
    );
    return;
  }
  const code = CODES[sqlState(error)];
  const attempts = code ? 0 : ATTEMPTS - 1;
  await endStep(
    db,
    workspace,
    step,
    `attempts = attempts + 1, state = CASE WHEN attempts >= ${attempts} THEN 'failed' ELSE 'pending' END, error = $3`,
    [
      JSON.stringify({
        code: code ?? 'engine.internal',
        sqlState: sqlState(error),
        message: error instanceof Error ? error.message : String(error),
      }),
    ],
  );
}

export interface StepRun {
  readonly vaults: Vaults;
  /** ends the work as soon as it can be taken up again */
  readonly signal?: AbortSignal;
}

/** Runs a step under a heartbeat; stopping cancels what Postgres is doing for it. */
async function runStep(
  db: Database,
  workspace: Workspace,
  step: Step,
  { vaults, signal }: StepRun,
): Promise<void> {
  let backend: number | undefined;
  const cancel = (): void => {
    if (backend === undefined) return;
    query(db.direct(), { text: 'SELECT pg_cancel_backend($1::int)', values: [backend] }).catch(() => {});
  };
  const beat = setInterval(() => {
    query(db.direct(), {
      text: `UPDATE ${qualified(workspace.schema, '_meta_step')} SET heartbeat_at = now() WHERE step_id = $1::uuid AND owner = $2`,
      values: [step.id, OWNER],
    }).catch(() => {});
  }, HEARTBEAT);
  const scene: StepScene = {
    direct: db.direct(),
    schema: workspace.schema,
    vault: vaults.of(workspace),
    busy: (pid) => {
      backend = pid;
    },
    isStopping: () => signal?.aborted === true,
  };
  signal?.addEventListener('abort', cancel);
  try {
    await stepKind(step.kind)!.run(step, scene);
  } finally {
    clearInterval(beat);
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Runs what is left to do of a workspace's publishes, one step after the other, in the order in which they
 * were published. Several processes may do it at once: each step is taken by one.
 */
export async function runSteps(db: Database, workspace: Workspace, run: StepRun): Promise<void> {
  const { signal } = run;
  while (!signal?.aborted) {
    const step = await takeStep(db, workspace);
    if (!step) return;
    try {
      await runStep(db, workspace, step, run);
      await endStep(
        db,
        workspace,
        step,
        signal?.aborted ? "state = 'pending'" : "state = 'done', error = NULL",
      );
    } catch (error) {
      await noteFailure(db, workspace, step, error);
      if (isPassing(error) && !signal?.aborted) await sleep(PAUSE * (0.5 + Math.random()));
    }
  }
}
