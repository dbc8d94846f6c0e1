import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf, type TestDocuments } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, grants: readonly object[]) => ({ name, labels: labels(name), grants });
const everything = ['create', 'read', 'update', 'delete'];

const documents: TestDocuments = {
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    lines: { type: 'lineItems', lineItems: { target: 'line', via: 'visit' } },
  }),
  'object/line': objectBody('line', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'cascade' },
  }),
  'object/bill': objectBody('bill', {
    name: { type: 'text' },
    visit: { type: 'lookup', target: 'visit', onDelete: 'restrict' },
    other: { type: 'lookup', target: 'visit', onDelete: 'null' },
  }),
  'role/before': role('before', [{ object: 'visit', do: everything }]),
  'role/own': role('own', [
    { object: 'visit', do: everything, rows: { create: 'own', update: 'own', delete: 'own' } },
  ]),
  'role/kept': role('kept', [{ object: 'visit', do: everything, rows: { transfer: 'none', bulk: 'none' } }]),
  'role/purger': role('purger', [
    { object: 'visit', do: [...everything, 'purge'], rows: { delete: 'own' } },
    { object: 'bill', do: everything },
  ]),
};

let world: TestEngine;
const call = (user: string, method: string, path: string, body?: unknown) =>
  world.call(user, method, `/api/records/${path}`, body);
const hold = (user: 'member' | 'other' | 'nobody', roles: readonly string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });
const visit = async (user: string, values: object): Promise<string> =>
  (await call(user, 'POST', 'visit', values)).body.id;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
});
afterAll(() => world.close());

describe('what roles said before there was a word for it', () => {
  test('they still say: many at once, and another owner by whoever may create for others', async () => {
    await hold('member', ['before']);
    const { body } = await world.call('member', 'GET', '/api/model/visit');
    expect(body.can).toMatchObject({ bulk: true, transfer: true, restore: true, purge: false, share: false });
    const made = await call('member', 'POST', 'visit/batch', [
      { op: 'create', values: { name: 'a' } },
      { op: 'create', values: { name: 'b' } },
    ]);
    expect(made.status).toBe(200);
    const given = await call('member', 'PATCH', `visit/${made.body.results[0].id}`, {
      owner: world.users.other,
    });
    expect(given.status).toBe(200);
  });

  test('whoever makes only their own gives none away', async () => {
    await hold('other', ['own']);
    const id = await visit('other', { name: 'mine' });
    expect((await call('other', 'PATCH', `visit/${id}`, { owner: world.users.member })).status).toBe(422);
    expect((await world.call('other', 'GET', '/api/model/visit')).body.can.transfer).toBe(false);
  });

  test('rows of none take it away', async () => {
    await hold('nobody', ['kept']);
    const id = await visit('nobody', { name: 'kept' });
    expect((await call('nobody', 'PATCH', `visit/${id}`, { owner: world.users.member })).status).toBe(422);
    const two = [1, 2].map(() => ({ op: 'create', values: { name: 'x' } }));
    for (const mode of ['', '?mode=each']) {
      const many = await call('nobody', 'POST', `visit/batch${mode}`, two);
      expect([many.status, many.body.code]).toEqual([403, 'record.bulk']);
    }
    expect((await call('nobody', 'POST', 'visit/batch', two.slice(1))).status).toBe(200);
  });

  test('words of later are refused by name', async () => {
    const refused = await refusalsOf(world, {
      ...documents,
      'role/printer': role('printer', [{ object: 'visit', do: ['read', 'print'], rows: { share: 'all' } }]),
    });
    expect(refused).toEqual(['/grants/0/do/1 engine.later', '/grants/0/rows/share document.rows']);
  });
});

describe('purge', () => {
  test('destroys what is in the bin, with what is nothing without it', async () => {
    await hold('member', ['purger']);
    const id = await visit('member', { name: 'gone', lines: [{ name: 'l1' }, { name: 'l2' }] });
    const bill = await call('member', 'POST', 'bill', { name: 'points', other: id });
    expect((await call('member', 'DELETE', `visit/${id}?purge=true`)).body.code).toBe('record.not_deleted');
    expect((await call('member', 'DELETE', `visit/${id}?purge=yes`)).status).toBe(400);
    expect((await call('member', 'DELETE', `visit/${id}`)).status).toBe(204);
    expect((await call('member', 'DELETE', `visit/${id}?purge=true`)).status).toBe(204);
    expect((await call('member', 'DELETE', `visit/${id}?purge=true`)).status).toBe(404);
    expect((await call('member', 'POST', `visit/${id}/actions/restore`)).status).toBe(404);
    expect((await call('member', 'GET', `bill/${bill.body.id}`)).body.other).toBeNull();
    const lines = await call('admin', 'GET', 'line?deleted=only');
    expect(lines.body.records ?? []).toEqual([]);
    const { engine } = world;
    const { db, workspace } = await engine.contextFor('main');
    const kept = await db
      .forWorkspace(workspace)
      .query(`SELECT op FROM "${workspace.schema}"._audit WHERE record = $1 ORDER BY version`, [id]);
    expect(kept.rows.map(({ op }: { op: string }) => op)).toEqual(['create', 'delete', 'purge']);
  });

  test('is refused while something wants it kept, be that in the bin itself', async () => {
    const id = await visit('member', { name: 'kept' });
    const bill = await call('member', 'POST', 'bill', { name: 'wants it', visit: id });
    await call('member', 'DELETE', `bill/${bill.body.id}`);
    expect((await call('member', 'DELETE', `visit/${id}`)).status).toBe(204);
    const refused = await call('member', 'DELETE', `visit/${id}?purge=true`);
    expect([refused.status, refused.body.code]).toEqual([409, 'record.in_use']);
  });

  test('goes by the rows of delete, and only for who holds it', async () => {
    const others = await visit('admin', { name: 'of admin' });
    await call('admin', 'DELETE', `visit/${others}`);
    expect((await call('member', 'DELETE', `visit/${others}?purge=true`)).status).toBe(403);
    expect((await call('nobody', 'DELETE', `visit/${others}?purge=true`)).body.code).toBe(
      'record.not_allowed',
    );
    expect((await call('admin', 'DELETE', `visit/${others}?purge=true`)).status).toBe(204);
  });
});
