import { isProblem } from './problem.ts';
import { get, post, request } from './request.ts';
import type { Me } from './types.ts';

export async function signIn(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password });
}

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

export async function updateMe(changes: { locale?: string; timeZone?: string }): Promise<void> {
  await request('PATCH', '/api/me', { body: changes });
}
