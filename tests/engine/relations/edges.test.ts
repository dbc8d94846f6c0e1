import type { ClientBase } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualified } from '../../../engine/db/index.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../../support/workspace-of.ts';

const options = ['open', 'final'].map((value) => ({ value, labels: { en: value, 'zh-CN': value } }));

/** Orders whose lines have links, and records that point at orders in several ways. */
const WORKS: TestDocuments = {
  'object/part': objectBody('part', { name: { type: 'text' } }),
  'object/work': objectBody(
    'work',
    {
      name: { type: 'text' },
      status: { type: 'select', options, schema: { default: 'open' } },
      items: { id: 'fld_items000001', type: 'lineItems', lineItems: { target: 'work_line', via: 'work' } },
    },
    { 'x-rules': [{ when: 'status == "final"', require: ['items'] }] },
  ),
  'object/work_line': objectBody(
    'work_line',
    {
      work: { type: 'lookup', target: 'work', onDelete: 'cascade' },
      name: { type: 'text' },
      number: { type: 'autonumber', format: 'W-{0000}' },
      code: { type: 'text', unique: true },
      part: { type: 'lookup', target: 'part', onDelete: 'null' },
      parts: { type: 'lookup', target: 'part', manyToMany: true },
    },
    { head: { ownership: 'none' }, required: ['work'] },
  ),
  'object/pin': objectBody('pin', {
    along: { type: 'lookup', target: 'work', onDelete: 'cascade' },
    kept: { type: 'lookup', target: 'work', onDelete: 'restrict' },
    about: { type: 'lookup', targets: ['work', 'part'], onDelete: 'null' },
  }),
};

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, WORKS, 'works');
  if (status !== 200) throw new Error(text);
});
afterAll(() => world.close());

const call = (method: string, path: string, body?: unknown) =>
  world.call('admin', method, `/api/records/${path}`, body);
const errorsOf = ({ body }: { body: any }) =>
  (body.errors ?? []).map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort();

async function made(object: string, values: object): Promise<string> {
  const { status, body, text } = await call('POST', object, values);
  expect(status, text).toBe(201);
  return body.id;
}

/** Resolves when somebody waits for what the client has locked. */
async function waiting(client: ClientBase): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      'SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))',
    );
    if (rows.length > 0) return;
  }
}

const itemsOf = async (id: string) =>
  (await call('GET', `work/${id}?fields=items.id,items.name,items.number`)).body.items;

describe('line items', () => {
  test('taken away twice are taken away once; a change without an id is of nothing', async () => {
    const id = await made('work', { items: [{ name: 'a' }, { name: 'b' }] });
    const [a] = await itemsOf(id);
    const twice = await call('PATCH', `work/${id}`, { items: { remove: [a.id, a.id] } });
    expect(twice.status, twice.text).toBe(200);
    expect(await itemsOf(id)).toMatchObject([{ name: 'b' }]);
    const stray = await call('PATCH', `work/${id}`, { items: { change: [{ name: 'c' }] } });
    expect(stray.status, stray.text).toBe(422);
  });

  test('have links of their own', async () => {
    const part = await made('part', { name: 'p' });
    const linked = async (line: string) => (await call('GET', `work_line/${line}?fields=parts`)).body.parts;
    const id = await made('work', { items: [{ name: 'a', parts: [part] }] });
    const [a] = await itemsOf(id);
    expect(await linked(a.id)).toEqual([part]);
    const items = [{ id: a.id, parts: [] }, { name: 'b' }];
    expect((await call('PATCH', `work/${id}`, { items })).status).toBe(200);
    expect(await linked(a.id)).toEqual([]);
    const b = (await itemsOf(id))[1];
    const later = await call('PATCH', `work/${id}`, { items: { change: [{ id: b.id, parts: [part] }] } });
    expect(later.status, later.text).toBe(200);
    expect(await linked(b.id)).toEqual([part]);
    const wrong = await call('PATCH', `work/${id}`, { items: { add: [{ parts: [id] }] } });
    expect(errorsOf(wrong)).toEqual(['/items/add/0/parts/0/part record.reference']);
  });

  test('that a rule asks for are there, whether the body says them or not', async () => {
    const bare = await made('work', {});
    expect(errorsOf(await call('PATCH', `work/${bare}`, { status: 'final' }))).toEqual([
      '/items record.required',
    ]);
    const full = await made('work', { items: [{ name: 'a' }] });
    const closed = await call('PATCH', `work/${full}`, { status: 'final' });
    expect(closed.status, closed.text).toBe(200);
    const emptied = await call('PATCH', `work/${full}`, { items: [] });
    expect(errorsOf(emptied)).toEqual(['/items record.required']);
    const { items } = (await call('GET', `work/${full}?fields=items.id`)).body;
    const removed = await call('PATCH', `work/${full}`, { items: { remove: [items[0].id] } });
    expect(errorsOf(removed)).toEqual(['/items record.required']);
  });
});

