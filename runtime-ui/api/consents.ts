import { queryOptions } from '@tanstack/react-query';
import { get, post } from './request.ts';

export type ConsentState = 'given' | 'refused' | 'withdrawn';

interface Named {
  readonly name: string;
  readonly label: string;
}

/** A channel and a purpose: what was said last, and whether the person may be contacted so. */
export interface ConsentStanding {
  readonly channel: string;
  readonly purpose: string;
  readonly state: ConsentState | 'unknown';
  readonly may: boolean;
  readonly reason: string;
  readonly since?: string;
  readonly until: string | null;
}

/** Something that was said. Without channel and purpose it is about everything; of an address elsewhere it says no more. */
export interface ConsentEntry {
  readonly id: string;
  readonly at: string;
  readonly channel: string | null;
  readonly purpose: string | null;
  readonly state: ConsentState;
  readonly until: string | null;
  readonly isOfAddress?: true;
  readonly basis?: string | null;
  readonly source?: string | null;
  readonly words?: string | null;
  readonly evidence?: string | null;
  readonly by?: { readonly id: string; readonly name: string | null } | null;
}

export interface Consents {
  readonly doNotContact: boolean;
  readonly channels: readonly Named[];
  readonly purposes: readonly (Named & { readonly basis: string })[];
  readonly states: readonly ConsentStanding[];
  readonly history: readonly ConsentEntry[];
  readonly can: { readonly record: boolean };
}

export interface NewConsent {
  readonly state: ConsentState;
  readonly channels?: readonly string[];
  readonly purposes?: readonly string[];
  readonly at?: string;
  readonly until?: string;
  readonly source?: string;
  readonly words?: string;
  readonly evidence?: string;
}

const of = (object: string, id: string): string =>
  `/api/records/${encodeURIComponent(object)}/${id}/consents`;

export const consentsQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: ['records', object, 'consents', id],
    queryFn: ({ signal }) => get<Consents>(of(object, id), { signal }),
  });

export const recordConsent = (object: string, id: string, said: NewConsent): Promise<Consents> =>
  post(of(object, id), said);
