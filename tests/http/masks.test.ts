import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../support/workspace-of.ts';

const role = (name: string, fields: object, rest: object = {}) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants: [{ object: 'client', do: ['create', 'read', 'update'], fields, ...rest }],
});

const MASKED = ['called', 'mobile', 'mail', 'card', 'bank', 'note', 'lines', 'mails'] as const;
const documents = {
  'object/client': objectBody('client', {
    title: { type: 'text' },
    called: { type: 'personName' },
    mobile: { type: 'phone', unique: true },
    mail: { type: 'email' },
    card: { type: 'text', mask: 'idCard' },
    bank: { type: 'text', mask: 'bankCard' },
    note: { type: 'text', search: 'A' },
    lines: { type: 'phones' },
    mails: { type: 'emails' },
    agent: { type: 'user' },
    shout: { type: 'formula', returns: 'text', expression: 'upper(note)' },
  }),
  'role/clerk': role('clerk', {
    '*': 'write',
    ...Object.fromEntries(MASKED.map((name) => [name, 'masked'])),
  }),
  'role/agent': role('agent', { '*': 'write' }, { do: ['read', 'update'], where: 'agent == user.id' }),
};

const client = {
  title: 'first',
  called: { family: '欧阳', given: '娜娜' },
  mobile: '138 0013 8000',
  mail: 'li.ming@example.com',
  card: '110101199003071234',
  bank: '6222020200112233445',
  note: 'knows the mayor',
  lines: [{ value: '010-65529988', label: 'home' }, '95588'],
  mails: ['zhang.san@example.com'],
};

let world: TestEngine;
let id: string;
const read = async (user: string, query = '') =>
  (await world.call(user, 'GET', `/api/records/client/${id}${query}`)).body;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  for (const [user, held] of Object.entries({ member: ['clerk'], other: ['clerk', 'agent'] })) {
    await world.call('admin', 'PUT', `/api/people/${world.users[user as 'member']}/roles`, { roles: held });
  }
  const made = await world.call('admin', 'POST', '/api/records/client', client);
  expect(made.status, made.text).toBe(201);
  id = made.body.id;
  await world.call('admin', 'POST', '/api/records/client', { title: 'empty', agent: world.users.other });
});
afterAll(() => world.close());

const SEEN = {
  title: 'first',
  called: { family: '****', given: '****', middle: null, title: null, full: '欧**' },
  mobile: '138****00',
  mail: 'l****@example.com',
  card: '110****1234',
  bank: '****3445',
  note: '****',
  lines: [
    { value: '010****88', label: 'home', primary: true },
    { value: '****', label: null, primary: false },
  ],
  mails: [{ value: 'z****@example.com', label: null, primary: true }],
};

describe('a masked field', () => {
  test('shows a part of what it holds, in records, lists and paths; nothing of what is empty', async () => {
    expect(await read('member')).toMatchObject(SEEN);
    expect(await read('member', '?fields=note,called.full')).toMatchObject({
      note: '****',
      called: { full: '欧**' },
    });
    const { body } = await world.call('member', 'GET', '/api/records/client?sort=title&limit=1000');
    expect(body.records[1]).toMatchObject(SEEN);
    expect(body.records[0]).toMatchObject({ called: null, mobile: null, note: null, lines: [] });
    expect(JSON.stringify(body)).not.toMatch(/mayor|li\.ming|0013|1990/);
  });

  test.each([
    ['sort', '?sort=*'],
    ['filter', `?filter=${encodeURIComponent('* != null')}`],
    ['group', '/aggregate?group=*&measures=count()'],
    ['measure', '/aggregate?measures=countDistinct(*)'],
    ['filter of a part', `?filter=${encodeURIComponent('*.full != null')}`],
  ])('is as unknown to a %s as what does not exist', async (_, query) => {
    const ask = async (name: string) => {
      const path = `/api/records/client${query.replaceAll('*', name)}`;
      const { status, body } = await world.call('member', 'GET', path, undefined, {
        'Accept-Language': 'en',
      });
      return JSON.parse(JSON.stringify({ status, body }).replaceAll(name, '*'));
    };
    const known = await ask('called');
    expect(known.status).toBe(400);
    expect(known).toEqual(await ask('calld'));
  });

  test('is not found by a search, nor told by a formula over it', async () => {
    expect((await world.call('member', 'GET', '/api/records/client?q=mayor')).body.records).toEqual([]);
    expect((await world.call('admin', 'GET', '/api/records/client?q=mayor')).body.records).toHaveLength(1);
    expect(await read('member')).not.toHaveProperty('shout');
  });

  test('is described as such and not written', async () => {
    const { body } = await world.call('member', 'GET', '/api/model/client');
    const field = body.fields.find(({ name }: { name: string }) => name === 'mobile');
    expect(field).toMatchObject({ can: 'masked', kind: 'null', groupable: false });
    expect(field).not.toHaveProperty('link');
    const change = await world.call('member', 'PATCH', `/api/records/client/${id}`, { note: 'x' });
    expect(change.status).toBe(422);
    const form = await world.call('member', 'GET', '/api/model/client/form');
    expect(form.body.uiSchema.note).toMatchObject({ 'ui:readonly': true });
    const answer = await world.call('member', 'PATCH', `/api/records/client/${id}`, { title: 'first' });
    expect(answer.body).toMatchObject(SEEN);
  });

  test('is whole in the rows of another role that reads it', async () => {
    await world.call('admin', 'PATCH', `/api/records/client/${id}`, { agent: world.users.other });
    expect(await read('other')).toMatchObject({ note: 'knows the mayor', shout: 'KNOWS THE MAYOR' });
    await world.call('admin', 'PATCH', `/api/records/client/${id}`, { agent: null });
    expect(await read('other')).toMatchObject({ ...SEEN, shout: null });
    const filter = encodeURIComponent('note.contains("mayor")');
    expect((await world.call('other', 'GET', `/api/records/client?filter=${filter}`)).body.records).toEqual(
      [],
    );
  });
});

test('what cannot be masked is refused by name', async () => {
  const refused = (mask: object, fields: object) =>
    refusalsOf(world, {
      ...documents,
      'object/client': objectBody('client', { title: { type: 'text' }, age: { type: 'integer', ...mask } }),
      'role/clerk': role('clerk', fields),
      'role/agent': role('agent', { '*': 'write' }, { where: 'owner == user.id' }),
    });
  expect(await refused({ mask: 'text' }, { '*': 'masked' })).toEqual([
    '/grants/0/fields/* document.mask_all',
    '/properties/age/x-field/mask document.word',
  ]);
  expect(await refused({}, { age: 'masked' })).toEqual(['/grants/0/fields/age document.not_masked']);
});
