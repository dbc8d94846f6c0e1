import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/**
 * Class 10 (CVE-2025-27089): two roles add up, but each only over its own rows. `member` reads names everywhere and
 * everything of what is theirs.
 */
let world: TestEngine;
const labels = (en: string) => ({ en, 'zh-CN': en });

const documents = {
  'object/vault': objectBody('vault', { name: { type: 'text' }, depth: { type: 'integer' } }),
  'object/box': objectBody('box', {
    name: { type: 'text' },
    code: { type: 'text', unique: true, externalId: true },
    worth: { type: 'currency' },
    vault: { type: 'lookup', target: 'vault' },
    twice: { type: 'formula', returns: 'currency', expression: 'worth * 2' },
    is_kept: { type: 'formula', returns: 'boolean', expression: 'vault != null' },
  }),
  'role/everywhere': {
    name: 'everywhere',
    labels: labels('Everywhere'),
    grants: [
      { object: 'vault', do: ['read'], rows: { read: 'own' } },
      {
        object: 'box',
        do: ['create', 'read', 'update'],
        fields: { '*': 'none', name: 'write', owner: 'read', twice: 'read', is_kept: 'read' },
      },
    ],
  },
  'role/own_only': {
    name: 'own_only',
    labels: labels('Own'),
    grants: [
      {
        object: 'box',
        do: ['create', 'read', 'update'],
        rows: { create: 'own', read: 'own', update: 'own' },
      },
    ],
  },
};

const as = (user: string) => (method: string, path: string, body?: unknown) =>
  world.call(user, method, path, body, { 'Accept-Language': 'en' });
const admin: ReturnType<typeof as> = (...given) => as('admin')(...given);
const member: ReturnType<typeof as> = (...given) => as('member')(...given);
const codes = ({ body }: { body: any }): string[] =>
  (body.errors ?? []).map(({ path, code }: any) => `${path} ${code}`);

let theirs: string;

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  const path = (user: 'member' | 'other') => `/api/people/${world.users[user]}/roles`;
  await world.call('operator', 'PUT', path('member'), { roles: ['everywhere', 'own_only'] });
  await world.call('operator', 'PUT', path('other'), { roles: ['everywhere'] });
  const vault = await admin('POST', '/api/records/vault', { name: 'V', depth: 3 });
  const made = await admin('POST', '/api/records/box', {
    ...{ name: 'B', code: 'K1', worth: '5', vault: vault.body.id },
  });
  expect(made.status, made.text).toBe(201);
  theirs = made.body.id;
});
afterAll(() => world?.close());

test('a check works out no formula from what is masked in that record', async () => {
  const read = await member('GET', `/api/records/box/${theirs}`);
  const { body } = await member('POST', '/api/records/box/check', { id: theirs, values: { name: 'x' } });
  expect(read.body).toMatchObject({ worth: null, twice: null, is_kept: false });
  expect(body.formulas).toEqual({ twice: null, is_kept: false });
});

test('a check works out a formula over what the actor may see, and says', async () => {
  const values = { name: 'mine', worth: '4' };
  const check = await member('POST', '/api/records/box/check', { values });
  expect(check.body.formulas).toEqual({ twice: '8.00', is_kept: false });
  const made = await member('POST', '/api/records/box', values);
  const again = await member('POST', '/api/records/box/check', { id: made.body.id, values: { worth: '6' } });
  expect(again.body.formulas).toEqual({ twice: '12.00', is_kept: false });
});

test('a record made for somebody else holds nothing that its maker may write in own ones only', async () => {
  const owner = world.users.other;
  const made = await member('POST', '/api/records/box', { name: 'c', worth: '9', owner });
  expect([made.status, codes(made)]).toEqual([422, ['/worth record.read_only', '/owner record.read_only']]);
  const check = await member('POST', '/api/records/box/check', { values: { worth: '9', owner } });
  expect(check.body.problems.map(({ path }: any) => path)).toEqual(['/values/worth', '/values/owner']);
  for (const values of [{ worth: '9' }, { worth: '9', owner: world.users.member.toUpperCase() }]) {
    expect((await member('POST', '/api/records/box', { name: 'c', ...values })).status).toBe(201);
  }
});

test('whoever may only read the owner gives no record away', async () => {
  const other = as('other');
  const owner = world.users.other;
  const answers = [
    await other('PATCH', `/api/records/box/${theirs}`, { owner }),
    await other('POST', '/api/records/box', { name: 'd', owner: world.users.member }),
    await member('PATCH', `/api/records/box/${theirs}`, { owner: world.users.member }),
  ];
  expect(answers.map(codes)).toEqual(Array(3).fill(['/owner record.read_only']));
  expect((await admin('GET', `/api/records/box/${theirs}`)).body.owner).toBe(world.users.admin);
});
