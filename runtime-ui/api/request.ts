import { preview } from './preview.ts';
import { ApiProblem, problemOf } from './problem.ts';
import { endsView, leaveView, viewingHeaders } from './viewing.ts';

/** `/w/<workspace>` when the address names one, else empty: the part before every route and call. */
export const workspacePath: string = /^\/w\/[^/]+/.exec(globalThis.location?.pathname ?? '')?.[0] ?? '';

export interface Call {
  readonly query?: Readonly<Record<string, string | number | undefined | null>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface Answer<T> {
  readonly data: T;
  readonly etag: string | null;
}

type Listener = () => void;
const listeners = { model: new Set<Listener>(), signedOut: new Set<Listener>() };

/** What every call carries and every answer may change. */
const state: { language: string; noSaving: string; readAfter: string | null; modelVersion: string | null } = {
  language: 'en',
  noSaving: '',
  readAfter: null,
  modelVersion: null,
};

/** The language of problems and of titles made by the server; and why nothing is saved in a preview. */
export function setRequestLanguage(language: string, noSaving: string): void {
  state.language = language;
  state.noSaving = noSaving;
}

/** The language of the texts that the server makes; and why nothing is sent in a preview. */
export const requestLanguage = (): Pick<typeof state, 'language' | 'noSaving'> => state;

/** Calls back when an answer shows that another model version is published (`model`) or that the session is over. */
export function onAnswer(event: keyof typeof listeners, listener: Listener): () => void {
  listeners[event].add(listener);
  return () => listeners[event].delete(listener);
}

/** A call's address, below the workspace that the page's address names. */
export function address(path: string, query?: Call['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  const base = path.startsWith('/api/auth/') ? '' : workspacePath;
  return `${base}${path}${text ? `?${text}` : ''}`;
}

function noticeHeaders(headers: Headers): void {
  state.readAfter = headers.get('Read-After') ?? state.readAfter;
  const version = headers.get('Model-Version');
  if (!version || version === state.modelVersion) return;
  const isFirst = state.modelVersion === null;
  state.modelVersion = version;
  if (!isFirst) for (const listener of listeners.model) listener();
}

/** Whether a call could change records. Long filters are asked by POST. */
const isWrite = (method: string, path: string): boolean =>
  method !== 'GET' && /^\/api\/(?:records\/|exports)/.test(path) && !path.endsWith('/query');

/** An answer as it comes. Throws ApiProblem for every refusal. */
async function send(method: string, path: string, call: Call): Promise<Response> {
  if (preview && isWrite(method, path)) throw new ApiProblem(403, 'preview', state.noSaving);
  const headers = new Headers({
    Accept: 'application/json',
    'Accept-Language': state.language,
    ...viewingHeaders(path),
  });
  if (call.body !== undefined) headers.set('Content-Type', 'application/json');
  if (state.readAfter) headers.set('Read-After', state.readAfter);
  for (const [name, value] of Object.entries(call.headers ?? {})) if (value) headers.set(name, value);
  const response = await fetch(address(path, call.query), {
    method,
    headers,
    credentials: 'same-origin',
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    signal: call.signal,
  }).catch((error: unknown) => {
    if (call.signal?.aborted) throw error;
    throw new ApiProblem(0, 'network', '');
  });
  noticeHeaders(response.headers);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (endsView(problem.code)) leaveView(location.href);
    if (response.status === 401 && !path.startsWith('/api/auth/'))
      for (const listener of listeners.signedOut) listener();
    throw problem;
  }
  return response;
}

/** One call of the API. */
export async function request<T>(method: string, path: string, call: Call = {}): Promise<Answer<T>> {
  const response = await send(method, path, call);
  const text = response.status === 204 ? '' : await response.text();
  return { data: (text ? JSON.parse(text) : null) as T, etag: response.headers.get('ETag') };
}

export const get = async <T>(path: string, call?: Call): Promise<T> =>
  (await request<T>('GET', path, call)).data;
export const post = async <T>(path: string, body: unknown, call?: Call): Promise<T> =>
  (await request<T>('POST', path, { ...call, body })).data;

/** What is no JSON, or shall stay as it was written. */
export const postForText = async (path: string, body: unknown): Promise<string> =>
  (await send('POST', path, { body })).text();

/** A key that makes repeating the same POST harmless. (randomUUID exists only behind https and on localhost.) */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
