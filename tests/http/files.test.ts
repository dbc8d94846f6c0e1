import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepFiles } from '../../engine/attachments/index.ts';
import { fileName, mediaTypeOf, openFolderStore } from '../../engine/files/index.ts';
import { uuidv7 } from '../../engine/ids.ts';
import { LIMITS } from '../../engine/limits.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** Files on their way in and out: what they are, who may have them, and what becomes of those that nobody holds. */

const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1');
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64, 7)]);
const HTML = Buffer.from('<html><script>alert(1)</script></html>');

const parcel = objectBody('parcel', {
  name: { type: 'text' },
  label: { type: 'file', accept: ['pdf'], maxSize: 1 },
  photos: { type: 'files', maxFiles: 2 },
  stamp: { type: 'image' },
});

Object.assign(parcel, {
  'x-rules': [
    {
      check:
        '!("forbidden.pdf" in photos) && coalesce(label.size, 0) < 500 && coalesce(label, "") != "no.pdf"',
      message: { en: 'Not this file.', 'zh-CN': '不可使用此文件。' },
    },
  ],
});

const clerk = {
  name: 'clerk',
  labels: { en: 'Clerk', 'zh-CN': '文员' },
  grants: [
    {
      object: 'parcel',
      do: ['create', 'read', 'update'],
      rows: { read: 'own', update: 'own' },
      fields: { '*': 'write', stamp: 'none' },
    },
  ],
};

let world: TestEngine;

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(
    world,
    { 'object/parcel': parcel, 'role/clerk': clerk },
    'files',
  );
  expect(status, text).toBe(200);
  for (const user of ['member', 'other'] as const) {
    const path = `/api/people/${world.users[user]}/roles`;
    const given = await world.call('admin', 'PUT', path, { roles: ['sales', 'clerk'] });
    expect(given.status, given.text).toBeLessThan(300);
  }
});
afterAll(() => world.close());

async function send(user: string, field: string, name: string, bytes: Uint8Array, headers = {}) {
  const query = new URLSearchParams({ object: 'parcel', field, name });
  const answer = await world.engine.fetch(
    new Request(`${world.engine.address}/api/files?${query}`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: {
        Authorization: `Bearer ${world.keyOf(user)}`,
        'Content-Type': 'application/octet-stream',
        ...headers,
      },
    }),
  );
  return { status: answer.status, body: (await answer.json()) as any };
}

const get = (user: string, id: string) =>
  world.engine.fetch(
    new Request(`${world.engine.address}/api/files/${id}`, {
      headers: { Authorization: `Bearer ${world.keyOf(user)}` },
    }),
  );

const create = (user: string, values: object) => world.call(user, 'POST', '/api/records/parcel', values);
const patch = (user: string, id: string, values: object) =>
  world.call(user, 'PATCH', `/api/records/parcel/${id}`, values);
const refusals = (answer: { body: any }) =>
  Object.fromEntries(answer.body.errors.map(({ path, code }: any) => [path, code]));

/** The files on disk of the workspace. */
async function onDisk(): Promise<string[]> {
  const entries = await readdir(join(world.dataDir, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

test('a file comes in, goes with its record, and comes out as it was', async () => {
  const { status, body } = await send('member', 'label', '../../etc/发货单 "1".pdf', PDF);
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(String),
    name: '发货单 _1_.pdf',
    size: PDF.length,
    type: 'application/pdf',
  });
  expect((await get('other', body.id)).status).toBe(404);
  // nobody's word counts for what was uploaded
  const made = await create('member', {
    name: 'a',
    label: { ...body, name: 'x.exe', size: 1, type: 'text/html' },
  });
  expect(made.status, made.text).toBe(201);
  expect(made.body.label).toEqual(body);
  const answer = await get('member', body.id);
  expect(Buffer.from(await answer.arrayBuffer()).equals(PDF)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="___ _1_.pdf"; filename*=UTF-8''${encodeURIComponent('发货单 _1_.pdf')}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': 'private, no-cache',
  });
  const again = await patch('member', made.body.id, { label: body.id });
  expect(again.body.version).toBe(1);
});

