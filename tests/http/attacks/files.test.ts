import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../engine/limits.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/**
 * Classes 13, 78, 79 and 83: files that would run, names that would lead elsewhere, files of others. Whatever was
 * sent under whatever name comes out as bytes to be saved, to those alone who may read its field.
 */
let world: TestEngine;
const labels = (en: string) => ({ en, 'zh-CN': en });

const documents = {
  'object/parcel': objectBody('parcel', {
    name: { type: 'text' },
    papers: { type: 'files' },
    private_papers: { type: 'files' },
  }),
  'role/sender': {
    name: 'sender',
    labels: labels('Sender'),
    grants: [
      {
        object: 'parcel',
        do: ['create', 'read', 'update', 'delete'],
        rows: { read: 'all', update: 'own', delete: 'own' },
        fields: { '*': 'none', name: 'read' },
      },
      {
        object: 'parcel',
        do: ['create', 'read', 'update', 'delete'],
        rows: { read: 'own', update: 'own', delete: 'own' },
        fields: { '*': 'write', private_papers: 'none' },
      },
    ],
  },
};

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  for (const user of ['member', 'other'] as const)
    await world.call('operator', 'PUT', `/api/people/${world.users[user]}/roles`, { roles: ['sender'] });
});
afterAll(() => world?.close());

const fetchAs = (user: string, path: string, init: RequestInit = {}) =>
  world.engine.fetch(
    new Request(`${world.engine.address}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${world.keyOf(user)}`, ...(init.headers as object) },
    }),
  );

async function send(user: string, name: string, body: string | Uint8Array, field = 'papers', headers = {}) {
  const query = new URLSearchParams({ object: 'parcel', field, name });
  const bytes = new Uint8Array(Buffer.from(body as string));
  const answer = await fetchAs(user, `/api/files?${query}`, { method: 'POST', body: bytes, headers });
  return { status: answer.status, body: (await answer.json()) as any };
}

const take = (user: string, id: string) => fetchAs(user, `/api/files/${id}`);
const create = (user: string, values: object) => world.call(user, 'POST', '/api/records/parcel', values);

const BODIES: Readonly<Record<string, string | Uint8Array>> = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
  'svg behind a declaration': '<?xml version="1.0"?><!DOCTYPE svg><svg onload="alert(1)"/>',
  html: '<!DOCTYPE html><script>alert(1)</script>',
  'html behind a mark of order': `\ufeff  <html onload="alert(1)">`,
  'picture that is a script': 'GIF89a/*;*/=alert(1)//',
  'picture that is a page': Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('<script>')]),
  'document that is a page': '%PDF-1.7 <script>alert(1)</script>',
  script: 'alert(1)',
  'mail of a page': 'MIME-Version: 1.0\nContent-Type: text/html\n\n<script>alert(1)</script>',
  'shell script': '#!/bin/sh\nid',
};
const NAMES = [
  'page.html',
  'picture.svg',
  'archive.pHaR',
  'run.ｅｘｅ',
  '../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'a.txt\r\nContent-Type: text/html\r\n\r\n<script>',
  'a.txt"; filename="b.html',
  `a${'\u202e'}gpj.exe`,
  `a${'\u2066'}\u200b\u2060\u00ad\u061c.exe`,
  '\0.html',
  '....',
  `${'名'.repeat(4_096)}.html`,
  '%0d%0aX-Evil: 1',
];

describe('what was sent comes out to be saved, never to be shown', () => {
  test.each(Object.entries(BODIES))('%s under every name', async (_, body) => {
    for (const [index, name] of NAMES.entries()) {
      const headers = { 'Content-Type': index % 2 === 0 ? 'text/html' : 'image/svg+xml;charset=x' };
      const sent = await send('member', name, body, 'papers', headers);
      if (sent.status === 422) continue;
      expect(sent.status, name).toBe(201);
      const answer = await take('member', sent.body.id);
      const head = Object.fromEntries(answer.headers);
      expect(head['content-type']).toMatch(/^(application\/octet-stream|image\/(png|gif|jpeg|webp|avif))$/);
      expect(head['content-disposition']).toMatch(
        /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w.%~!-]*$/,
      );
      expect(head['x-content-type-options']).toBe('nosniff');
      expect(head['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
      expect(head['x-evil']).toBeUndefined();
      const { name: kept } = sent.body;
      expect([...kept].length).toBeLessThanOrEqual(LIMITS.fileName);
      // nothing that is not seen, and nothing that would be a place
      expect(kept).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff/\\]/u);
    }
  });
});

describe('files of others', () => {
  const paper = async (user: string, field = 'papers') => (await send(user, 'a.txt', 'a secret', field)).body;

  test("are nobody else's before a record holds them, and no other record takes them", async () => {
    const sent = await paper('other');
    expect((await take('member', sent.id)).status).toBe(404);
    expect((await take('admin', sent.id)).status).toBe(404);
    const [stolen, unknown] = [
      await create('member', { papers: [sent] }),
      await create('member', { papers: [{ ...sent, id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' }] }),
    ];
    expect([stolen.status, stolen.body.errors[0].code]).toEqual([422, unknown.body.errors[0].code]);
    const held = await create('other', { papers: [sent] });
    expect(held.status, held.text).toBe(201);
    expect((await create('other', { papers: [sent] })).status).toBe(422);
    expect((await create('member', { papers: [sent] })).status).toBe(422);
    expect((await take('other', sent.id)).status).toBe(200);
  });

  test('are out of reach where their field is masked, hidden, or their record is gone', async () => {
    const sent = await paper('other');
    const record = await create('other', { papers: [sent] });
    const path = `/api/records/parcel/${record.body.id}`;
    // the record is seen, this field in own ones only
    expect((await world.call('member', 'GET', path)).body.papers).toBe(null);
    expect((await take('member', sent.id)).status).toBe(404);
    const hidden = await paper('admin', 'private_papers');
    const made = await create('admin', { private_papers: [hidden], owner: world.users.member });
    expect(made.status, made.text).toBe(201);
    expect((await take('member', hidden.id)).status).toBe(404);
    expect((await send('member', 'a.txt', 'x', 'private_papers')).status).toBe(404);
    const gone = await world.call('other', 'DELETE', path);
    expect(gone.status).toBe(204);
    expect((await take('other', sent.id)).status).toBe(404);
  });

  test('are not written over: each upload is a file of its own', async () => {
    const sent = await paper('other');
    const { headers } = await fetchAs('other', `/api/files/${sent.id}`, { method: 'PUT', body: 'x' });
    expect(headers.get('Allow')).toBe('GET, HEAD');
    const again = await send('member', 'a.txt', 'another');
    expect(again.body.id).not.toBe(sent.id);
    expect(await (await take('other', sent.id)).text()).toBe('a secret');
  });

  test.each([
    '..%2f..%2fetc%2fpasswd',
    '%00',
    "'",
    `${'0'.repeat(36)}`,
    '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e%00',
  ])('are not found under %s', async (id) => {
    expect([400, 404]).toContain((await take('admin', id)).status);
  });

  test('nobody without a session sends or takes any', async () => {
    for (const [method, path] of [
      ['POST', '/api/files?object=parcel&field=papers&name=a'],
      ['GET', `/api/files/${(await paper('other')).id}`],
    ] as const) {
      expect((await world.call(null, method, path)).status).toBe(401);
    }
  });
});
