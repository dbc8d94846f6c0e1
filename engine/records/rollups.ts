import type { RequestContext } from '../context.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { emptyRollup, maintainRollups, parentsSql, type RollupGroup, rollupsOver } from '../rollups/index.ts';
import type { Values } from '../rules/index.ts';
import { type Connection, runStatement } from './postgres.ts';
import type { Cell } from './row.ts';

type Changes = ReadonlyMap<ModelField, WireValue>;

/** Names of the relations of an object behind which roll-ups depend on its records. */
export const rollupLinks = ({ model }: RequestContext, object: ModelObject): readonly string[] =>
  rollupsOver(model, object).map(({ via }) => via.name);

/** Whether a change could change a roll-up: it is then made in one transaction with that. */
export const feedsRollups = (
  { model }: RequestContext,
  object: ModelObject,
  changed: Iterable<ModelField>,
): boolean => {
  const groups = rollupsOver(model, object);
  if (groups.length === 0) return false;
  const names = [...changed].map(({ name }) => name);
  return groups.some(({ dependsOn }) => dependsOn(names));
};

/** Brings these parents up to date, or leaves them for the end of the transaction. */
async function keep(
  { model, rollups }: RequestContext,
  client: Connection,
  touched: ReadonlyMap<RollupGroup, ReadonlySet<string>>,
): Promise<void> {
  if (!rollups) return touched.size > 0 ? maintainRollups(model, client, touched) : undefined;
  for (const [group, ids] of touched) rollups.set(group, new Set([...(rollups.get(group) ?? []), ...ids]));
}

/**
 * Many writes of one transaction: what they touch is rolled up once, at the end. Parents are then locked in
 * one order, whatever that of the writes.
 */
export async function rollingUpOnce<T>(
  ctx: RequestContext,
  client: Connection,
  run: (ctx: RequestContext) => Promise<T>,
): Promise<T> {
  const rollups = new Map<RollupGroup, Set<string>>();
  const result = await run({ ...ctx, rollups: rollups as NonNullable<RequestContext['rollups']> });
  await keep(ctx, client, rollups);
  return result;
}

/** The same, brought up to date at once even where the transaction goes on: what follows reads it. */
export async function rollingUpNow<T>(
  ctx: RequestContext,
  client: Connection,
  run: (ctx: RequestContext) => Promise<T>,
): Promise<T> {
  const { rollups: _, ...alone } = ctx;
  return rollingUpOnce(alone, client, run);
}

const add = (touched: Map<RollupGroup, Set<string>>, group: RollupGroup, id: unknown): void => {
  if (typeof id !== 'string') return;
  const ids = touched.get(group) ?? new Set();
  touched.set(group, ids.add(id));
};

/** The parent that the value of a relation names: an id, or which record of which object. */
function parentIn({ via, parent }: RollupGroup, value: unknown): unknown {
  if (!via.objects) return value;
  const { object, id } = Object(value) as { readonly object?: string; readonly id?: string };
  return object === parent.name ? id : undefined;
}

/** Relations that a write fills with who makes it. */
const OF_MAKER: ReadonlySet<string> = new Set(['created_by', 'updated_by']);
const OF_WRITER: ReadonlySet<string> = new Set(['updated_by']);

/** Brings up to date what new records add to. */
export async function rollupCreated(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  records: readonly Changes[],
): Promise<void> {
  const touched = new Map<RollupGroup, Set<string>>();
  for (const group of rollupsOver(ctx.model, object)) {
    if (OF_MAKER.has(group.via.name)) add(touched, group, ctx.actor.userId);
    else for (const changes of records) add(touched, group, parentIn(group, changes.get(group.via)));
  }
  await keep(ctx, client, touched);
}

/** Brings up to date what a changed record counts for, before and after. */
export async function rollupUpdated(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  before: Values,
  changes: Changes,
): Promise<void> {
  const touched = new Map<RollupGroup, Set<string>>();
  const changed = [...changes.keys()].map(({ name }) => name);
  for (const group of rollupsOver(ctx.model, object)) {
    if (!group.dependsOn(changed)) continue;
    const { via } = group;
    add(touched, group, parentIn(group, before.get(via.name)));
    if (OF_WRITER.has(via.name)) add(touched, group, ctx.actor.userId);
    else if (changes.has(via)) add(touched, group, parentIn(group, changes.get(via)));
  }
  await keep(ctx, client, touched);
}

/** Brings up to date what records counted for that went to the bin, or count for that came back. */
export async function rollupMoved(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
): Promise<void> {
  const touched = new Map<RollupGroup, Set<string>>();
  for (const group of rollupsOver(ctx.model, object)) {
    const { rows } = await runStatement(client, { text: parentsSql(ctx.model, group), values: [ids] });
    for (const [id] of rows) add(touched, group, id);
  }
  await keep(ctx, client, touched);
}

const cellsOf = new WeakMap<ModelObject, readonly Cell[]>();

/** What roll-ups are of a new record, which nothing points at yet. */
export function emptyRollupCells(object: ModelObject): readonly Cell[] {
  let cells = cellsOf.get(object);
  if (!cells) {
    cells = [...object.fields.values()].flatMap((field): Cell[] => {
      const value = field.rollup && emptyRollup(field);
      const [column] = field.columns;
      if (value === undefined || !column) return [];
      return [{ column: column.name, type: column.type, value: String(value), empty: null }];
    });
    cellsOf.set(object, cells);
  }
  return cells;
}
