import { query, transaction } from '../../db/connect.ts';
import { qualified } from '../../db/names.ts';
import type { Step, StepScene } from './define-step.ts';

const FIRST_BATCH = 1_000;
const SMALLEST = 100;
const LARGEST = 10_000;
/** milliseconds that a batch may hold its rows */
const SHORT = 100;
const LONG = 300;

/** The id before all others. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** One batch with the place where the next begins, in one transaction. Returns the number of rows written. */
async function writeBatch(step: Step, { direct, schema }: StepScene, after: string, size: number) {
  return transaction(direct, async (client) => {
    const { rows } = await query<{ id: string }>(client, { text: step.sql, values: [after, size] });
    const last =
      rows
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? after;
    await query(client, {
      text: `UPDATE ${qualified(schema, '_meta_step')} SET cursor = $2, rows_done = rows_done + $3::bigint, heartbeat_at = now() WHERE step_id = $1::uuid`,
      values: [step.id, last, rows.length],
    });
    return { last, written: rows.length };
  });
}

/**
 * Runs the statement of a step over rows in the order of their ids: `$1` the last id done, `$2` how many at
 * once, as many as can be written in a moment. It returns the ids that it wrote.
 */
export async function runInBatches(step: Step, scene: StepScene): Promise<void> {
  let after = step.cursor ?? BEFORE_ALL;
  let size = FIRST_BATCH;
  while (!scene.isStopping()) {
    const started = performance.now();
    const { last, written } = await writeBatch(step, scene, after, size);
    if (written < size) return;
    after = last;
    const took = performance.now() - started;
    if (took < SHORT) size = Math.min(size * 2, LARGEST);
    if (took > LONG) size = Math.max(Math.floor(size / 2), SMALLEST);
  }
}
