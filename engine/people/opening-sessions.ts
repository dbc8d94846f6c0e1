import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';

interface Opened {
  readonly personId: string;
  /** whether the cookie ends with the browser */
  readonly isBrief: boolean;
}

const FACTS = { metadata: { $Infer: { body: {} as Opened } } };

/**
 * Lets better-auth open a session for somebody who has shown who they are: it ties that to its own ways of
 * signing in. It is no address: the endpoint has no path, and the router is not mounted.
 */
export const openingSessions = () => ({
  id: 'guanxi-opening-sessions' as const,
  endpoints: {
    openSession: createAuthEndpoint({ ...FACTS, method: 'POST', requireHeaders: true }, async (ctx) => {
      const { personId, isBrief } = ctx.body;
      const { internalAdapter } = ctx.context;
      const user = (await internalAdapter.findUserById(personId))!;
      const session = await internalAdapter.createSession(personId, isBrief);
      await setSessionCookie(ctx, { session, user }, isBrief);
      return { token: session.token, expiresAt: session.expiresAt };
    }),
  },
});
