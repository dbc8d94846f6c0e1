import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isTextual, takesGzip, WORTH_COMPRESSING } from './compress.ts';

const packed = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

interface StoredFile {
  readonly path: string;
  readonly type: string;
  /** read at first use, and kept: a UI is a few megabytes */
  bytes?: Buffer;
  etag?: string;
  gzip?: Promise<Buffer>;
}

/** The files of a folder, by their path in it. Only what was found by listing is ever opened. */
export interface Folder {
  /** the answer with that file, undefined where there is none; `path` with slashes */
  answer(path: string, request: Headers): Promise<Response | undefined>;
  /** the text of a file, undefined where there is none; read anew when it has changed */
  text(path: string): string | undefined;
}

function listed(root: string, only: ReadonlySet<string> | undefined): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).split(sep).join('/');
    const type = TYPES[extname(name)];
    if (type === undefined || name.startsWith('.') || (only && !only.has(name))) continue;
    files.set(name, { path, type });
  }
  return files;
}

/** Whether the name of a file holds a hash of what is in it, as Vite's do. */
const isHashed = (name: string): boolean => name.startsWith('assets/');

function cacheControl(name: string): string {
  return isHashed(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=300';
}

async function answerFile(name: string, file: StoredFile, request: Headers): Promise<Response> {
  file.bytes ??= readFileSync(file.path);
  file.etag ??= `"${createHash('sha256').update(file.bytes).digest('base64url').slice(0, 22)}"`;
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    'Cache-Control': cacheControl(name),
    ETag: file.etag,
  };
  const isKnown = request
    .get('If-None-Match')
    ?.split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === file.etag);
  if (isKnown) return new Response(null, { status: 304, headers });
  if (!isTextual(file.type) || file.bytes.byteLength < WORTH_COMPRESSING) {
    return new Response(new Uint8Array(file.bytes), { headers });
  }
  headers.Vary = 'Accept-Encoding';
  if (!takesGzip(request.get('Accept-Encoding'))) {
    return new Response(new Uint8Array(file.bytes), { headers });
  }
  file.gzip ??= packed(file.bytes);
  headers['Content-Encoding'] = 'gzip';
  return new Response(new Uint8Array(await file.gzip), { headers });
}

/** Serves a folder, or only some of its files. It may be missing, and built again while the server runs. */
export function openFolder(root: string, only?: readonly string[]): Folder {
  const names = only && new Set(only);
  let files = new Map<string, StoredFile>();
  let builtAt = Number.NaN;
  const texts = new Map<string, { readonly at: number; readonly text: string }>();

  /** Lists the folder again when its page has been written anew. */
  const look = (): void => {
    const at = statSync(join(root, only?.[0] ?? 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (at === builtAt) return;
    builtAt = at;
    files = at === 0 ? new Map() : listed(root, names);
    texts.clear();
  };

  return {
    answer: async (path, request) => {
      if (Number.isNaN(builtAt)) look();
      const file = files.get(path);
      return file && answerFile(path, file, request);
    },
    text: (path) => {
      look();
      const file = files.get(path);
      if (!file) return undefined;
      const known = texts.get(path);
      if (known?.at === builtAt) return known.text;
      const text = readFileSync(file.path, 'utf8');
      texts.set(path, { at: builtAt, text });
      return text;
    },
  };
}