describe('who may have a file', () => {
  test('is who reads its record and its field', async () => {
    const { body: label } = await send('admin', 'label', 'a.pdf', PDF);
    const { body: stamp } = await send('admin', 'stamp', 'a.png', PNG);
    const made = await create('admin', { name: 'b', label, stamp, owner: world.users.member });
    expect(made.status, made.text).toBe(201);
    const seen = async (user: string) => [
      (await get(user, label.id)).status,
      (await get(user, stamp.id)).status,
    ];
    expect(await seen('admin')).toEqual([200, 200]);
    expect(await seen('member')).toEqual([200, 404]);
    expect(await seen('other')).toEqual([404, 404]);
    expect(await seen('nobody')).toEqual([404, 404]);
    expect((await world.call(null, 'GET', `/api/files/${label.id}`)).status).toBe(401);
    const picture = await get('admin', stamp.id);
    expect(picture.headers.get('Content-Type')).toBe('image/png');
    await picture.arrayBuffer();
    // in the bin nobody has it by this address
    expect((await world.call('admin', 'DELETE', `/api/records/parcel/${made.body.id}`)).status).toBe(204);
    expect(await seen('admin')).toEqual([404, 404]);
  });

  test('is not who knows its id: files of others, of other fields and of other records are no values', async () => {
    const { body: mine } = await send('member', 'label', 'a.pdf', PDF);
    const { body: photo } = await send('member', 'photos', 'a.pdf', PDF);
    expect(refusals(await create('other', { name: 'c', label: mine }))).toEqual({ '/label': 'value.file' });
    expect(refusals(await create('member', { name: 'c', label: photo }))).toEqual({ '/label': 'value.file' });
    expect(refusals(await create('member', { name: 'c', label: uuidv7() }))).toEqual({
      '/label': 'value.file',
    });
    expect(refusals(await create('member', { name: 'c', label: '../x' }))).toEqual({
      '/label': 'value.file',
    });
    const batch = await world.call('member', 'POST', '/api/records/parcel/batch', [
      { op: 'create', values: { name: 'one', label: mine } },
      { op: 'create', values: { name: 'two', label: mine } },
    ]);
    expect(refusals(batch)).toEqual({ '/1/values/label': 'value.file' });
    expect((await create('member', { name: 'c', label: mine })).status).toBe(201);
    expect(refusals(await create('member', { name: 'd', label: mine }))).toEqual({ '/label': 'value.file' });
    expect(await send('nobody', 'label', 'a.pdf', PDF)).toMatchObject({
      status: 404,
      body: { code: 'file.field' },
    });
    expect(await send('member', 'stamp', 'a.png', PNG)).toMatchObject({
      status: 404,
      body: { code: 'file.field' },
    });
    expect(await send('member', 'name', 'a.png', PNG)).toMatchObject({
      status: 404,
      body: { code: 'file.field' },
    });
  });
});

test('expressions see names, size and type; a check says what a write would', async () => {
  const { body: photo } = await send(
    'member',
    'photos',
    '现场.jpg',
    Buffer.from('ffd8ffe000104a464946', 'hex'),
  );
  const { body: label } = await send('member', 'label', 'waybill.pdf', PDF);
  const made = await create('member', { name: 'e', photos: [photo.id], label });
  expect(made.status, made.text).toBe(201);
  expect(made.body.photos).toEqual([{ ...photo, type: 'image/jpeg' }]);
  const found = async (filter: string, fields = 'name') =>
    (
      await world.call(
        'member',
        'GET',
        `/api/records/parcel?fields=${fields}&filter=${encodeURIComponent(filter)}`,
      )
    ).body.records;
  expect(await found('"现场.jpg" in photos && label.contains("waybill")')).toHaveLength(1);
  expect(
    await found(
      `label.size == ${PDF.length} && label.type == "application/pdf" && name == "e"`,
      'label.size',
    ),
  ).toEqual([{ id: made.body.id, label: { size: PDF.length } }]);
  expect(await found('name == "e" && photos == null')).toEqual([]);
  const check = (values: object) =>
    world.call('member', 'POST', '/api/records/parcel/check', { id: made.body.id, values });
  expect((await check({ label })).body.problems).toEqual([]);
  expect((await check({ label: uuidv7() })).body.problems).toMatchObject([{ code: 'value.file' }]);
});

