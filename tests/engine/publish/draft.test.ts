import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import { routesOf, StepRunner } from '../../../engine/publish/index.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
  document,
  field,
  object,
  type PublishWorld,
  publishWorld,
  type TestWorkspace,
} from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const ITEM = object('item', { note: field('text') });
const ADMIN = document('role', { name: 'admin', labels: { en: 'Admin' }, admin: ['model'], grants: [] });
const VIEW = document('view', { name: 'all', object: 'item', labels: { en: 'All' }, columns: ['name'] });

const SOMEONE = '0195d2f0-7c4a-7b11-9c3e-000000000001';

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: string;
  readonly roles?: readonly string[];
}

/** A user of the workspace with that id. */
async function ensureUser({ workspace, models }: TestWorkspace, id: string): Promise<void> {
  const { table } = (await models.get(workspace)).objects.get('user')!;
  await query(world.db.forWorkspace(workspace), {
    text: `INSERT INTO ${qualified(workspace.schema, table)} (id, created_at, updated_at, version) VALUES ($1, now(), now(), 1) ON CONFLICT (id) DO NOTHING`,
    values: [id],
  });
}

/** Calls an address as http would, and reads its answer. */
async function ask(workspace: TestWorkspace, method: string, address: string, asked: Asked = {}) {
  const url = new URL(address, 'http://localhost');
  const steps = new StepRunner(world.db, vaultsOf(world.db));
  const { models } = workspace;
  for (const route of routesOf({ models, steps })) {
    const match = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(url.pathname);
    if (!match || route.method !== method) continue;
    await ensureUser(workspace, asked.as ?? SOMEONE);
    const actor: Actor = {
      kind: 'user',
      userId: asked.as ?? SOMEONE,
      name: 'someone',
      email: null,
      roles: asked.roles ?? ['admin'],
      source: 'api',
    };
    const ctx = {
      db: world.db,
      workspace: workspace.workspace,
      actor,
      model: await workspace.model(),
      locale: 'en',
      now: new Date(),
      secretKey: 'x'.repeat(32),
      vault: vaultsOf(world.db).of(workspace.workspace),
    };
    const call = {
      ctx,
      params: Object.fromEntries(
        Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      query: url.searchParams,
      body: asked.body,
      headers: new Headers(asked.headers),
      request: new Request(url),
    };
    const response = await Promise.resolve()
      .then(() => route.handler(call))
      .catch((error: unknown) => {
        if (error instanceof Problem) return error;
        throw error;
      });
    await steps.settled();
    if (response instanceof Problem)
      return { status: response.status, problem: response, etag: null, body: null };
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get('ETag'),
      body: text === '' ? null : JSON.parse(text),
      problem: undefined,
    };
  }
  throw new Error(`no route for ${method} ${address}`);
}

/** The body of an object with one more field. */
function withField(body: any, name: string): any {
  return { ...body, properties: { ...body.properties, [name]: field('text', { label: name }) } };
}

