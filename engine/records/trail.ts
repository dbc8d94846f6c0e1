import type { RequestContext } from '../context.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { StageMove, Values } from '../rules/index.ts';
import { fileMoves } from './files.ts';
import { systemTable } from './frame.ts';

export type Operation = 'create' | 'update' | 'delete' | 'restore';

/** What one written version of a record leaves behind besides its row. */
export interface Trace {
  readonly object: ModelObject;
  readonly record: string;
  readonly version: number;
  readonly operation: Operation;
  /** by field id: what it held and what it holds */
  readonly changes: Readonly<Record<string, readonly [WireValue, WireValue]>>;
  readonly moves: readonly StageMove[];
}

export function changesOf(
  before: Values | undefined,
  changes: ReadonlyMap<ModelField, WireValue>,
): Trace['changes'] {
  const entries = [...changes]
    .map(([field, value]) => [field.id, [before?.get(field.name) ?? null, value]] as const)
    .filter(([, [from, to]]) => before !== undefined || (from ?? to) !== null);
  return Object.fromEntries(entries);
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly read: (trace: Trace) => unknown;
  /** SQL of what is written, made of what was bound */
  readonly written?: (bound: string) => string;
}

const column = (name: string, type: string, read: Column['read'], written?: Column['written']): Column => ({
  name,
  type,
  read,
  ...(written && { written }),
});

/** The rows of a table of the engine as one CTE: arrays, so that one record and a thousand have the same text. */
function insertion(
  ctx: RequestContext,
  table: string,
  columns: readonly Column[],
  traces: readonly Trace[],
  values: unknown[],
): string {
  const names = columns.map(({ name }) => name).join(', ');
  const parameters = columns.map(({ type, read }) => {
    values.push(traces.length === 1 ? read(traces[0]!) : traces.map(read));
    return traces.length === 1 ? `$${values.length}::${type}` : `$${values.length}::${type}[]`;
  });
  const cells = (bound: readonly string[]) =>
    columns.map(({ written }, index) => written?.(bound[index]!) ?? bound[index]!).join(', ');
  const rows =
    traces.length === 1
      ? `VALUES (${cells(parameters)})`
      : `SELECT ${cells(columns.map(({ name }) => `u.${name}`))} FROM unnest(${parameters.join(', ')}) AS u (${names})`;
  return `INSERT INTO ${systemTable(ctx.model, table)} (${names}) ${rows}`;
}

/**
 * The version of the Model under which something is written; another one than is published fails by a division.
 * Updates have looked before and say so; of new records this is the only look, without which a write that began
 * before a publish would leave what that computes wrong.
 */
const versionColumn = (ctx: RequestContext): Column =>
  column(
    'v',
    'int',
    () => ctx.model.version,
    (bound) =>
      `${bound} / ((SELECT v FROM ${systemTable(ctx.model, '_meta_current')} WHERE one = 1) = ${bound})::int`,
  );

function auditColumns(ctx: RequestContext, at: string): readonly Column[] {
  return [
    column('at', 'timestamptz', () => at),
    column('id', 'uuid', () => uuidv7()),
    column('object', 'text', (trace) => trace.object.id),
    column('record', 'uuid', (trace) => trace.record),
    column('version', 'int', (trace) => trace.version),
    column('actor', 'uuid', () => ctx.actor.userId),
    column('on_behalf', 'uuid', () => ctx.actor.onBehalf ?? null),
    column('op', 'text', (trace) => trace.operation),
    column('changes', 'text', (trace) => JSON.stringify(trace.changes)),
    versionColumn(ctx),
  ];
}

const eventColumns = (at: string): readonly Column[] => [
  column('record', 'uuid', (trace) => trace.record),
  column('version', 'int', (trace) => trace.version),
  column('id', 'uuid', () => uuidv7()),
  column('at', 'timestamptz', () => at),
  column('object', 'text', (trace) => trace.object.id),
  column('op', 'text', (trace) => trace.operation),
];

function historyColumns(ctx: RequestContext, at: string): readonly Column[] {
  const move = (trace: Trace): StageMove => trace.moves[0]!;
  return [
    column('record', 'uuid', (trace) => trace.record),
    column('version', 'int', (trace) => trace.version),
    column('object_id', 'text', (trace) => trace.object.id),
    column('at', 'timestamptz', () => at),
    column('from_stage', 'text', (trace) => move(trace).from?.stage ?? null),
    column('from_pipeline', 'text', (trace) => move(trace).from?.pipeline ?? null),
    column('to_stage', 'text', (trace) => move(trace).to?.stage ?? null),
    column('to_pipeline', 'text', (trace) => move(trace).to?.pipeline ?? null),
    column('actor', 'uuid', () => ctx.actor.userId),
  ];
}

/**
 * The CTEs that go with the row's own INSERT or UPDATE: audit, event and stage history. The key of an
 * event is (record, version), so of two writers on one version the whole statement of the slower one fails.
 * New records have no such rival: they may come without events, which nobody then hears of.
 */
export function trailOf(
  ctx: RequestContext,
  traces: readonly Trace[],
  values: unknown[],
  isHeard = true,
): string[] {
  const at = ctx.now.toISOString();
  for (const { object } of traces) ctx.touched?.add(object.name);
  const moved = traces.filter((trace) => trace.moves.length > 0);
  const ctes = [`audit AS (${insertion(ctx, '_audit', auditColumns(ctx, at), traces, values)})`];
  if (isHeard) ctes.push(`event AS (${insertion(ctx, '_event', eventColumns(at), traces, values)})`);
  const files = fileMoves(ctx, traces, values);
  if (files !== undefined) ctes.push(files);
  if (moved.length > 0) {
    ctes.push(`history AS (${insertion(ctx, '_stage_history', historyColumns(ctx, at), moved, values)})`);
  }
  return ctes;
}
