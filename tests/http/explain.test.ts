import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });
const role = (name: string, ...grants: readonly object[]) => ({ name, labels: labels(name), grants });
const rule = (name: string, rest: object) => ({ name, labels: labels(name), object: 'visit', ...rest });

const documents = {
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    region: { type: 'text' },
    cost: { type: 'integer' },
    twice: { type: 'formula', returns: 'integer', expression: 'cost * 2' },
  }),
  'object/note': objectBody(
    'note',
    { name: { type: 'text' }, visit: { type: 'lookup', target: 'visit' } },
    { head: { accessFrom: 'visit' } },
  ),
  'role/own': role('own', {
    object: 'visit',
    do: ['create', 'read', 'update', 'delete'],
    rows: { read: 'own', update: 'own', delete: 'own' },
    fields: { '*': 'write', cost: 'none' },
  }),
  'role/line': role('line', { object: 'visit', do: ['read'], rows: { read: 'reporting_line' } }),
  'role/north': role('north', {
    object: 'visit',
    do: ['read', 'update'],
    where: 'region == "north"',
    fields: { '*': 'read', name: 'masked', region: 'write' },
  }),
  'sharing-rule/visit.cheap': rule('cheap', { to: ['own'], where: 'cost < 10' }),
  'restriction-rule/visit.no_moon': rule('no_moon', { for: ['own', 'line'], allow: 'region != "moon"' }),
};

let world: TestEngine;
const visits: Record<string, string> = {};
const USERS = ['admin', 'member', 'other', 'nobody'] as const;

const explain = async (asker: string, of: string, path: string, query = '') =>
  world.call(asker, 'GET', `/api/records/${path}/access?user=${world.users[of as 'admin']}${query}`);
const hold = (user: 'member' | 'other' | 'nobody', roles: readonly string[]) =>
  world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, { roles });

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  await hold('member', ['own', 'line']);
  await hold('other', ['own', 'north']);
  await hold('nobody', ['north']);
  await world.call('admin', 'PATCH', `/api/records/user/${world.users.other}`, {
    manager: world.users.member,
  });
  const rows = [
    { name: 'mine', owner: world.users.member, region: 'south', cost: 50 },
    { name: 'below', owner: world.users.other, region: 'south', cost: 50 },
    { name: 'north', region: 'north', cost: 50 },
    { name: 'cheap', region: 'south', cost: 5 },
    { name: 'moon', owner: world.users.other, region: 'moon', cost: 5 },
    { name: 'empty' },
  ];
  for (const row of rows) {
    const { status, body, text } = await world.call('admin', 'POST', '/api/records/visit', row);
    expect(status, text).toBe(201);
    visits[row.name] = body.id;
  }
});
afterAll(() => world.close());

describe('why, and why not', () => {
  test('says what the requests of that user come to, for everybody and every record', async () => {
    for (const user of USERS) {
      for (const [name, id] of Object.entries(visits)) {
        const at = `${user} ${name}`;
        const read = (await world.call(user, 'GET', `/api/records/visit/${id}?fields=id`)).status === 200;
        const told = await explain('admin', user, `visit/${id}`);
        expect([told.status, told.body.verdict], `${at} ${told.text}`).toEqual([
          200,
          read ? 'granted' : 'denied',
        ]);
        const write = (await world.call(user, 'PATCH', `/api/records/visit/${id}`, {})).status === 200;
        const update = await explain('admin', user, `visit/${id}`, '&action=update');
        expect(update.body.verdict, `${at} update ${update.text}`).toBe(write ? 'granted' : 'denied');
        const body = (await world.call(user, 'GET', `/api/records/visit/${id}`)).body;
        for (const field of ['name', 'cost', 'twice']) {
          const one = await explain('admin', user, `visit/${id}`, `&field=${field}`);
          const isMasked = body[field] === '****';
          const isSeen = read && body[field] !== undefined && body[field] !== null && !isMasked;
          if (name !== 'empty')
            expect(one.body.verdict, `${at} ${field} ${one.text}`).toBe(isSeen ? 'granted' : 'denied');
        }
      }
    }
  });

  test.each([
    ['nobody', 'north', '', 'granted', { by: 'role', role: 'north', grant: 0 }],
    ['member', 'below', '', 'granted', { by: 'role', role: 'line', grant: 0 }],
    ['other', 'cheap', '', 'granted', { by: 'sharing', role: 'own' }],
    ['nobody', 'north', '&field=region&action=update', 'granted', { by: 'role', role: 'north' }],
  ])('%s %s%s is %s by the way that reaches it', async (user, name, query, verdict, source) => {
    const { body } = await explain('admin', user, `visit/${visits[name]}`, query);
    expect(body).toMatchObject({ verdict, ways: [{ isMet: true, source }] });
    expect(body.ways).toHaveLength(1);
  });

  test.each([
    ['member', 'north', '', 'rows'],
    ['other', 'moon', '', 'restriction'],
    ['nobody', 'cheap', '', 'rows'],
    ['nobody', 'north', '&action=delete', 'object'],
    ['other', 'below', '&field=cost', 'rows'],
    ['nobody', 'north', '&field=name', 'masked'],
    ['nobody', 'north', '&field=name&action=update', 'masked'],
    ['other', 'below', '&field=twice', 'formula'],
  ])('%s %s%s is denied: %s', async (user, name, query, reason) => {
    const { body, text } = await explain('admin', user, `visit/${visits[name]}`, query);
    expect([body.verdict, body.reason], text).toEqual(['denied', reason]);
    expect(body.text['zh-CN']).not.toBe('');
  });

  test('without the grant that it names, the verdict is the other one', async () => {
    const path = `visit/${visits.below}`;
    const before = await explain('admin', 'member', path);
    expect(before.body.ways[0].source.role).toBe('line');
    await hold('member', ['own']);
    const after = await explain('admin', 'member', path);
    expect(after.body).toMatchObject({ verdict: 'denied', reason: 'rows' });
    expect(after.body.ways.map(({ isMet }: { isMet: boolean }) => isMet)).not.toContain(true);
    await hold('member', ['own', 'line']);
  });

  test('explains the record that rights follow', async () => {
    const { body } = await world.call('admin', 'POST', '/api/records/note', {
      name: 'n',
      visit: visits.north,
    });
    const { body: told, text } = await explain('admin', 'nobody', `note/${body.id}`);
    expect(told, text).toMatchObject({ verdict: 'granted', parent: { object: 'visit', verdict: 'granted' } });
    expect((await explain('admin', 'member', `note/${body.id}`)).body).toMatchObject({
      verdict: 'denied',
      parent: { object: 'visit', verdict: 'denied', reason: 'rows' },
    });
  });

  test('says the steps in words', async () => {
    const { body } = await explain('admin', 'nobody', `visit/${visits.north}`);
    expect(body.ways[0].steps.map(({ text }: { text: object }) => text)).toEqual([
      { en: 'Role “north”, grant 1', 'zh-CN': '角色“north”的第 1 条权限' },
      { en: 'where region == "north"', 'zh-CN': '满足条件 region == "north"' },
    ]);
  });
});

