import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { Problem, problemItem } from '../errors.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { systemTable, tableOf } from './frame.ts';
import { type KeptAnswer, keepAnswer, type RepeatKey } from './idempotency.ts';
import { makeFrame } from './make-frame.ts';
import { readNarrow } from './narrow.ts';
import { assertBulk, assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { problemOf } from './postgres-errors.ts';
import { rollingUpOnce } from './rollups.ts';
import { assertOwned, changeOwner } from './transfer.ts';

/** Taking records that nobody owns, and giving back what one has taken. */
export type ClaimAct = 'claim' | 'release';

type Refusal = 'record.not_found' | 'record.forbidden' | 'record.claimed' | 'record.not_released';

/** A record that the actor sees, as far as is asked of it. */
interface Seen {
  readonly id: string;
  readonly owner: string | null;
  readonly isClaimable: boolean;
  /** whether the actor may know whose it is */
  readonly isOwnerTold: boolean;
}

const ownerOf = ({ object }: ObjectAccess): string =>
  `t.${quote(object.fields.get('owner')!.columns[0]!.name)}`;

async function seenOf(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Seen>> {
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder, { canJoin: false });
  const holds = [object.rows('claim'), object.readableRows('owner')].map(
    (scopes) => `coalesce(${frame.scope(row, scopes) ?? 'true'}, false)`,
  );
  const conditions = [`t.id = ANY(${binder.parameter(ids, 'uuid[]')})`, ...frame.live(row)];
  const text = `SELECT t.id, ${ownerOf(object)}, ${holds.join(', ')} FROM ${tableOf(ctx.model, object.object)} t WHERE ${conditions.join(' AND ')}`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  return new Map(
    rows.map(([id, owner, claimable, told]) => [
      id!,
      { id: id!, owner: owner ?? null, isClaimable: claimable === 't', isOwnerTold: told === 't' },
    ]),
  );
}

/** Of these records those that are still whose they were, locked in the order of their ids. */
async function lockOwned(
  { model }: RequestContext,
  client: Connection,
  object: ObjectAccess,
  ids: readonly string[],
  owner: string | null,
): Promise<ReadonlySet<string>> {
  const text = `SELECT t.id FROM ${tableOf(model, object.object)} t WHERE t.id = ANY($1::uuid[]) AND t.deleted_at IS NULL AND ${ownerOf(object)} IS NOT DISTINCT FROM $2::uuid ORDER BY t.id FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: [ids, owner] });
  return new Set(rows.map(([id]) => id!));
}

/** Why this may not be done with a record, as the actor sees it. */
function refusalOf(act: ClaimAct, seen: Seen | undefined, actor: string | null): Refusal | undefined {
  if (!seen) return 'record.not_found';
  if (act === 'release') return seen.owner === actor ? undefined : 'record.forbidden';
  if (seen.isClaimable) return seen.owner === null ? undefined : 'record.claimed';
  // conditions often ask that nobody owns it: whoever may know the owner is told what is the matter
  return seen.owner !== null && seen.isOwnerTold ? 'record.claimed' : 'record.forbidden';
}

function assertNone(ids: readonly string[], refusal: (id: string) => Refusal | undefined): void {
  const refused = ids.flatMap((id, index) => {
    const code = refusal(id);
    return code ? [{ path: `/ids/${index}`, code }] : [];
  });
  if (refused.length === 0) return;
  if (ids.length === 1) throw new Problem(refused[0]!.code);
  throw new Problem(
    'record.batch',
    {},
    refused.map(({ path, code }) => problemItem(path, code)),
  );
}

async function actInside(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  ids: readonly string[],
  act: ClaimAct,
): Promise<void> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const { userId } = ctx.actor;
  const [from, to] = act === 'claim' ? [null, userId] : [userId, null];
  const seen = await seenOf(ctx, client, access, object, ids);
  assertNone(ids, (id) => refusalOf(act, seen.get(id), userId));
  const locked = await lockOwned(ctx, client, object, ids, from);
  // somebody was faster: what was seen a moment ago may be hidden by now, and is no secret to whoever asked for it
  assertNone(ids, (id) => (locked.has(id) ? undefined : 'record.claimed'));
  const engine = accessOf(ctx.model, ENGINE);
  const whole = engine.object(objectName)!;
  for (const [index, id] of ids.entries()) {
    const path = ids.length === 1 ? '' : `/ids/${index}`;
    await changeOwner(ctx, client, engine, whole, { id, path, by: act }, to);
  }
  if (act === 'claim') {
    await runStatement(client, {
      text: `DELETE FROM ${systemTable(ctx.model, '_collaborator')} WHERE object_id = $1 AND record_id = ANY($2::uuid[]) AND member = $3::uuid`,
      values: [object.object.id, ids, userId],
    });
    return;
  }
  // what nobody owns again must be what may be claimed: nobody gets rid of other records this way
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder, { canJoin: false });
  const may = frame.scope(row, object.rows('claim')) ?? 'true';
  const text = `SELECT t.id FROM ${tableOf(ctx.model, object.object)} t WHERE t.id = ANY(${binder.parameter(ids, 'uuid[]')}) AND ${may}`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  const again = new Set(rows.map(([id]) => id));
  assertNone(ids, (id) => (again.has(id) ? undefined : 'record.not_released'));
}

/**
 * Makes records that nobody owns the actor's own, or gives theirs back; all of them or none. Of two who claim one
 * record the first has it.
 */
export async function claimRecords(
  ctx: RequestContext,
  objectName: string,
  ids: readonly string[],
  act: ClaimAct,
  keep?: { readonly key: RepeatKey; readonly answer: KeptAnswer },
): Promise<void> {
  const { object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'claim');
  assertOwned(object, '');
  assertBulk(object, ids.length);
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    rollingUpOnce(ctx, client, async (inside) => {
      await actInside(inside, client, objectName, ids, act);
      if (!keep) return;
      const values: unknown[] = [];
      const kept = keepAnswer(inside, keep.key, keep.answer, values);
      await runStatement(client, { text: `WITH ${kept} SELECT`, values });
    }),
  ).catch((error: unknown) => {
    throw problemOf(error, object.object);
  });
}

/** What the actor may do with one record that they see; of objects without owners nothing that is about one. */
export async function actionsOf(
  ctx: RequestContext,
  objectName: string,
  id: string,
): Promise<Readonly<Record<'update' | 'delete' | 'transfer' | 'share' | ClaimAct, boolean>>> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'read');
  const hasOwner = object.object.fields.has('owner') && !object.object.system;
  const names = hasOwner ? ['owner'] : [];
  const on = ctx.db.forWorkspace(ctx.workspace);
  const record = await readNarrow(ctx, on, { access, object, id, names });
  if (!record) throw new Problem('record.not_found');
  const owner = record.values.get('owner') ?? null;
  const mayClaim = hasOwner && object.can('claim');
  return {
    update: record.isIn(object.rows('update')),
    delete: record.isIn(object.rows('delete')),
    transfer: hasOwner && record.isIn(object.rows('transfer')),
    share: hasOwner && record.isIn(object.rows('share')),
    claim: mayClaim && owner === null && record.isIn(object.rows('claim')),
    release: mayClaim && owner !== null && owner === ctx.actor.userId,
  };
}
