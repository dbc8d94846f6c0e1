import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Kind } from '../../runtime-ui/api/types.ts';
import { type Tried, tryExpression } from '../api/metadata.ts';
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

const KINDS: ReadonlySet<string> = new Set(['string', 'decimal', 'bool', 'date', 'timestamp', 'duration']);

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), ASK_AFTER);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** What the server says of an expression in the draft; undefined for none, and until it has answered. */
export function useCheck(
  source: string,
  { object, home, scope, returns }: ExpressionScope,
): Tried | undefined {
  const { revision } = useDraft();
  const expression = usePaused(source.trim());
  // what a field holds is known to the field alone
  const asked = {
    object,
    ...(home !== undefined && { home }),
    expression,
    scope,
    ...(KINDS.has(returns) && { returns: returns as Kind }),
  };
  const tried = useQuery({
    queryKey: ['metadata', 'try', revision, asked],
    queryFn: ({ signal }) => tryExpression(asked, signal),
    enabled: expression !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return source.trim() === '' ? undefined : tried.data;
}
