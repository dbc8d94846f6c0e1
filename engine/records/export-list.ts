import type { RequestContext } from '../context.ts';
import type { ClientBase } from '../db/connect.ts';
import { LIMITS } from '../limits.ts';
import { soughtWords } from '../search/index.ts';
import { type Plan, planList } from './plan.ts';
import { writerOf } from './read.ts';
import type { ListRequest } from './request.ts';
import { answered } from './secrets.ts';
import { entriesOf, leaveReads } from './sensitive.ts';
import { RAW_TYPES, type RawRow } from './writer.ts';

/** What of an object goes out, and in which order. */
export type ExportRequest = Pick<ListRequest, 'filter' | 'sort' | 'fields' | 'q'>;

/** A record as the API answers it. */
export type ExportedRecord = Readonly<Record<string, unknown>>;

/** Records of a list as they stood at one moment. */
export interface ExportedList {
  readonly total: number;
  /** a page at a time, so that memory does not grow with their number */
  readonly pages: AsyncIterable<readonly ExportedRecord[]>;
}

/** More than any table holds. */
const ALL = '4611686018427387904';

/** milliseconds; the first page of a long list waits for its order */
const PATIENCE = 600_000;

async function fetchPage(client: ClientBase, text: string, values: readonly unknown[] = []) {
  const result = await client.query<(string | null)[]>({
    text,
    values: values as unknown[],
    rowMode: 'array',
    types: RAW_TYPES,
  });
  return { rows: result.rows as readonly RawRow[], oids: result.fields.map(({ dataTypeID }) => dataTypeID) };
}

/** Rows as records, with what is sensitive in them left in the audit and what is encrypted opened. */
async function recordsOf(
  ctx: RequestContext,
  plan: Plan,
  { rows, oids }: Awaited<ReturnType<typeof fetchPage>>,
): Promise<readonly ExportedRecord[]> {
  // by another pool: who holds a connection of one and waits for a second of the same may wait for ever
  const on = ctx.db.direct();
  await leaveReads(ctx, entriesOf(plan, rows, oids.length - plan.keys - plan.shown.length), on);
  const write = writerOf(plan, oids);
  return JSON.parse(await answered(ctx, `[${rows.map(write).join(',')}]`));
}

const listOf = (request: ExportRequest): ListRequest => ({
  ...request,
  limit: 1,
  offset: 0,
  deleted: false,
  isExported: true,
});

/** Refuses what could not be exported: names, rights, a filter that says nothing. */
export function assertExported(ctx: RequestContext, object: string, request: ExportRequest): void {
  planList(ctx, object, listOf(request), undefined);
}

/**
 * Hands over all records of a list that the actor may export, as they stood at one moment: rights, masks and order are
 * those of their lists. `use` is done with the pages when it ends. Who reads what of sensitive fields is left in the audit.
 */
export async function exportList<T>(
  ctx: RequestContext,
  object: string,
  request: ExportRequest,
  use: (list: ExportedList) => Promise<T>,
): Promise<T> {
  const asked = listOf(request);
  const words = request.q === undefined ? {} : { words: soughtWords(request.q) };
  const valuesFor = ({ plan, values }: ReturnType<typeof planList>, limit: number | string): unknown[] => {
    const bindings = { ctx, limit: limit as number, offset: 0, ...words };
    return [...values, ...plan.sources.map((source) => source(bindings))];
  };
  const counting = planList(ctx, object, { ...asked, fields: ['id'], count: 'exact' }, undefined);
  const bound = planList(ctx, object, asked, undefined);
  const client = await ctx.db.forWorkspace(ctx.workspace).connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL statement_timeout = ${PATIENCE}; SET LOCAL cursor_tuple_fraction = 1`);
    const counted = await fetchPage(client, counting.plan.text, valuesFor(counting, 1));
    const total = Number(counted.rows[0]![2]);
    await client.query({
      text: `DECLARE exported NO SCROLL CURSOR FOR ${bound.plan.text}`,
      values: valuesFor(bound, ALL),
    });
    const pages = async function* (): AsyncGenerator<readonly ExportedRecord[]> {
      for (;;) {
        const page = await fetchPage(client, `FETCH ${LIMITS.exportPage} FROM exported`);
        if (page.rows.length === 0) return;
        yield await recordsOf(ctx, bound.plan, page);
      }
    };
    return await use({ total, pages: pages() });
  } finally {
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
