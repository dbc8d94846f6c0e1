import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import { soughtWords } from '../search/index.ts';
import { type Binder, makeBinder, type Source } from './binder.ts';
import type { Position } from './cursor.ts';
import { compileFilter } from './filter.ts';
import { fittingSql, type Pointing } from './fitting.ts';
import { type Frame, tableOf } from './frame.ts';
import { type Branches, behind, nullPattern } from './keyset.ts';
import { makeFrame } from './make-frame.ts';
import { type OrderKey, orderBy, orderOf, pageOrderBy } from './order.ts';
import { jsonSql, type Output, type OutputNode, outputOf } from './output.ts';
import { colleaguesOnly } from './parties.ts';
import type { ListRequest } from './request.ts';
import { patternsOf, searchShape, searchSql } from './search.ts';
import { type LatestFound, latestFound } from './search-latest.ts';
import { readsOf, type SensitiveReads } from './sensitive.ts';
import { rawColumns } from './writer.ts';

/**
 * A statement for every request of one shape. Of raw rows the ids of the records whose sensitive fields they show stand
 * between the output and the keys; of json behind the count.
 */
export interface Plan extends SensitiveReads {
  readonly text: string;
  /** a cheaper one that may do: where it does not, the keys of one of its rows are null */
  readonly first?: string;
  /** parameters behind those of the filter */
  readonly sources: readonly Source[];
  /** raw: rows for the compiled writer, the keys of the order behind them; json: one row of finished text */
  readonly form: 'raw' | 'json';
  readonly output: readonly OutputNode[];
  /** of raw rows: how many columns at the end are keys of the order */
  readonly keys: number;
  readonly cache: { write?: (row: readonly (string | null)[]) => string };
}

export interface BoundPlan {
  readonly plan: Plan;
  /** values of the filter */
  readonly values: readonly unknown[];
}

/** The rights of the actor over an object; one of which they may know nothing is answered as if there were none. */
export function objectAccessOf(ctx: RequestContext, name: string): { access: Access; object: ObjectAccess } {
  const access = accessOf(ctx.model, ctx.actor);
  const object = access.object(name);
  if (!object) throw new Problem('query.object', { name });
  return { access, object };
}

export function assertCan(object: ObjectAccess, action: Parameters<ObjectAccess['can']>[0]): void {
  if (!object.can(action)) throw new Problem('record.not_allowed', { action, object: object.object.name });
}

/** Several records by one request are a right of their own. */
export function assertBulk({ object, can }: ObjectAccess, count: number): void {
  if (count > 1 && !can('bulk')) throw new Problem('record.bulk', { object: object.name, given: count });
}

const plans = new WeakMap<Model, Map<string, Plan>>();

/** The plan of that shape, made once per model version. */
export function remembered(model: Model, shape: string, make: () => Plan): Plan {
  let known = plans.get(model);
  if (!known) {
    known = new Map();
    plans.set(model, known);
  }
  let plan = known.get(shape);
  if (!plan) {
    plan = make();
    if (known.size >= LIMITS.plansPerProcess) known.delete(known.keys().next().value!);
    known.set(shape, plan);
  }
  return plan;
}

/** The statement of a list, and the values of its filter. */
export function planList(
  ctx: RequestContext,
  objectName: string,
  request: ListRequest,
  position: Position | undefined,
  pointing?: Pointing,
): BoundPlan {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'read');
  if (request.deleted) assertCan(object, 'restore');
  if (request.isExported) assertCan(object, 'export');
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder, { prefix: 'f', isBinned: request.deleted });
  const filters = [
    compileFilter(ctx, frame, binder, request.filter),
    pointing && fittingSql(ctx, frame.row, binder, pointing),
    // nobody of the portal can be chosen
    ...(pointing ? colleaguesOnly(frame.row) : []),
  ].filter((one) => one !== undefined);
  const filter = filters.length > 0 ? filters.join(' AND ') : undefined;
  const shape = [
    'list',
    object.object.name,
    access.key,
    filter ?? '',
    binder.seal(),
    request.sort.map(({ path, descending }) => (descending ? `-${path}` : path)).join(','),
    request.fields?.join(',') ?? '*',
    nullPattern(position),
    `${searchShape(request.q)} ${request.deleted} ${request.count} ${request.offset > 0} ${request.limit > LONG_PAGE} ${request.isExported}`,
  ].join('\n');
  const plan = remembered(ctx.model, shape, () => makeListPlan(frame, binder, filter, request, position));
  return { plan, values: binder.values };
}

