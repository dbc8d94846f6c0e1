import { queryOptions } from '@tanstack/react-query';
import { idempotencyKey, post } from './request.ts';
import type { Labels, RecordRow } from './types.ts';

/** How much moves to the record that stays, as far as the caller sees it. */
interface Moves {
  readonly moved: readonly {
    readonly object: string;
    readonly via: string;
    readonly labels: Labels;
    readonly count: number;
  }[];
  readonly team: number;
}

export interface MergePreview extends Moves {
  /** the record that stays first */
  readonly records: readonly RecordRow[];
  readonly fields: readonly { readonly name: string; readonly isDifferent: boolean }[];
}

/** By field the record whose value is taken over. */
export type TakenValues = Readonly<Record<string, { readonly from: string }>>;

const of = (object: string, rest: string): string => `/api/records/${encodeURIComponent(object)}${rest}`;
const idempotent = () => ({ headers: { 'Idempotency-Key': idempotencyKey() } });

/** Records that one merge makes one at most. */
export const MOST_MERGED = 5;

export const mergePreviewQuery = (object: string, id: string, others: readonly string[]) =>
  queryOptions({
    queryKey: ['records', object, 'merge', id, ...others],
    queryFn: ({ signal }) => post<MergePreview>(of(object, `/${id}/merge/preview`), { others }, { signal }),
  });

export const mergeRecords = (
  object: string,
  id: string,
  body: {
    readonly others: readonly string[];
    readonly values: TakenValues;
    readonly ifVersions: Readonly<Record<string, number>>;
  },
): Promise<Moves & { readonly merge: string }> =>
  post(of(object, `/${id}/actions/merge`), body, idempotent());

export const undoMerge = (
  object: string,
  merge: string,
): Promise<{ readonly restored: readonly string[]; readonly kept: readonly unknown[] }> =>
  post(of(object, `/merges/${merge}/undo`), {}, idempotent());
