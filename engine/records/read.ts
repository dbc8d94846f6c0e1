import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { soughtWords } from '../search/index.ts';
import type { Bindings } from './binder.ts';
import { makeCursor, type Position, readCursor } from './cursor.ts';
import type { Pointing } from './fitting.ts';
import { type BoundPlan, type Plan, planList, planOne } from './plan.ts';
import { runStatement, statementName } from './postgres.ts';
import type { ListRequest } from './request.ts';
import { answered } from './secrets.ts';
import { entriesOf, leaveReads } from './sensitive.ts';
import { compileWriter, type RawRow } from './writer.ts';

/** Refuses what cannot be an id as what is not there. */
export function recordIdOf(text: string): string {
  if (!isUuid(text)) throw new Problem('record.not_found');
  return text.toLowerCase();
}

const valuesFor = (plan: Plan, bindings: Bindings): unknown[] =>
  plan.sources.map((source) => source(bindings));

/** A page of records as the JSON text of the answer; `pointing` is what the request is for, where it says that. */
export async function listRecords(
  ctx: RequestContext,
  object: string,
  request: ListRequest,
  pointing?: Pointing,
): Promise<string> {
  const list = listKey(ctx, object, request);
  const position = request.cursor === undefined ? undefined : readCursor(ctx.secretKey, list, request.cursor);
  const bound = planList(ctx, object, request, position, pointing);
  const bindings = {
    ctx,
    limit: request.limit,
    offset: request.offset,
    position,
    ...(request.q !== undefined && { words: soughtWords(request.q) }),
  };
  const page = await readPage(ctx, bound, bindings);
  const next = page.last === undefined ? 'null' : `"${makeCursor(ctx.secretKey, list, page.last)}"`;
  const count = page.count === undefined ? '' : `,"count":${countText(page.count, request)}`;
  return `{"records":${page.records},"next":${next}${count}}`;
}

/** What a cursor is bound to. */
const listKey = ({ workspace }: RequestContext, object: string, request: ListRequest): string =>
  JSON.stringify([
    workspace.id,
    object,
    request.sort,
    request.filter,
    request.q,
    request.deleted,
    request.for,
  ]);

function countText(count: number, request: ListRequest): string {
  const isCapped = request.count === 'capped' && count > LIMITS.countCap;
  return JSON.stringify({ value: isCapped ? LIMITS.countCap : count, capped: isCapped });
}

interface Page {
  readonly records: string;
  /** of the last record, when there are more */
  readonly last: Position | undefined;
  readonly count: number | undefined;
}

async function readPage(ctx: RequestContext, { plan, values }: BoundPlan, bindings: Bindings): Promise<Page> {
  const db = ctx.db.forReading(ctx.workspace);
  const bound = [...values, ...valuesFor(plan, bindings)];
  let result = await runStatement(db, { text: plan.first ?? plan.text, values: bound });
  if (plan.first && result.rows.some((row) => row.at(-1) === null))
    result = await runStatement(db, { text: plan.text, values: bound });
  if (plan.form === 'json') {
    await leaveReads(ctx, entriesOf(plan, result.rows, 3));
    const [records, last, count] = result.rows[0]!;
    return {
      records: await answered(ctx, records!),
      last: last === null ? undefined : JSON.parse(last!),
      count: count === null ? undefined : Number(count),
    };
  }
  const rows = result.rows.slice(0, bindings.limit);
  await leaveReads(ctx, entriesOf(plan, rows, result.oids.length - plan.keys - plan.shown.length));
  const write = writerOf(plan, result.oids);
  const hasMore = result.rows.length > bindings.limit;
  const last = hasMore ? (rows.at(-1)!.slice(-plan.keys) as Position) : undefined;
  return { records: await answered(ctx, `[${rows.map(write).join(',')}]`), last, count: undefined };
}

export function writerOf(
  plan: Pick<Plan, 'output' | 'cache'>,
  oids: readonly number[],
): (row: RawRow) => string {
  plan.cache.write ??= compileWriter(plan.output, oids);
  return plan.cache.write;
}

/** One record as JSON text, with its version; undefined where the actor sees none. */
export async function readRecord(
  ctx: RequestContext,
  object: string,
  id: string,
  fields?: readonly string[],
): Promise<{ text: string; version: number } | undefined> {
  const plan = planOne(ctx, object, fields);
  const result = await runStatement(ctx.db.forReading(ctx.workspace), {
    name: statementName(plan.text),
    text: plan.text,
    values: valuesFor(plan, { ctx, limit: 1, offset: 0, id }),
  });
  const row = result.rows[0];
  if (row) await leaveReads(ctx, entriesOf(plan, [row], row.length - plan.keys - plan.shown.length));
  return row && { text: await answered(ctx, writerOf(plan, result.oids)(row)), version: Number(row.at(-1)) };
}
