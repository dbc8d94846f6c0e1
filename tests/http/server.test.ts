import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../engine/http/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let server: Listening;
beforeAll(async () => {
  guanxi = await testEngine();
  server = await listen(guanxi.engine.app, { host: '127.0.0.1', port: 0 });
  guanxi.engine.listensAt(server.port);
});
afterAll(async () => {
  await server.stop(0);
  await guanxi.close();
});

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it is, whatever it is: fetch would tidy it up. */
async function ask({ method = 'GET', path, headers = {}, body }: Asked) {
  const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode as number, headers: response.headers, text };
}

const operator = async () => {
  const { readFile } = await import('node:fs/promises');
  const key = (await readFile(`${guanxi.dataDir}/cli.key`, 'utf8')).trim();
  return { Authorization: `Bearer ${key}` };
};

describe('over the wire', () => {
  test.each([
    ['a host of others', { path: '/api/me', headers: { Host: 'evil.example' } }, 421],
    ['a probe under any host', { path: '/healthz', headers: { Host: '10.0.0.7' } }, 200],
    ['whether it can work', { path: '/readyz' }, 200],
    ['two slashes', { path: '//api/me' }, 404],
    ['an encoded slash', { path: '/api%2fme' }, 404],
    ['a backslash', { path: '/api\\me' }, 400],
    ['a way out', { path: '/assets/../../package.json' }, 404],
    ['an encoded way out', { path: '/assets/%2e%2e/%2e%2e/package.json' }, 404],
    ['what is no method here', { method: 'PROPFIND', path: '/api/me' }, 405],
    ['no body where none is needed', { method: 'POST', path: '/api/auth/sign-out' }, 200],
  ])('%s', async (_, asked, status) => expect((await ask(asked)).status).toBe(status));

  test('a body in chunks is read, up to its limit', async () => {
    const headers = {
      ...(await operator()),
      'Content-Type': 'application/json',
      'Transfer-Encoding': 'chunked',
    };
    const post = (body: string) => ask({ method: 'POST', path: '/api/records/account', headers, body });
    expect((await post('{"name": "In chunks"}')).status).toBe(201);
    expect((await post(`{"name": "${'x'.repeat(1_200_000)}"}`)).status).toBe(413);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const headers = await operator();
    const [get, head] = [
      await ask({ path: '/api/model', headers }),
      await ask({ method: 'HEAD', path: '/api/model', headers }),
    ];
    expect(head.text).toBe('');
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
    expect(head.headers['model-version']).toBe(get.headers['model-version']);
  });

  test('long JSON is packed for who takes it', async () => {
    const headers = await operator();
    const packed = await ask({
      path: '/api/openapi.json',
      headers: { ...headers, 'Accept-Encoding': 'gzip' },
    });
    const plain = await ask({ path: '/api/openapi.json', headers });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(Number(packed.headers['content-length'])).toBeLessThan(
      Number(plain.headers['content-length']) / 4,
    );
  });

  test('every answer is closed to other sites', async () => {
    for (const path of ['/', '/api/me', '/api/docs', '/healthz', '/nowhere.js']) {
      const { headers } = await ask({ path });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe-/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    }
  });

  test('a preview of a draft stands in the designer alone', async () => {
    const policy = async (path: string) => (await ask({ path })).headers['content-security-policy'];
    const preview = await ask({ path: '/o/account/new?draft=own' });
    expect(preview.headers['content-security-policy']).toMatch(/frame-ancestors 'self'/);
    expect(preview.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(await policy('/designer/objects')).toMatch(/frame-src 'self'; frame-ancestors 'none'/);
    expect(await policy('/designer/objects?draft=own')).toMatch(/frame-ancestors 'none'/);
    expect(await policy('/o/account')).not.toMatch(/frame-src/);
  });

  test('every place of the runtime is there when it is opened by its address', async () => {
    const routes = readFileSync('runtime-ui/app.tsx', 'utf8').matchAll(/path: '([a-z][^'/]*)/g);
    const places = [...new Set([...routes].map(([, first]) => first))];
    expect(places).toEqual(expect.arrayContaining(['o', 'invite', 'profile']));
    for (const place of places)
      expect([place, (await ask({ path: `/${place}` })).status]).toEqual([place, 200]);
    expect((await ask({ path: '/nowhere' })).status).toBe(404);
  });

  test('the explorer comes from here, with a nonce of its own each time', async () => {
    const [first, second] = [await ask({ path: '/api/docs' }), await ask({ path: '/api/docs' })];
    expect(first.text).not.toMatch(/https?:\/\//);
    expect(first.headers['content-security-policy']).not.toBe(second.headers['content-security-policy']);
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js']) {
      expect((await ask({ path: `/api/docs/${file}` })).status).toBe(200);
    }
    expect((await ask({ path: '/api/docs/package.json' })).status).toBe(404);
    const { headers } = await ask({ path: '/api/docs/swagger-ui.css' });
    const again = await ask({
      path: '/api/docs/swagger-ui.css',
      headers: { 'If-None-Match': headers.etag as string },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('the key of the operator counts on this machine only, and through no proxy', async () => {
    const headers = await operator();
    const { text } = await ask({ path: '/api/me', headers });
    expect(JSON.parse(text)).toMatchObject({ roles: [], user: { email: null } });
    expect(JSON.parse(text).admin).toContain('model');
    const forwarded = ['X-Forwarded-For', 'Forwarded', 'X-Forwarded-Host'];
    for (const name of forwarded) {
      expect((await ask({ path: '/api/me', headers: { ...headers, [name]: '203.0.113.7' } })).status).toBe(
        401,
      );
    }
  });

  test('what the operator does stands under a name of its own in every trace', async () => {
    const headers = { ...(await operator()), 'Content-Type': 'application/json' };
    const { text } = await ask({
      method: 'POST',
      path: '/api/records/account',
      headers,
      body: '{"name": "By hand"}',
    });
    const made = JSON.parse(text);
    expect(made.source).toBe('cli');
    const { body } = await guanxi.call('admin', 'GET', `/api/records/user/${made.created_by}`);
    expect(body).toMatchObject({ name: '命令行', kind: 'service' });
  });
});

describe('another process', () => {
  test('learns of roles that were taken away, sessions that ended and keys that were taken back', async () => {
    const { createEngine } = await import('../../engine/index.ts');
    const { mkdtemp, rm } = await import('node:fs/promises');
    const dataDir = await mkdtemp(`${guanxi.dataDir}-other-`);
    const other = await createEngine({ ...guanxi.engine.config, dataDir }, { log: guanxi.engine.log });
    other.start();
    const { body: key } = await guanxi.call('member', 'POST', '/api/keys', {});
    const there = async (path: string) =>
      (
        await other.fetch(
          new Request(`${other.address}${path}`, { headers: { Authorization: `Bearer ${key.key}` } }),
        )
      ).status;
    const until = async (status: number, path: string) => {
      const deadline = Date.now() + 4_000;
      while ((await there(path)) !== status && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await there(path)).toBe(status);
    };
    await until(200, '/api/records/account');
    await guanxi.call('admin', 'PUT', `/api/people/${guanxi.users.member}/roles`, { roles: [] });
    await until(404, '/api/records/account');
    await guanxi.call('member', 'DELETE', `/api/keys/${key.id}`);
    await until(401, '/api/me');
    await other.close();
    await rm(dataDir, { recursive: true });
  });
});

describe('at the end', () => {
  test('requests under way are finished, and no others are begun', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await listen(
      { fetch: (asked) => held.then(() => new Response(asked.url)) },
      { host: '127.0.0.1', port: 0 },
    );
    const answer = fetch(`http://127.0.0.1:${slow.port}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = slow.stop(5_000);
    await expect(fetch(`http://127.0.0.1:${slow.port}/late`)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toContain('/slow');
    await stopped;
  });

  test('who does not come to an end is cut off', async () => {
    const stuck = await listen({ fetch: () => new Promise(() => {}) }, { host: '127.0.0.1', port: 0 });
    const socket = connect(stuck.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = Date.now();
    await stuck.stop(200);
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  test('a port that is taken is refused with a sentence', async () => {
    await expect(listen(guanxi.engine.app, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
      code: 'engine.port',
    });
  });
});

test('hangs up on whoever does not send the rest of a request', async () => {
  const patient = await listen(guanxi.engine.app, { host: '127.0.0.1', port: 0, stall: 200 });
  try {
    const head = `POST /api/auth/sign-in/email HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`;
    const socket = connect(patient.port, '127.0.0.1');
    socket.resume();
    socket.write(`${head}Content-Length: 1000\r\n\r\n{`);
    await once(socket, 'close');
  } finally {
    await patient.stop(0);
  }
});
