import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid, uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { makeBinder } from './binder.ts';
import { compileFilter } from './filter.ts';
import { systemTable, tableOf } from './frame.ts';
import { keepAnswer, type RepeatKey } from './idempotency.ts';
import { makeFrame } from './make-frame.ts';
import { assertParty } from './parties.ts';
import { assertBulk, assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';
import { rollingUpOnce } from './rollups.ts';
import type { TransferRequest } from './transfer-request.ts';
import { judgeUpdate, type RecordChange, readForUpdate, writeRow } from './update-row.ts';

/** Records of one object that change hands. */
interface Found {
  readonly id: string;
  readonly owner: string | null;
  /** of the request: where a refusal of it is told */
  readonly path: string;
}

/** What changed hands. */
export interface Transferred {
  /** by it the transfer is taken back */
  readonly id: string;
  readonly records: number;
  readonly related: readonly { readonly object: string; readonly via: string; readonly records: number }[];
}

const columnOf = ({ object }: ObjectAccess, field: string): string =>
  `t.${quote(object.fields.get(field)!.columns[0]!.name)}`;

export function assertOwned({ object }: ObjectAccess, path: string): void {
  if (object.fields.has('owner') && !object.system) return;
  const params = { object: object.name };
  throw new Problem('record.invalid', {}, [problemItem(path, 'record.no_owner', params)]);
}

const NOT_FOUND = 'record.not_found' as const;
const FORBIDDEN = 'record.forbidden' as const;

/** The named records, in the order of their ids: locked so, transfers never wait for each other in a circle. */
async function findNamed(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  ids: readonly string[],
): Promise<readonly Found[]> {
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder, { canJoin: false });
  const may = frame.scope(row, object.rows('transfer')) ?? 'true';
  const conditions = [`t.id = ANY(${binder.parameter(ids, 'uuid[]')})`, ...frame.live(row)];
  const text = `SELECT t.id, ${columnOf(object, 'owner')}, coalesce(${may}, false) FROM ${tableOf(ctx.model, object.object)} t WHERE ${conditions.join(' AND ')} ORDER BY t.id FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  const places = new Map(ids.map((id, index) => [id, index]));
  const isOne = ids.length === 1;
  const found = rows.map(([id, owner, isAllowed]) => ({
    ...{ id: id!, owner: owner ?? null, path: isOne ? '' : `/ids/${places.get(id!)}` },
    isAllowed: isAllowed === 't',
  }));
  const seen = new Set(found.map(({ id }) => id));
  const refused = [
    ...ids.filter((id) => !seen.has(id)).map((id) => ({ path: `/ids/${places.get(id)}`, code: NOT_FOUND })),
    ...found.filter(({ isAllowed }) => !isAllowed).map(({ path }) => ({ path, code: FORBIDDEN })),
  ];
  if (refused.length > 0 && isOne) throw new Problem(refused[0]!.code);
  if (refused.length > 0)
    throw new Problem(
      'record.batch',
      {},
      refused.map(({ path, code }) => problemItem(path, code)),
    );
  return found;
}

/** Records that the actor may give away and that meet a condition; those that they may not are left alone. */
async function findWhere(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  where: (asked: { binder: ReturnType<typeof makeBinder>; frame: ReturnType<typeof makeFrame> }) => string,
  path: string,
): Promise<readonly Found[]> {
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const conditions = [
    where({ binder, frame }),
    ...frame.live(row),
    frame.scope(row, object.rows('transfer')) ?? 'true',
  ];
  const from = `${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')}`;
  const text = `SELECT t.id, ${columnOf(object, 'owner')} FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY t.id LIMIT ${LIMITS.transferSize + 1} FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  return rows.map(([id, owner]) => ({ id: id!, owner: owner ?? null, path }));
}

/** Records that point at those that change hands and are whose those were: they go along. */
async function findRelated(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  parent: ObjectAccess,
  going: readonly Found[],
  { object: name, via, path }: TransferRequest['related'][number],
): Promise<readonly Found[]> {
  const child = access.object(name);
  const link = child?.object.fields.get(child.object.aliases.get(via) ?? via);
  const isKnown =
    child?.can('read') && link?.target === parent.object.name && child.readableRows(link.name).length > 0;
  if (!child || !link || !isKnown) {
    const params = { object: quoted(name), via: quoted(via), parent: parent.object.name };
    throw new Problem('record.invalid', {}, [problemItem(path, 'record.no_relation', params)]);
  }
  assertOwned(child, path);
  assertCan(child, 'transfer');
  return findWhere(
    ctx,
    client,
    access,
    child,
    ({ binder }) => {
      const ids = binder.parameter(
        going.map(({ id }) => id),
        'uuid[]',
      );
      const owners = binder.parameter(
        going.map(({ owner }) => owner),
        'uuid[]',
      );
      return `EXISTS (SELECT 1 FROM unnest(${ids}, ${owners}) g (id, owner) WHERE g.id = ${columnOf(child, link.name)} AND g.owner = ${columnOf(child, 'owner')})`;
    },
    path,
  );
}

/** Gives one record to somebody, or to nobody, judged by the rules as any change of its owner. */
export async function changeOwner(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  { id, path, by }: Pick<RecordChange, 'id' | 'path'> & Required<Pick<RecordChange, 'by'>>,
  owner: string | null,
): Promise<void> {
  const change = { id, path, values: { owner }, by };
  const record = await readForUpdate(ctx, client, access, object, change, true);
  // the right to give it away is asked for by now, and the body holds the owner alone
  const judged = await judgeUpdate(ctx, client, access, object, change, { ...record, isIn: () => true });
  if (judged.problems.length > 0) throw new Problem('record.invalid', {}, judged.problems);
  if (judged.verdict.changes.size > 0) await writeRow(ctx, client, access, object, change, judged);
}

/** Gives records away, and keeps whose they were. Who owns one is not in its team beside that. */
async function giveAll(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  found: readonly Found[],
  { transfer, to }: { readonly transfer: string; readonly to: string },
): Promise<number> {
  const given = found.filter(({ owner }) => owner !== to);
  if (given.length === 0) return 0;
  for (const { id, path } of given)
    await changeOwner(ctx, client, access, object, { id, path, by: 'transfer' }, to);
  const ids = given.map(({ id }) => id);
  const { id: objectId } = object.object;
  await runStatement(client, {
    text: `INSERT INTO ${systemTable(ctx.model, '_transfer_row')} (transfer_id, object_id, record_id, from_owner) SELECT $1::uuid, $2, g.id, g.owner FROM unnest($3::uuid[], $4::uuid[]) g (id, owner) ON CONFLICT DO NOTHING`,
    values: [transfer, objectId, ids, given.map(({ owner }) => owner)],
  });
  await runStatement(client, {
    text: `DELETE FROM ${systemTable(ctx.model, '_collaborator')} WHERE object_id = $1 AND record_id = ANY($2::uuid[]) AND member = $3::uuid`,
    values: [objectId, ids, to],
  });
  return given.length;
}

/** Gives records, and what goes along with them, another owner: all of them or none. */
export async function transferRecords(
  ctx: RequestContext,
  objectName: string,
  { ids, filter, to, related }: TransferRequest,
  key?: RepeatKey,
): Promise<Transferred> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'transfer');
  assertOwned(object, '');
  const transfer = uuidv7();
  const work = async (inside: RequestContext, client: Connection): Promise<Transferred> => {
    const owner = await assertParty(inside, client, access, { kind: 'user', id: to, path: '/to' });
    const found = ids
      ? await findNamed(inside, client, access, object, ids)
      : await findWhere(
          ...([inside, client, access, object] as const),
          ({ binder, frame }) => compileFilter(inside, frame, binder, filter) ?? 'true',
          '/filter',
        );
    assertBulk(object, found.length);
    const along = [];
    let count = found.length;
    for (const one of related) {
      const records = await findRelated(inside, client, access, object, found, one);
      const child = access.object(one.object)!;
      along.push({ one, child, records });
      count += records.length;
    }
    if (count > LIMITS.transferSize)
      throw new Problem('record.transfer_size', { limit: LIMITS.transferSize });
    await runStatement(client, {
      text: `INSERT INTO ${systemTable(inside.model, '_transfer')} (id, object_id, to_owner, by_user, at) VALUES ($1::uuid, $2, $3::uuid, $4::uuid, $5::timestamptz)`,
      values: [transfer, object.object.id, owner, inside.actor.userId, inside.now.toISOString()],
    });
    const at = { transfer, to: owner };
    const records = await giveAll(inside, client, access, object, found, at);
    const told: Transferred['related'][number][] = [];
    for (const { one, child, records: found } of along) {
      const moved = await giveAll(inside, client, access, child, found, at);
      told.push({ object: child.object.name, via: one.via, records: moved });
    }
    const done = { id: transfer, records, related: told };
    if (key) {
      const values: unknown[] = [];
      const kept = keepAnswer(inside, key, { status: 200, answer: JSON.stringify(done) }, values);
      await runStatement(client, { text: `WITH ${kept} SELECT`, values });
    }
    return done;
  };
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    rollingUpOnce(ctx, client, (inside) => work(inside, client)),
  ).catch((error: unknown) => {
    throw problemOf(error, object.object);
  });
}

/** Takes a transfer back: what nobody has given on since is again whose it was. Asked by whoever made it. */
export async function undoTransfer(
  ctx: RequestContext,
  engine: Access,
  objectName: string,
  id: string,
): Promise<{ readonly undone: number; readonly kept: number }> {
  const { object } = objectAccessOf(ctx, objectName);
  if (!isUuid(id)) throw new Problem('record.no_transfer');
  const { model, actor, now } = ctx;
  const oldest = new Date(now.getTime() - LIMITS.transferUndoDays * 86_400_000).toISOString();
  const work = async (inside: RequestContext, client: Connection) => {
    const found = await runStatement(client, {
      text: `SELECT to_owner, undone_at FROM ${systemTable(model, '_transfer')} WHERE id = $1::uuid AND object_id = $2 AND by_user = $3::uuid AND at > $4::timestamptz FOR UPDATE`,
      values: [id, object.object.id, actor.userId, oldest],
    });
    const [to, undoneAt] = found.rows[0] ?? [];
    if (to === undefined) throw new Problem('record.no_transfer');
    if (undoneAt !== null) throw new Problem('record.transfer_undone');
    const { rows } = await runStatement(client, {
      text: `SELECT object_id, record_id, from_owner FROM ${systemTable(model, '_transfer_row')} WHERE transfer_id = $1::uuid ORDER BY object_id, record_id`,
      values: [id],
    });
    let undone = 0;
    for (const [objectId, record, owner] of rows) {
      const home = [...model.objects.values()].find((one) => one.id === objectId);
      const whole = home && engine.object(home.name);
      if (!whole) continue;
      const still = await runStatement(client, {
        text: `SELECT 1 FROM ${tableOf(model, whole.object)} t WHERE t.id = $1::uuid AND ${columnOf(whole, 'owner')} = $2::uuid AND t.deleted_at IS NULL FOR NO KEY UPDATE OF t`,
        values: [record, to],
      });
      if (still.rows.length === 0) continue;
      const given = { id: record!, path: '', by: 'transfer' } as const;
      await changeOwner(inside, client, engine, whole, given, owner ?? null);
      undone += 1;
    }
    await runStatement(client, {
      text: `UPDATE ${systemTable(model, '_transfer')} SET undone_at = $2::timestamptz WHERE id = $1::uuid`,
      values: [id, now.toISOString()],
    });
    return { undone, kept: rows.length - undone };
  };
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    rollingUpOnce(ctx, client, (inside) => work(inside, client)),
  ).catch((error: unknown) => {
    throw problemOf(error, object.object);
  });
}