describe('everybody who may', () => {
  const viewers = (asker: string, visit: string, query = '') =>
    world.call(asker, 'GET', `/api/records/visit/${visit}/access/viewers${query}`);

  test('are those of whom it is said one by one, for every action and field', async () => {
    const { users } = world;
    const questions = ['', ...['name', 'cost', 'twice'].map((field) => `&field=${field}`)];
    const written = ['&action=update', '&action=delete', '&action=update&field=region'];
    for (const id of Object.values(visits)) {
      for (const question of [...questions, ...written]) {
        const each = USERS.map(async (user) => [
          users[user],
          (await explain('admin', user, `visit/${id}`, question)).body.verdict,
        ]);
        const granted = (await Promise.all(each)).flatMap(([user, verdict]) =>
          verdict === 'granted' ? [user] : [],
        );
        const { body, text } = await viewers('admin', id, question.replace('&', '?'));
        const told = body.viewers.map(({ user }: { user: { id: string } }) => user.id);
        const known = told.filter((user: string) => USERS.some((name) => users[name] === user));
        expect(known.sort(), `${id} ${question} ${text}`).toEqual(granted.sort());
        expect([body.count, body.unknown, body.next]).toEqual([told.length, 0, null]);
      }
    }
  });

  test('by name, a page at a time, each with the way that grants it', async () => {
    const made: string[] = [];
    for (let number = 10; number < 65; number += 1) {
      const { body } = await world.call('admin', 'POST', '/api/records/user', { name: `Ranger ${number}` });
      made.push(body.id);
      await world.call('admin', 'PUT', `/api/roles/north/people/${body.id}`);
    }
    const { body: first } = await viewers('admin', visits.north!, '?q=ranger');
    expect(first.viewers.map(({ user }: any) => user.id)).toEqual(made.slice(0, 50));
    expect(first.viewers[0].ways).toMatchObject([{ source: { by: 'role', role: 'north' }, isMet: true }]);
    expect(first.count).toBeGreaterThanOrEqual(made.length);
    const { body: second } = await viewers('admin', visits.north!, `?q=ranger&after=${first.next}`);
    expect(second.viewers.map(({ user }: any) => user.id)).toEqual(made.slice(50));
    expect(second.next).toBeNull();
  });

  test('so are who acts for somebody today, not who did or will', async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const delegate = async (name: string, begins: number, until: number) => {
      const made = await world.call('admin', 'POST', '/api/records/user', { name });
      const values = {
        reason: 'leave',
        owner: world.users.other,
        delegate: made.body.id,
        begins: day(begins),
        until: day(until),
      };
      const { status, text } = await world.call('admin', 'POST', '/api/records/delegation', values);
      expect(status, text).toBe(201);
      return made.body.id;
    };
    const today = await delegate('Stand-in', -1, 1);
    await delegate('Stand-in of then', 3, 5);
    const { body } = await viewers('admin', visits.below!, '?q=stand-in');
    expect(body.viewers.map(({ user }: any) => user.id)).toEqual([today]);
    expect(body.viewers[0].ways[0].source).toMatchObject({ by: 'delegation' });
  });

  test('are told to who answers for rights alone, of what they see', async () => {
    expect((await viewers('member', visits.mine!)).status).toBe(403);
    expect((await viewers('member', visits.north!)).status).toBe(404);
    expect((await viewers('admin', visits.mine!, '?after=x')).status).toBe(400);
    expect((await viewers('admin', visits.mine!, '?user=x')).status).toBe(400);
    expect((await viewers('admin', visits.mine!, '?field=nothing')).status).toBe(400);
  });
});

describe('who may ask', () => {
  test('everybody about themselves, of what they see; about others only who answers for them', async () => {
    expect((await explain('member', 'member', `visit/${visits.mine}`)).body.verdict).toBe('granted');
    expect((await explain('member', 'member', `visit/${visits.north}`)).status).toBe(404);
    expect((await explain('member', 'other', `visit/${visits.mine}`)).status).toBe(403);
    expect((await explain('member', 'member', `visit/${visits.mine}`, '&field=nothing')).status).toBe(400);
    const hidden = await world.call(
      'nobody',
      'GET',
      `/api/records/visit/${visits.north}/access?field=nothing`,
    );
    expect(hidden.status).toBe(400);
    expect((await explain('admin', 'member', `visit/${visits.mine}`, '&action=fly')).status).toBe(400);
  });
});
