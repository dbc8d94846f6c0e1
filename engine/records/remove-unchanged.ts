import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { linkTargetsOf } from './members.ts';
import { assertCan } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { rollupMoved } from './rollups.ts';
import { type Trace, trailOf } from './trail.ts';

/** A record as somebody left it. */
export interface LeftRecord {
  readonly id: string;
  readonly version: number;
}

/** Why a record stays: it was changed since, others refer to it, or the actor may not delete it. */
export type KeptReason = 'changed' | 'in_use' | 'forbidden';

export interface RemovedUnchanged {
  readonly removed: readonly string[];
  readonly kept: ReadonlyMap<string, KeptReason>;
}

/** Locks the live ones among the records and says of each whether it may go; what is in the bin is left out. */
async function verdicts(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  records: readonly LeftRecord[],
): Promise<Map<string, KeptReason | undefined>> {
  const binder = makeBinder(ctx);
  const ids = binder.parameter(
    records.map(({ id }) => id),
    'uuid[]',
  );
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const isMine = frame.scope(row, object.rows('delete')) ?? 'true';
  const conditions = [`t.id = ANY(${ids})`, ...frame.live(row)];
  const text = `SELECT t.id, t.version, (${isMine}) FROM ${tableOf(ctx.model, object.object)} t WHERE ${conditions.join(' AND ')} ORDER BY t.id FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  const left = new Map(records.map(({ id, version }) => [id, version]));
  const verdict = (id: string, version: string, mayDelete: string): KeptReason | undefined => {
    if (left.get(id) !== Number(version)) return 'changed';
    return mayDelete === 't' ? undefined : 'forbidden';
  };
  return new Map(rows.map(([id, version, mayDelete]) => [id!, verdict(id!, version!, mayDelete!)]));
}

interface Link {
  readonly object: ModelObject;
  readonly field: ModelField;
}

/** Relations that would lose their record: all but those that are told to forget it. Owners count. */
const linksTo = ({ model }: RequestContext, name: string): Link[] =>
  [...model.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => linkTargetsOf(field).includes(name) && field.onDelete !== 'null')
      .filter((field) => !field.system || field.name === 'owner')
      .map((field) => ({ object, field })),
  );

const viaOf = ({ field }: Link): string => `t.${quote(field.columns[0]!.name)}`;

/**
 * What tells the links and line items that were written along with their record `p`, and that nobody has touched
 * since: they are part of it.
 */
const CAME_ALONG = 't.version = 1 AND t.created_at = p.created_at';

const isPart = ({ object, field }: Link, of: ModelObject): boolean =>
  field.onDelete === 'cascade' && object !== of;

/** Those of `ids` that live records refer to, such as are not among `ids` themselves, nor part of one. */
async function referredTo(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const link of linksTo(ctx, object.name)) {
    const column = viaOf(link);
    const others = link.object === object ? ' AND t.id <> ALL($1::uuid[])' : '';
    const own = isPart(link, object) ? ` AND NOT (${CAME_ALONG})` : '';
    const text =
      `SELECT DISTINCT ${column} FROM ${tableOf(ctx.model, link.object)} t JOIN ${tableOf(ctx.model, object)} p ON p.id = ${column}` +
      ` WHERE ${column} = ANY($1::uuid[]) AND t.deleted_at IS NULL${others}${own}`;
    const { rows } = await runStatement(client, { text, values: [ids] });
    for (const [id] of rows) found.add(id!);
  }
  return found;
}

/** A record that is part of another one. */
interface PartRecord extends LeftRecord {
  readonly whole: string;
}

/** What is part of records, by its object. */
async function partsOf(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
): Promise<ReadonlyMap<ModelObject, readonly PartRecord[]>> {
  const found = new Map<ModelObject, PartRecord[]>();
  for (const link of linksTo(ctx, object.name).filter((one) => isPart(one, object))) {
    const column = viaOf(link);
    const text =
      `SELECT t.id, t.version, ${column} FROM ${tableOf(ctx.model, link.object)} t JOIN ${tableOf(ctx.model, object)} p ON p.id = ${column}` +
      ` WHERE ${column} = ANY($1::uuid[]) AND t.deleted_at IS NULL AND ${CAME_ALONG} ORDER BY t.id FOR NO KEY UPDATE OF t`;
    const { rows } = await runStatement(client, { text, values: [ids] });
    const parts = rows.map(([id, version, whole]) => ({ id: id!, version: Number(version), whole: whole! }));
    if (parts.length > 0) found.set(link.object, [...(found.get(link.object) ?? []), ...parts]);
  }
  return found;
}

/** Records whose parts others refer to. */
async function referredToByPart(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
): Promise<readonly string[]> {
  const held: string[] = [];
  for (const [part, records] of await partsOf(ctx, client, object, ids)) {
    const used = await referredTo(
      ctx,
      client,
      part,
      records.map(({ id }) => id),
    );
    held.push(...records.filter(({ id }) => used.has(id)).map(({ whole }) => whole));
  }
  return held;
}

/** Puts records into the bin, each under a deletion of its own, so that each can be restored by itself with its parts. */
async function removeEach(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  records: readonly (LeftRecord & { readonly whole?: string })[],
): Promise<void> {
  const traces = records.map(
    ({ id, version }): Trace => ({
      object,
      record: id,
      version: version + 1,
      operation: 'delete',
      changes: {},
      moves: [],
    }),
  );
  const ids = records.map(({ id }) => id);
  const deletions = records.map(({ id, whole = id }) => whole);
  const values: unknown[] = [ctx.actor.userId, ctx.now.toISOString(), ids, deletions];
  const ctes = trailOf(ctx, traces, values);
  const text =
    `WITH ${ctes.join(', ')} UPDATE ${tableOf(ctx.model, object)} t SET deleted_at = $2::timestamptz(3), deletion = v.deletion,` +
    ' version = t.version + 1, updated_at = $2::timestamptz(3), updated_by = $1::uuid' +
    ' FROM unnest($3::uuid[], $4::uuid[]) v (id, deletion) WHERE t.id = v.id';
  await runStatement(client, { text, values });
  await rollupMoved(ctx, client, object, ids);
}

/**
 * Removes records that are still as they were left and that no other record refers to; says which stay
 * and why. Those that are gone already are in neither list. A parent goes with its children, a record with the
 * links and line items that came with it.
 */
export async function removeUnchanged(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  records: readonly LeftRecord[],
): Promise<RemovedUnchanged> {
  assertCan(object, 'delete');
  const judged = await verdicts(ctx, client, access, object, records);
  const kept = new Map([...judged].filter((entry): entry is [string, KeptReason] => entry[1] !== undefined));
  let going = records.filter(({ id }) => judged.has(id) && !kept.has(id));
  // who stays may hold others back: again until nobody does
  for (let before = -1; going.length !== before && going.length > 0; ) {
    before = going.length;
    const ids = going.map(({ id }) => id);
    for (const id of await referredTo(ctx, client, object.object, ids)) kept.set(id, 'in_use');
    for (const id of await referredToByPart(ctx, client, object.object, ids)) kept.set(id, 'in_use');
    going = going.filter(({ id }) => !kept.has(id));
  }
  const removed = going.map(({ id }) => id);
  if (removed.length === 0) return { removed, kept };
  for (const [part, parts] of await partsOf(ctx, client, object.object, removed)) {
    await removeEach(ctx, client, part, parts);
  }
  await removeEach(ctx, client, object.object, going);
  return { removed, kept };
}
