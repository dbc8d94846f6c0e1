import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { matchedFields } from '../matching/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { StageMove, Values } from '../rules/index.ts';
import { tableOf } from './frame.ts';
import { columnsNow, type HeldValues, isStill } from './held.ts';
import { matchEntries, touchesMatches } from './matches.ts';
import { readNarrow } from './narrow.ts';
import { type Connection, runStatement } from './postgres.ts';
import { rollupMoved } from './rollups.ts';
import { changesOf, type Trace, trailOf } from './trail.ts';

/** What became of the fields of a record whose change is taken back. */
export interface PutBack {
  readonly back: readonly ModelField[];
  /** somebody has changed them since: they stay as they are */
  readonly kept: readonly ModelField[];
}

/** Where a record stood in its pipeline, and where it stands. */
function stageMove(field: ModelField, before: Values, after: Values): StageMove[] {
  if (!field.type.hasStages) return [];
  const at = (values: Values) => {
    const [stage, pipeline] = [values.get(field.name), values.get(`${field.name}_pipeline`)];
    return typeof stage === 'string' ? { stage, pipeline: String(pipeline) } : null;
  };
  return [{ field, from: at(before), to: at(after) } as StageMove];
}

/** The members of the record that its history and its match rules tell of. */
function namesOf({ model }: RequestContext, object: ModelObject, fields: readonly ModelField[]): string[] {
  const own = fields.flatMap(({ name, type }) => (type.hasStages ? [name, `${name}_pipeline`] : [name]));
  const compared = matchedFields(model, object);
  return [...new Set([...own, ...(fields.some(({ name }) => compared.includes(name)) ? compared : [])])];
}

/**
 * Gives a record, which the caller has locked, the values back that it had before a change, but for fields that hold something
 * else than the change has left there. Done with the engine's rights and by no rules: what is given back was right once.
 */
export async function putBack(
  ctx: RequestContext,
  client: Connection,
  engine: Access,
  object: ModelObject,
  record: string,
  held: HeldValues,
  { operation, told = {} }: { readonly operation: 'unmerge' | 'update'; readonly told?: Trace['changes'] },
): Promise<PutBack> {
  const now = await columnsNow(ctx, client, object, record);
  const fields = Object.keys(held).flatMap((id) => {
    const field = object.fieldsById.get(id);
    return field && !field.archived ? [field] : [];
  });
  const back = fields.filter((field) => isStill(field, now, held[field.id]!.after));
  const kept = fields.filter((field) => !back.includes(field));
  if (back.length === 0 && Object.keys(told).length === 0) return { back, kept };
  const names = namesOf(ctx, object, back);
  const read = () =>
    readNarrow(ctx, client, { access: engine, object: engine.object(object.name)!, id: record, names });
  const before = (await read())!;
  await rollupMoved(ctx, client, object, [record]);
  const columns = back.flatMap((field) => field.columns.map(({ name }) => quote(name)));
  const sets = columns.map((name) => `${name} = p.${name}, `).join('');
  const table = tableOf(ctx.model, object);
  const values = Object.assign({}, ...back.map(({ id }) => held[id]!.before));
  await runStatement(client, {
    text: `UPDATE ${table} t SET ${sets}version = t.version + 1, updated_at = $3::timestamptz(3), updated_by = $4::uuid FROM jsonb_populate_record(NULL::${table}, $2::jsonb) p WHERE t.id = $1::uuid`,
    values: [record, JSON.stringify(values), ctx.now.toISOString(), ctx.actor.userId],
  });
  const after = (await read())!;
  const changes = new Map(back.map((field) => [field, after.values.get(field.name) ?? null]));
  const trace: Trace = {
    object,
    record,
    version: after.version,
    operation,
    changes: { ...changesOf(before.values, changes), ...told },
    moves: back.flatMap((field) => stageMove(field, before.values, after.values)),
    ...(touchesMatches(ctx, object, back) && {
      matches: matchEntries(ctx, object, (name) => after.values.get(name) ?? null),
    }),
  };
  const bound: unknown[] = [];
  await runStatement(client, {
    text: `WITH ${trailOf(ctx, [trace], bound).join(', ')} SELECT`,
    values: bound,
  });
  await rollupMoved(ctx, client, object, [record]);
  return { back, kept };
}
