import { actorValue, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField, PhysicalColumn } from '../model/model.ts';
import type { StageMove } from '../rules/index.ts';
import { valueAt } from './binder.ts';
import type { FrameBinding } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { type Output, outputOf } from './output.ts';
import type { Plan } from './plan.ts';
import { readsOf } from './sensitive.ts';
import { rawColumns } from './writer.ts';

/** In every write of one record the first parameter is who acts. */
const ACTOR = '$1::uuid';

/** A value on its way into a column. */
export interface Cell {
  readonly column: string;
  readonly type: string;
  readonly value: unknown;
  /** what the column holds in rows that say nothing: '{}' of lists */
  readonly empty: string | null;
  /** a parameter that the statement has already */
  readonly bound?: string;
}

const emptyOf = (column: PhysicalColumn): string | null =>
  column.empty === undefined ? null : column.empty.replace(/^'|'$/g, '');

/** The cells of changed values, with pipeline and time of a stage that is entered. */
export function cellsOf(
  ctx: RequestContext,
  changes: ReadonlyMap<ModelField, WireValue>,
  moves: readonly StageMove[],
): Cell[] {
  const cells: Cell[] = [];
  for (const [field, value] of changes) {
    const move = moves.find((one) => one.field === field);
    const parts: Record<string, unknown> = { ...field.type.toRow(value, field) };
    if (move?.to) Object.assign(parts, { pipeline: move.to.pipeline, since: ctx.now.toISOString() });
    for (const column of field.columns) {
      if (!(column.part in parts)) continue;
      cells.push({
        column: column.name,
        type: column.type,
        value: parts[column.part],
        empty: emptyOf(column),
      });
    }
  }
  return cells;
}

/** The system columns of a new record, but for its owner, which is a value like others. */
export function newRowCells(ctx: RequestContext, id: string): Cell[] {
  const at = ctx.now.toISOString();
  const { userId, source } = ctx.actor;
  const cell = (column: string, type: string, value: unknown): Cell => ({ column, type, value, empty: null });
  const actor = (column: string): Cell => ({ ...cell(column, 'uuid', userId), bound: ACTOR });
  return [
    cell('id', 'uuid', id),
    cell('created_at', 'timestamptz(3)', at),
    actor('created_by'),
    cell('updated_at', 'timestamptz(3)', at),
    actor('updated_by'),
    cell('version', 'int', 1),
    cell('source', 'text', source),
  ];
}

const arrayLiteral = (members: readonly unknown[]): string =>
  `{${members.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;

export const asText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? arrayLiteral(value) : String(value);
};

/** INSERT of one row; `values` takes the parameters. */
export function insertOne(table: string, cells: readonly Cell[], values: unknown[]): string {
  const parameters = cells.map(({ value, type, bound }) => {
    if (bound !== undefined) return bound;
    values.push(value);
    return `$${values.length}::${type}`;
  });
  const columns = cells.map(({ column }) => quote(column));
  return `INSERT INTO ${table} AS t (${columns.join(', ')}) VALUES (${parameters.join(', ')})`;
}

/** INSERT of many rows by one array per column: its text depends on the columns only, not on the number of rows. */
export function insertMany(table: string, rows: readonly (readonly Cell[])[], values: unknown[]): string {
  const columns = new Map<string, { readonly type: string; readonly list: (string | null)[] }>();
  for (const [index, cells] of rows.entries()) {
    for (const { column, type, empty, value } of cells) {
      let known = columns.get(column);
      if (!known) {
        known = { type, list: Array<string | null>(rows.length).fill(empty) };
        columns.set(column, known);
      }
      known.list[index] = asText(value);
    }
  }
  const parameters = [...columns.values()].map(({ list }) => {
    values.push(list);
    return `$${values.length}::text[]`;
  });
  const names = [...columns.keys()].map(quote);
  const casts = [...columns].map(([column, { type }]) => `v.${quote(column)}::${type}`);
  return `INSERT INTO ${table} AS t (${names.join(', ')}) SELECT ${casts.join(', ')} FROM unnest(${parameters.join(', ')}) AS v (${names.join(', ')})`;
}

/** What a write answers of the record it wrote: the columns of RETURNING, read by the plan's writer. */
export type Returning = Pick<Plan, 'output' | 'cache' | 'shown' | 'asked'> & {
  /** takes its parameters behind those in `values` */
  sql(ctx: RequestContext, values: unknown[]): string;
};

/** Stands in the remembered text for a parameter whose place differs from write to write. */
const PLACE = /\u0001(\d+)\u0001/g;

const returnings = new WeakMap<ObjectAccess, Returning>();

/** Every field that the actor may read, as a list or a page would spell it. Needs the actor's id as `$1`. */
export function returningOf(
  ctx: RequestContext,
  access: Parameters<typeof makeFrame>[1],
  object: ObjectAccess,
): Returning {
  let known = returnings.get(object);
  if (!known) {
    const late: ((at: RequestContext) => unknown)[] = [];
    const place = (value: (at: RequestContext) => unknown, type: string): string =>
      `\u0001${late.push(value) - 1}\u0001::${type}`;
    const binding: FrameBinding = {
      actor: (attribute) => {
        const { type, of } = actorValue(attribute);
        return attribute === 'id' ? ACTOR : place(({ actor }) => of(actor), type);
      },
      moving: (value, type) => place((at) => valueAt(value, at), type),
      sensitive: new Map(),
    };
    const row = { access: object, alias: 't' };
    const frame = makeFrame(ctx.model, access, row, binding, { canJoin: false });
    // who makes records and reads none learns how theirs is called
    const { nodes, shown }: Output = object.can('read')
      ? outputOf(frame, undefined)
      : { nodes: [{ name: 'id', sql: 't.id', isList: false }], shown: [] };
    const columns = [...rawColumns(nodes), ...shown.map(({ ids }) => ids), 't.version'];
    const text = `RETURNING ${columns.join(', ')}`;
    known = {
      output: nodes,
      ...readsOf(binding.sensitive, shown),
      cache: {},
      sql: (at, values) =>
        late.length === 0
          ? text
          : text.replace(PLACE, (_, index) => `$${values.push(late[Number(index)]!(at))}`),
    };
    returnings.set(object, known);
  }
  return known;
}
