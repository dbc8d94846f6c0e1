import { queryOptions } from '@tanstack/react-query';
import { preview } from './preview.ts';
import { ApiProblem, problemOf } from './problem.ts';
import { address, get, post, requestLanguage } from './request.ts';
import { viewingHeaders } from './viewing.ts';

/** A column of a file, and which field it is likely to be. */
export interface PreviewedColumn {
  readonly heading: string;
  /** the first cell that holds something */
  readonly sample: string | null;
  /** false: was left out the last time */
  readonly proposal: { readonly field: string } | false | null;
  readonly from: 'memory' | 'heading' | 'likeness' | null;
}

export interface PreviewedFile {
  readonly rows: number;
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly columns: readonly PreviewedColumn[];
}

/** How an import is done. */
export interface ImportPlan {
  readonly object: string;
  readonly sheet?: string | undefined;
  /** by heading the field; false leaves the column out */
  readonly columns?: Readonly<Record<string, string | false>>;
  /** unique field by which rows change records that are there */
  readonly key?: string | undefined;
  readonly dryRun?: boolean;
}

/** Rows that are refused for the same reason. */
export interface RefusedGroup {
  readonly column: string;
  readonly message: string;
  readonly suggestion?: string;
  readonly rows: number;
  readonly first: number;
}

export interface ImportJob {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly progress?: { readonly rows: number; readonly taken: number; readonly seconds_left?: number };
  readonly files: readonly {
    readonly ignored: readonly { readonly heading: string }[];
    readonly problems: readonly RefusedGroup[];
  }[];
  readonly failure?: { readonly message: string };
  readonly undo?: { readonly removed: number; readonly restored: number; readonly kept: readonly unknown[] };
}

/** Sends a file with options as a form does. */
async function send<T>(path: string, file: File, plan: ImportPlan): Promise<T> {
  const { language, noSaving } = requestLanguage();
  if (preview) throw new ApiProblem(403, 'preview', noSaving);
  const { dryRun, ...rest } = plan;
  const form = new FormData();
  form.append(
    'options',
    JSON.stringify({ files: [{ ...rest, file: file.name }], ...(dryRun && { dryRun }) }),
  );
  form.append('files', file, file.name);
  const headers = { Accept: 'application/json', 'Accept-Language': language, ...viewingHeaders(path) };
  const response = await fetch(address(path), {
    method: 'POST',
    body: form,
    headers,
    credentials: 'same-origin',
  }).catch(() => {
    throw new ApiProblem(0, 'network', '');
  });
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

export const previewImport = async (file: File, plan: ImportPlan): Promise<PreviewedFile> =>
  (await send<{ readonly files: readonly [PreviewedFile] }>('/api/imports/preview', file, plan)).files[0];

export const beginImport = (file: File, plan: ImportPlan): Promise<ImportJob> =>
  send('/api/imports', file, plan);

export const cancelImport = (id: string): Promise<ImportJob> => post(`/api/imports/${id}/cancel`, {});
export const undoImport = (id: string): Promise<ImportJob> => post(`/api/imports/${id}/undo`, {});
export const errorFile = (id: string): string => address(`/api/imports/${id}/errors.csv`);

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'running', 'stopping', 'undoing']);
export const isUnderWay = ({ state }: Pick<ImportJob, 'state'>): boolean => UNDER_WAY.has(state);

/** milliseconds between two looks at what is under way */
const LOOK = 600;

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get<ImportJob>(`/api/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (!state.data || isUnderWay(state.data) ? LOOK : false),
    staleTime: 0,
  });
