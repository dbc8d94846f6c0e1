import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  fetchDraft,
  fetchEffects,
  fetchFieldTypes,
  fetchHolders,
  fetchPublished,
  fetchRoles,
  planDraft,
  type Remedies,
} from './metadata.ts';

/** What is published and what the draft makes of it, together: neither means much alone. */
export const documentsQuery = queryOptions({
  queryKey: ['metadata', 'documents'],
  queryFn: async ({ signal }) => {
    const [published, draft] = await Promise.all([fetchPublished(signal), fetchDraft(signal)]);
    return { ...published, draft };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const fieldTypesQuery = queryOptions({
  queryKey: ['catalogue', 'field-types'],
  queryFn: ({ signal }) => fetchFieldTypes(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The published roles with how many hold them; nobody but those who manage people is told. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => fetchRoles(signal),
  staleTime: 30_000,
  retry: false,
});

/** Who holds a role, page by page; asked anew with the roles. */
export const holdersQuery = (role: string, q: string) =>
  infiniteQueryOptions({
    queryKey: [...rolesQuery.queryKey, role, 'people', q],
    queryFn: ({ signal, pageParam }) => fetchHolders(role, q, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** The plan of the draft as it was saved for the `revision`th time; the one before shows until it is there. */
export const planQuery = (revision: number, remedies: Remedies) =>
  queryOptions({
    queryKey: ['metadata', 'plan', revision, remedies],
    queryFn: ({ signal }) => planDraft(remedies, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** What the draft, as it was saved for the `revision`th time, does to people; the answer before shows until it is there. */
export const effectsQuery = (revision: number) =>
  queryOptions({
    queryKey: ['metadata', 'effects', revision],
    queryFn: ({ signal }) => fetchEffects(signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
