import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { clientOf, networkOf } from '../../engine/http/client.ts';
import { packed, takesGzip } from '../../engine/http/compress.ts';
import { assertSameSite, evidenceOf } from '../../engine/http/evidence.ts';
import { hostsOf } from '../../engine/http/hosts.ts';
import { chosenLocale } from '../../engine/http/locale.ts';

describe('the language of an answer', () => {
  test.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['de;q=0.9, zh-TW;q=0.8, en;q=0.5', 'zh-CN'],
    ['en;q=0.2, zh;q=0.7', 'zh-CN'],
    ['zh;q=0, en;q=0.1', 'en'],
    ['', 'zh-CN'],
    ['tlh', 'zh-CN'],
    [';;;q=,,', 'zh-CN'],
  ])('%s → %s', (header, locale) => expect(chosenLocale(header, undefined, 'zh-CN')).toBe(locale));

  test('is the user’s where the request names none', () => {
    expect(chosenLocale(null, 'en', 'zh-CN')).toBe('en');
    expect(chosenLocale(null)).toBe('en');
  });
});

describe('hosts', () => {
  const local = hostsOf({ host: '127.0.0.1' }, 3000);
  const open = hostsOf({ host: '0.0.0.0', publicUrl: 'https://crm.example.com' }, 3000);

  test.each([
    [local, 'localhost:3000', true],
    [local, '127.0.0.1:3000', true],
    [local, '[::1]:3000', true],
    [local, 'LOCALHOST:3000', true],
    [local, 'localhost', false],
    [local, 'localhost:3001', false],
    [local, 'evil.example:3000', false],
    [local, '127.0.0.1.evil.example:3000', false],
    [local, undefined, false],
    [open, 'crm.example.com', true],
    [open, 'crm.example.com:443', false],
    [open, 'localhost:3000', true],
    [open, '10.0.0.1:3000', false],
  ])('%# %s is known: %s', (hosts, host, known) => expect(hosts.knows(host)).toBe(known));

  test('say where people find the server', () => {
    expect(local.address).toBe('http://127.0.0.1:3000');
    expect(open.address).toBe('https://crm.example.com');
  });
});

describe('who sends a request', () => {
  const hosts = hostsOf({ host: '127.0.0.1' }, 3000);
  const own = 'http://127.0.0.1:3000';
  const verdict = (method: string, headers: Record<string, string>): string => {
    try {
      assertSameSite(method, new Headers(headers), hosts);
      return 'taken';
    } catch {
      return 'refused';
    }
  };

  test.each([
    ['GET', { Cookie: 'a=b' }, 'taken'],
    ['HEAD', { Cookie: 'a=b', 'Sec-Fetch-Site': 'cross-site' }, 'taken'],
    ['POST', { Cookie: 'a=b' }, 'refused'],
    ['POST', { Cookie: 'a=b', Origin: own }, 'taken'],
    ['POST', { Cookie: 'a=b', Origin: 'http://localhost:3000' }, 'taken'],
    ['POST', { Cookie: 'a=b', Origin: 'null' }, 'refused'],
    ['POST', { Cookie: 'a=b', Origin: 'http://evil.example' }, 'refused'],
    ['POST', { Cookie: 'a=b', Origin: `${own}.evil.example` }, 'refused'],
    ['POST', { Cookie: 'a=b', Origin: 'https://127.0.0.1:3000' }, 'refused'],
    ['POST', { Cookie: 'a=b', 'Sec-Fetch-Site': 'same-origin' }, 'taken'],
    ['POST', { Cookie: 'a=b', 'Sec-Fetch-Site': 'same-site' }, 'refused'],
    ['POST', { Cookie: 'a=b', 'Sec-Fetch-Site': 'none' }, 'refused'],
    ['POST', { Cookie: 'a=b', 'Sec-Fetch-Site': 'cross-site', Origin: own }, 'refused'],
    // without a cookie a page of another site could still sign somebody in as somebody else
    ['POST', { Origin: 'http://evil.example' }, 'refused'],
    ['POST', {}, 'taken'],
    ['DELETE', { Cookie: 'a=b', Authorization: 'Bearer x' }, 'taken'],
    ['PATCH', { Cookie: 'a=b', Referer: `${own}/` }, 'refused'],
  ] as const)('%s %j is %s', (method, headers, outcome) => {
    expect(verdict(method, headers as Record<string, string>)).toBe(outcome);
  });

  const from = (remoteAddress: string, headers: Record<string, string> = {}, hasProxy = true) =>
    clientOf(new Headers(headers), { incoming: { socket: { remoteAddress } } as IncomingMessage }, hasProxy);

  test.each([
    ['127.0.0.1', {}, { address: '127.0.0.1', isLocal: true }],
    ['::ffff:127.0.0.1', {}, { address: '::ffff:127.0.0.1', isLocal: true }],
    ['::1', {}, { address: '::1', isLocal: true }],
    ['10.1.2.3', {}, { address: '10.1.2.3', isLocal: false }],
    ['10.1.2.3', { 'X-Forwarded-For': '127.0.0.1' }, { address: '10.1.2.3', isLocal: false }],
    // of a proxy's list only what it has added itself
    ['127.0.0.1', { 'X-Forwarded-For': '127.0.0.1, 8.8.8.8' }, { address: '8.8.8.8', isLocal: false }],
    ['127.0.0.1', { Forwarded: 'for=8.8.8.8' }, { address: '127.0.0.1', isLocal: false }],
  ])('%s with %j', (peer, headers, client) => {
    expect(from(peer, headers as Record<string, string>)).toEqual(client);
  });

  test('where the operator has put no proxy, none is believed', () => {
    const client = { address: '127.0.0.1', isLocal: false };
    expect(from('127.0.0.1', { 'X-Forwarded-For': '8.8.8.8' }, false)).toEqual(client);
  });

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:0:0:aaaa:bbbb:cccc:dddd', '2001:db8:0:0'],
    ['2001:db8:1::', '2001:db8:1:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::ffff:203.0.113.7', '[::ffff:cb00:7107]'],
    [undefined, ''],
    ['nonsense:', 'nonsense:'],
  ])('attempts from %s are counted as of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('a token goes before a cookie', () => {
    const headers = new Headers({ Authorization: 'Bearer gx_1', Cookie: 'x=1; s=a%3Db; y=2' });
    const client = { address: undefined, isLocal: false };
    expect(evidenceOf(headers, client, 's')).toEqual({ isLocal: false, bearer: 'gx_1', cookie: 'a=b' });
    expect(evidenceOf(new Headers({ Cookie: 's=%' }), client, 's')).toEqual({ isLocal: false });
    expect(evidenceOf(new Headers({ Authorization: 'Basic eDp5' }), client, 's')).toEqual({ isLocal: false });
  });
});

describe('long answers are packed', () => {
  test.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.8', true],
    ['*', true],
    ['gzip;q=0', false],
    ['identity', false],
    [null, false],
  ])('for %s: %s', (header, takes) => expect(takesGzip(header)).toBe(takes));

  test('and say so', async () => {
    const text = 'x'.repeat(10_000);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '10000' };
    const answer = await packed(new Response(text, { headers }));
    expect(answer.headers.get('Content-Encoding')).toBe('gzip');
    expect(answer.headers.get('Vary')).toBe('Accept-Encoding');
    expect(Number(answer.headers.get('Content-Length'))).toBeLessThan(200);
    const short = new Response('{}', { headers: { ...headers, 'Content-Length': '2' } });
    expect((await packed(short)).headers.has('Content-Encoding')).toBe(false);
  });
});
