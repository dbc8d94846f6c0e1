import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Problem, type ProblemCode, type ProblemParams, problemItem } from './errors.ts';
import { LIMITS } from './limits.ts';

/** What the environment says, read once at start. */
export interface Config {
  /** 0: any free port */
  readonly port: number;
  readonly host: string;
  /** a server of the operator's; undefined: the embedded one under `dataDir` */
  readonly databaseUrl?: string;
  /** absolute */
  readonly dataDir: string;
  /** undefined: made once per install, see `loadSecretKey` */
  readonly secretKey?: string;
  /** the one before: what it has wrapped is wrapped anew by the one in use */
  readonly previousSecretKey?: string;
  readonly adminEmail: string;
  /** undefined: random, printed once */
  readonly adminPassword?: string;
  /** '' is none */
  readonly template: string;
  readonly demoData: boolean;
  /** language of new workspaces and of the terminal */
  readonly locale: 'zh-CN' | 'en';
  /** IANA name, of new workspaces */
  readonly timeZone: string;
  /** ISO 4217, of new workspaces */
  readonly currency: string;
  /** scheme, host and port, without a path */
  readonly publicUrl?: string;
  readonly smtpUrl?: string;
  readonly s3Url?: string;
  /** a provider of OpenID Connect by which people sign in too */
  readonly oidc?: OidcConfig;
  readonly logLevel: string;
}

/** One provider of OpenID Connect. */
export interface OidcConfig {
  /** exactly as the provider calls itself */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** on the button of the sign-in page */
  readonly name: string;
  /** whether an e-mail that it has verified says which of our persons comes for the first time */
  readonly linksByEmail: boolean;
  /** whether it asks for a second factor itself, so that we do not ask for ours too */
  readonly hasSecondFactor: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Why a value is refused, in the placeholders of the code's sentence. */
interface Refused {
  readonly code: 'config.choice' | 'config.form' | 'config.short';
  readonly params: ProblemParams;
}
type Read<T> = (text: string) => { readonly value: T } | Refused;

const choice = (known: string): Refused => ({ code: 'config.choice', params: { known } });
const like = (example: string): Refused => ({ code: 'config.form', params: { example } });

/** Length below which a key can be guessed. */
const SECRET_KEY_LENGTH = 32;

const matching =
  (pattern: RegExp, example: string): Read<string> =>
  (text) =>
    pattern.test(text) ? { value: text } : like(example);

const oneOf =
  <const T extends string>(...known: readonly T[]): Read<T> =>
  (text) => {
    const value = known.find((one) => one === text);
    return value === undefined ? choice(known.join(', ')) : { value };
  };

const port: Read<number> = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? { value: Number(text) } : choice('0–65535');

const flag: Read<boolean> = (text) =>
  text === 'true' || text === 'false' ? { value: text === 'true' } : choice('true, false');

const folder: Read<string> = (text) => ({ value: resolve(text) });

const secret =
  (least: number): Read<string> =>
  (text) =>
    text.length >= least ? { value: text } : { code: 'config.short', params: { least } };

const address =
  (protocols: readonly string[], example: string): Read<string> =>
  (text) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol) ? { value: text } : like(example);

const origin: Read<string> = (text) => {
  const refused = like('https://crm.example.com');
  if (!URL.canParse(text)) return refused;
  const { protocol, origin: value, pathname, search, hash, username } = new URL(text);
  const isOrigin = pathname === '/' && search + hash + username === '';
  return isOrigin && /^https?:$/.test(protocol) ? { value } : refused;
};

const issuer: Read<string> = (text) =>
  isSecureAddress(text) && new URL(text).search + new URL(text).hash === ''
    ? { value: text }
    : like('https://login.example.com');