test.each([
  ['label', 'a.pdf', PNG, 422, 'file.refused'],
  ['label', 'a.pdf', HTML, 422, 'file.refused'],
  ['label', 'a.pdf', Buffer.alloc(0), 422, 'file.empty'],
  ['label', 'a.pdf', Buffer.concat([PDF, Buffer.alloc(1_048_576)]), 413, 'request.too_large'],
] as const)('%s does not take %s: %#', async (field, name, bytes, status, code) => {
  const before = await onDisk();
  const answer = await send('member', field, name, bytes);
  expect(answer).toMatchObject({ status, body: { code } });
  expect((await onDisk()).sort()).toEqual(before.sort());
});

test('a multipart body is refused, and a field takes no more files than it says', async () => {
  const type = { 'Content-Type': 'multipart/form-data; boundary=x' };
  expect((await send('member', 'label', 'a.pdf', PDF, type)).status).toBe(415);
  const sent = await Promise.all([1, 2, 3].map((n) => send('member', 'photos', `${n}.pdf`, PDF)));
  const photos = sent.map(({ body }) => body);
  expect(refusals(await create('member', { name: 'f', photos }))).toEqual({ '/photos': 'value.files' });
  const made = await create('member', { name: 'f', photos: photos.slice(0, 2) });
  const left = await patch('member', made.body.id, { photos: [photos[1], photos[2]] });
  expect(left.body.photos).toEqual([photos[1], photos[2]]);
  expect((await get('member', photos[0].id)).status).toBe(404);
  // what was taken out can be put back
  const back = await patch('member', made.body.id, { photos: [photos[0]] });
  expect(back.body.photos).toEqual([photos[0]]);
});

test('what nobody holds goes after its time, with its bytes', async () => {
  const { body: waits } = await send('member', 'label', 'waits.pdf', PDF);
  const { body: kept } = await send('member', 'label', 'kept.pdf', PDF);
  const { body: taken } = await send('member', 'photos', 'taken.pdf', PDF);
  const made = await create('member', { name: 'g', label: kept, photos: [taken] });
  await patch('member', made.body.id, { photos: [] });
  const workspace = (await world.engine.contextFor('main')).workspace;
  const store = openFolderStore(world.dataDir);
  const shelf = join(world.dataDir, 'files', workspace.schema, 'ab');
  const lost = `${uuidv7().slice(0, -2)}ab`;
  await store.receive(workspace.schema, lost, [PDF] as never, 1_000);
  await writeFile(join(shelf, `${lost}.part`), 'half');
  for (const name of [lost, `${lost}.part`]) await utimes(join(shelf, name), 0, 0);
  const sweep = (days: number) =>
    sweepFiles(world.engine.db, store, workspace, new Date(Date.now() + days * 86_400_000));
  await sweep(0);
  expect(await onDisk()).toEqual(expect.arrayContaining([waits.id, kept.id, taken.id]));
  expect(await onDisk()).not.toEqual(expect.arrayContaining([lost]));
  await sweep(2);
  expect(await onDisk()).not.toContain(waits.id);
  expect(await onDisk()).toEqual(expect.arrayContaining([kept.id, taken.id]));
  await sweep(LIMITS.fileKeptDays + 1);
  expect(await onDisk()).not.toContain(taken.id);
  expect((await get('member', kept.id)).status).toBe(200);
});

