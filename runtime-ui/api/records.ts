import { type Answer, get, idempotencyKey, post, request } from './request.ts';
import type { HistoryPage, RecordPage, RecordRow } from './types.ts';

export interface ListQuery {
  readonly filter?: string;
  readonly sort?: string;
  readonly fields?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly count?: 'capped' | 'exact';
  readonly deleted?: 'only';
  /** only records that this relation of a record that is being filled in takes */
  readonly for?: {
    readonly object: string;
    readonly field: string;
    readonly id?: string;
    readonly values: Values;
  };
}

export interface AggregateQuery {
  readonly group?: string;
  readonly measures: string;
  readonly filter?: string;
  readonly q?: string;
  readonly limit?: number;
}

export type Values = Readonly<Record<string, unknown>>;

const of = (object: string, rest = ''): string => `/api/records/${encodeURIComponent(object)}${rest}`;

/** Longer filters travel in a body: proxies cut addresses off. */
const LONGEST_FILTER_IN_ADDRESS = 1500;

export function listRecords(object: string, query: ListQuery, signal?: AbortSignal): Promise<RecordPage> {
  const { for: pointing, ...others } = query;
  if (pointing || (query.filter?.length ?? 0) > LONGEST_FILTER_IN_ADDRESS)
    return post(of(object, '/query'), query, { signal });
  return get(of(object), { query: others, signal });
}

export async function aggregateRecords(
  object: string,
  query: AggregateQuery,
  signal?: AbortSignal,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answer = await get<any>(of(object, '/aggregate'), { query: { ...query }, signal });
  return Array.isArray(answer) ? answer : (answer.groups ?? answer.rows ?? []);
}

export const getRecord = (
  object: string,
  id: string,
  fields?: string,
  signal?: AbortSignal,
): Promise<Answer<RecordRow>> => request('GET', of(object, `/${id}`), { query: { fields }, signal });

/** What became of a record, the newest first. */
export const getHistory = (
  object: string,
  id: string,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<HistoryPage> => get(of(object, `/${id}/history`), { query: { cursor }, signal });

export const createRecord = (
  object: string,
  values: Values,
  key = idempotencyKey(),
): Promise<Answer<RecordRow>> =>
  request('POST', of(object), { body: values, headers: { 'Idempotency-Key': key } });

/** Changes what `values` names; with an `etag` only if nobody else was faster (412 otherwise). */
export const updateRecord = (
  object: string,
  id: string,
  values: Values,
  etag?: string | null,
): Promise<Answer<RecordRow>> =>
  request('PATCH', of(object, `/${id}`), { body: values, headers: { 'If-Match': etag ?? undefined } });

/** What a save of these values would be told; nothing is written. */
export const checkRecord = (
  object: string,
  body: { readonly id?: string; readonly values: Values },
  signal?: AbortSignal,
): Promise<any> => post(of(object, '/check'), body, { signal });

/** To the recycle bin, all or none. */
export async function deleteRecords(object: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 1) await request('DELETE', of(object, `/${ids[0]}`));
  else
    await post(
      of(object, '/batch'),
      ids.map((id) => ({ op: 'delete', id })),
      idempotent(),
    );
}

export async function restoreRecords(object: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await post(of(object, `/${id}/actions/restore`), {}, idempotent());
}

const idempotent = () => ({ headers: { 'Idempotency-Key': idempotencyKey() } });
