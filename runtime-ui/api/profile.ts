import { queryOptions } from '@tanstack/react-query';
import { get, post, request } from './request.ts';
import type { Labels } from './types.ts';

/** Where one is signed in. */
export interface OwnSession {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly usedAt: string;
  readonly isCurrent: boolean;
}

export interface SecondFactorState {
  readonly since: string | null;
  readonly codesLeft: number;
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly revokedAt: string | null;
}

export interface SeenInvitation {
  readonly email: string;
  readonly name: string | null;
  readonly workspace: string;
  readonly isKnown: boolean;
}

export interface RoleName {
  readonly name: string;
  readonly labels: Labels;
  /** rights over the workspace that it holds */
  readonly admin: readonly string[];
  /** it is for users of the portal alone */
  readonly portal: boolean;
}

export const sessionsQuery = queryOptions({
  queryKey: ['profile', 'sessions'],
  queryFn: async ({ signal }) =>
    (await get<{ sessions: readonly OwnSession[] }>('/api/auth/sessions', { signal })).sessions,
});

export const endSession = (id: string) => request('DELETE', `/api/auth/sessions/${id}`);
export const endOtherSessions = () => request('DELETE', '/api/auth/sessions');

export const changePassword = (currentPassword: string, newPassword: string) =>
  post('/api/auth/change-password', { currentPassword, newPassword });

export const secondFactorQuery = queryOptions({
  queryKey: ['profile', 'secondFactor'],
  queryFn: ({ signal }) => get<SecondFactorState>('/api/auth/second-factor', { signal }),
});

export const beginSecondFactor = (password: string) =>
  post<{ secret: string; address: string }>('/api/auth/second-factor/begin', { password });
export const confirmSecondFactor = async (code: string) =>
  (await post<{ codes: readonly string[] }>('/api/auth/second-factor/confirm', { code })).codes;
export const renewCodes = async (password: string) =>
  (await post<{ codes: readonly string[] }>('/api/auth/second-factor/codes', { password })).codes;
export const removeSecondFactor = (password: string, code: string) =>
  post('/api/auth/second-factor/remove', { password, code });

export const invitationsQuery = queryOptions({
  queryKey: ['profile', 'invitations'],
  queryFn: async ({ signal }) =>
    (await get<{ invitations: readonly Invitation[] }>('/api/people/invitations', { signal })).invitations,
});

export const rolesQuery = queryOptions({
  queryKey: ['profile', 'roles'],
  queryFn: async ({ signal }) => (await get<{ roles: readonly RoleName[] }>('/api/roles', { signal })).roles,
});

/** With a record, somebody outside comes in as a user of the portal who is bound to it. */
export const invite = (given: {
  email: string;
  roles: readonly string[];
  portal?: { object: string; id: string };
}) => post<{ id: string; path: string }>('/api/people/invitations', given);
export const revokeInvitation = (id: string) => request('DELETE', `/api/people/invitations/${id}`);

export const seeInvitation = (token: string) => post<SeenInvitation>('/api/auth/invitations/see', { token });
export const redeemInvitation = (given: { token: string; name?: string; password: string }) =>
  post<{ email: string; workspace: string }>('/api/auth/invitations/redeem', given);
