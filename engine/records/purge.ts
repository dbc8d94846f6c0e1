import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { systemTable, tableOf } from './frame.ts';
import { type Group, inUse, type Link, linksTo } from './links-to.ts';
import { readNarrow } from './narrow.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { isPostgresError, problemOf } from './postgres-errors.ts';
import { trailOf } from './trail.ts';

/** A record that points at one that is to go. */
interface Pointing {
  readonly id: string;
  readonly version: number;
  readonly isBinned: boolean;
}

const columnOf = ({ field }: Link): string => quote(field.columns[0]!.name);

async function pointingAt(
  ctx: RequestContext,
  client: Connection,
  link: Link,
  ids: readonly string[],
): Promise<readonly Pointing[]> {
  const text = `SELECT t.id, t.version, t.deleted_at IS NOT NULL FROM ${tableOf(ctx.model, link.object)} t WHERE t.${columnOf(link)} = ANY($1::uuid[]) ORDER BY t.id LIMIT ${LIMITS.offset + 1} FOR UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: [ids] });
  return rows.map(([id, version, isBinned]) => ({
    id: id!,
    version: Number(version),
    isBinned: isBinned === 't',
  }));
}

/** The record and all that is nothing without it: what went to the bin along with it, its line items and links. */
async function treeOf(ctx: RequestContext, client: Connection, root: Group): Promise<readonly Group[]> {
  const { access } = objectAccessOf(ctx, root.object.name);
  const groups: Group[] = [];
  const going = new Set(root.records.map(({ id }) => id));
  const queue: Group[] = [root];
  for (let group = queue.shift(); group; group = queue.shift()) {
    groups.push(group);
    const ids = group.records.map(({ id }) => id);
    for (const link of linksTo(ctx.model, group.object)) {
      if (link.field.onDelete !== 'cascade') continue;
      const found = (await pointingAt(ctx, client, link, ids)).filter(({ id }) => !going.has(id));
      if (found.some(({ isBinned }) => !isBinned)) throw inUse(access, link.object);
      for (const { id } of found) going.add(id);
      if (going.size > LIMITS.offset) throw new Problem('record.tree_too_large', { limit: LIMITS.offset });
      if (found.length > 0) queue.push({ object: link.object, records: found });
    }
  }
  // also what lies in the bin is kept whole: it could not come back without what it points at
  for (const { object, records } of groups) {
    for (const link of linksTo(ctx.model, object)) {
      if (link.field.onDelete !== 'restrict') continue;
      const ids = records.map(({ id }) => id);
      const text = `SELECT 1 FROM ${tableOf(ctx.model, link.object)} t WHERE t.${columnOf(link)} = ANY($1::uuid[]) AND t.id <> ALL($2::uuid[]) LIMIT 1`;
      const { rows } = await runStatement(client, { text, values: [ids, [...going]] });
      if (rows.length > 0) throw inUse(access, link.object);
    }
  }
  return groups;
}

/** What the engine keeps beside a record. Files go with the next sweep; the audit stays. */
const BESIDE: readonly (readonly [table: string, column: string])[] = [
  ['_stage_history', 'record'],
  ['_match', 'record'],
  ['_duplicate', 'a'],
  ['_duplicate', 'b'],
  ['_collaborator', 'record_id'],
  ['_collaborator', 'member'],
  ['_merge_row', 'record'],
  ['_import_held', 'record'],
];

/** Removes one group: nothing points at it any more, and what is kept of it says that it was purged. */
async function removeGroup(ctx: RequestContext, client: Connection, group: Group): Promise<void> {
  const { model } = ctx;
  const ids = group.records.map(({ id }) => id);
  for (const link of linksTo(model, group.object)) {
    if (link.field.onDelete !== 'null') continue;
    const cleared = link.field.columns.map(({ name }) => `${quote(name)} = NULL`).join(', ');
    const text = `UPDATE ${tableOf(model, link.object)} t SET ${cleared} WHERE t.${columnOf(link)} = ANY($1::uuid[])`;
    await runStatement(client, { text, values: [ids] });
  }
  for (const [table, column] of BESIDE) {
    const text = `DELETE FROM ${systemTable(model, table)} WHERE ${column} = ANY($1::uuid[])`;
    await runStatement(client, { text, values: [ids] });
  }
  const text = `UPDATE ${systemTable(model, '_file')} SET left_at = $2::timestamptz - make_interval(days => ${LIMITS.fileKeptDays}) WHERE record = ANY($1::uuid[])`;
  await runStatement(client, { text, values: [ids, ctx.now.toISOString()] });
  const traces = group.records.map(({ id, version }) => ({
    ...{ object: group.object, record: id, version: version + 1 },
    ...{ operation: 'purge' as const, changes: {}, moves: [] },
  }));
  const values: unknown[] = [];
  const ctes = trailOf(ctx, traces, values);
  values.push(ids);
  const remove = `WITH ${ctes.join(', ')} DELETE FROM ${tableOf(model, group.object)} t WHERE t.id = ANY($${values.length}::uuid[])`;
  await runStatement(client, { text: remove, values });
}

/** Something points at the record of which the Model says nothing: a field that was archived. */
const FOREIGN_KEY = '23503';

/** Destroys a record that lies in the bin, with what went there along with it, for good. */
export async function purgeRecord(
  ctx: RequestContext,
  objectName: string,
  id: string,
  ifVersion?: number,
): Promise<void> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'purge');
  const work = async (client: Connection): Promise<void> => {
    const asked = { access, object, id, names: [] };
    const record = await readNarrow(ctx, client, { ...asked, isDeleted: true, lock: true });
    if (!record) {
      const isLive = await readNarrow(ctx, client, asked);
      throw new Problem(isLive ? 'record.not_deleted' : 'record.not_found');
    }
    if (!record.isIn(object.rows('purge'))) throw new Problem('record.forbidden');
    if (!record.isCurrent) throw new Problem('record.model_changed');
    if (ifVersion !== undefined && ifVersion !== record.version) throw new Problem('record.stale');
    const root = { object: object.object, records: [{ id, version: record.version }] };
    const groups = await treeOf(ctx, client, root);
    for (const group of groups.toReversed()) await removeGroup(ctx, client, group);
  };
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), work).catch((error: unknown) => {
    const isPointedAt = isPostgresError(error) && error.code === FOREIGN_KEY;
    throw isPointedAt
      ? new Problem('record.in_use', { object: '…' }, [], error)
      : problemOf(error, object.object);
  });
}
