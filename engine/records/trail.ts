import { auditWriterOf, type Entry, entriesSql } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type InsertColumn, insertionSql } from '../db/index.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { StageMove, Values } from '../rules/index.ts';
import { addSearched, changeSearched, removeSearched, type SearchedWrite } from '../search/index.ts';
import { fileMoves } from './files.ts';
import { systemTable } from './frame.ts';
import { type MatchEntry, matchesSql } from './matches.ts';

export type Operation =
  | 'create'
  | 'update'
  | 'delete'
  | 'restore'
  | 'purge'
  | 'transfer'
  | 'claim'
  | 'release'
  | 'merge'
  | 'unmerge';

/** What one written version of a record leaves behind besides its row. */
export interface Trace {
  readonly object: ModelObject;
  readonly record: string;
  readonly version: number;
  readonly operation: Operation;
  /** by field id: what it held and what it holds */
  readonly changes: Readonly<Record<string, readonly [WireValue, WireValue]>>;
  readonly moves: readonly StageMove[];
  /** how match rules find the record from now on, where that changes */
  readonly matches?: readonly MatchEntry[];
  /** id of the user who has delegated it to the actor, where these may not do it by themselves */
  readonly onBehalf?: string | undefined;
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

/**
 * The version of the Model under which something is written; another one than is published fails by a division.
 * Updates have looked before and say so; of new records this is the only look, without which a write that began
 * before a publish would leave what that computes wrong.
 */
const publishedVersion =
  ({ model }: RequestContext) =>
  (bound: string): string =>
    `${bound} / ((SELECT v FROM ${systemTable(model, '_meta_current')} WHERE one = 1) = ${bound})::int`;

const entryOf = ({ object, record, version, operation, changes, onBehalf }: Trace): Entry => ({
  op: operation,
  object: object.id,
  record,
  version,
  changes,
  onBehalf,
});

const eventColumns = (at: string): readonly InsertColumn<Trace>[] => [
  ['record', 'uuid', (trace) => trace.record],
  ['version', 'int', (trace) => trace.version],
  ['id', 'uuid', () => uuidv7()],
  ['at', 'timestamptz', () => at],
  ['object', 'text', (trace) => trace.object.id],
  ['op', 'text', (trace) => trace.operation],
];

function historyColumns(ctx: RequestContext, at: string): readonly InsertColumn<Trace>[] {
  const move = (trace: Trace): StageMove => trace.moves[0]!;
  return [
    ['record', 'uuid', (trace) => trace.record],
    ['version', 'int', (trace) => trace.version],
    ['object_id', 'text', (trace) => trace.object.id],
    ['at', 'timestamptz', () => at],
    ['from_stage', 'text', (trace) => move(trace).from?.stage ?? null],
    ['from_pipeline', 'text', (trace) => move(trace).from?.pipeline ?? null],
    ['to_stage', 'text', (trace) => move(trace).to?.stage ?? null],
    ['to_pipeline', 'text', (trace) => move(trace).to?.pipeline ?? null],
    ['actor', 'uuid', () => ctx.actor.userId],
  ];
}

const writeOf = ({ record, changes }: Trace): SearchedWrite => ({ id: record, changes });

/** By what records are found from here on, of each object by a statement, of changed ones of each record. */
function searchedSql({ model }: RequestContext, traces: readonly Trace[], values: unknown[]): string[] {
  return [...Map.groupBy(traces, ({ object }) => object)].flatMap(([object, some]) => {
    const by = (operation: Operation) => some.filter((trace) => trace.operation === operation);
    const [made, gone] = [by('create'), by('purge')];
    const changed = some.filter((trace) => !made.includes(trace) && !gone.includes(trace));
    const ids = gone.map(({ record }) => record);
    const statements = [
      made.length > 0 ? addSearched(model, object, made.map(writeOf), values) : undefined,
      ids.length > 0 ? removeSearched(model, object, ids, values) : undefined,
      ...changed.map((trace) => changeSearched(model, object, writeOf(trace), values)),
    ];
    return statements.filter((one) => one !== undefined);
  });
}

/**
 * The CTEs that go with the row's own INSERT or UPDATE: audit, event, stage history and texts that are searched. The key of an
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
  const table = (name: string): string => systemTable(ctx.model, name);
  const ctes = [
    `audit AS (${entriesSql(auditWriterOf(ctx), traces.map(entryOf), values, publishedVersion(ctx))})`,
  ];
  if (isHeard) ctes.push(`event AS (${insertionSql(table('_event'), eventColumns(at), traces, values)})`);
  const files = fileMoves(ctx, traces, values);
  if (files !== undefined) ctes.push(files);
  const rows = traces.flatMap(({ record, matches = [] }) => matches.map((one) => ({ ...one, record })));
  const found = matchesSql(ctx, rows, values);
  if (found !== undefined) ctes.push(found);
  if (moved.length > 0) {
    ctes.push(
      `history AS (${insertionSql(table('_stage_history'), historyColumns(ctx, at), moved, values)})`,
    );
  }
  const searched = searchedSql(ctx, traces, values);
  return [...ctes, ...searched.map((statement, index) => `searched${index} AS (${statement})`)];
}
