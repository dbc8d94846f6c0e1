import { isSecureAddress } from './config.ts';
import { LIMITS } from './limits.ts';

export interface OutboundRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The body as text, given up as soon as it is longer than it may be. */
async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LIMITS.outboundSize) throw new Error(`an answer of more than ${LIMITS.outboundSize} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Asks another server for JSON. It follows no redirect, waits 10 s, reads 64 KiB, and speaks to addresses that an
 * operator has given or that follow from those: what users type never comes here. Throws an Error that says why not.
 */
export async function fetchJson(address: string, request: OutboundRequest = {}): Promise<unknown> {
  if (!isSecureAddress(address)) throw new Error(`not an https address: ${address.slice(0, 200)}`);
  const { method = 'GET', headers, body } = request;
  const response = await fetch(address, {
    method,
    headers: { Accept: 'application/json', ...headers },
    redirect: 'error',
    signal: AbortSignal.timeout(LIMITS.outboundSeconds * 1_000),
    ...(body !== undefined && { body }),
  });
  const text = await limitedText(response);
  if (!response.ok) throw new Error(`${new URL(address).host} answered ${response.status}`);
  return JSON.parse(text);
}
