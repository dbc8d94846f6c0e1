import { createHash } from 'node:crypto';
import { LIMITS } from '../limits.ts';
import type { Auth, KeptSession, Session } from './auth.ts';

/** The sessions that this process has looked up a moment ago. */
export interface Sessions {
  /** by the value of the session cookie; the cookies that change with it are given once */
  find(signed: string): Promise<KeptSession | undefined>;
  /** Looks everything up again: somebody's session, password or state has changed. */
  clear(): void;
}

/** Sessions that are remembered at once; beyond that the oldest are looked up again. */
const REMEMBERED = 20_000;

/** Longer than any value that we ever gave out. */
const LONGEST = 300;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

export function createSessions(auth: () => Promise<Auth>): Sessions {
  const known = new Map<string, { readonly session: Session; readonly until: number }>();
  // raised by clear(): what was asked before it is not remembered after it
  let age = 0;
  return {
    find: async (signed) => {
      if (signed.length > LONGEST) return undefined;
      const key = hashOf(signed);
      const entry = known.get(key);
      const now = Date.now();
      if (entry && entry.until > now) return { ...entry.session, cookies: [] };
      known.delete(key);
      const askedAt = age;
      const session = await (await auth()).session(signed);
      if (!session || session.expiresAt <= now) return undefined;
      if (askedAt === age) {
        const until = Math.min(now + LIMITS.sessionTrustSeconds * 1_000, session.expiresAt);
        known.set(key, { session, until });
        if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
      }
      return session;
    },
    clear: () => {
      age += 1;
      known.clear();
    },
  };
}
