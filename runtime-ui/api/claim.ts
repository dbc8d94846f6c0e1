import { queryOptions } from '@tanstack/react-query';
import { get, idempotencyKey, post } from './request.ts';

/** Taking records that nobody owns, and giving back what one has taken. */
export type ClaimAct = 'claim' | 'release';

/** What the caller may do with one record. */
export type RecordActions = Readonly<Record<'update' | 'delete' | 'transfer' | 'share' | ClaimAct, boolean>>;

const of = (object: string, rest: string): string => `/api/records/${encodeURIComponent(object)}${rest}`;

export const actionsQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['records', object, 'actions', id],
    queryFn: ({ signal }) => get<RecordActions>(of(object, `/${id}/actions`), { signal }),
  });

/** Claims records or gives them back, all or none. */
export const claimRecords = (object: string, ids: readonly string[], act: ClaimAct): Promise<unknown> => {
  const options = { headers: { 'Idempotency-Key': idempotencyKey() } };
  return ids.length === 1
    ? post(of(object, `/${ids[0]}/actions/${act}`), {}, options)
    : post(of(object, `/${act}`), { ids }, options);
};
