import { type ClientBase, query, transaction } from '../../db/connect.ts';
import { qualified } from '../../db/names.ts';
import type { Step, StepScene } from './define-step.ts';
import { olderWritersEnd } from './older-writers.ts';

const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Computes what records hold that follows from others, batch by batch in the order of their ids: each is locked first
 * and computed behind the lock, as every write does it, so that writers may go on meanwhile. `next` takes `$1` the last
 * id done and `$2` how many.
 */
export async function computeBehindLocks(
  step: Step,
  scene: StepScene,
  next: string,
  compute: (client: ClientBase, ids: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const { direct, schema, isStopping } = scene;
  if (step.cursor === null) await olderWritersEnd(scene);
  let after = step.cursor ?? BEFORE_ALL;
  while (!isStopping()) {
    const from = after;
    const ids = await transaction(direct, async (client) => {
      const { rows } = await query<{ id: string }>(client, { text: next, values: [from, BATCH] });
      const batch = rows.map(({ id }) => id);
      if (batch.length === 0) return batch;
      await compute(client, batch);
      await query(client, {
        text: `UPDATE ${qualified(schema, '_meta_step')} SET cursor = $2, rows_done = rows_done + $3::bigint, heartbeat_at = now() WHERE step_id = $1::uuid`,
        values: [step.id, batch.at(-1), batch.length],
      });
      return batch;
    });
    if (ids.length < BATCH) return;
    after = ids.at(-1)!;
  }
}

/** The ids of a table behind one, in their order. */
export const idsBehind = (table: string): string =>
  `SELECT id FROM ${table} WHERE id > $1::uuid ORDER BY id LIMIT $2::int`;
