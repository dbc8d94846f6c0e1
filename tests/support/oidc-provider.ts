import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';

export const CLIENT = { id: 'guanxi test', secret: 'of the test: +/=&' };

/** How the next ID token is made wrong. */
export interface Wrong {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signedBy?: 'nobody' | 'publicKeyAsSecret' | 'anotherKey';
  /** the `iss` beside the code */
  readonly iss?: string;
}

/** A provider of OpenID Connect on HTTP, with keys of its own, that says of whoever comes that they are `who`. */
export interface TestProvider {
  readonly issuer: string;
  who: { sub: string; email: string; email_verified: boolean };
  /** of the next sign-in */
  wrong: Wrong;
  /** signs by a new key from now on */
  rotate(): Promise<void>;
  /** how often somebody asked for `path` */
  asked(path: string): number;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const newKey = async (alg: 'RS256' | 'ES256'): Promise<Key> => ({
  kid: randomUUID(),
  ...(await generateKeyPair(alg, { extractable: true })),
});

export async function startProvider(alg: 'RS256' | 'ES256' = 'RS256'): Promise<TestProvider> {
  let key = await newKey(alg);
  const codes = new Map<
    string,
    { readonly challenge: string; readonly token: JWTPayload; readonly to: string }
  >();
  const counts = new Map<string, number>();
  let issuer = '';

  const tokenOf = async (claims: JWTPayload, { signedBy }: Wrong): Promise<string> => {
    if (signedBy === 'nobody') return new UnsecuredJWT(claims).encode();
    if (signedBy === 'publicKeyAsSecret') {
      const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret);
    }
    const { privateKey } = signedBy === 'anotherKey' ? await newKey(alg) : key;
    return new SignJWT(claims).setProtectedHeader({ alg, kid: key.kid }).sign(privateKey);
  };

  const basic = `Basic ${Buffer.from(
    [CLIENT.id, CLIENT.secret].map((one) => new URLSearchParams([['', one]]).toString().slice(1)).join(':'),
  ).toString('base64')}`;

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, issuer);
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        authorization_response_iss_parameter_supported: true,
      });
    if (pathname === '/keys')
      return json({ keys: [{ ...(await exportJWK(key.publicKey)), kid: key.kid, alg, use: 'sig' }] });
    if (pathname === '/authorize') {
      const code = randomUUID();
      const { wrong, who } = provider;
      provider.wrong = {};
      const now = Math.floor(Date.now() / 1_000);
      const claims = {
        iss: issuer,
        aud: CLIENT.id,
        iat: now,
        exp: now + 300,
        nonce: searchParams.get('nonce'),
      };
      const to = searchParams.get('redirect_uri')!;
      const token = { ...claims, ...who, ...wrong.claims } as JWTPayload;
      signing.set(code, wrong);
      codes.set(code, { challenge: searchParams.get('code_challenge')!, token, to });
      const back = new URL(to);
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state')!);
      back.searchParams.set('iss', wrong.iss ?? issuer);
      return response.writeHead(302, { Location: back.href }).end();
    }
    if (pathname === '/token') {
      const body = await bodyOf(request);
      const code = body.get('code') ?? '';
      const asked = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256')
        .update(body.get('code_verifier') ?? '')
        .digest('base64url');
      const isRight =
        request.headers.authorization === basic &&
        asked?.challenge === challenge &&
        asked.to === body.get('redirect_uri');
      if (!isRight) return json({ error: 'invalid_grant' }, 400);
      return json({ token_type: 'Bearer', id_token: await tokenOf(asked.token, signing.get(code)!) });
    }
    return json({}, 404);
  });
  const signing = new Map<string, Wrong>();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    who: { sub: 'nobody yet', email: '', email_verified: true },
    wrong: {},
    rotate: async () => {
      key = await newKey(alg);
    },
    asked: (path) => counts.get(path) ?? 0,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return provider;
}
