import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, type Environment, isLoopback } from '../config.ts';
import { Problem } from '../errors.ts';
import { patientFetch } from './patient-fetch.ts';
import { type SaidProblem, ServerRefusal } from './refusal.ts';

/** The API of a workspace: of a running server, or of an engine opened for one command. */
export interface Server {
  /** undefined: opened here */
  readonly address: string | undefined;
  /** JSON in, JSON out; a refusal is thrown */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  upload<Answer>(path: string, form: FormData): Promise<Answer>;
  /** a file as it is, byte order mark and all */
  bytes(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

type Fetch = (request: Request) => Promise<Response>;

/** What speaks to the API in the name of somebody. */
interface Line {
  /** in front of `/api`: scheme, host and perhaps the workspace, `http://127.0.0.1:3000/w/main` */
  readonly base: string;
  readonly fetch: Fetch;
  readonly token: string;
  readonly locale: string;
}

async function refusalOf(response: Response): Promise<ServerRefusal> {
  const text = await response.text();
  try {
    const { code, title, errors = [] } = JSON.parse(text) as SaidProblem;
    return new ServerRefusal(response.status, { code, title, errors });
  } catch {
    const title = `HTTP ${response.status} ${text.slice(0, 200)}`.trim();
    return new ServerRefusal(response.status, { code: 'http', title, errors: [] });
  }
}

async function send(
  { base, fetch, token, locale }: Line,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${token}`);
  headers.set('Accept-Language', locale);
  const response = await fetch(new Request(`${base}${path}`, { ...init, headers }));
  if (!response.ok) throw await refusalOf(response);
  return response;
}

function serverOn(line: Line, address: string | undefined, close: () => Promise<void>): Server {
  const json = async <Answer>(response: Response): Promise<Answer> => {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  return {
    address,
    call: async (method, path, body) =>
      json(
        await send(line, path, {
          method,
          ...(body !== undefined && {
            body: JSON.stringify(body),
            headers: { 'Content-Type': 'application/json' },
          }),
        }),
      ),
    upload: async (path, form) => json(await send(line, path, { method: 'POST', body: form })),
    bytes: async (path) => new Uint8Array(await (await send(line, path, {})).arrayBuffer()),
    close,
  };
}

const ANSWERS_WITHIN = 3_000;

/** Whether an engine answers at an address. */
async function isAnswering(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN) });
    return response.ok;
  } catch {
    return false;
  }
}

/** `http://host:3000/w/main` -> its origin and what is in front of `/api`. */
function addressOf(config: Config, env: Environment): { origin: string; path: string } {
  const given = env.GUANXI_URL?.trim() || `http://127.0.0.1:${config.port}`;
  if (!URL.canParse(given)) {
    throw new Problem('config.form', { name: 'GUANXI_URL', given, example: 'http://127.0.0.1:3000' });
  }
  const { origin, pathname } = new URL(given);
  return { origin, path: pathname.replace(/\/+$/, '') };
}

/** The key of the engine's own that a running server keeps for who can read the data folder. */
const operatorKey = async ({ dataDir }: Config): Promise<string | undefined> =>
  (await readFile(join(dataDir, 'cli.key'), 'utf8').catch(() => undefined))?.trim();

/** In whose name a server is spoken to. */
interface Credential {
  readonly token: string;
  /** a session made for one command ends with it */
  readonly isSession: boolean;
}

async function signIn(origin: string, { adminEmail, adminPassword, locale }: Config): Promise<Credential> {
  const body = JSON.stringify({ email: adminEmail, password: adminPassword });
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': locale };
  const response = await fetch(`${origin}/api/auth/sign-in/email`, { method: 'POST', body, headers });
  if (!response.ok) throw await refusalOf(response);
  return { token: ((await response.json()) as { token: string }).token, isSession: true };
}

/** Whether a server takes a key: the data folder may be of another one. */
async function isTaken(origin: string, key: string): Promise<boolean> {
  const response = await fetch(`${origin}/api/me`, { headers: { Authorization: `Bearer ${key}` } });
  return response.ok;
}

/** A key, a session by password, or the operator's own key; that one first for who speaks as the operator. */
async function credentialFor(
  origin: string,
  config: Config,
  env: Environment,
  asOperator: boolean,
): Promise<Credential> {
  const first = asOperator ? await operatorKey(config) : undefined;
  if (first !== undefined && (await isTaken(origin, first))) return { token: first, isSession: false };
  const key = env.GUANXI_KEY?.trim();
  if (key) return { token: key, isSession: false };
  if (config.adminPassword !== undefined) return signIn(origin, config);
  const own = await operatorKey(config);
  if (own === undefined) throw new Problem('cli.key', { address: origin });
  return { token: own, isSession: false };
}

async function openRemote(
  config: Config,
  env: Environment,
  { origin, path }: { readonly origin: string; readonly path: string },
  asOperator: boolean,
): Promise<Server> {
  const { token, isSession } = await credentialFor(origin, config, env, asOperator);
  const line: Line = { base: `${origin}${path}`, fetch: patientFetch, token, locale: config.locale };
  const signOut = async (): Promise<void> => {
    if (isSession) await send({ ...line, base: origin }, '/api/auth/sign-out', { method: 'POST' });
  };
  return serverOn(line, origin, signOut);
}

/** Opens the workspace in this process, with the locks that a server would hold. */
async function openHere(config: Config, path: string): Promise<Server> {
  const { createEngine } = await import('../index.ts');
  const engine = await createEngine(config);
  const line: Line = {
    base: `${engine.address}${path}`,
    fetch: engine.fetch,
    token: (await operatorKey(config)) ?? '',
    locale: config.locale,
  };
  return serverOn(line, undefined, () => engine.close());
}

/**
 * The server that commands speak to: the running one at `GUANXI_URL`; where none runs on this machine the
 * workspace itself.
 */
export async function openServer(config: Config, env: Environment, asOperator = false): Promise<Server> {
  const { origin, path } = addressOf(config, env);
  if (await isAnswering(origin)) return openRemote(config, env, { origin, path }, asOperator);
  const isHere = isLoopback(new URL(origin).hostname.replace(/^\[|\]$/g, ''));
  if (!isHere) throw new Problem('cli.unreachable', { address: origin });
  return openHere(config, path);
}
