import type { RequestContext } from '../../context.ts';
import { Problem, problemItem } from '../../errors.ts';
import type { ModelObject } from '../../model/model.ts';
import { systemTable, tableOf } from '../frame.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { readableRecords } from '../readable-records.ts';
import { undoneFrom } from './ledger.ts';

/** Records that were merged into one another: more are not followed. */
const MOST_HOPS = 20;

/** The id of the record that has taken this one in, which lies in the bin for it; undefined where none has. */
async function survivorOf(
  { model }: RequestContext,
  on: Connection,
  object: ModelObject,
  id: string,
): Promise<string | undefined> {
  const text =
    `WITH RECURSIVE up(id, n) AS (SELECT $1::uuid, 0 UNION ALL SELECT m.survivor, up.n + 1 FROM up JOIN ${tableOf(model, object)} t ON t.id = up.id` +
    ` JOIN ${systemTable(model, '_merge')} m ON m.id = t.deletion WHERE t.deleted_at IS NOT NULL AND up.id = ANY(m.others) AND up.n < ${MOST_HOPS})` +
    ' SELECT id FROM up WHERE n > 0 ORDER BY n DESC LIMIT 1';
  const { rows } = await runStatement(on, { text, values: [id] });
  return rows[0]?.[0] ?? undefined;
}

/** That there is no such record; to whoever sees the one that has taken it in, which one that is. */
export async function notFound(ctx: RequestContext, object: ModelObject, id: string): Promise<Problem> {
  const survivor = await survivorOf(ctx, ctx.db.forReading(ctx.workspace), object, id);
  if (survivor === undefined) return new Problem('record.not_found');
  const seen = await readableRecords(ctx, object.name, [survivor], 'id');
  if (!seen.has(survivor)) return new Problem('record.not_found');
  const told = {
    ...problemItem('', 'record.merged'),
    values: { survivor: { object: object.name, id: survivor } },
  };
  return new Problem('record.merged', {}, [told]);
}

/** Refuses to take something out of the bin by itself that lies there for a merge which can still be undone. */
export async function assertNotMerged(
  { model, now }: RequestContext,
  client: Connection,
  deletion: string,
): Promise<void> {
  const { rows } = await runStatement(client, {
    text: `SELECT 1 FROM ${systemTable(model, '_merge')} WHERE id = $1::uuid AND undone_at IS NULL AND at > $2::timestamptz`,
    values: [deletion, undoneFrom(now)],
  });
  if (rows.length > 0) throw new Problem('record.restore_merged');
}
