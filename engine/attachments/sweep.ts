import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { FileStore } from '../files/index.ts';
import { LIMITS } from '../limits.ts';

/** Tables whose rows name files, and in which column. */
const NAMING = [
  ['_file', 'id'],
  ['_export', 'file'],
  ['_import_file', 'upload'],
] as const;

const HOUR = 3_600_000;
const CHUNK = 500;

/** Later than the last moment at which a write may still name the file: no write meets the sweep. */
const LATER = HOUR;

/**
 * Removes files that no record holds any more: uploaded ones that none came to hold, those taken from theirs long
 * ago, and bytes whose row was never written. The row goes before the bytes, and bytes come before their row, so
 * that a copy of the tables, followed by one of the folder, has all that its rows name.
 */
export async function sweepFiles(
  db: Pick<Database, 'forWorkspace'>,
  store: FileStore,
  workspace: Workspace,
  now: Date,
): Promise<number> {
  const { schema } = workspace;
  const on = db.forWorkspace(workspace);
  const table = qualified(schema, '_file');
  const before = (hours: number) => new Date(now.getTime() - hours * HOUR - LATER);
  const text = `DELETE FROM ${table}
    WHERE left_at < CASE WHEN record IS NULL THEN $1::timestamptz ELSE $2::timestamptz END RETURNING id`;
  const cuts = [before(LIMITS.fileWaitHours), before(LIMITS.fileKeptDays * 24)];
  const values = cuts.map((cut) => cut.toISOString());
  const { rows } = await query<{ id: string }>(on, { text, values });
  for (const { id } of rows) await store.remove(schema, id);
  let removed = rows.length;
  const removeUnknown = async (ids: readonly string[]): Promise<void> => {
    const known = await query<{ id: string }>(on, {
      // also those that a job has not done with yet
      text: NAMING.map(
        ([name, column]) =>
          `SELECT ${column} AS id FROM ${qualified(schema, name)} WHERE ${column} = ANY($1::uuid[])`,
      ).join(' UNION ALL '),
      values: [ids],
    });
    const unknown = new Set(ids);
    for (const { id } of known.rows) unknown.delete(id);
    for (const id of unknown) await store.remove(schema, id);
    removed += unknown.size;
  };
  let ids: string[] = [];
  for await (const id of store.older(schema, before(LIMITS.fileWaitHours))) {
    ids.push(id.toLowerCase());
    if (ids.length < CHUNK) continue;
    await removeUnknown(ids);
    ids = [];
  }
  if (ids.length > 0) await removeUnknown(ids);
  return removed;
}
