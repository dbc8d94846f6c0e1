import { useQuery } from '@tanstack/react-query';
import { get } from '../../runtime-ui/api/request.ts';
import type { AuditKinds } from './types.ts';

/** Everything that is audited, in the words of people. */
export const useKinds = () =>
  useQuery({
    queryKey: ['audit', 'kinds'],
    queryFn: ({ signal }) => get<AuditKinds>('/api/audit/kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