describe('a draft', () => {
  test('takes a document up, plans and publishes it, and ends', async () => {
    const workspace = await world.workspace(ITEM, ADMIN, VIEW);
    const before = await ask(workspace, 'GET', '/api/metadata/draft/object/item');
    expect(before.status).toBe(200);
    const saved = await ask(workspace, 'PUT', '/api/metadata/draft/object/item', {
      body: withField(before.body.body, 'extra'),
      headers: { 'If-Match': before.etag! },
    });
    expect(saved.body.body.properties.extra['x-field'].id).toMatch(/^fld_/);
    const draft = await ask(workspace, 'GET', '/api/metadata/draft');
    expect(draft.body.documents).toMatchObject([{ kind: 'object', key: 'item', op: '~', etag: saved.etag }]);
    const plan = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(plan.body.changes).toMatchObject([{ kind: 'add-field', object: 'item', field: 'extra' }]);
    const done = await ask(workspace, 'POST', '/api/metadata/draft/publish', {
      body: { hash: plan.body.hash, note: 'more' },
    });
    expect([done.status, done.body]).toEqual([200, { version: 3 }]);
    expect((await ask(workspace, 'GET', '/api/metadata/draft')).body).toEqual({ draft: null, documents: [] });
    const { versions } = (await ask(workspace, 'GET', '/api/metadata/versions')).body;
    expect(versions[0]).toMatchObject({ version: 3, note: 'more', changes: [{ kind: 'add-field' }] });
  });

  test('answers 202 while rows are read, and says how far that is', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    await workspace.insert('item', { name: 'one' });
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    const property = body.properties.note;
    const unique = { ...property, 'x-field': { ...property['x-field'], unique: true } };
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', {
      body: { ...body, properties: { ...body.properties, note: unique } },
    });
    const { hash } = (await ask(workspace, 'POST', '/api/metadata/draft/plan')).body;
    const done = await ask(workspace, 'POST', '/api/metadata/draft/publish', { body: { hash } });
    expect(done.status).toBe(202);
    expect(done.body).toMatchObject({ publish: '3', version: 3, steps: [{ kind: 'index' }] });
    const progress = await ask(workspace, 'GET', '/api/metadata/publishes/3');
    expect(progress.body).toMatchObject({ state: 'done', steps: [{ state: 'done', error: null }] });
  });

  test('is each admin’s own', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const [one, two] = ['0195d2f0-7c4a-7b11-9c3e-000000000011', '0195d2f0-7c4a-7b11-9c3e-000000000012'];
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', {
      as: one,
      body: withField(body, 'mine'),
    });
    expect((await ask(workspace, 'GET', '/api/metadata/draft', { as: two })).body.documents).toEqual([]);
    const { draft } = (await ask(workspace, 'GET', '/api/metadata/draft', { as: one })).body;
    const shared = await ask(workspace, 'GET', `/api/metadata/draft/object/item?draft=${draft.id}`, {
      as: two,
    });
    expect(shared.body.body.properties).toHaveProperty('mine');
  });

  test('is merged by id with what was published meanwhile, and refused only where both changed the same', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    const relabelled = (name: string, label: string) => {
      const next = structuredClone(body);
      next.properties[name]['x-field'].labels.en = label;
      return next;
    };
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', { body: relabelled('note', 'Mine') });
    await workspace.publish((documents) => {
      documents.set('object/item', { ...documents.get('object/item')!, body: relabelled('name', 'Theirs') });
    });
    const plan = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(plan.body.changes.map(({ sentence }: any) => sentence.en)).toEqual([
      'Relabel “text” of item as “Mine”',
    ]);
    await workspace.publish((documents) => {
      documents.set('object/item', { ...documents.get('object/item')!, body: relabelled('note', 'Other') });
    });
    const refused = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(refused.problem).toMatchObject({ code: 'publish.conflict', status: 409 });
    expect(refused.problem!.items).toMatchObject([
      { path: '/properties/note/x-field/labels/en', values: { mine: 'Mine', theirs: 'Other' } },
    ]);
  });

  test('merges two editors of it', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const first = await ask(workspace, 'GET', '/api/metadata/draft/object/item');
    const headers = { 'If-Match': first.etag! };
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', {
      headers,
      body: withField(first.body.body, 'one'),
    });
    const second = await ask(workspace, 'PUT', '/api/metadata/draft/object/item', {
      headers,
      body: withField(first.body.body, 'two'),
    });
    expect(Object.keys(second.body.body.properties)).toEqual(expect.arrayContaining(['one', 'two']));
  });

  test('that says what is published says nothing', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', { body: withField(body, 'extra') });
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', { body });
    expect((await ask(workspace, 'GET', '/api/metadata/draft')).body.documents).toEqual([]);
  });

  test('removes documents, and what is removed can be put back', async () => {
    const workspace = await world.workspace(ITEM, ADMIN, VIEW);
    const view = await ask(workspace, 'GET', '/api/metadata/draft/view/item.all');
    expect((await ask(workspace, 'DELETE', '/api/metadata/draft/view/item.all')).status).toBe(204);
    const plan = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(plan.body.changes).toMatchObject([
      { kind: 'remove-document', op: '-', document: 'view/item.all' },
    ]);
    await ask(workspace, 'POST', '/api/metadata/draft/publish', { body: { hash: plan.body.hash } });
    expect((await ask(workspace, 'GET', '/api/metadata/draft/view/item.all')).status).toBe(404);
    await ask(workspace, 'PUT', '/api/metadata/draft/view/item.all', { body: view.body.body });
    const again = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(again.body.changes).toMatchObject([{ kind: 'add-document' }]);
  });

  test('is discarded whole, or a document of it', async () => {
    const workspace = await world.workspace(ITEM, ADMIN, VIEW);
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', { body: withField(body, 'extra') });
    await ask(workspace, 'DELETE', '/api/metadata/draft/view/item.all');
    await ask(workspace, 'DELETE', '/api/metadata/draft/view/item.all?revert=true');
    expect((await ask(workspace, 'GET', '/api/metadata/draft')).body.documents).toHaveLength(1);
    await ask(workspace, 'DELETE', '/api/metadata/draft');
    expect((await ask(workspace, 'GET', '/api/metadata/draft')).body.draft).toBeNull();
  });

  test('follows a document to its new name', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
    const renamed = { ...body, 'x-object': { ...body['x-object'], name: 'thing' } };
    await ask(workspace, 'PUT', '/api/metadata/draft/object/item', { body: renamed });
    const plan = await ask(workspace, 'POST', '/api/metadata/draft/plan');
    expect(plan.body.changes).toMatchObject([{ kind: 'rename-object' }]);
  });
});

