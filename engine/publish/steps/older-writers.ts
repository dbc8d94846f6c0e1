import { setTimeout as wait } from 'node:timers/promises';
import { query } from '../../db/connect.ts';
import type { StepScene } from './define-step.ts';

/** milliseconds between two looks, and after which a step does not wait any longer: writes take 30 s at most */
const PAUSE = 20;
const LONGEST = 120_000;

/**
 * Waits for the end of every transaction that writes at this moment: what it writes was begun under the model
 * before. Whatever begins later is refused under that model, so that behind this wait nothing is written by it.
 * Other databases of the server count too, which is why there is an end to it.
 */
export async function olderWritersEnd({ direct, isStopping }: StepScene): Promise<void> {
  const { rows } = await query<{ now: string }>(direct, { text: 'SELECT pg_current_xact_id()::text AS now' });
  const text = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS "isPast"';
  const until = performance.now() + LONGEST;
  while (!isStopping() && performance.now() < until) {
    const look = await query<{ isPast: boolean }>(direct, { text, values: [rows[0]!.now] });
    if (look.rows[0]!.isPast) return;
    await wait(PAUSE);
  }
}
