import { isProblem } from './problem.ts';
import { get, post, request } from './request.ts';
import type { Me } from './types.ts';

/** Where a second factor is asked for: what its code is sent back with. */
export interface SignInStep {
  readonly next?: 'code';
  readonly pending?: string;
}

export const signIn = (email: string, password: string): Promise<SignInStep> =>
  post<SignInStep>('/api/auth/sign-in/email', { email, password });

export async function signInByCode(pending: string, code: string, rememberDevice: boolean): Promise<void> {
  await post('/api/auth/sign-in/code', { pending, code, rememberDevice });
}

/** Whether nobody has signed in here yet. */
export const fetchIsFirst = async (signal?: AbortSignal): Promise<boolean> =>
  (await get<{ isFirst: boolean }>('/api/auth/first', { signal })).isFirst;

/** The provider by which people sign in too; null: there is none. */
export const fetchProvider = async (signal?: AbortSignal): Promise<string | null> =>
  (await get<{ name: string | null }>('/api/auth/oidc', { signal })).name;

/** Where the browser goes to sign in by the provider; it comes back to `to`. */
export const beginAtProvider = async (to: string): Promise<string> =>
  (await post<{ address: string }>('/api/auth/oidc/begin', { to })).address;

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {});
}

/** Who is signed in; null for nobody. */
export async function fetchMe(signal?: AbortSignal): Promise<Me | null> {
  try {
    return await get<Me>('/api/me', { signal });
  } catch (error) {
    if (isProblem(error, 401)) return null;
    throw error;
  }
}

/** Begins to see as a user; what it answers goes with the calls of the tab. */
export const startViewing = (user: string): Promise<{ readonly note: string }> =>
  post(`/api/people/${encodeURIComponent(user)}/view-as`, {});

export async function updateMe(changes: { locale?: string; timeZone?: string }): Promise<void> {
  await request('PATCH', '/api/me', { body: changes });
}