test('a version is restored into the draft', async () => {
  const workspace = await world.workspace(ITEM, ADMIN, VIEW);
  const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
  await workspace.insert('item', { name: 'one', note: 'kept' });
  const { note: _, ...properties } = body.properties;
  await workspace.publish((documents) => {
    documents.set('object/item', { ...documents.get('object/item')!, body: { ...body, properties } });
  });
  await ask(workspace, 'POST', '/api/metadata/versions/2/restore');
  const plan = await ask(workspace, 'POST', '/api/metadata/draft/plan');
  expect(plan.body.changes).toMatchObject([{ kind: 'restore-field', field: 'note' }]);
  await ask(workspace, 'POST', '/api/metadata/draft/publish', { body: { hash: plan.body.hash } });
  expect(await workspace.values('item', 'note')).toEqual(['kept']);
  expect((await ask(workspace, 'POST', '/api/metadata/versions/99/restore')).status).toBe(404);
});

test('documents are checked while they are written, by themselves and with the rest; nothing is saved', async () => {
  const workspace = await world.workspace(ITEM, ADMIN);
  const { body } = (await ask(workspace, 'GET', '/api/metadata/draft/object/item')).body;
  const check = async (written: unknown, key = 'item') =>
    (
      await ask(workspace, 'POST', '/api/metadata/draft/check', {
        body: { documents: [{ kind: 'object', key, body: written }] },
      })
    ).body.problems;
  expect(await check(body)).toEqual([]);
  const field = (words: object) => ({
    ...body,
    properties: { ...body.properties, other: { 'x-field': { labels: { en: 'Other' }, ...words } } },
  });
  expect(await check(field({ type: 'texts' }))).toMatchObject([
    { path: 'objects/item.json#/properties/other/x-field/type', suggestion: 'text' },
  ]);
  expect(await check(field({ type: 'lookup', target: 'itme' }))).toMatchObject([
    { path: 'objects/item.json#/properties/other/x-field/target', suggestion: 'item' },
  ]);
  const soundness = async (written: unknown) =>
    (
      await ask(workspace, 'POST', '/api/metadata/draft/check', {
        body: { documents: [{ kind: 'object', key: 'item', body: written }] },
      })
    ).body.sound;
  expect([await soundness(field({ type: 'texts' })), await soundness(body)]).toEqual([false, true]);
  expect(await check(field({ type: 'lookup', target: 'item' }))).toEqual([]);
  expect((await ask(workspace, 'GET', '/api/metadata/draft')).body.documents).toEqual([]);
});

describe('refused', () => {
  test('who may not change the model', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    for (const [method, address] of [
      ['GET', '/api/metadata/documents'],
      ['PUT', '/api/metadata/draft/object/item'],
      ['POST', '/api/metadata/draft/publish'],
    ] as const) {
      expect((await ask(workspace, method, address, { roles: [] })).status).toBe(403);
    }
  });

  test('what is no document', async () => {
    const workspace = await world.workspace(ITEM, ADMIN);
    const put = (kind: string, body: unknown) =>
      ask(workspace, 'PUT', `/api/metadata/draft/${kind}`, { body });
    expect((await put('nothing/x', {})).problem!.code).toBe('publish.kind');
    expect((await put('object/x', undefined)).problem!.code).toBe('publish.refused');
    expect((await put('object/x', { 'x-object': { name: 'X!' } })).problem!.items.length).toBeGreaterThan(0);
    expect((await put('object/x', JSON.parse('{"__proto__": {"admin": true}}'))).status).toBe(422);
    expect((await ask(workspace, 'GET', '/api/metadata/draft/object/none')).status).toBe(404);
    expect((await ask(workspace, 'DELETE', '/api/metadata/draft/object/none')).status).toBe(404);
    expect((await ask(workspace, 'GET', '/api/metadata/draft?draft=x')).status).toBe(404);
    expect((await ask(workspace, 'GET', '/api/metadata/publishes/none')).status).toBe(404);
    expect((await ask(workspace, 'POST', '/api/metadata/draft/publish', { body: {} })).status).toBe(400);
    expect(
      (await ask(workspace, 'POST', '/api/metadata/draft/publish', { body: { hash: 'old' } })).status,
    ).toBe(409);
    const check = (documents: unknown) =>
      ask(workspace, 'POST', '/api/metadata/draft/check', { body: { documents } });
    expect((await check('all')).status).toBe(400);
    expect((await check([{ kind: 'object' }])).status).toBe(400);
    expect((await check([{ kind: 'nothing', key: 'x' }])).problem!.code).toBe('publish.kind');
    expect(
      (
        await ask(workspace, 'POST', '/api/metadata/draft/plan', {
          body: { remedies: { x: { name: 'fill' } } },
        })
      ).status,
    ).toBe(422);
  });
});
