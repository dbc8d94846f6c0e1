import { queryOptions } from '@tanstack/react-query';
import { get, post, request } from './request.ts';

/** How a user comes in, with which roles, and what whoever looks may do about it. */
export interface ManagedUser {
  readonly kind: string;
  readonly signsInAs: string | null;
  readonly secondFactorSince: string | null;
  readonly sessions: number;
  readonly roles: readonly string[];
  readonly can: { readonly signIn: boolean; readonly invite: boolean; readonly keys: boolean };
}

/** A key of the API, without its text. */
export interface ApiKey {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
  readonly readOnly: boolean;
  readonly objects: readonly string[] | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly days: number;
  readonly readOnly: boolean;
  readonly objects?: readonly string[];
  /** of whom; the caller's own where it is left out */
  readonly user?: string;
}

const ofUser = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

export const managedUserQuery = (user: string) =>
  queryOptions({
    queryKey: ['people', user, 'managed'],
    queryFn: ({ signal }) => get<ManagedUser>(ofUser(user), { signal }),
    staleTime: 0,
  });

export const setRoles = (user: string, roles: readonly string[]) =>
  request('PUT', `${ofUser(user)}/roles`, { body: { roles } });
export const setPassword = (user: string, password: string) =>
  request('PUT', `${ofUser(user)}/password`, { body: { password } });
export const endSessionsOf = (user: string) => request('DELETE', `${ofUser(user)}/sessions`);
export const removeSecondFactorOf = (user: string) => request('DELETE', `${ofUser(user)}/second-factor`);

export const createService = (given: { name: string; roles: readonly string[] }) =>
  post<{ id: string }>('/api/people/services', given);

/** The keys of a user, or the caller's own. */
export const keysQuery = (user: string | undefined) =>
  queryOptions({
    queryKey: ['keys', user ?? 'own'],
    queryFn: async ({ signal }) => {
      const query = user === undefined ? undefined : { of: user };
      return (await get<{ keys: readonly ApiKey[] }>('/api/keys', { query, signal })).keys;
    },
    staleTime: 0,
  });

export const createKey = (given: NewApiKey) => post<{ id: string; key: string }>('/api/keys', given);
export const revokeKey = (id: string) => request('DELETE', `/api/keys/${encodeURIComponent(id)}`);
