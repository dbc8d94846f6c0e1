import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** How second factors are kept under one secret key. */
export interface FactorSeal {
  seal(secret: Buffer, personId: string): string;
  /** undefined of what another secret key has sealed, or for another person */
  open(text: string, personId: string): Buffer | undefined;
  /** hash of a recovery code; it cannot be made again without the code */
  hash(personId: string, code: string): string;
}

/** The secret of an authenticator app, tied to its owner: moved to another row it opens nothing. */
export function makeFactorSeal(secretKey: string): FactorSeal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'guanxi second factor', 32));
  return {
    seal: (secret, personId) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(personId));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (text, personId) => {
      const bytes = Buffer.from(text, 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(
        Buffer.from(personId),
      );
      try {
        cipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]);
      } catch {
        return undefined;
      }
    },
    hash: (personId, code) => createHmac('sha256', key).update(`${personId}\n${code}`).digest('base64url'),
  };
}
