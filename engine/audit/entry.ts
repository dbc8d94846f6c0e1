import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { type InsertColumn, insertionSql, qualified } from '../db/index.ts';
import { uuidv7 } from '../ids.ts';
import type { AuditOp } from './kinds.ts';
import { noteWritten } from './written.ts';

/** One thing that happened. Secrets never stand in `changes`. */
export interface Entry {
  readonly op: AuditOp;
  /** id of the object, and of its record; absent of what is about none */
  readonly object?: string;
  readonly record?: string;
  /** of the record, by then */
  readonly version?: number;
  /** of records by field id what it held and what it holds; else by name */
  readonly changes: Readonly<Record<string, unknown>>;
  /** id of the user in whose name, where that differs from one entry of a writer to another */
  readonly onBehalf?: string | undefined;
}

/** Who did it, where and when. */
export interface AuditWriter {
  readonly schema: string;
  /** version of the model */
  readonly version: number;
  /** id of the user; null is the engine itself */
  readonly actor: string | null;
  /** id of the user in whose name; of who is viewed as, where nothing but reading happens */
  readonly onBehalf?: string | null;
  readonly at: Date;
}

/** Who writes in a request; the workspace is one in which its sealer looks from now on. */
export function auditWriterOf({ db, workspace, model, actor, now }: RequestContext): AuditWriter {
  noteWritten(db, workspace);
  return {
    schema: model.schema,
    version: model.version,
    actor: actor.viewedBy?.id ?? actor.userId,
    onBehalf: actor.viewedBy ? actor.userId : (actor.onBehalf ?? null),
    at: now,
  };
}

function columnsOf(
  { version, actor, onBehalf, at }: AuditWriter,
  versionSql: (bound: string) => string,
): readonly InsertColumn<Entry>[] {
  const moment = at.toISOString();
  return [
    ['at', 'timestamptz', () => moment],
    ['id', 'uuid', () => uuidv7()],
    ['object', 'text', ({ object }) => object ?? null],
    ['record', 'uuid', ({ record }) => record ?? null],
    ['version', 'int', (entry) => entry.version ?? null],
    ['actor', 'uuid', () => actor],
    ['on_behalf', 'uuid', (entry) => entry.onBehalf ?? onBehalf ?? null],
    ['op', 'text', ({ op }) => op],
    ['changes', 'text', ({ changes }) => JSON.stringify(changes)],
    ['v', 'int', () => version, versionSql],
  ];
}

/**
 * The INSERT of entries: the only text that puts anything into the audit. It is run by itself, or stands as
 * a CTE in the statement of what it tells of; `versionSql` may look at the version of the Model on the way.
 */
export const entriesSql = (
  writer: AuditWriter,
  entries: readonly Entry[],
  values: unknown[],
  versionSql: (bound: string) => string = (bound) => bound,
): string => insertionSql(qualified(writer.schema, '_audit'), columnsOf(writer, versionSql), entries, values);

/** Leaves entries, in the caller's transaction where there is one. */
export async function writeEntries(
  writer: AuditWriter,
  on: Pool | ClientBase,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const values: unknown[] = [];
  const text = entriesSql(writer, entries, values);
  await query(on, { text, values });
}
