import type { Access } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { quote } from '../../db/names.ts';
import type { Model, ModelField, ModelObject } from '../../model/model.ts';
import type { StageMove, Values } from '../../rules/index.ts';
import { systemTable, tableOf } from '../frame.ts';
import type { Link } from '../links-to.ts';
import { readNarrow } from '../narrow.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { rollupMoved } from '../rollups.ts';
import { changesOf, type Trace, trailOf } from '../trail.ts';
import type { HeldMember } from './beside.ts';
import { columnsNow, type HeldValue, isStill } from './held.ts';
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

/** Where a record stood in its pipeline, and where it stands. */
function stageMove(field: ModelField, before: Values, after: Values): StageMove[] {
  if (!field.type.hasStages) return [];
  const at = (values: Values) => {
    const [stage, pipeline] = [values.get(field.name), values.get(`${field.name}_pipeline`)];
    return typeof stage === 'string' ? { stage, pipeline: String(pipeline) } : null;
  };
  return [{ field, from: at(before), to: at(after) } as StageMove];
}

/** Gives the survivor the values back that it had, but for those that somebody has changed since. */
export async function takeBackValues(
  ctx: RequestContext,
  client: Connection,
  engine: Access,
  { object, survivor }: Together,
  merge: string,
  rows: readonly LedgerRow[],
): Promise<{ readonly back: ReadonlySet<string>; readonly kept: readonly KeptChange[] }> {
  const whole = engine.object(object.name)!;
  const now = await columnsNow(ctx, client, object, survivor);
  const known = rows.flatMap((row) => {
    const field = object.fieldsById.get(row.field);
    return field && !field.archived ? [{ field, held: row.held as HeldValue }] : [];
  });
  const [same, changed] = [
    known.filter(({ field, held }) => isStill(field, now, held.after)),
    known.filter(({ field, held }) => !isStill(field, now, held.after)),
  ];
  const names = same.flatMap(({ field }) =>
    field.type.hasStages ? [field.name, `${field.name}_pipeline`] : [field.name],
  );
  const read = () => readNarrow(ctx, client, { access: engine, object: whole, id: survivor, names });
  const before = (await read())!;
  await rollupMoved(ctx, client, object, [survivor]);
  const columns = same.flatMap(({ field }) => field.columns.map(({ name }) => quote(name)));
  const sets = columns.map((name) => `${name} = p.${name}, `).join('');
  const table = tableOf(ctx.model, object);
  await runStatement(client, {
    text: `UPDATE ${table} t SET ${sets}version = t.version + 1, updated_at = $3::timestamptz(3), updated_by = $4::uuid FROM jsonb_populate_record(NULL::${table}, $2::jsonb) p WHERE t.id = $1::uuid`,
    values: [
      survivor,
      JSON.stringify(Object.assign({}, ...same.map(({ held }) => held.before))),
      ctx.now.toISOString(),
      ctx.actor.userId,
    ],
  });
  const after = (await read())!;
  const values = new Map(same.map(({ field }) => [field, after.values.get(field.name) ?? null]));
  const told = { merged: [{ id: merge }, null] } as unknown as Trace['changes'];
  const trace: Trace = {
    object,
    record: survivor,
    version: after.version,
    operation: 'unmerge',
    changes: { ...changesOf(before.values, values), ...told },
    moves: same.flatMap(({ field }) => stageMove(field, before.values, after.values)),
  };
  const bound: unknown[] = [];
  await runStatement(client, {
    text: `WITH ${trailOf(ctx, [trace], bound).join(', ')} SELECT`,
    values: bound,
  });
  await rollupMoved(ctx, client, object, [survivor]);
  return {
    back: new Set(same.map(({ field }) => field.id)),
    kept: changed.map(({ field }) => ({ object: object.name, id: survivor, field: field.name })),
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
