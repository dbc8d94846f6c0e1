import { queryOptions } from '@tanstack/react-query';
import { get, post } from './request.ts';
import type { Labels } from './types.ts';

/** Two records of a group, and why they are taken for one: by field how alike they are, 1 being the same. */
export interface AlikePair {
  readonly a: string;
  readonly b: string;
  readonly rule: string;
  readonly points: number;
  readonly fields: Readonly<Record<string, number>>;
}

/** Records that are taken for one. */
export interface AlikeGroup {
  readonly records: readonly { readonly id: string; readonly title: string | null }[];
  readonly pairs: readonly AlikePair[];
}

export interface AlikePage {
  readonly rules: readonly { readonly name: string; readonly labels: Labels; readonly from: number }[];
  readonly groups: readonly AlikeGroup[];
  readonly next: string | null;
}

/** A comparison of all records of an object, and how far it is. */
export interface Scan {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly step: number;
  /** null: not planned yet */
  readonly steps: number | null;
  readonly pairs: number;
  readonly failure?: { readonly message: string };
  readonly done_at?: string;
}

const at = (object: string, rest = ''): string => `/api/duplicates/${encodeURIComponent(object)}${rest}`;

export const fetchAlike = (object: string, after: string | undefined, signal?: AbortSignal) =>
  get<AlikePage>(at(object), { query: { after }, signal });

export const dismissAlike = (object: string, ids: readonly string[]): Promise<unknown> =>
  post(at(object, '/dismiss'), { ids });

export const beginScan = (object: string): Promise<Scan> => post(at(object, '/scans'), {});
export const cancelScan = (object: string, id: string): Promise<Scan> =>
  post(at(object, `/scans/${id}/cancel`), {});

export const isScanning = ({ state }: Scan): boolean => state === 'waiting' || state === 'running';

/** milliseconds between two looks at what is under way */
const LOOK = 800;

/** The latest scans; refused to who may not see all records. */
export const scansQuery = (object: string) =>
  queryOptions({
    queryKey: ['scans', object],
    queryFn: ({ signal }) => get<{ readonly scans: readonly Scan[] }>(at(object, '/scans'), { signal }),
    refetchInterval: ({ state }) => (state.data?.scans.some(isScanning) ? LOOK : false),
    retry: false,
    staleTime: 0,
  });
