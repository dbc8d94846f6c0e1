import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { isSecureAddress, type OidcConfig } from '../config.ts';
import { fetchJson } from '../outbound.ts';

/** Who a provider says that somebody is. */
export interface Identity {
  readonly issuer: string;
  /** what the provider calls them: stable, and nobody else's */
  readonly subject: string;
  /** undefined where the provider does not say that it is theirs */
  readonly email: string | undefined;
}

/** What only the browser that began knows, and what its answer is compared with. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  /** of PKCE */
  readonly verifier: string;
}

export interface OidcProvider {
  /** where the browser goes */
  address(secrets: SignInSecrets, callback: string): Promise<string>;
  /** Takes what the browser came back with. Throws an Error that says what is wrong with it. */
  identify(answer: URLSearchParams, secrets: SignInSecrets, callback: string): Promise<Identity>;
}

interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** Signatures by keys that only the provider has: none, and none by a secret that is shared. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const CLOCK_SECONDS = 60;
const HOUR = 3_600_000;
/** milliseconds before keys are asked for again because of a signature by an unknown one */
const KEYS_AGAIN = 30_000;

const random = (): string => randomBytes(32).toString('base64url');
export const newSecrets = (): SignInSecrets => ({ state: random(), nonce: random(), verifier: random() });

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

function metadataOf(found: unknown, issuer: string): Metadata {
  const given = found as Partial<Metadata> | null;
  if (given?.issuer !== issuer) throw new Error(`the provider calls itself ${String(given?.issuer)}`);
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    if (!isSecureAddress(String(given[name]))) throw new Error(`${name} is no https address`);
  }
  return given as Metadata;
}

/** Keeps what is asked for until it is too old; a failure is not kept. */
function kept<T>(ask: () => Promise<T>) {
  let last: { readonly asked: Promise<T>; readonly at: number } | undefined;
  return (mostAge = HOUR): Promise<T> => {
    if (last && Date.now() - last.at < mostAge) return last.asked;
    const asked = ask();
    const mine = { asked, at: Date.now() };
    last = mine;
    asked.catch(() => {
      if (last === mine) last = undefined;
    });
    return asked;
  };
}

/** Form encoding of the two halves of Basic, as OAuth has it (RFC 6749, 2.3.1). */
const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** One provider of OpenID Connect: authorization code with PKCE, state and nonce. What it says of itself is read once an hour. */
export function createOidcProvider(config: OidcConfig): OidcProvider {
  const { issuer, clientId, clientSecret } = config;
  const metadata = kept(async () =>
    metadataOf(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`), issuer),
  );
  const keys = kept(async () =>
    createLocalJWKSet((await fetchJson((await metadata()).jwks_uri)) as JSONWebKeySet),
  );

  const redeem = async (code: string, verifier: string, callback: string): Promise<string> => {
    const { token_endpoint, token_endpoint_auth_methods_supported: ways } = await metadata();
    const isInBody = ways !== undefined && !ways.includes('client_secret_basic');
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
      ...(isInBody && { client_id: clientId, client_secret: clientSecret }),
    });
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
    const answer = (await fetchJson(token_endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(!isInBody && { Authorization: `Basic ${basic}` }),
      },
      body: body.toString(),
    })) as { readonly id_token?: unknown } | null;
    if (typeof answer?.id_token !== 'string') throw new Error('the provider gave no ID token');
    return answer.id_token;
  };

  const verify = async (token: string, nonce: string): Promise<JWTPayload> => {
    const check = async (mostAge?: number) =>
      jwtVerify(token, await keys(mostAge), {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SECONDS,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
      });
    // a provider that has changed its keys signs by one that is not known yet
    const { payload } = await check().catch((error) => {
      if (error instanceof errors.JWKSNoMatchingKey) return check(KEYS_AGAIN);
      throw error;
    });
    if (payload.nonce !== nonce) throw new Error('the ID token is of another sign-in');
    const isOfSeveral = Array.isArray(payload.aud) && payload.aud.length > 1;
    if ((isOfSeveral || payload.azp !== undefined) && payload.azp !== clientId)
      throw new Error('the ID token is for another client');
    if (!payload.sub || payload.sub.length > 255) throw new Error('the ID token names nobody');
    return payload;
  };

  return {
    address: async ({ state, nonce, verifier }, callback) => {
      const address = new URL((await metadata()).authorization_endpoint);
      const asked = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: callback,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
      return address.href;
    },
    identify: async (answer, { state, nonce, verifier }, callback) => {
      if (answer.get('state') !== state) throw new Error('the answer is of another sign-in');
      const iss = answer.get('iss');
      const { authorization_response_iss_parameter_supported: saysIss } = await metadata();
      if (iss === null ? saysIss : iss !== issuer) throw new Error('the answer is of another provider');
      const code = answer.get('code');
      if (!code) throw new Error(`the provider refused: ${(answer.get('error') ?? '').slice(0, 80)}`);
      const { sub, email, email_verified } = await verify(await redeem(code, verifier, callback), nonce);
      const isTheirs = email_verified === true && typeof email === 'string';
      return { issuer, subject: sub!, email: isTheirs ? email.toLowerCase() : undefined };
    },
  };
}
