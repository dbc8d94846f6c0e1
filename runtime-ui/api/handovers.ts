import { get, post } from './request.ts';
import type { Labels } from './types.ts';

/** How many records of an object are a user's, by one of its fields. */
export interface Holding {
  readonly object: string;
  readonly plural: Labels;
  readonly field: string;
  readonly labels: Labels;
  readonly count: number;
}

/** What became of what a user held who left. */
export interface Handover {
  readonly id: string;
  readonly state: 'running' | 'done' | 'undoing' | 'undone';
  readonly to: string | null;
  readonly moved: number;
  readonly takenBack: number;
  readonly kept: readonly { readonly object?: string; readonly reason: string; readonly count: number }[];
}

const ofUser = (id: string, rest: string): string => `/api/people/${encodeURIComponent(id)}/${rest}`;

export const fetchHoldings = (
  id: string,
  signal?: AbortSignal,
): Promise<{ readonly holdings: readonly Holding[] }> => get(ofUser(id, 'holdings'), { signal });

export const fetchHandovers = async (id: string, signal?: AbortSignal): Promise<readonly Handover[]> =>
  (await get<{ handovers: readonly Handover[] }>(ofUser(id, 'handovers'), { signal })).handovers;

export const fetchHandover = (id: string, signal?: AbortSignal): Promise<Handover> =>
  get(`/api/handovers/${encodeURIComponent(id)}`, { signal });

export const deactivate = (id: string, to: string | undefined): Promise<Handover> =>
  post(ofUser(id, 'deactivate'), to === undefined ? {} : { to });

export const undoHandover = (id: string): Promise<Handover> =>
  post(`/api/handovers/${encodeURIComponent(id)}/undo`, {});

export const isUnderWay = ({ state }: Pick<Handover, 'state'>): boolean =>
  state === 'running' || state === 'undoing';