test('rules see of files what filters see: names, sizes and types', async () => {
  const sent = async (field: string, name: string, bytes = PDF) =>
    (await send('member', field, name, bytes)).body;
  const verdict = async (values: object) => {
    const answer = await create('member', { name: 'ruled', ...values });
    return answer.status === 201 ? 'made' : refusals(answer);
  };
  const refused = { '': 'record.rule' };
  expect(await verdict({ photos: [await sent('photos', 'forbidden.pdf')] })).toEqual(refused);
  expect(await verdict({ photos: [await sent('photos', 'fine.pdf')] })).toBe('made');
  expect(await verdict({ label: await sent('label', 'no.pdf') })).toEqual(refused);
  const large = Buffer.concat([PDF, Buffer.alloc(500)]);
  expect(await verdict({ label: await sent('label', 'large.pdf', large) })).toEqual(refused);
  const sorted = await world.call(
    'member',
    'GET',
    '/api/records/parcel?fields=label.name&sort=-label&limit=2',
  );
  expect(sorted.status, sorted.text).toBe(200);
  expect(sorted.body.records[0].label.name).toBe('waybill.pdf');
});

test('another size or kind of file is a change of words: files that are there stay', async () => {
  const { body: label } = await send('member', 'label', 'stays.pdf', PDF);
  const made = await create('member', { name: 'h', label });
  const changed = structuredClone(parcel) as any;
  Object.assign(changed.properties.label['x-field'], { accept: ['image'], maxSize: 3 });
  changed.properties.photos['x-field'].maxFiles = 4;
  const documents = { 'object/parcel': changed, 'role/clerk': clerk };
  const published = await publishInto(world, documents, 'files');
  expect(published.status, published.text).toBe(200);
  expect((await patch('member', made.body.id, { name: 'i' })).body.label).toEqual(label);
  expect((await send('member', 'label', 'a.pdf', PDF)).body).toMatchObject({ code: 'file.refused' });
  const back = await publishInto(world, { 'object/parcel': parcel, 'role/clerk': clerk }, 'files');
  expect(back.status, back.text).toBe(200);
});

test('a body that ends too early leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-files-'));
  try {
    const store = openFolderStore(folder);
    const broken = (async function* () {
      yield PDF;
      throw new Error('the caller is gone');
    })();
    await expect(store.receive('ws', uuidv7(), broken, 1_000)).rejects.toMatchObject({ code: 'file.broken' });
    const left = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    for (const path of ['../../x', '..', `${uuidv7()}/../x`])
      await expect(store.open('ws', path)).rejects.toThrow('not an id');
    await expect(store.open('../ws', uuidv7())).rejects.toThrow('not a schema');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\fake\\报价.pdf', '报价.pdf'],
  ['invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['a\0b\n.txt', 'ab.txt'],
  ['...', 'file'],
  ['.htaccess', 'htaccess'],
  ['', 'file'],
  [null, 'file'],
  ['<img src=x>.png', '_img src=x_.png'],
  [`${'长'.repeat(300)}.docx`, `${'长'.repeat(195)}.docx`],
])('a file called %j is kept as %j', (given, kept) => {
  expect(fileName(given)).toBe(kept);
});

const zip = (inside: string) =>
  Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from(inside)]);

test.each([
  ['a.png', PDF, 'application/pdf'],
  ['a.png', HTML, 'application/octet-stream'],
  [
    'a.svg',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
    'application/octet-stream',
  ],
  ['a.txt', Buffer.from(' \n<!doctype html>'), 'application/octet-stream'],
  ['a.sh', Buffer.from('#!/bin/sh\nrm'), 'application/octet-stream'],
  ['a.csv', Buffer.from('名称,数量\n云,3\n'), 'text/csv'],
  ['a.txt', Buffer.from('plain words, and 中文字'), 'text/plain'],
  ['a.exe', Buffer.from('MZ\x90\0\x03'), 'application/octet-stream'],
  [
    'a.docx',
    zip('[Content_Types].xml....word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'a.xlsx',
    zip('[Content_Types].xml....xl/workbook.xml'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  ['a.zip', zip('notes.txt'), 'application/zip'],
  ['a.heic', Buffer.from('\0\0\0\x18ftypheic'), 'image/heic'],
  ['a.webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
] as const)('%s is what is in it: %#', (name, bytes, type) => {
  expect(mediaTypeOf(bytes, name)).toBe(type);
});
