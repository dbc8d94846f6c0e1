import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

const headersOf = ({ headers }: IncomingMessage): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  );

/** As `fetch`, which gives up after five minutes without an answer: an import takes as long as it takes. */
export function patientFetch(request: Request): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const send = request.url.startsWith('https:') ? httpsRequest : httpRequest;
  const { method } = request;
  const outgoing = send(request.url, { method, headers: Object.fromEntries(request.headers) }, (incoming) => {
    const status = incoming.statusCode ?? 500;
    const hasBody = status !== 204 && status !== 304;
    const body = hasBody ? (Readable.toWeb(incoming) as globalThis.ReadableStream) : null;
    resolve(new Response(body, { status, headers: headersOf(incoming) }));
  });
  outgoing.once('error', reject);
  if (request.body) pipeline(Readable.fromWeb(request.body as ReadableStream), outgoing).catch(reject);
  else outgoing.end();
  return promise;
}