function makeListPlan(
  frame: Frame,
  binder: Binder,
  filter: string | undefined,
  request: ListRequest,
  position: Position | undefined,
): Plan {
  const conditions = frame.live(frame.row, request.deleted);
  if (request.deleted) conditions.push(frame.scope(frame.row, frame.row.access.rows('restore')) ?? 'true');
  if (request.isExported) conditions.push(frame.scope(frame.row, frame.row.access.rows('export')) ?? 'true');
  if (filter !== undefined) conditions.push(filter);
  const words = soughtWords(request.q ?? '');
  const pattern = patternsOf(binder);
  if (request.q !== undefined) conditions.push(searchSql(frame, binder, words, pattern));

  const order = orderOf(frame, request.sort);
  const around = makeFrame(frame.model, frame.access, frame.row, binder, { isBinned: request.deleted });
  const output = outputOf(around, request.fields);
  const limit = binder.source(({ limit: given }) => given, 'bigint');
  const branches = position ? behind(order, position, binder) : [[]];
  const offset = request.offset > 0 ? binder.source(({ offset: given }) => given, 'bigint') : undefined;
  const list: ListParts = { frame, around, conditions, branches, order, output, limit, offset };
  const isJson = request.count !== undefined || request.limit > LONG_PAGE;
  const count =
    request.count === undefined ? undefined : countSql(frame, conditions, request.count === 'capped');
  const text = isJson ? jsonList(list, count) : rawList(list);
  const isLatestFirst = !isJson && filter === undefined && !request.deleted && offset === undefined;
  const latest =
    isLatestFirst && request.sort.length === 0
      ? latestFound(frame, binder, { words, pattern, limit, behind: branches[0]! })
      : undefined;
  const plan = { sources: binder.sources, output: output.nodes, keys: order.length, cache: {} };
  return {
    ...plan,
    ...readsOf(binder.sensitive, output.shown),
    text,
    ...(latest && { first: latestList(list, latest) }),
    form: isJson ? 'json' : 'raw',
  };
}

/**
 * Pages up to this length come as raw columns for the compiled writer: Postgres and Node then share
 * the work evenly. Longer ones are built as JSON by Postgres, or Node would do nothing else.
 */
const LONG_PAGE = 200;

interface ListParts {
  readonly frame: Frame;
  /** what is read around the page: joins for the output only */
  readonly around: Frame;
  readonly conditions: readonly string[];
  readonly branches: Branches;
  readonly order: readonly OrderKey[];
  readonly output: Output;
  readonly limit: string;
  readonly offset: string | undefined;
}

/** FROM to LIMIT of a page and one record more. */
function rowsSql(
  { frame, conditions, order, limit, offset }: ListParts,
  behindIt: readonly string[],
): string {
  const table = `${tableOf(frame.model, frame.row.access.object)} t ${frame.joins.join(' ')}`;
  const skipped = offset === undefined ? '' : ` OFFSET ${offset}`;
  return `FROM ${table} WHERE ${[...conditions, ...behindIt].join(' AND ')} ORDER BY ${orderBy(order)} LIMIT ${limit} + 1${skipped}`;
}

/** The columns that the output reads and the keys of the order. */
const pageColumns = ({ around, order }: ListParts): readonly string[] => [
  ...[...around.columns].map((column) => `t.${quote(column)}`),
  ...order.map((key) => `${key.sql} AS ${key.name}`),
];

/** The page: limited before anything is joined to it. */
function pageSql(list: ListParts): string {
  const select = `SELECT ${pageColumns(list).join(', ')}`;
  const reads = list.branches.map((behindIt) => `${select} ${rowsSql(list, behindIt)}`);
  if (reads.length === 1) return reads[0]!;
  return `${reads.map((read) => `(${read})`).join(' UNION ALL ')} LIMIT ${list.limit} + 1`;
}

