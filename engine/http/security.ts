import { randomBytes } from 'node:crypto';

/** Answers that are no page: nothing may run in them, should a browser show one. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** What every answer says to browsers and caches unless it states something else itself: a page, its own policy. */
const PLAIN: Readonly<Record<string, string>> = {
  'Content-Security-Policy': NO_PAGE,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(self), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

const OVER_HTTPS = { ...PLAIN, 'Strict-Transport-Security': 'max-age=31536000' };

export const always = (isHttps: boolean): Readonly<Record<string, string>> => (isHttps ? OVER_HTTPS : PLAIN);

/** A nonce of one answer. */
export const freshNonce = (): string => randomBytes(16).toString('base64');

/** Who may frame whom: a preview of a draft stands in a frame of the designer, of the same origin; nothing else in any. */
export interface Framing {
  readonly frames?: boolean;
  readonly isFramed?: boolean;
}

/** The content policy of a page whose scripts and styles come from here, or carry the nonce. */
export const pagePolicy = (nonce: string, { frames, isFramed }: Framing = {}): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(frames ? ["frame-src 'self'"] : []),
    `frame-ancestors ${isFramed ? "'self'" : "'none'"}`,
    "object-src 'none'",
  ].join('; ');
