import type { Access } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import type { Model, ModelObject } from '../../model/model.ts';
import { systemTable } from '../frame.ts';
import type { HeldValue } from '../held.ts';
import type { Link } from '../links-to.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { putBack } from '../put-back.ts';
import type { Trace } from '../trail.ts';
import type { HeldMember } from './beside.ts';
import type { LedgerRow } from './ledger.ts';
import type { HeldPlace } from './move-pointers.ts';
import { pointingAt, repoint } from './pointers.ts';
import type { Together } from './stand-apart.ts';

/** Something that somebody has changed since a merge, so that it stays as it is. */
export interface KeptChange {
  readonly object: string;
  readonly id: string;
  readonly field: string;
}

const objectById = (model: Model, id: string): ModelObject | undefined =>
  [...model.objects.values()].find((one) => one.id === id);

/** Gives the survivor the values back that it had, but for those that somebody has changed since. */
export async function takeBackValues(
  ctx: RequestContext,
  client: Connection,
  engine: Access,
  { object, survivor }: Together,
  merge: string,
  rows: readonly LedgerRow[],
): Promise<{ readonly back: ReadonlySet<string>; readonly kept: readonly KeptChange[] }> {
  const held = Object.fromEntries(rows.map((row) => [row.field, row.held as HeldValue]));
  const told = { merged: [{ id: merge }, null] } as unknown as Trace['changes'];
  const { back, kept } = await putBack(ctx, client, engine, object, survivor, held, {
    operation: 'unmerge',
    told,
  });
  return {
    back: new Set(back.map(({ id }) => id)),
    kept: kept.map(({ name }) => ({ object: object.name, id: survivor, field: name })),
  };
}

/** What led to the others, as far as the Model still has it, with what was moved. */
function linksIn(
  model: Model,
  rows: readonly LedgerRow[],
): readonly (readonly [Link, readonly LedgerRow[]])[] {
  const byField = Map.groupBy(rows, ({ objectId, field }) => `${objectId} ${field}`);
  return [...byField.values()].flatMap((some) => {
    const object = objectById(model, some[0]!.objectId);
    const field = object?.fieldsById.get(some[0]!.field);
    return object && field && !field.archived ? [[{ object, field }, some] as const] : [];
  });
}

/** Locks what was moved before anything that it points at. */
export async function lockMoved(
  ctx: RequestContext,
  client: Connection,
  survivor: string,
  rows: readonly LedgerRow[],
): Promise<void> {
  for (const [link, some] of linksIn(ctx.model, rows))
    await pointingAt(
      ctx,
      client,
      link,
      [survivor],
      some.map(({ record }) => record),
    );
}

/** Turns records back to where they pointed, but for those that somebody has turned or put away since. */
export async function takeBackPointers(
  ctx: RequestContext,
  client: Connection,
  { object, survivor }: Together,
  isBack: (origin: string | null) => boolean,
  rows: readonly LedgerRow[],
): Promise<readonly KeptChange[]> {
  const kept: KeptChange[] = [];
  for (const [link, some] of linksIn(ctx.model, rows)) {
    const { object: from, field } = link;
    const ids = some.map(({ record }) => record);
    const found = await pointingAt(ctx, client, link, [survivor], ids);
    const now = new Map(found.map((one) => [one.id, one]));
    const turned = some.flatMap(({ record, origin, held }) => {
      const { isBinned, place } = held as HeldPlace;
      const pointer = now.get(record);
      if (pointer && pointer.isBinned === isBinned && isBack(origin))
        return [{ ...pointer, to: origin!, newPlace: place }];
      kept.push({ object: from.name, id: record, field: field.name });
      return [];
    });
    await repoint(ctx, client, link, object, turned, 'unmerge');
  }
  return kept;
}

/** Gives teams and files back to whom they were of. */
export async function takeBackKept(
  { model, now }: RequestContext,
  client: Connection,
  { object, survivor }: Together,
  isBack: (origin: string | null) => boolean,
  rows: readonly LedgerRow[],
): Promise<void> {
  for (const { kind, record, origin, held } of rows) {
    if (!isBack(origin)) continue;
    if (kind === 'team') {
      const { access, until } = held as HeldMember;
      await runStatement(client, {
        text: `UPDATE ${systemTable(model, '_collaborator')} SET record_id = $4::uuid WHERE object_id = $1 AND record_id = $2::uuid AND member = $3::uuid AND access = $5 AND until IS NOT DISTINCT FROM $6::date`,
        values: [object.id, survivor, record, origin, access, until],
      });
    } else {
      // what the survivor holds no more is held by the one that has come back
      await runStatement(client, {
        text: `UPDATE ${systemTable(model, '_file')} SET record = $3::uuid, left_at = NULL WHERE id = $1::uuid AND record = $2::uuid AND left_at = $4::timestamptz`,
        values: [record, survivor, origin, now.toISOString()],
      });
    }
  }
}
