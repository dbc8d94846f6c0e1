import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { ImportSource } from './tables.ts';

/** A file of a multipart body, and where it lies. */
export interface UploadedFile extends ImportSource {
  readonly path: string;
}

/** The parts of a multipart body: its files on disk, its fields as text. */
export interface Upload {
  readonly files: readonly UploadedFile[];
  readonly fields: ReadonlyMap<string, string>;
  /** of all parts: equal for the same request sent again, whose boundary differs */
  readonly hash: string;
}

const MOST_HEADERS = 16_384;
const LINE = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

const broken = (reason: string): Problem => new Problem('import.body', { reason });

function boundaryOf({ headers }: Request): string {
  const type = headers.get('Content-Type') ?? '';
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type);
  if (!boundary) throw new Problem('request.media_type', { expected: 'multipart/form-data' });
  return boundary[1] ?? boundary[2]!;
}

/** A piece of the body: the headers of a part, or bytes of the part begun last. */
type Piece = { readonly headers: string } | { readonly bytes: Buffer };

/** Takes a multipart body apart while it comes in; keeps no more of it than a boundary's length. */
async function* piecesOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Piece> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let state: 'body' | 'boundary' | 'headers' = 'body';
  let isPreamble = true;
  let rest = LINE;
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LIMITS.importSize) throw new Problem('request.too_large', { limit: LIMITS.importSize });
    rest = Buffer.concat([rest, chunk]);
    for (let isMoving = true; isMoving; ) {
      isMoving = false;
      if (state === 'body') {
        const at = rest.indexOf(delimiter);
        const end = at < 0 ? Math.max(0, rest.length - delimiter.length + 1) : at;
        if (end > 0 && !isPreamble) yield { bytes: rest.subarray(0, end) };
        rest = rest.subarray(at < 0 ? end : at + delimiter.length);
        if (at >= 0) [state, isMoving] = ['boundary', true];
      } else if (state === 'boundary' && rest.length >= 2) {
        if (rest.subarray(0, 2).toString('latin1') === '--') return;
        if (!rest.subarray(0, 2).equals(LINE)) throw broken('boundary');
        [state, isMoving] = ['headers', true];
      } else if (state === 'headers') {
        const at = rest.indexOf(HEADERS_END);
        if (at < 0 && rest.length > MOST_HEADERS) throw broken('headers');
        if (at < 0) continue;
        yield { headers: rest.subarray(0, at).toString('utf8') };
        rest = rest.subarray(at + HEADERS_END.length);
        [state, isMoving, isPreamble] = ['body', true, false];
      }
    }
  }
  throw broken('end');
}

/** `name` and `filename` of a part; browsers percent-encode quotes and line breaks in them. */
function dispositionOf(headers: string): { name: string; file: string | undefined } {
  const line = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1];
  if (line === undefined) throw broken('Content-Disposition');
  const parameter = (name: string): string | undefined => {
    const value = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(line)?.[1];
    return value?.replace(/%(22|0D|0A)/gi, (code) => decodeURIComponent(code));
  };
  return { name: parameter('name') ?? '', file: parameter('filename') };
}

interface Sink {
  write(bytes: Buffer): Promise<unknown>;
  close(): Promise<void>;
}

function fieldSink(name: string, fields: Map<string, string>): Sink {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    write: async (bytes) => {
      size += bytes.length;
      if (size > LIMITS.bodySize) throw new Problem('request.too_large', { limit: LIMITS.bodySize });
      pieces.push(Buffer.from(bytes));
    },
    close: async () => void fields.set(name, Buffer.concat(pieces).toString('utf8')),
  };
}

const fileSink = (file: FileHandle): Sink => ({
  write: (bytes) => file.writeFile(bytes),
  close: () => file.close(),
});

async function receive(request: Request, folder: string): Promise<Upload> {
  const boundary = boundaryOf(request);
  if (!request.body) throw broken('body');
  const files: UploadedFile[] = [];
  const fields = new Map<string, string>();
  const hash = createHash('sha256');
  let sink: Sink | undefined;
  try {
    for await (const piece of piecesOf(request.body, boundary)) {
      hash.update('bytes' in piece ? piece.bytes : `\n${piece.headers}\n`);
      if ('bytes' in piece) {
        await sink!.write(piece.bytes);
        continue;
      }
      await sink?.close();
      sink = undefined;
      const { name, file } = dispositionOf(piece.headers);
      if (file === undefined) {
        sink = fieldSink(name, fields);
        continue;
      }
      if (files.length >= LIMITS.importFiles) throw broken(`> ${LIMITS.importFiles}`);
      const path = join(folder, String(files.length));
      sink = fileSink(await open(path, 'wx', 0o600));
      files.push({ name: file || name, path, open: () => createReadStream(path) });
    }
  } finally {
    await sink?.close();
  }
  return { files, fields, hash: hash.digest('base64url') };
}

/** Writes the files of a request to a folder that lives as long as `use` runs. */
export async function withUpload<Result>(
  request: Request,
  use: (upload: Upload) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-import-'));
  try {
    return await use(await receive(request, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
