import { LIMITS } from '../limits.ts';
import { openNote, sealNote } from './sealed-note.ts';

/** Somebody who has shown the first thing and is asked for the second. */
export interface PendingSignIn {
  readonly personId: string;
  readonly rememberMe: boolean;
}

const PURPOSE = 'pending sign-in';

/** What is handed out between the two steps. */
export const sealPending = (
  secretKey: string,
  { personId, rememberMe }: PendingSignIn,
  now: number,
): string => sealNote(secretKey, PURPOSE, [personId, rememberMe], now + LIMITS.codeMinutes * 60_000);

export function openPending(secretKey: string, text: string, now: number): PendingSignIn | undefined {
  const [personId, rememberMe] = openNote(secretKey, PURPOSE, text, now) ?? [];
  return typeof personId === 'string' ? { personId, rememberMe: rememberMe === true } : undefined;
}
