import { Problem } from '../errors.ts';
import { parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const tooLarge = (limit: number) => new Problem('request.too_large', { limit });

/** The bytes of a body, never more than `limit` of them. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const length = request.headers.get('Content-Length');
  if (length !== null) {
    if (Number(length) > limit) throw tooLarge(limit);
    // Node gives exactly as many bytes as the header says, so that they may be read at once
    return new Uint8Array(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isJson = (contentType: string): boolean =>
  /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType);

/** The parsed JSON of a request, undefined where it has no body. */
export async function readJson(request: Request, limit: number = LIMITS.bodySize): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const bytes = await readBytes(request, limit);
  if (bytes.byteLength === 0) return undefined;
  if (!isJson(request.headers.get('Content-Type') ?? '')) {
    throw new Problem('request.media_type', { expected: 'application/json' });
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new Problem('request.encoding');
  }
  return parseJson(text);
}
