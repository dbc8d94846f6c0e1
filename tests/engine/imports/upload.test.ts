import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { withUpload } from '../../../engine/imports/upload.ts';

/** The request as a server gets it: in pieces of any length. */
function inPieces(request: Request, length: number): Request {
  const body = new ReadableStream({
    async start(controller) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      for (let at = 0; at < bytes.length; at += length) controller.enqueue(bytes.subarray(at, at + length));
      controller.close();
    },
  });
  return new Request(request.url, {
    method: 'POST',
    headers: request.headers,
    body,
    duplex: 'half',
  } as RequestInit);
}

const url = 'http://127.0.0.1/api/imports';

const read = (request: Request) =>
  withUpload(request, async ({ files, fields }) => ({
    fields: Object.fromEntries(fields),
    files: await Promise.all(
      files.map(async ({ name, open }) => ({
        name,
        text: await text(Readable.from(open())),
      })),
    ),
  }));

describe('an upload', () => {
  const form = new FormData();
  form.append('options', '{"files":[]}');
  form.append('files', new Blob(['a,b\r\n1,--2\r\n\r\n--']), '客户 "1".csv');
  form.append('files', new Blob(['']), 'empty.csv');

  it.each([1, 2, 7, 64, 100_000])('is read in pieces of %i bytes', async (length) => {
    expect(await read(inPieces(new Request(url, { method: 'POST', body: form }), length))).toEqual({
      fields: { options: '{"files":[]}' },
      files: [
        { name: '客户 "1".csv', text: 'a,b\r\n1,--2\r\n\r\n--' },
        { name: 'empty.csv', text: '' },
      ],
    });
  });

  const send = (body: string, type = 'multipart/form-data; boundary=x') =>
    read(new Request(url, { method: 'POST', body, headers: { 'Content-Type': type } })).catch(
      (error: { code: string }) => error.code,
    );

  it('is refused when it is none', async () => {
    expect(await send('{}', 'application/json')).toBe('request.media_type');
    expect(await send('')).toBe('import.body');
    expect(await send('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off')).toBe('import.body');
    expect(await send('--x\r\nX: y\r\n\r\n1\r\n--x--')).toBe('import.body');
    expect(await send(`--x\r\n${'x'.repeat(20_000)}`)).toBe('import.body');
    expect(await send('--xy')).toBe('import.body');
  });
});
