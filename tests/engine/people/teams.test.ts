import { mkdtemp, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../../engine/index.ts';
import type { FormDescription } from '../../../runtime-ui/api/types.ts';
import { formVerdict } from '../../../runtime-ui/form/rules.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { importCsv } from '../../support/import-csv.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/** Teams: who may know and change them, fields that hold them, and what expressions know of those of who acts. */
let world: TestEngine;

const call = (method: string, path: string, body?: unknown, user = 'admin') =>
  world.call(user, method, `/api/records/${path}`, body);

const made = async (object: string, values: object, user = 'admin'): Promise<string> => {
  const { status, body, text } = await call('POST', object, values, user);
  expect(status, text).toBe(201);
  return body.id;
};

const teamsOf = async (user: string): Promise<string[]> =>
  (await world.call(user, 'GET', '/api/me')).body.teams;

const TICKET = objectBody(
  'ticket',
  {
    name: { type: 'text' },
    keeper: { type: 'user' },
    crew: { type: 'team', filter: 'active', inverse: { name: 'tickets' } },
    crews: { type: 'teams' },
    mine: { type: 'boolean', defaultExpression: 'size(user.teams) > 0' },
    urgent: { type: 'boolean' },
  },
  {
    'x-rules': [
      {
        check: '!urgent || crew in user.teams',
        field: 'urgent',
        message: { en: 'Only the team itself.', 'zh-CN': '仅限本团队。' },
      },
    ],
  },
);

beforeAll(async () => {
  world = await testEngine();
  const grants = [{ object: 'ticket', do: ['create', 'read', 'update', 'import'], rows: { read: 'all' } }];
  const labels = { en: 'Helpers', 'zh-CN': '支持' };
  const documents = {
    'object/ticket': TICKET,
    'role/ticket_helper': { name: 'ticket_helper', labels, admin: [], grants },
  };
  const { status, text } = await publishInto(world, documents, 'tickets');
  expect(status, text).toBe(200);
  for (const user of ['member', 'other'] as const) {
    await world.call('admin', 'PUT', `/api/people/${world.users[user]}/roles`, {
      roles: ['sales', 'ticket_helper'],
    });
  }
});
afterAll(() => world?.close());

describe('a team', () => {
  test('is written by those who manage people, and known by name to everybody', async () => {
    const { member, other } = world.users;
    const id = await made('team', {
      name: 'East',
      description: 'Not for all',
      leader: other,
      members: [member, other],
    });
    const path = `team/${id}?fields=name,active,leader.name,members.name`;
    const seen = await call('GET', path, undefined, 'nobody');
    expect(seen.body).toMatchObject({ name: 'East', active: true, leader: { name: 'other' } });
    expect(seen.body.members.map(({ name }: { name: string }) => name).sort()).toEqual(['member', 'other']);
    expect((await call('GET', `team/${id}?fields=description`, undefined, 'nobody')).status).toBe(400);
    expect((await call('PATCH', `team/${id}`, { name: 'Mine' }, 'member')).status).toBe(403);
    expect((await call('POST', 'team', { name: 'Mine' }, 'member')).status).toBe(403);
    const link = { team: id, member: world.users.nobody };
    expect((await call('POST', 'team_member', link, 'member')).status).toBe(403);
    const again = await call('POST', 'team', { name: ' ｅast' });
    expect(again.body.errors).toMatchObject([{ code: 'record.unique' }]);
    const { body } = await world.call('nobody', 'GET', '/api/model/team');
    expect(body.fields.map(({ name }: { name: string }) => name)).not.toContain('description');
  });

  test('has the people of either side, each once', async () => {
    const id = await made('team', { name: 'West', members: [world.users.member] });
    const before = (await call('GET', `user/${world.users.nobody}?fields=teams`)).body.teams;
    await call('PATCH', `user/${world.users.nobody}`, { teams: { add: [id] } });
    const { body } = await call('GET', `team/${id}?fields=members`);
    expect(body.members.sort()).toEqual([world.users.member, world.users.nobody].sort());
    const twice = await call('POST', 'team_member', { team: id, member: world.users.nobody });
    expect(twice.status).toBe(409);
    await call('PATCH', `user/${world.users.nobody}`, { teams: { remove: [id] } });
    expect((await call('GET', `user/${world.users.nobody}?fields=teams`)).body.teams).toEqual(before);
  });
});

describe('the teams of who acts', () => {
  test('are seen by the next request, whichever way they came about', async () => {
    const { member } = world.users;
    const start = await teamsOf('member');
    const id = await made('team', { name: 'North' });
    const isIn = async () => (await teamsOf('member')).includes(id);
    expect(await isIn()).toBe(false);

    await call('PATCH', `team/${id}`, { members: [member] });
    expect(await isIn()).toBe(true);
    expect(await teamsOf('member')).toEqual([...start, id].sort());
    await call('PATCH', `team/${id}`, { active: false });
    expect(await isIn()).toBe(false);
    await call('PATCH', `team/${id}`, { active: true });
    expect(await isIn()).toBe(true);
    await call('DELETE', `team/${id}`);
    expect(await isIn()).toBe(false);
    await call('POST', `team/${id}/actions/restore`);
    expect(await isIn()).toBe(true);
    await call('PATCH', `user/${member}`, { teams: { remove: [id] } });
    expect(await isIn()).toBe(false);
    const link = await made('team_member', { team: id, member });
    expect(await isIn()).toBe(true);
    await call('DELETE', `team_member/${link}`);
    expect(await isIn()).toBe(false);
    const values = { team: id, member };
    const batch = await call('POST', 'team_member/batch', [{ op: 'create', values }]);
    expect(batch.status, batch.text).toBe(200);
    expect(await isIn()).toBe(true);
  });

  test('come with imports, and go when these are undone', async () => {
    const { body, refused } = await importCsv(
      world,
      'team',
      'name,members\nSouth,member; other@example.com\nCentre,Nobody knows\n',
    );
    expect(refused).toHaveLength(1);
    const { records } = (await call('GET', 'team?filter=name=="South"&fields=name')).body;
    const [{ id }] = records;
    for (const user of ['member', 'other']) expect(await teamsOf(user)).toContain(id);
    const undone = await world.call('admin', 'POST', `/api/imports/${body.id}/undo`);
    expect(undone.body.undo, undone.text).toMatchObject({ removed: 1, kept: [] });
    for (const user of ['member', 'other']) expect(await teamsOf(user)).not.toContain(id);
    await call('POST', `team/${id}/actions/restore`);
    for (const user of ['member', 'other']) expect(await teamsOf(user)).toContain(id);

    const own = await made('team', { name: 'Links' });
    const links = await importCsv(world, 'team_member', 'team,member\nLinks,member\n');
    expect(links.refused).toEqual([]);
    expect(await teamsOf('member')).toContain(own);
    await world.call('admin', 'POST', `/api/imports/${links.body.id}/undo`);
    expect(await teamsOf('member')).not.toContain(own);
  });

  test('decide in filters, defaults and rules', async () => {
    const mine = await made('team', { name: 'Mine', members: [world.users.member] });
    const theirs = await made('team', { name: 'Theirs', members: [world.users.other] });
    const first = await call('POST', 'ticket', { name: 'a', crew: mine, urgent: true }, 'member');
    expect(first.body, first.text).toMatchObject({ mine: true });
    const second = await call('POST', 'ticket', { name: 'b', crew: theirs, urgent: true }, 'member');
    expect(second.body.errors).toMatchObject([{ code: 'record.rule', path: '/urgent' }]);
    await made('ticket', { name: 'b', crew: theirs, crews: [mine, theirs] });
    const names = async (filter: string, user: string) =>
      (
        await call('GET', `ticket?filter=${encodeURIComponent(filter)}&sort=name`, undefined, user)
      ).body.records.map(({ name }: { name: string }) => name);
    expect(await names('crew in user.teams', 'member')).toEqual(['a']);
    expect(await names('crew in user.teams', 'other')).toEqual(['b']);
    expect(await names('crew in user.teams', 'admin')).toEqual([]);
    expect(await names('!(crew in user.teams)', 'member')).toEqual(['b']);
    expect(await names(`"${mine}" in user.teams`, 'member')).toEqual(['a', 'b']);
    expect(await names('user.teams.exists(t, t == crew)', 'member')).toEqual(['a']);
    expect(await names('crews.exists(c, c.team in user.teams)', 'member')).toEqual(['b']);
    expect(await names('crew.members.exists(m, m.member == user.id)', 'member')).toEqual(['a']);
    const counts = await call('GET', `team/${mine}?fields=name`);
    expect(counts.status).toBe(200);
    const checked = await call('POST', 'ticket/check', { values: { crew: theirs, urgent: true } }, 'member');
    expect(checked.body.problems).toMatchObject([{ code: 'record.rule' }]);
  });
});

test('the teams of who acts bound what a role grants', async () => {
  const labels = { en: 'Of my teams', 'zh-CN': '本团队' };
  const grant = { object: 'ticket', do: ['read', 'update'], rows: { read: 'all', update: 'all' } };
  const role = { name: 'crew_only', labels, admin: [], grants: [{ ...grant, where: 'crew in user.teams' }] };
  const { status, text } = await publishInto(world, { 'role/crew_only': role }, 'crews');
  expect(status, text).toBe(200);
  const path = `/api/people/${world.users.nobody}/roles`;
  await world.call('admin', 'PUT', path, { roles: ['crew_only'] });
  const team = await made('team', { name: 'Bounds' });
  const id = await made('ticket', { name: 'bounded', crew: team });
  const seen = async () => (await call('GET', `ticket/${id}`, undefined, 'nobody')).status;
  expect(await seen()).toBe(404);
  await call('PATCH', `team/${team}`, { members: { add: [world.users.nobody] } });
  expect(await seen()).toBe(200);
  expect((await call('PATCH', `ticket/${id}`, { name: 'theirs' }, 'nobody')).status).toBe(200);
  await call('DELETE', `team/${team}`).then(({ status: refused }) => expect(refused).toBe(409));
  await call('PATCH', `team/${team}`, { active: false });
  expect(await seen()).toBe(404);
  await world.call('admin', 'PUT', path, { roles: [] });
});

describe('the browser and other processes', () => {
  test('a form judges by the teams of who fills it in', async () => {
    const team = await made('team', { name: 'Form', members: [world.users.member] });
    const { body } = await world.call('member', 'GET', '/api/model/ticket/form?locale=en');
    const breachesOf = (teams: readonly string[]) => {
      const user = { id: world.users.member, roles: ['ticket_helper'], teams };
      const filling = { user, timeZone: 'Asia/Shanghai', now: new Date(), before: undefined };
      return formVerdict(body as FormDescription, { crew: team, urgent: true }, filling, undefined).breaches;
    };
    expect(breachesOf(await teamsOf('member'))).toEqual([]);
    expect(breachesOf([])).toMatchObject([{ field: 'urgent', code: 'record.rule' }]);
  });

  test('another process learns of a team by itself', async () => {
    const dataDir = await mkdtemp(`${world.dataDir}-other-`);
    const other = await createEngine({ ...world.engine.config, dataDir }, { log: world.engine.log });
    other.start();
    const there = async (): Promise<readonly string[]> => {
      const headers = { Authorization: `Bearer ${world.keyOf('member')}` };
      const answered = await other.fetch(new Request(`${other.address}/api/me`, { headers }));
      return ((await answered.json()) as { teams: readonly string[] }).teams;
    };
    expect(await there()).toEqual(await teamsOf('member'));
    const id = await made('team', { name: 'Elsewhere', members: [world.users.member] });
    await expect.poll(there, { timeout: 4_000 }).toContain(id);
    await call('PATCH', `team/${id}`, { active: false });
    await expect.poll(there, { timeout: 4_000 }).not.toContain(id);
    await other.close();
    await rm(dataDir, { recursive: true });
  });
});

describe('a field of teams', () => {
  test('is imported by name, shown by name, and takes only those that its filter lets through', async () => {
    await made('team', { name: '华东团队' });
    const closed = await made('team', { name: 'Closed', active: false });
    const csv = 'name,keeper,crew,crews\nx,member,华东团队,华东团队; Closed\ny,,Closed,\nz,,Nobody,\n';
    const { refused } = await importCsv(world, 'ticket', csv);
    expect(refused).toHaveLength(2);
    const { body } = await call('GET', 'ticket?filter=name=="x"&fields=keeper.name,crew.name,crews.name');
    expect(body.records[0]).toMatchObject({ keeper: { name: 'member' }, crew: { name: '华东团队' } });
    expect(body.records[0].crews.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Closed',
      '华东团队',
    ]);
    const misfit = await call('POST', 'ticket', { name: 'q', crew: closed });
    expect(misfit.status).toBe(422);
    const user = await call('POST', 'ticket', { name: 'q', crew: world.users.member });
    expect(user.body.errors).toMatchObject([{ code: 'record.reference', path: '/crew' }]);
  });

  test('stands on the other side', async () => {
    const id = await made('team', { name: 'Inverse' });
    await made('ticket', { name: 'of it', crew: id });
    const filter = encodeURIComponent('tickets.exists(t, t.name == "of it")');
    const { body } = await call('GET', `team?filter=${filter}&fields=name`);
    expect(body.records).toMatchObject([{ id }]);
  });
});
