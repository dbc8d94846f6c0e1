import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** The key that wraps the keys of workspaces: it follows from the secret key and is kept nowhere. */
export interface Master {
  /** tells it from others without giving it away */
  readonly name: string;
  wrap(key: Buffer, what: string): string;
  /** undefined of what another master has wrapped, or for something else */
  unwrap(wrapped: string, what: string): Buffer | undefined;
}

const NONCE = 12;
const TAG = 16;

/** Seals bytes under a key and a nonce, for what `about` says: nonce apart, tag in front. */
export function sealBytes(key: CipherKey, nonce: Buffer, bytes: Buffer, about: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), sealed]);
}

/** The bytes, or undefined where key, nonce, bytes or `about` are not those that were sealed. */
export function openBytes(key: CipherKey, nonce: Buffer, sealed: Buffer, about: string): Buffer | undefined {
  if (nonce.length !== NONCE || sealed.length < TAG) return undefined;
  const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  cipher.setAuthTag(sealed.subarray(0, TAG));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(TAG)), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** The master of a secret key. */
export function masterOf(secretKey: string): Master {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'guanxi encrypted fields', 32));
  return {
    name: createHash('sha256')
      .update(`guanxi master\n${key.toString('hex')}`)
      .digest('hex')
      .slice(0, 12),
    wrap: (bytes, what) => {
      const nonce = randomBytes(NONCE);
      return Buffer.concat([nonce, sealBytes(key, nonce, bytes, what)]).toString('base64url');
    },
    unwrap: (wrapped, what) => {
      const bytes = Buffer.from(wrapped, 'base64url');
      return openBytes(key, bytes.subarray(0, NONCE), bytes.subarray(NONCE), what);
    },
  };
}
