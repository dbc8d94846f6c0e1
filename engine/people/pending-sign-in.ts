import { LIMITS } from '../limits.ts';
import type { Identity } from './oidc-provider.ts';
import { openNote, sealNote } from './sealed-note.ts';

/** Somebody who has shown the first thing and is asked for the second. */
export interface PendingSignIn {
  readonly personId: string;
  readonly rememberMe: boolean;
  /** at a provider, which becomes theirs once they have shown the second too */
  readonly identity?: Identity;
}

const PURPOSE = 'pending sign-in';

/** What is handed out between the two steps. */
export const sealPending = (secretKey: string, pending: PendingSignIn, now: number): string =>
  sealNote(secretKey, PURPOSE, [pending], now + LIMITS.codeMinutes * 60_000);

export function openPending(secretKey: string, text: string, now: number): PendingSignIn | undefined {
  const [pending] = openNote(secretKey, PURPOSE, text, now) ?? [];
  return pending as PendingSignIn | undefined;
}
