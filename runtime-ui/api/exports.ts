import { queryOptions } from '@tanstack/react-query';
import { address, get, post, request } from './request.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'jsonl';

/** An export of the caller, and how far it is. */
export interface ExportJob {
  readonly id: string;
  readonly object: string | null;
  readonly format: ExportFormat;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly rows: number;
  /** null: not known yet */
  readonly total: number | null;
  readonly secondsLeft?: number;
  /** texts that were longer than the format takes */
  readonly cut?: number;
  /** of the file */
  readonly name: string;
  /** bytes */
  readonly size?: number;
  readonly failure?: { readonly code: string; readonly message: string };
  readonly created_at: string;
}

export interface ExportBody {
  readonly object: string;
  readonly format: ExportFormat;
  readonly values: 'labels' | 'keys';
  readonly fields?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
}

export const beginExport = (body: ExportBody): Promise<ExportJob> => post('/api/exports', body);

export const cancelExport = (id: string): Promise<ExportJob> => post(`/api/exports/${id}/cancel`, {});

export const exportFile = (id: string): string => address(`/api/exports/${id}/file`);

export const isUnderWay = ({ state }: ExportJob): boolean => state === 'waiting' || state === 'running';

/** When an export is written again and again, on the clock of the workspace. */
export interface Schedule {
  readonly every: 'day' | 'week' | 'month';
  /** `HH:MM` */
  readonly at: string;
  /** 1 is Monday */
  readonly weekday?: number;
  readonly day?: number;
}

export interface ScheduledExport {
  readonly id: string;
  readonly object: string | null;
  readonly format: ExportFormat;
  readonly schedule: Schedule;
  readonly next_at: string;
}

export const scheduleExport = (
  body: ExportBody & { readonly schedule: Schedule },
): Promise<ScheduledExport> => post('/api/export-schedules', body);

export const removeSchedule = (id: string): Promise<unknown> =>
  request('DELETE', `/api/export-schedules/${id}`);

export const schedulesQuery = queryOptions({
  queryKey: ['export-schedules'],
  queryFn: ({ signal }) =>
    get<{ readonly schedules: readonly ScheduledExport[] }>('/api/export-schedules', { signal }),
});

/** milliseconds between two looks at what is under way */
const LOOK = 700;

export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: ({ signal }) => get<{ readonly exports: readonly ExportJob[] }>('/api/exports', { signal }),
  refetchInterval: ({ state }) => (state.data?.exports.some(isUnderWay) ? LOOK : false),
  staleTime: 0,
});
