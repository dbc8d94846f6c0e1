import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { qualified } from '../../engine/db/index.ts';
import { type Listening, listen } from '../../engine/http/index.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** Uploads that fail on their way to the disk: nothing stays of them, and the engine goes on. */

const run = promisify(execFile);
const SIZE = 1_000_000;
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(SIZE - 9, 7)]);
const PATH = '/api/files?object=parcel&field=label&name=a.pdf';

let world: TestEngine;
let server: Listening;
let folder: string;
let schema: string;

beforeAll(async () => {
  world = await testEngine();
  const parcel = objectBody('parcel', { name: { type: 'text' }, label: { type: 'file', maxSize: 1 } });
  const { status, text } = await publishInto(world, { 'object/parcel': parcel });
  expect(status, text).toBe(200);
  server = await listen(world.engine.app, { host: '127.0.0.1', port: 0 });
  world.engine.listensAt(server.port);
  folder = join(world.dataDir, 'files');
  schema = (await world.engine.contextFor('main')).workspace.schema;
});

afterAll(async () => {
  await server?.stop(1_000);
  await world?.close();
});

async function upload(bytes: Uint8Array = PDF) {
  const answer = await fetch(`http://127.0.0.1:${server.port}${PATH}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: {
      Authorization: `Bearer ${world.keyOf('admin')}`,
      'Content-Type': 'application/octet-stream',
      'Accept-Language': 'en',
    },
  });
  return { status: answer.status, body: (await answer.json()) as any };
}

const filesOnDisk = async (): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

const rows = async (): Promise<number> => {
  const text = `SELECT count(*)::int AS n FROM ${qualified(schema, '_file')}`;
  return (await query<{ n: number }>(world.engine.db.direct(), { text })).rows[0]!.n;
};

/** What is left of uploads: rows, files, parts of files. */
const left = async () => [await rows(), await filesOnDisk()] as const;

/** The engine takes the next file as if nothing had been. */
async function expectToGoOn(): Promise<void> {
  const { status, body } = await upload();
  expect(status).toBe(201);
  const text = `DELETE FROM ${qualified(schema, '_file')} WHERE id = $1::uuid`;
  await query(world.engine.db.direct(), { text, values: [body.id] });
  await rm(join(folder, schema, body.id.slice(-2), body.id));
}

/** Puts a file system of this size where files are kept; undefined where the process may not. */
async function smallDisk(kilobytes: number): Promise<(() => Promise<unknown>) | undefined> {
  await mkdir(folder, { recursive: true });
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  return isMounted ? () => run('umount', [folder]) : undefined;
}

test('a full disk answers 507, and takes what there is room for', async ({ skip }) => {
  const unmount = await smallDisk(256);
  if (!unmount) skip('no file system can be mounted here');
  try {
    for (let time = 0; time < 3; time++) {
      expect(await upload()).toMatchObject({ status: 507, body: { code: 'file.full' } });
      expect(await left()).toEqual([0, []]);
    }
    expect((await upload(PDF.subarray(0, 100_000))).status).toBe(201);
    await query(world.engine.db.direct(), { text: `DELETE FROM ${qualified(schema, '_file')}` });
  } finally {
    await unmount!();
  }
  await expectToGoOn();
});

test('a folder that cannot be written says so, and not that the sender stopped', async () => {
  await mkdir(join(folder, schema), { recursive: true });
  await rename(join(folder, schema), join(folder, 'aside'));
  await writeFile(join(folder, schema), 'in the way');
  try {
    const { status, body } = await upload();
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'file.unwritable' });
    // where the folder is, is nobody's business
    expect(JSON.stringify(body)).not.toContain(world.dataDir);
    expect(await rows()).toBe(0);
  } finally {
    await rm(join(folder, schema));
    await rename(join(folder, 'aside'), join(folder, schema));
  }
  expect(await left()).toEqual([0, []]);
  await expectToGoOn();
});

test.each([
  ['that says its length', `Content-Length: ${SIZE}\r\n`, (half: Buffer) => [half]],
  [
    'that does not',
    'Transfer-Encoding: chunked\r\n',
    (half: Buffer) => [Buffer.from(`${half.length.toString(16)}\r\n`), half, Buffer.from('\r\n')],
  ],
])('a connection that is cut in the middle of a body %s leaves nothing', async (_, header, chunks) => {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${world.keyOf('admin')}\r\n` +
      `Content-Type: application/octet-stream\r\n${header}\r\n`,
  );
  for (const chunk of chunks(PDF.subarray(0, SIZE / 2))) socket.write(chunk);
  await expect.poll(filesOnDisk, { timeout: 10_000 }).toEqual([expect.stringMatching(/\.part$/)]);
  socket.resetAndDestroy();
  await expect.poll(left, { timeout: 10_000 }).toEqual([0, []]);
  await expectToGoOn();
});

test('a row that is not taken takes the bytes with it', async () => {
  const table = qualified(schema, '_file');
  const change = (text: string) => query(world.engine.db.direct(), { text: `ALTER TABLE ${table} ${text}` });
  await change('ADD CONSTRAINT none CHECK (false) NOT VALID');
  try {
    expect((await upload()).status).toBe(500);
    expect(await left()).toEqual([0, []]);
  } finally {
    await change('DROP CONSTRAINT none');
  }
  await expectToGoOn();
});