test('what the database refuses of one line is told as that, whatever comes behind it', async () => {
  await made('work', { items: [{ code: 'taken' }] });
  const id = await made('work', { items: [{ name: 'a' }, { name: 'b' }] });
  const [a, b] = await itemsOf(id);
  const items = [
    { id: a.id, code: 'taken' },
    { id: b.id, name: 'x' },
  ];
  const refused = await call('PATCH', `work/${id}`, { items });
  expect(refused.status, refused.text).toBe(409);
  expect(errorsOf(refused)).toEqual(['/items/0/code record.unique']);
});

test('a write that Postgres ends for others is made again, and nobody is told', async () => {
  const part = await made('part', { name: 'p' });
  const id = await made('work', {});
  const { models, db, contextFor } = world.engine;
  const { workspace } = await contextFor('main');
  const { schema, objects } = await models.get(workspace);
  const rowOf = (object: string) => qualified(schema, objects.get(object)!.table);
  const client = await db.direct().connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT FROM ${rowOf('part')} WHERE id = $1 FOR UPDATE`, [part]);
    const written = call('PATCH', `work/${id}`, { items: [{ name: 'a', part }] });
    // it holds the record and waits for the part; whoever waited first is ended
    await waiting(client);
    await client.query(`SELECT FROM ${rowOf('work')} WHERE id = $1 FOR UPDATE`, [id]);
    await client.query('COMMIT');
    const { status, text } = await written;
    expect(status, text).toBe(200);
  } finally {
    client.release();
  }
});

describe('what is pointed at', () => {
  test('is of the object that is said, even where it is who asks', async () => {
    const refused = await call('POST', 'pin', { about: { object: 'part', id: world.users.admin } });
    expect(errorsOf(refused)).toEqual(['/about record.reference']);
  });

  test('stays where one of several that point at it would not go along', async () => {
    const root = await made('work', {});
    const other = await made('work', {});
    await made('pin', { along: root, kept: root });
    const second = await made('pin', { along: other, kept: root });
    expect((await call('DELETE', `work/${root}`)).status).toBe(409);
    await call('DELETE', `pin/${second}`);
    // what goes along keeps nothing
    expect((await call('DELETE', `work/${root}`)).status).toBe(204);
  });
});

test('a renamed field gives its line items their numbers under its old name too', async () => {
  const { items, ...others } = WORKS['object/work']!.properties;
  const renamed = {
    ...WORKS,
    'object/work': {
      ...WORKS['object/work'],
      properties: { ...others, entries: items },
      'x-rules': [{ when: 'status == "final"', require: ['entries'] }],
    },
  };
  expect(await refusalsOf(world, renamed, 'works')).toEqual([]);
  const id = await made('work', { items: [{ name: 'a' }] });
  const { body } = await call('GET', `work/${id}?fields=entries.id,entries.name,entries.number`);
  expect(body.entries).toMatchObject([{ number: expect.stringMatching(/^W-\d{4}$/) }]);
  const [{ id: line, name }] = body.entries;
  const same = await call('PATCH', `work/${id}`, { items: [{ id: line, name }] });
  expect(same.body.version, same.text).toBe(1);
});
