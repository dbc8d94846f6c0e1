import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds for which a code is shown. */
const STEP = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding: what authenticator apps take as text. */
export function base32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** The code of a step (RFC 4226, RFC 6238: SHA-1 is what the apps know; its collisions do not matter in HMAC). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

export const stepOf = (now: number): number => Math.floor(now / 1_000 / STEP);

/** The step whose code this is: the one of now or a neighbour, for clocks that differ; undefined for a wrong code. */
export function matchingStep(secret: Uint8Array, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const given = Buffer.from(code);
  const current = stepOf(now);
  const isRight = (step: number) => timingSafeEqual(Buffer.from(codeAt(secret, step)), given);
  return [current, current - 1, current + 1].filter(isRight)[0];
}

/** What a QR code says to an authenticator app. */
export const totpAddress = (secret: Uint8Array, email: string): string =>
  `otpauth://totp/${encodeURIComponent(`Guanxi:${email}`)}?secret=${base32(secret)}&issuer=Guanxi`;
