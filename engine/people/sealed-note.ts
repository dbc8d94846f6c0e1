import { createHmac, timingSafeEqual } from 'node:crypto';

const macOf = (secretKey: string, purpose: string, body: string): Buffer =>
  createHmac('sha256', secretKey).update(`${purpose}\n${body}`).digest();

/**
 * Facts that are handed out and must come back unchanged: signed for one purpose, so that any process takes them,
 * and over at `until` (milliseconds).
 */
export function sealNote(
  secretKey: string,
  purpose: string,
  facts: readonly unknown[],
  until: number,
): string {
  const body = Buffer.from(JSON.stringify([until, ...facts])).toString('base64url');
  return `${body}.${macOf(secretKey, purpose, body).toString('base64url')}`;
}

/** The facts of a note; undefined of one that is not ours, was made for something else, or is over. */
export function openNote(
  secretKey: string,
  purpose: string,
  text: string,
  now: number,
): readonly unknown[] | undefined {
  const [body = '', mac = ''] = text.split('.');
  const given = Buffer.from(mac, 'base64url');
  const right = macOf(secretKey, purpose, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [until, ...facts] = JSON.parse(Buffer.from(body, 'base64url').toString());
  return until > now ? facts : undefined;
}
