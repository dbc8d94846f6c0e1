import { expect } from 'vitest';
import type { Answered, TestEngine } from './engine.ts';

/** Somebody outside who has come in for a record. */
export interface PortalUser {
  readonly id: string;
  readonly token: string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
}

export const PORTAL_PASSWORD = 'a good long one outside';

/** Invites somebody to the portal for a record, lets them in, and signs them in as a program does. */
export async function portalUser(
  { call }: Pick<TestEngine, 'call'>,
  given: {
    readonly email: string;
    readonly roles: readonly string[];
    readonly record: { readonly object: string; readonly id: string };
  },
): Promise<PortalUser> {
  const { email, roles, record: portal } = given;
  const invited = await call('admin', 'POST', '/api/people/invitations', { email, roles, portal });
  expect(invited.status, invited.text).toBe(201);
  const token = invited.body.path.split('#')[1];
  const redeemed = await call(null, 'POST', '/api/auth/invitations/redeem', {
    ...{ token, name: email, password: PORTAL_PASSWORD },
  });
  expect(redeemed.status, redeemed.text).toBe(200);
  const signedIn = await call(null, 'POST', '/api/auth/sign-in/email', { email, password: PORTAL_PASSWORD });
  expect(signedIn.status, signedIn.text).toBe(200);
  const bearer = { Authorization: `Bearer ${signedIn.body.token}` };
  const as: PortalUser['call'] = (method, path, body, headers) =>
    call(null, method, path, body, { ...bearer, ...headers });
  const me = await as('GET', '/api/me');
  expect(me.status, me.text).toBe(200);
  return { id: me.body.user.id, token: signedIn.body.token, call: as };
}
