import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { loadRules } from '../form/load-rules.ts';
import { fetchCountries, fetchForm, fetchModel, fetchObject, textAt } from './model.ts';
import { onDraftSaved, preview } from './preview.ts';
import { isProblem } from './problem.ts';
import {
  type AggregateQuery,
  aggregateRecords,
  checkRecord,
  getHistory,
  getRecord,
  type ListQuery,
  listRecords,
} from './records.ts';
import { onAnswer } from './request.ts';
import { fetchMe } from './session.ts';

/** A refusal is an answer: only the network and a busy server are worth asking again. */
const shouldRetry = (failures: number, error: unknown): boolean =>
  failures < 2 && (!isProblem(error) || error.status === 0 || error.status >= 502);

/** One cache per page. A new model version refetches what was derived from the old one, quietly. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, staleTime: 5_000 } } });
  if (preview) onDraftSaved(() => void client.invalidateQueries({ queryKey: ['model'] }));
  onAnswer('model', () => {
    void client.invalidateQueries({ queryKey: ['model'] });
    void client.invalidateQueries({ queryKey: ['me'] });
  });
  onAnswer('signedOut', () => {
    if (client.getQueryData(['me'])) client.setQueryData(['me'], null);
  });
  return client;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => fetchMe(signal),
  staleTime: 60_000,
});

export const modelQuery = queryOptions({
  queryKey: ['model'],
  queryFn: ({ signal }) => fetchModel(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Kept until a new version shows; asked again whenever a page opens, so that a fresh field is there at once. */
export const objectQuery = (object: string) =>
  queryOptions({
    queryKey: ['model', object],
    queryFn: ({ signal }) => fetchObject(object, signal),
    staleTime: 15_000,
  });

export const formQuery = (object: string, locale: string) =>
  queryOptions({
    queryKey: ['model', object, 'form', locale],
    queryFn: async ({ signal }) => {
      const form = await fetchForm(object, locale, signal);
      await loadRules(form);
      return form;
    },
    staleTime: 0,
  });

const SUGGESTED_FROM = 200;

/** Words of a list that records changed lately have, the most frequent first. */
export const wordsQuery = (object: string, field: string) =>
  queryOptions({
    queryKey: ['records', object, 'words', field],
    queryFn: async ({ signal }) => {
      const query = { fields: field, filter: `${field} != null`, sort: '-updated_at', limit: SUGGESTED_FROM };
      const { records } = await listRecords(object, query, signal);
      const words = records.flatMap((record) => (record[field] as readonly string[] | undefined) ?? []);
      const counted = [...Map.groupBy(words, (word) => word)];
      return counted.sort(([, a], [, b]) => b.length - a.length).map(([word]) => word);
    },
    staleTime: 60_000,
  });

export const listQuery = (object: string, query: ListQuery) =>
  queryOptions({
    queryKey: ['records', object, 'list', query],
    queryFn: ({ signal }) => listRecords(object, query, signal),
    placeholderData: keepPreviousData,
  });

export const aggregateQuery = (object: string, query: AggregateQuery) =>
  queryOptions({
    queryKey: ['records', object, 'aggregate', query],
    queryFn: ({ signal }) => aggregateRecords(object, query, signal),
    placeholderData: keepPreviousData,
  });

export const recordQuery = (object: string, id: string, fields: string) =>
  queryOptions({
    queryKey: ['records', object, 'one', id, fields],
    queryFn: ({ signal }) => getRecord(object, id, fields, signal),
  });

/** The history of a record, page by page; of what it is at this version. */
export const historyQuery = (object: string, id: string, version: unknown) =>
  infiniteQueryOptions({
    queryKey: ['records', object, 'history', id, version],
    queryFn: ({ signal, pageParam }) => getHistory(object, id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  });

/** What rules make of a record as it stands, where only the server knows. */
export const checkQuery = <Checked>(object: string, id: string, version: unknown) =>
  queryOptions<Checked>({
    queryKey: ['records', object, 'check', id, version],
    queryFn: ({ signal }) => checkRecord(object, { id, values: {} }, signal),
  });

/** What addresses can be in; fetched when somebody looks, and kept. */
export const countriesQuery = queryOptions({
  queryKey: ['catalogue', 'countries'],
  queryFn: ({ signal }) => fetchCountries(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The title of one record, for chips and lookups that hold an id. */
export const titleQuery = (object: string, title: string, id: string) =>
  queryOptions({
    queryKey: ['records', object, 'title', id],
    queryFn: async ({ signal }) => textAt((await getRecord(object, id, `id,${title}`, signal)).data, title),
    staleTime: 60_000,
  });
