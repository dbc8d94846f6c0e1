import { Problem } from '../errors.ts';
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

/** Parsed JSON may hold a name that changes what objects are when it is copied; nobody needs it. */
const REFUSED_NAME = '__proto__';

/** Walks what was parsed: how deep it goes, and whether it holds a name that it must not. */
function assertHarmless(root: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > LIMITS.jsonDepth) throw new Problem('request.depth', { limit: LIMITS.jsonDepth });
    if (!Array.isArray(value) && Object.hasOwn(value, REFUSED_NAME)) {
      throw new Problem('request.name', { name: REFUSED_NAME });
    }
    for (const member of Object.values(value)) open.push({ value: member, depth: depth + 1 });
  }
}

/** The reason of a parser, without a quotation of what was sent. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? ?\.*"[\s\S]*$/, '') : 'unreadable';

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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('request.json', { reason: reasonOf(error) });
  }
  assertHarmless(value);
  return value;
}