function rawList(list: ListParts): string {
  const { around, branches, order, output } = list;
  const columns = [...rawColumns(output.nodes), ...output.shown.map(({ ids }) => ids)];
  if (around.joins.length === 0 && branches.length === 1) {
    const keys = order.map((key) => `${key.sql}::text`);
    return `SELECT ${[...columns, ...keys].join(', ')} ${rowsSql(list, branches[0]!)}`;
  }
  return outputSql(list, pageSql(list));
}

function outputSql({ around, order, output }: ListParts, page: string): string {
  const columns = [...rawColumns(output.nodes), ...output.shown.map(({ ids }) => ids)];
  const keys = order.map((key) => `t.${key.name}::text`);
  return `SELECT ${[...columns, ...keys].join(', ')} FROM (${page}) t ${around.joins.join(' ')} ORDER BY ${pageOrderBy(order, 't')}`;
}

/** The page as far as the latest of what was found fill it. Where they do not and there is more, a row of nulls says so. */
function latestList(list: ListParts, { query, from, more }: LatestFound): string {
  const columns = pageColumns(list);
  const page = `SELECT ${columns.join(', ')} ${from} ORDER BY ${orderBy(list.order)} LIMIT ${list.limit} + 1`;
  const nothing = `SELECT ${columns.map(() => 'NULL').join(', ')} ${more}`;
  return outputSql(list, `WITH ${query} (${page}) UNION ALL (${nothing}) LIMIT ${list.limit} + 1`);
}

function jsonList(list: ListParts, count: string | undefined): string {
  const { around, order, output, limit } = list;
  const page = `FROM page t ${around.joins.join(' ')} ORDER BY ${pageOrderBy(order, 't')} LIMIT ${limit}`;
  const columns = output.nodes.map((node) => `${jsonSql(node)} AS ${quote(node.name)}`);
  const records = `SELECT ${columns.join(', ')} ${page}`;
  const shown = output.shown.map(
    ({ ids }) => `(SELECT string_agg(s.ids, ' ') FROM (SELECT ${ids} AS ids ${page}) s)`,
  );
  const keys = `json_build_array(${order.map((key) => `t.${key.name}::text`).join(', ')})`;
  const last = `SELECT ${keys} FROM page t ORDER BY ${pageOrderBy(order, 't')} OFFSET ${limit} - 1 LIMIT 1`;
  return [
    `WITH page AS MATERIALIZED (${pageSql(list)})`,
    `SELECT (SELECT coalesce(json_agg(r), '[]') FROM (${records}) r)::text,`,
    `CASE WHEN (SELECT count(*) FROM page) > ${limit} THEN (${last}) END::text,`,
    [`${count === undefined ? 'NULL' : `(${count})`}::text`, ...shown].join(', '),
  ].join(' ');
}

function countSql(frame: Frame, conditions: readonly string[], isCapped: boolean): string {
  const matching = `FROM ${tableOf(frame.model, frame.row.access.object)} t ${frame.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
  if (!isCapped) return `SELECT count(*) ${matching}`;
  return `SELECT count(*) FROM (SELECT 1 ${matching} LIMIT ${LIMITS.countCap + 1}) matching`;
}

/** The statement that reads one record by its id. */
export function planOne(
  ctx: RequestContext,
  objectName: string,
  fields: readonly string[] | undefined,
): Plan {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'read');
  const shape = ['one', object.object.name, access.key, fields?.join(',') ?? '*'].join('\n');
  return remembered(ctx.model, shape, () => {
    const binder = makeBinder(ctx);
    binder.seal();
    const id = binder.source(({ id: given }) => given, 'uuid');
    const frame = makeFrame(ctx.model, access, { access: object, alias: 't' }, binder);
    const output = outputOf(frame, fields);
    const conditions = [`t.id = ${id}`, ...frame.live(frame.row)];
    const from = `${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')}`;
    const columns = [...rawColumns(output.nodes), ...output.shown.map(({ ids }) => ids), 't.version'];
    const text = `SELECT ${columns.join(', ')} FROM ${from} WHERE ${conditions.join(' AND ')}`;
    const reads = readsOf(binder.sensitive, output.shown);
    return { text, sources: binder.sources, form: 'raw', output: output.nodes, keys: 1, cache: {}, ...reads };
  });
}