/** Offsets and abbreviations are refused: Postgres reads `+08:00` the other way round. */
const zone: Read<string> = (text) => {
  const isName = /^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(text) && !/^Etc\/(?!UTC$)/.test(text);
  return isName && isTimeZone(text) ? { value: text } : like('Asia/Shanghai');
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A container's clock may be called `UTC`, which is an abbreviation. */
function machineZone(): string {
  const read = zone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return 'value' in read ? read.value : 'Etc/UTC';
}

const money: Read<string> = (text) =>
  Intl.supportedValuesOf('currency').includes(text) ? { value: text } : like('CNY');

const EMAIL = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/;
const NAME_OR_NONE = /^([a-z][a-z0-9_]{0,47})?$/;
const HOST = /^[A-Za-z0-9.:_-]+$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * Reads the environment; an unset or empty variable takes its default. A wrong value is refused with a
 * Problem that names it; when several are wrong its items name all.
 */
export function readConfig(env: Environment = process.env): Config {
  const refusals: { readonly code: ProblemCode; readonly params: ProblemParams }[] = [];

  const given = <T>(name: string, read: Read<T>, isSecret = false): T | undefined => {
    const text = env[name]?.trim();
    if (!text) return undefined;
    const result = read(text);
    if ('value' in result) return result.value;
    const shown = isSecret ? '…' : text.slice(0, 80);
    refusals.push({ code: result.code, params: { name, given: shown, ...result.params } });
    return undefined;
  };

  const config: Config = {
    port: given('PORT', port) ?? 3000,
    host: given('HOST', matching(HOST, '127.0.0.1')) ?? '127.0.0.1',
    databaseUrl: given(
      'DATABASE_URL',
      address(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database'),
      true,
    ),
    dataDir: given('GUANXI_DATA_DIR', folder) ?? resolve('.data'),
    secretKey: given('GUANXI_SECRET_KEY', secret(SECRET_KEY_LENGTH), true),
    previousSecretKey: given('GUANXI_SECRET_KEY_PREVIOUS', secret(SECRET_KEY_LENGTH), true),
    adminEmail: given('GUANXI_ADMIN_EMAIL', matching(EMAIL, 'admin@example.com')) ?? 'admin@example.com',
    adminPassword: given('GUANXI_ADMIN_PASSWORD', secret(LIMITS.passwordLeast), true),
    // the one variable that may be set to nothing
    template:
      env.GUANXI_TEMPLATE === '' ? '' : (given('GUANXI_TEMPLATE', matching(NAME_OR_NONE, 'crm')) ?? 'crm'),
    demoData: given('GUANXI_DEMO_DATA', flag) ?? true,
    locale: given('GUANXI_LOCALE', oneOf('zh-CN', 'en')) ?? 'zh-CN',
    timeZone: given('GUANXI_TIME_ZONE', zone) ?? machineZone(),
    currency: given('GUANXI_CURRENCY', money) ?? 'CNY',
    publicUrl: given('GUANXI_PUBLIC_URL', origin),
    smtpUrl: given('SMTP_URL', address(['smtp:', 'smtps:'], 'smtp://user:password@host:587'), true),
    s3Url: given('S3_URL', address(['http:', 'https:'], 'https://key:secret@host/bucket'), true),
    oidc: oidcIn(env, given, refusals),
    logLevel: given('LOG_LEVEL', oneOf(...LOG_LEVELS)) ?? 'info',
  };

  if (!isLoopback(config.host) && !env.GUANXI_PUBLIC_URL) {
    refusals.push({ code: 'config.public_url', params: { name: 'GUANXI_PUBLIC_URL', host: config.host } });
  }
  const [first] = refusals;
  if (!first) return Object.freeze(config);
  const items = refusals.map(({ code, params }) => problemItem(String(params.name), code, params));
  throw new Problem(first.code, first.params, items);
}

type Given = <T>(name: string, read: Read<T>, isSecret?: boolean) => T | undefined;

/** A provider is all of its parts, or none. */
function oidcIn(
  env: Environment,
  given: Given,
  refusals: { readonly code: ProblemCode; readonly params: ProblemParams }[],
): OidcConfig | undefined {
  const parts = ['GUANXI_OIDC_ISSUER', 'GUANXI_OIDC_CLIENT_ID', 'GUANXI_OIDC_CLIENT_SECRET'];
  const missing = parts.filter((name) => !env[name]?.trim());
  if (missing.length === parts.length) return undefined;
  for (const name of missing)
    refusals.push({ code: 'config.together', params: { name, given: parts.join(', ') } });
  const address = given('GUANXI_OIDC_ISSUER', issuer);
  const clientId = given('GUANXI_OIDC_CLIENT_ID', secret(1));
  const clientSecret = given('GUANXI_OIDC_CLIENT_SECRET', secret(1), true);
  const name = given('GUANXI_OIDC_NAME', secret(1));
  const linksByEmail = given('GUANXI_OIDC_LINK_BY_EMAIL', flag) ?? false;
  const hasSecondFactor = given('GUANXI_OIDC_SECOND_FACTOR', flag) ?? false;
  if (address === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return {
    issuer: address,
    clientId,
    clientSecret,
    name: name ?? new URL(address).host,
    linksByEmail,
    hasSecondFactor,
  };
}

/** Whether what goes to an address is read by nobody on the way: it is https, or of this machine. It holds no password. */
export function isSecureAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username + password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}

/** Whether only this machine can reach what listens on `host`. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** The key that signs what comes back unchanged (sessions, cursors): the environment's, else this install's own. */
export async function loadSecretKey({ secretKey, dataDir }: Config): Promise<string> {
  if (secretKey !== undefined) return secretKey;
  return keptSecret(join(dataDir, 'secret.key'));
}

/** The secret in a file, made at first use. Of two processes that make it at once both read the same. */
async function keptSecret(file: string): Promise<string> {
  const kept = await readSecret(file);
  if (kept !== undefined) return kept;
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // a link appears whole and never replaces another's
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  return (await readSecret(file))!;
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
