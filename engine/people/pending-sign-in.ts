import { createHmac, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '../limits.ts';

/** Somebody who has shown the first thing and is asked for the second. */
export interface PendingSignIn {
  readonly personId: string;
  readonly rememberMe: boolean;
}

const macOf = (secretKey: string, body: string): Buffer =>
  createHmac('sha256', secretKey).update(`pending sign-in\n${body}`).digest();

/** What is handed out between the two steps: signed, so that any process takes it, and soon over. */
export function sealPending(secretKey: string, { personId, rememberMe }: PendingSignIn, now: number): string {
  const facts = JSON.stringify([personId, rememberMe, now + LIMITS.codeMinutes * 60_000]);
  const body = Buffer.from(facts).toString('base64url');
  return `${body}.${macOf(secretKey, body).toString('base64url')}`;
}

export function openPending(secretKey: string, text: string, now: number): PendingSignIn | undefined {
  const [body = '', mac = ''] = text.split('.');
  const given = Buffer.from(mac, 'base64url');
  const right = macOf(secretKey, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [personId, rememberMe, until] = JSON.parse(Buffer.from(body, 'base64url').toString());
  return until > now ? { personId, rememberMe } : undefined;
}
