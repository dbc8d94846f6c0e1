import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Remedies } from '../api/metadata.ts';
import { planQuery } from '../api/queries.ts';
import { differences } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';

const NONE: Remedies = {};

/** What publishing the draft would do, looked up anew after every save; nothing is asked while nothing is changed. */
export function usePlan(remedies: Remedies = NONE) {
  const { documents, published, revision } = useDraft();
  const isChanged = useMemo(() => differences(published, documents).length > 0, [published, documents]);
  const query = useQuery({ ...planQuery(revision, remedies), enabled: isChanged });
  return {
    isChanged,
    plan: isChanged ? query.data : undefined,
    /** whether what is shown is of the draft before */
    isOld: query.isPlaceholderData || query.isFetching,
    error: isChanged ? query.error : null,
    refetch: query.refetch,
  };
}
