import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

const role = (name: string, object: string, read: string) => ({
  name,
  labels: { en: name, 'zh-CN': name },
  grants: [{ object, do: ['read'], rows: { read } }],
});

const documents = {
  'object/visit': objectBody('visit', { name: { type: 'text' } }),
  'object/site': objectBody('site', {
    name: { type: 'text' },
    area: { type: 'lookup', target: 'territory' },
  }),
  'role/head': role('head', 'visit', 'department_and_below'),
  'role/boss': role('boss', 'visit', 'reporting_line'),
  'role/ranger': role('ranger', 'site', 'territory'),
};

let world: TestEngine;
const ids: Record<string, string> = {};

const call = (user: string, method: string, path: string, body?: unknown) =>
  world.call(user, method, path, body, { 'Accept-Language': 'en' });
const make = async (object: string, name: string, values: object = {}): Promise<string> => {
  const answer = await call('admin', 'POST', `/api/records/${object}`, { name, ...values });
  expect(answer.status, answer.text).toBe(201);
  ids[name] = answer.body.id;
  return answer.body.id;
};
const hold = async (user: string, ...roles: string[]) => {
  const answer = await call('admin', 'PUT', `/api/people/${ids[user]}/roles`, { roles });
  expect(answer.status, answer.text).toBe(200);
};
const move = async (object: string, id: string, to?: string) => {
  const answer = await call(
    'admin',
    'GET',
    `/api/organization/move?object=${object}&id=${ids[id]}${to === undefined ? '' : `&to=${ids[to]}`}`,
  );
  expect(answer.status, answer.text).toBe(200);
  const { people, records, lose, gain } = answer.body;
  const names = ({ users }: { users: { name: string }[] }) => users.map(({ name }) => name).sort();
  return {
    people,
    records: records.map(({ object: of, count }: { object: string; count: number }) => [of, count]),
    lose: names(lose),
    gain: names(gain),
  };
};
/** Those of some who see a record, asked of the explanation that everybody is given. */
const seers = async (object: string, id: string, names: readonly string[]) => {
  const seen: string[] = [];
  for (const name of names) {
    const { body } = await call(
      'admin',
      'GET',
      `/api/records/${object}/${ids[id]}/access?user=${ids[name]}&action=read`,
    );
    if (body.verdict === 'granted') seen.push(name);
  }
  return seen;
};

beforeAll(async () => {
  world = await testEngine();
  expect((await publishInto(world, documents)).status).toBe(200);
  for (const [name, parent] of [['Company'], ['East', 'Company'], ['Team', 'East'], ['West', 'Company']])
    await make('department', name!, parent === undefined ? {} : { parent: ids[parent] });
  await make('user', 'Ann', { department: ids.Company });
  await make('user', 'Ed', { department: ids.East, manager: ids.Ann });
  await make('user', 'Tom', { department: ids.Team, manager: ids.Ed });
  await make('user', 'Wes', { department: ids.West, manager: ids.Ann });
  for (const name of ['Ann', 'Ed', 'Tom', 'Wes']) await hold(name, 'head');
  await make('visit', 'Call', { owner: ids.Tom });
});
afterAll(() => world.close());

describe('what it comes to when people stand elsewhere', () => {
  test('a department: who goes along, what is theirs, and exactly who sees it from then on and no more', async () => {
    expect(await move('department', 'Team', 'West')).toEqual({
      people: 1,
      records: [['visit', 1]],
      lose: ['Ed'],
      gain: ['Wes'],
    });
    const all = ['Ann', 'Ed', 'Tom', 'Wes'];
    expect(await seers('visit', 'Call', all)).toEqual(['Ann', 'Ed', 'Tom']);
    await call('admin', 'PATCH', `/api/records/department/${ids.Team}`, { parent: ids.West });
    expect(await seers('visit', 'Call', all)).toEqual(['Ann', 'Tom', 'Wes']);
    expect(await move('department', 'Team')).toMatchObject({ lose: ['Ann', 'Wes'], gain: [] });
    await call('admin', 'PATCH', `/api/records/department/${ids.Team}`, { parent: ids.East });
    // whose roles do not ask where they stand sees no change
    await hold('Wes');
    expect(await move('department', 'Team', 'West')).toMatchObject({ lose: ['Ed'], gain: [] });
  });

  test('a manager: whose reports they are, and the records of all of them', async () => {
    for (const name of ['Ann', 'Ed', 'Wes']) await hold(name, 'boss');
    expect(await move('user', 'Tom', 'Wes')).toEqual({
      people: 1,
      records: [['visit', 1]],
      lose: ['Ed'],
      gain: ['Wes'],
    });
    expect(await move('user', 'Ed')).toMatchObject({ people: 2, lose: ['Ann'] });
  });

  test('a territory: records that are in it', async () => {
    await make('territory', 'North', { manager: ids.Ann });
    await make('territory', 'South', { manager: ids.Wes });
    await make('territory', 'City', { parent: ids.North });
    await make('site', 'Mill', { area: ids.City });
    for (const name of ['Ann', 'Wes']) await hold(name, 'ranger');
    expect(await move('territory', 'City', 'South')).toEqual({
      people: 0,
      records: [['site', 1]],
      lose: ['Ann'],
      gain: ['Wes'],
    });
  });

  test('is answered only to who manages people, and says what it cannot answer', async () => {
    const path = `/api/organization/move?object=department&id=${ids.Team}`;
    expect((await call('member', 'GET', path)).status).toBe(403);
    const wrong = await call('admin', 'GET', `/api/organization/move?object=team&id=${ids.Team}`);
    expect([wrong.status, wrong.body.errors[0].message]).toEqual([
      422,
      expect.stringContaining('department | territory | user'),
    ]);
    const nowhere = '/api/organization/move?object=department&id=0190a000-0000-7000-8000-000000000000';
    expect((await call('admin', 'GET', nowhere)).status).toBe(404);
  });

  test('nobody reports to themselves, over however many', async () => {
    for (const manager of ['Ann', 'Ed', 'Tom']) {
      const answer = await call('admin', 'PATCH', `/api/records/user/${ids.Ann}`, { manager: ids[manager] });
      expect([answer.status, answer.body.errors[0]]).toEqual([
        422,
        expect.objectContaining({
          path: '/manager',
          code: 'record.tree_circle',
          message: expect.stringContaining('Manager cannot be the record itself'),
        }),
      ]);
    }
    // of two moves at once, each right by itself, one finds the other
    const both = await Promise.all([
      call('admin', 'PATCH', `/api/records/user/${ids.Ed}`, { manager: ids.Wes }),
      call('admin', 'PATCH', `/api/records/user/${ids.Wes}`, { manager: ids.Ed }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});
