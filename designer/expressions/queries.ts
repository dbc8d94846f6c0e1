import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { describedScope } from '../../engine/expression/described-scope.ts';
import type { Kind } from '../../engine/expression/kinds.ts';
import type { Scope } from '../../engine/expression/scope.ts';
import { fetchFunctions, fetchScope, type Tried, tryExpression } from '../api/metadata.ts';
import { useDraft } from '../draft/store.tsx';

/** What the names of an expression stand for, and the kind of value that it shall give. */
export interface ExpressionScope {
  readonly object: string;
  /** the object of `record.`, where that is another */
  readonly home?: string;
  readonly scope: string;
  readonly returns: string;
}

/** A pause in typing after which the server is asked. */
const ASK_AFTER = 300;

const KINDS: ReadonlySet<string> = new Set([
  'string',
  'decimal',
  'bool',
  'date',
  'timestamp',
  'duration',
  'list',
]);

/** What a field holds is known to the field alone. */
export const kindWanted = ({ returns }: ExpressionScope): Kind | undefined =>
  KINDS.has(returns) ? (returns as Kind) : undefined;

export const functionsQuery = queryOptions({
  queryKey: ['catalogue', 'functions'],
  queryFn: ({ signal }) => fetchFunctions(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The names that an expression may use in the draft as it is saved now. */
export function useScope({ object, home, scope }: Omit<ExpressionScope, 'returns'>): {
  readonly scope: Scope | undefined;
  /** false: only the server knows all names */
  readonly isWhole: boolean;
} {
  const { revision } = useDraft();
  const { data } = useQuery({
    queryKey: ['metadata', 'scope', revision, object, home, scope],
    queryFn: ({ signal }) => fetchScope({ object, home, scope }, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return useMemo(() => ({ scope: data && describedScope(data), isWhole: data?.isWhole === true }), [data]);
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), ASK_AFTER);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** What the server says of an expression in the draft, with what it comes to for some records. */
export function useTried(source: string, place: ExpressionScope, records: 'latest' | readonly string[]) {
  const { revision } = useDraft();
  const expression = usePaused(source.trim());
  const returns = kindWanted(place);
  const asked = {
    object: place.object,
    ...(place.home !== undefined && { home: place.home }),
    scope: place.scope,
    expression,
    records,
    ...(returns && { returns }),
  };
  const query = useQuery({
    queryKey: ['metadata', 'try', revision, asked],
    queryFn: ({ signal }) => tryExpression(asked, signal),
    enabled: expression !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const isOfThis = expression === source.trim() && !query.isPlaceholderData;
  return { tried: query.data as Tried | undefined, isOfThis };
}
