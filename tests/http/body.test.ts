import { describe, expect, test } from 'vitest';
import { Problem } from '../../engine/errors.ts';
import { readJson } from '../../engine/http/body.ts';

const requestOf = (body: string | Uint8Array, headers: Record<string, string> = {}): Request => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new Request('http://127.0.0.1/x', {
    method: 'POST',
    body: bytes as BodyInit,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.byteLength),
      ...headers,
    },
  });
};

const refusal = async (request: Request, limit?: number): Promise<string> =>
  readJson(request, limit).then(
    () => 'taken',
    (error) => (error instanceof Problem ? error.code : String(error)),
  );

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a body', () => {
  test.each([
    ['{"a": 1}', { a: 1 }],
    ['"text"', 'text'],
    [nested(32), JSON.parse(nested(32))],
    ['{"constructor": "a value of a map"}', { constructor: 'a value of a map' }],
  ])('%s is taken', async (text, value) => expect(await readJson(requestOf(text))).toEqual(value));

  test.each([
    ['no JSON', '{a}', 'request.json'],
    ['half of it', '{"a": ', 'request.json'],
    ['a second one behind it', '{} {}', 'request.json'],
    ['too deep', nested(33), 'request.depth'],
    ['far too deep', nested(100_000), 'request.depth'],
    ['a prototype', '{"a": [{"__proto__": {"admin": true}}]}', 'request.name'],
  ])('%s is refused', async (_, text, code) => expect(await refusal(requestOf(text))).toBe(code));

  test('that is not UTF-8 is refused', async () => {
    expect(await refusal(requestOf(new Uint8Array([0x22, 0xff, 0xfe, 0x22])))).toBe('request.encoding');
  });

  test.each([
    ['text/plain', 'request.media_type'],
    ['application/x-www-form-urlencoded', 'request.media_type'],
    ['application/json; charset=gbk', 'request.media_type'],
    ['multipart/form-data; boundary=x', 'request.media_type'],
    ['application/json; charset=UTF-8', 'taken'],
    ['Application/JSON', 'taken'],
  ])('as %s: %s', async (type, code) => {
    expect(await refusal(requestOf('{}', { 'Content-Type': type }))).toBe(code);
  });

  test('says its size before it is read', async () => {
    expect(await refusal(requestOf('{}', { 'Content-Length': '2000000' }))).toBe('request.too_large');
  });

  test('of no stated size is read to its limit only', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) });
    const request = new Request('http://127.0.0.1/x', {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
    } as RequestInit);
    expect(await refusal(request, 5_000)).toBe('request.too_large');
  });

  test('may be none', async () => {
    expect(await readJson(new Request('http://127.0.0.1/x', { method: 'POST' }))).toBeUndefined();
  });
});
