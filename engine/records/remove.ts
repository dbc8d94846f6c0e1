import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { ModelObject } from '../model/model.ts';
import { assertManagerStays } from '../people/index.ts';
import { doneOnBehalf } from './behalf.ts';
import { tableOf } from './frame.ts';
import { keepAnswer, type RepeatKey } from './idempotency.ts';
import { type Group, inUse, type Link, linksTo } from './links-to.ts';
import { linkTargetsOf } from './members.ts';
import { assertNotMerged } from './merging/merged.ts';
import { readNarrow } from './narrow.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { isLostRace, problemOf } from './postgres-errors.ts';
import type { Written } from './prepare.ts';
import { rollupMoved } from './rollups.ts';
import { type Operation, type Trace, trailOf } from './trail.ts';

async function childrenOf(
  ctx: RequestContext,
  client: Connection,
  { object, field }: Link,
  parents: readonly string[],
): Promise<Group['records']> {
  const column = quote(field.columns[0]!.name);
  const text = `SELECT t.id, t.version FROM ${tableOf(ctx.model, object)} t WHERE t.${column} = ANY($1::uuid[]) AND t.deleted_at IS NULL ORDER BY t.id LIMIT ${LIMITS.offset + 1} FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: [parents] });
  return rows.map(([id, version]) => ({ id: id!, version: Number(version) }));
}

/**
 * Locks what would go to the bin with a record, the deepest first and the record last: whoever writes a
 * child locks that and then, for its roll-ups, what is above.
 */
async function lockBelow(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
  seen: ReadonlySet<ModelObject> = new Set([object]),
): Promise<void> {
  for (const { object: child, field } of linksTo(ctx.model, object)) {
    if (field.onDelete !== 'cascade' || seen.has(child)) continue;
    const column = quote(field.columns[0]!.name);
    const text = `SELECT t.id FROM ${tableOf(ctx.model, child)} t WHERE t.${column} = ANY($1::uuid[]) ORDER BY t.id LIMIT ${LIMITS.offset}`;
    const { rows } = await runStatement(client, { text, values: [ids] });
    const below = rows.map(([id]) => id!);
    if (below.length === 0) continue;
    await lockBelow(ctx, client, child, below, new Set([...seen, child]));
    const lock = `SELECT t.id FROM ${tableOf(ctx.model, child)} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR NO KEY UPDATE OF t`;
    await runStatement(client, { text: lock, values: [below] });
  }
}

/** The record and everything that goes to the bin with it. Links that restrict refuse, those that null stay. */
async function treeBelow(
  ctx: RequestContext,
  access: Access,
  client: Connection,
  root: Group,
): Promise<Group[]> {
  const groups: Group[] = [];
  const seen = new Set(root.records.map(({ id }) => id));
  const queue: Group[] = [root];
  for (let group = queue.shift(); group; group = queue.shift()) {
    groups.push(group);
    const parents = group.records.map(({ id }) => id);
    for (const link of linksTo(ctx.model, group.object)) {
      if (link.field.onDelete !== 'cascade') continue;
      const found = await childrenOf(ctx, client, link, parents);
      const fresh = found.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      if (seen.size > LIMITS.offset) throw new Problem('record.tree_too_large', { limit: LIMITS.offset });
      if (fresh.length > 0) queue.push({ object: link.object, records: fresh });
    }
  }
  for (const group of groups) await assertNotKept(ctx, access, client, group, seen);
  return groups;
}

/** Refuses where a record that stays points at one of the group and wants it kept: what goes along keeps nothing. */
async function assertNotKept(
  ctx: RequestContext,
  access: Access,
  client: Connection,
  { object, records }: Group,
  going: ReadonlySet<string>,
): Promise<void> {
  for (const link of linksTo(ctx.model, object)) {
    if (link.field.onDelete !== 'restrict') continue;
    const column = quote(link.field.columns[0]!.name);
    const text = `SELECT t.id FROM ${tableOf(ctx.model, link.object)} t WHERE t.${column} = ANY($1::uuid[]) AND t.id <> ALL($2::uuid[]) AND t.deleted_at IS NULL LIMIT 1`;
    const { rows } = await runStatement(client, { text, values: [records.map(({ id }) => id), [...going]] });
    if (rows.length > 0) throw inUse(access, link.object);
  }
}

/** What becomes of records: into the bin by a deletion, or out of it; and for whom. */
interface Move {
  readonly operation: Operation;
  readonly deletion: string | null;
  readonly onBehalf: string | undefined;
  /** what the history says of it */
  readonly told?: Trace['changes'];
}

/** Writes the new state of a group in one flat statement with audit and event of each record. */
export async function writeGroup(
  ctx: RequestContext,
  client: Connection,
  group: Group,
  { operation, deletion, onBehalf, told = {} }: Move,
  keep?: { readonly key: RepeatKey; readonly answer: string },
): Promise<void> {
  const traces = group.records.map(
    ({ id, version }): Trace => ({
      object: group.object,
      record: id,
      version: version + 1,
      operation,
      changes: told,
      moves: [],
      onBehalf,
    }),
  );
  const at = ctx.now.toISOString();
  const values: unknown[] = [ctx.actor.userId, deletion === null ? null : at, deletion, at];
  const ctes = trailOf(ctx, traces, values);
  if (keep) ctes.push(keepAnswer(ctx, keep.key, { status: 200, answer: keep.answer }, values));
  values.push(group.records.map(({ id }) => id));
  const text =
    `WITH ${ctes.join(', ')} UPDATE ${tableOf(ctx.model, group.object)} t SET deleted_at = $2::timestamptz(3), deletion = $3::uuid,` +
    ` version = t.version + 1, updated_at = $4::timestamptz(3), updated_by = $1::uuid WHERE t.id = ANY($${values.length}::uuid[])`;
  await runStatement(client, { name: statementName(text), text, values });
}

/** Behind the last of them: a parent that goes along counts its children as they are by then. */
export async function rollupGroupsOf(
  ctx: RequestContext,
  client: Connection,
  groups: readonly Group[],
): Promise<void> {
  for (const { object, records } of groups) {
    await rollupMoved(
      ctx,
      client,
      object,
      records.map(({ id }) => id),
    );
  }
}

/** Puts a record into the recycle bin, with the children that its links send along. */
export async function deleteInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  id: string,
  ifVersion?: number,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'delete');
  await lockBelow(ctx, client, object.object, [id]);
  const record = await readNarrow(ctx, client, { access, object, id, names: [], lock: true });
  if (!record) throw new Problem('record.not_found');
  if (!record.isIn(object.rows('delete'))) throw new Problem('record.forbidden');
  if (!record.isCurrent) throw new Problem('record.model_changed');
  if (ifVersion !== undefined && ifVersion !== record.version) throw new Problem('record.stale');
  if (object.object.name === 'user') await assertManagerStays(ctx, client, id);
  const root = { object: object.object, records: [{ id, version: record.version }] };
  const groups = await treeBelow(ctx, access, client, root);
  const onBehalf = doneOnBehalf(ctx, object, 'delete', record.isIn);
  const move: Move = { operation: 'delete', deletion: uuidv7(), onBehalf };
  for (const group of groups) await writeGroup(ctx, client, group, move);
  await rollupGroupsOf(ctx, client, groups);
  return { id, version: record.version + 1 };
}

export function deleteRecord(
  ctx: RequestContext,
  objectName: string,
  id: string,
  ifVersion?: number,
): Promise<Written> {
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    deleteInside(ctx, client, objectName, id, ifVersion),
  ).catch((error: unknown) => {
    throw translated(ctx, objectName, error);
  });
}

function translated(ctx: RequestContext, objectName: string, error: unknown): unknown {
  return isLostRace(error)
    ? new Problem('record.conflict')
    : problemOf(error, ctx.model.objects.get(objectName)!);
}

/** Everything that went to the bin under one deletion. */
export async function deletedWith(
  ctx: RequestContext,
  client: Connection,
  deletion: string,
): Promise<Group[]> {
  const groups: Group[] = [];
  for (const object of ctx.model.objects.values()) {
    const text = `SELECT t.id, t.version FROM ${tableOf(ctx.model, object)} t WHERE t.deletion = $1::uuid AND t.deleted_at IS NOT NULL ORDER BY t.id FOR NO KEY UPDATE OF t`;
    const { rows } = await runStatement(client, { text, values: [deletion] });
    if (rows.length === 0) continue;
    groups.push({ object, records: rows.map(([id, version]) => ({ id: id!, version: Number(version) })) });
  }
  return groups;
}

/** The records that sent a record to the bin with them: its parents of the same deletion. */
async function parentsOf(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  id: string,
  deletion: string,
): Promise<readonly { readonly target: string; readonly id: string }[]> {
  const found: { target: string; id: string }[] = [];
  for (const field of object.fields.values()) {
    if (field.onDelete !== 'cascade') continue;
    const column = quote(field.columns[0]!.name);
    for (const parent of linkTargetsOf(field).flatMap((target) => ctx.model.objects.get(target) ?? [])) {
      const text = `SELECT p.id FROM ${tableOf(ctx.model, object)} t JOIN ${tableOf(ctx.model, parent)} p ON p.id = t.${column} WHERE t.id = $1::uuid AND p.id <> t.id AND p.deletion = $2::uuid`;
      const { rows } = await runStatement(client, { text, values: [id, deletion] });
      for (const [parentId] of rows) found.push({ target: parent.name, id: parentId! });
    }
  }
  return found;
}

/** Refuses where what a record went to the bin with would come back, and the actor may not restore that. */
async function assertMayRestoreAbove(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ModelObject,
  id: string,
  deletion: string,
  seen: ReadonlySet<string> = new Set([id]),
): Promise<void> {
  for (const parent of await parentsOf(ctx, client, object, id, deletion)) {
    if (seen.has(parent.id)) continue;
    const target = access.object(parent.target);
    const record =
      target &&
      (await readNarrow(ctx, client, { access, object: target, id: parent.id, names: [], isDeleted: true }));
    if (!target || !record?.isIn(target.rows('restore'))) throw new Problem('record.forbidden');
    const above = new Set([...seen, parent.id]);
    await assertMayRestoreAbove(ctx, client, access, target.object, parent.id, deletion, above);
  }
}

/** Takes a record out of the bin, with exactly those that went there with it. */
async function restoreInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  id: string,
  key?: RepeatKey,
): Promise<Written> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'restore');
  await lockBelow(ctx, client, object.object, [id]);
  const record = await readNarrow(ctx, client, {
    access,
    object,
    id,
    names: [],
    isDeleted: true,
    lock: true,
  });
  if (!record) {
    const live = await readNarrow(ctx, client, { access, object, id, names: [] });
    throw new Problem(live ? 'record.not_deleted' : 'record.not_found');
  }
  if (!record.isIn(object.rows('restore'))) throw new Problem('record.forbidden');
  const { rows } = await runStatement(client, {
    text: `SELECT t.deletion FROM ${tableOf(ctx.model, object.object)} t WHERE t.id = $1::uuid`,
    values: [id],
  });
  const deletion = rows[0]![0];
  if (deletion !== null) await assertNotMerged(ctx, client, deletion!);
  const alone = [{ object: object.object, records: [{ id, version: record.version }] }];
  if (deletion !== null) await assertMayRestoreAbove(ctx, client, access, object.object, id, deletion!);
  const groups = deletion === null ? alone : await deletedWith(ctx, client, deletion!);
  const onBehalf = doneOnBehalf(ctx, object, 'restore', record.isIn);
  for (const group of groups) {
    const keep = key && group.object === object.object ? { key, answer: JSON.stringify({ id }) } : undefined;
    await writeGroup(ctx, client, group, { operation: 'restore', deletion: null, onBehalf }, keep);
  }
  await rollupGroupsOf(ctx, client, groups);
  return { id, version: record.version + 1 };
}

export function restoreRecord(
  ctx: RequestContext,
  objectName: string,
  id: string,
  key?: RepeatKey,
): Promise<Written> {
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    restoreInside(ctx, client, objectName, id, key),
  ).catch((error: unknown) => {
    throw translated(ctx, objectName, error);
  });
}
