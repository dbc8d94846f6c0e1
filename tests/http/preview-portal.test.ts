import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { portalUser } from '../support/portal.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const client = (capabilities: object) =>
  objectBody('client', { name: { type: 'text' }, inner: { type: 'text' } }, { head: { capabilities } });
const documents = {
  'object/client': client({ portal: true }),
  'object/matter': objectBody('matter', {
    name: { type: 'text' },
    inner: { type: 'text' },
    client: { type: 'lookup', target: 'client', onDelete: 'null' },
  }),
  'object/letter': objectBody('letter', { name: { type: 'text' } }),
  'role/outside': {
    ...{ name: 'outside', labels: { en: 'Outside', 'zh-CN': '门户' }, portal: true },
    grants: [
      { object: 'client', do: ['read'], rows: { read: 'portal' }, fields: { '*': 'read', inner: 'none' } },
      {
        ...{ object: 'matter', do: ['create', 'read'], rows: { create: 'portal', read: 'portal' } },
        fields: { '*': 'write', inner: 'none' },
      },
    ],
  },
};

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, published.text).toBe(200);
});
afterAll(() => world.close());

test.each(['', '/matter', '/client', '/matter/form', '/client/form'])(
  'a draft as a role of the portal is told as its users are told it: /api/model%s',
  async (path) => {
    const made = await world.call('admin', 'POST', '/api/records/client', { name: 'Li' });
    const li = await portalUser(world, {
      ...{ email: `li${path.replaceAll('/', '.')}@outside.example.com`, roles: ['outside'] },
      record: { object: 'client', id: made.body.id },
    });
    const told = await li.call('GET', `/api/model${path}?locale=en`);
    const drafted = await world.call('admin', 'GET', `/api/model${path}?draft=own&role=outside&locale=en`);
    expect([told.status, drafted.status], drafted.text).toEqual([200, 200]);
    const { published: _, ...body } = drafted.body;
    expect(body).toEqual(told.body);
    expect(JSON.stringify(body)).not.toContain('inner');
  },
);

test('what such a role does not grant is not there, and where nobody can be bound to anything that is said', async () => {
  const asked = (object: string) => world.call('admin', 'GET', `/api/model/${object}?draft=own&role=outside`);
  expect((await asked('letter')).status).toBe(404);
  const path = '/api/metadata/draft/object/client';
  const now = await world.call('admin', 'GET', path);
  const body = now.body.body ?? now.body;
  const closed = { ...body, 'x-object': { ...body['x-object'], capabilities: {} } };
  const saved = await world.call('admin', 'PUT', path, closed);
  expect(saved.status, saved.text).toBeLessThan(300);
  const refused = await asked('matter');
  expect([refused.status, refused.body.code]).toEqual([409, 'publish.no_portal']);
});
