import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, post } from './request.ts';

/** A record that was found, and the piece of a field in which it was. */
export interface SearchHit {
  readonly object: string;
  readonly id: string;
  readonly title: string | null;
  readonly field: string;
  readonly excerpt: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
  readonly isNear: boolean;
}

const LIMIT = 12;

/** Records of all objects; what was found before stays until more is known. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['records', 'search', q],
    queryFn: ({ signal }) =>
      get<{ results: readonly SearchHit[] }>('/api/search', { query: { q, limit: LIMIT }, signal }),
    enabled: q !== '',
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });

/** Texts by how they may be typed in pinyin. */
export const spellingsQuery = (texts: readonly string[]) =>
  queryOptions({
    queryKey: ['spellings', ...texts],
    queryFn: async ({ signal }) => {
      const { spellings } = await post<{ spellings: readonly string[] }>(
        '/api/search/spellings',
        { texts },
        { signal },
      );
      return new Map(texts.map((text, index) => [text, spellings[index]!]));
    },
    enabled: texts.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
