import type { Database, Workspace } from '../db/connect.ts';
import type { FileStore } from '../files/index.ts';
import { LIMITS } from '../limits.ts';
import { removeExports } from './ledger.ts';

const DAY = 86_400_000;

/** Takes away exports that ended long ago, with their files. */
export async function sweepExports(
  db: Database,
  store: FileStore,
  workspace: Workspace,
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - LIMITS.exportKeptDays * DAY);
  const files = await removeExports({ db, workspace }, before);
  for (const file of files) await store.remove(workspace.schema, file);
}
