import type { Database, Workspace } from '../db/connect.ts';

/** Milliseconds for which a workspace is looked after behind a write: its transaction may take that long. */
const PATIENCE = 60_000;

/** The workspaces in which this process has written lately, until when each is looked after. */
const written = new WeakMap<
  Database,
  Map<string, { readonly workspace: Workspace; readonly until: number }>
>();

/** Something is being written in a workspace: its sealer is to look. */
export function noteWritten(db: Database, workspace: Workspace): void {
  const known = written.get(db) ?? new Map();
  if (known.size === 0) written.set(db, known);
  known.set(workspace.id, { workspace, until: Date.now() + PATIENCE });
}

/** The workspaces in which this process has written lately. */
export function writtenLately(db: Database): readonly Workspace[] {
  const known = written.get(db);
  if (!known) return [];
  const now = Date.now();
  for (const [id, { until }] of known) if (until < now) known.delete(id);
  return [...known.values()].map(({ workspace }) => workspace);
}
