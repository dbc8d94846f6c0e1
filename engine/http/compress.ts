import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const compressed = promisify(gzip);

/** Below this many bytes a packet is a packet. */
export const WORTH_COMPRESSING = 4_096;

const TEXTUAL = /^(text\/|application\/(json|problem\+json|javascript|xml|manifest\+json)|image\/svg\+xml)/;

export const isTextual = (contentType: string | null): boolean => TEXTUAL.test(contentType ?? '');

/** Whether the caller takes gzip. */
export const takesGzip = (acceptEncoding: string | null | undefined): boolean =>
  /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*($|,))/i.test(acceptEncoding ?? '');

/** The answer, packed when it is long text; for callers that take it. */
export async function packed(answer: Response): Promise<Response> {
  const { headers } = answer;
  const length = headers.get('Content-Length');
  if (length === null || Number(length) < WORTH_COMPRESSING) return answer;
  if (headers.has('Content-Encoding') || !isTextual(headers.get('Content-Type'))) return answer;
  const bytes = await compressed(await answer.arrayBuffer(), { level: constants.Z_BEST_SPEED });
  const packedHeaders = new Headers(headers);
  packedHeaders.append('Vary', 'Accept-Encoding');
  packedHeaders.set('Content-Encoding', 'gzip');
  packedHeaders.set('Content-Length', String(bytes.byteLength));
  return new Response(bytes, { status: answer.status, headers: packedHeaders });
}
