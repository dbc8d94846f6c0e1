import type { RequestContext } from '../context.ts';
import { qualified } from '../db/names.ts';
import { Problem, problemItem } from '../errors.ts';
import type { AuditRequest } from './request.ts';

/** An entry as whoever answers for security reads it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly op: string;
  /** id of the object */
  readonly object: string | null;
  readonly record: string | null;
  readonly version: number | null;
  readonly actor: string | null;
  readonly onBehalf: string | null;
  readonly changes: Readonly<Record<string, unknown>>;
  /** version of the model */
  readonly v: number;
}

/** Where a page ends. */
interface Position {
  readonly at: string;
  readonly id: string;
}

const CURSOR =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export const cursorAfter = ({ at, id }: Position): string => Buffer.from(`${at}_${id}`).toString('base64url');

function positionOf(cursor: string): Position {
  const [, at, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined) throw new Problem('query.cursor', {}, [problemItem('/cursor', 'query.cursor')]);
  return { at, id: id! };
}

const COLUMNS =
  'to_char(a.at AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\'), a.id::text, a.op, a.object, a.record::text, a.version, a.actor::text, a.on_behalf::text, a.changes, a.v';

/**
 * Entries that a request asks for, the newest first. What somebody did in the name of another is found under both.
 * Every filter has an index that ends in time and id, so that a page costs what it holds.
 */
export async function readAudit(
  { db, workspace, model }: RequestContext,
  { object, record, user, op, from, to, limit, cursor }: AuditRequest,
): Promise<readonly AuditEntry[]> {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const conditions: string[] = [];
  if (object !== undefined) conditions.push(`a.object = ${bind(object, 'text')}`);
  if (op !== undefined) {
    // said as the index says it, which has none of these two
    const isRare = op !== 'create' && op !== 'update';
    conditions.push(`a.op = ${bind(op, 'text')}${isRare ? " AND a.op NOT IN ('create', 'update')" : ''}`);
  }
  if (from !== undefined) conditions.push(`a.at >= ${bind(from, 'timestamptz')}`);
  if (to !== undefined) conditions.push(`a.at < ${bind(to, 'timestamptz')}`);
  if (cursor !== undefined) {
    const { at, id } = positionOf(cursor);
    conditions.push(`(a.at, a.id) < (${bind(at, 'timestamptz')}, ${bind(id, 'uuid')})`);
  }
  const most = bind(limit, 'int');
  const table = qualified(model.schema, '_audit');
  // entries of lists name each record that was shown; found first and sorted then, or the order of time would be walked through
  const readAlong = (id: string): string =>
    `(SELECT * FROM ${table} a WHERE a.op = 'read' AND a.record IS NULL AND (a.changes::jsonb -> 'records') @> ${bind(JSON.stringify([id]), 'jsonb')} OFFSET 0)`;
  const page = (from: string, more: readonly string[]): string => {
    const all = [...conditions, ...more];
    const where = all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`;
    return `SELECT ${COLUMNS}, a.at AS t, a.id AS i FROM ${from} a${where} ORDER BY a.at DESC, a.id DESC LIMIT ${most}`;
  };
  const byUser = (who: string) => [
    [`a.actor = ${who}`],
    [`a.on_behalf = ${who}`, `a.actor IS DISTINCT FROM ${who}`],
  ];
  const byWhom: readonly string[][] = user === undefined ? [[]] : byUser(bind(user, 'uuid'));
  const pages = byWhom.flatMap((who) =>
    record === undefined
      ? [page(table, who)]
      : [page(table, [...who, `a.record = ${bind(record, 'uuid')}`]), page(readAlong(record), who)],
  );
  const text =
    pages.length === 1
      ? pages[0]!
      : `SELECT * FROM (${pages.map((one) => `(${one})`).join(' UNION ALL ')}) e ORDER BY t DESC, i DESC LIMIT ${most}`;
  const { rows } = await db.forReading(workspace).query<any[]>({ text, values, rowMode: 'array' });
  return rows.map((row): AuditEntry => {
    const [at, id, kind, objectId, recordId, version, actor, onBehalf, changes, v] = row;
    const about = { object: objectId, record: recordId, version, actor, onBehalf };
    return { id, at, op: kind, ...about, changes: JSON.parse(changes), v };
  });
}
