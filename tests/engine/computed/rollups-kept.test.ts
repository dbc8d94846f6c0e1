import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, type ShortField } from '../../support/workspace-of.ts';

let world: TestEngine;

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': value } });

const rollup = (name: string, rest: object = {}, words: object = {}): ShortField => ({
  type: 'rollup',
  rollup: { function: name, object: 'job', via: 'crew', ...rest },
  ...words,
});

const crewFields = {
  name: { type: 'text' },
  firm: { type: 'lookup', target: 'firm' },
  jobs: rollup('count'),
  points: rollup('sum', { field: 'points' }),
  last_change: rollup('max', { field: 'updated_at' }),
  heaviest: rollup('first', { field: 'name', sort: ['-weight'] }),
  lightest: rollup('last', { field: 'name', sort: ['-weight'] }),
  worth: rollup('sum', { field: 'worth' }),
  people: rollup('countDistinct', { field: 'owner' }),
  open: rollup('count', { filter: 'state == "open"' }),
};

const taskFields = {
  name: { type: 'text' },
  crew: { type: 'lookup', target: 'crew' },
  points: { type: 'integer' },
  mass: { type: 'decimal', scale: 2 },
  state: { type: 'select', options: ['open', 'closed'].map(option) },
  weight: { type: 'formula', returns: 'decimal', scale: 2, expression: 'coalesce(mass, points)' },
  worth: { type: 'formula', returns: 'currency', expression: 'mass * 1000000000' },
};

const documents = {
  'object/firm': objectBody('firm', {
    name: { type: 'text' },
    points: { type: 'rollup', rollup: { function: 'sum', object: 'crew', via: 'firm', field: 'points' } },
  }),
  'object/crew': objectBody('crew', crewFields),
  'object/job': objectBody('job', taskFields, {
    'x-rules': [{ when: 'state == "closed"', hide: ['points'], clear: true }],
  }),
  'object/user': {
    'x-object': { extends: 'user' },
    properties: {
      owned: {
        'x-field': {
          type: 'rollup',
          labels: { en: 'Jobs', 'zh-CN': '任务' },
          rollup: { function: 'count', object: 'job', via: 'owner' },
        },
      },
      made: {
        'x-field': {
          type: 'rollup',
          labels: { en: 'Made', 'zh-CN': '创建' },
          rollup: { function: 'count', object: 'job', via: 'created_by' },
        },
      },
      touched: {
        'x-field': {
          type: 'rollup',
          labels: { en: 'Touched', 'zh-CN': '最近修改' },
          rollup: { function: 'count', object: 'job', via: 'updated_by' },
        },
      },
    },
  },
};

const read = async (object: string, id: string) =>
  (await world.call('admin', 'GET', `/api/records/${object}/${id}`)).body;

async function create(object: string, values: object, user = 'admin'): Promise<string> {
  const { status, body } = await world.call(user, 'POST', `/api/records/${object}`, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const change = async (object: string, id: string, values: object) => {
  const answer = await world.call('admin', 'PATCH', `/api/records/${object}/${id}`, values);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents, 'crews');
  expect(status, text).toBe(200);
});
afterAll(() => world.close());

describe('roll-ups are kept', () => {
  test('by what every write changes: time, writer', async () => {
    const crew = await create('crew', { name: 'a' });
    const job = await create('job', { name: 't', crew });
    const { updated_at } = await change('job', job, { name: 'u' });
    expect((await read('crew', crew)).last_change).toBe(updated_at);
  });

  test('over relations that the engine fills: owner, maker, last writer', async () => {
    const before = await read('user', world.users.admin);
    const job = await create('job', { name: 't' });
    const after = await read('user', world.users.admin);
    expect(after.owned).toBe(before.owned + 1);
    expect(after.made).toBe(before.made + 1);
    expect(after.touched).toBe(before.touched + 1);
    await change('job', job, { owner: world.users.member });
    expect((await read('user', world.users.admin)).owned).toBe(before.owned);
    expect((await read('user', world.users.member)).owned).toBe(1);
    await world.call('operator', 'PATCH', `/api/records/job/${job}`, { name: 'by the engine' });
    expect((await read('user', world.users.admin)).touched).toBe(before.touched);
  });

  test('in the order of a formula, both ways', async () => {
    const crew = await create('crew', { name: 'a' });
    await create('job', { name: 'middle', crew, points: 5 });
    await create('job', { name: 'heavy', crew, mass: '7.5' });
    await create('job', { name: 'light', crew, points: 1 });
    expect(await read('crew', crew)).toMatchObject({ heaviest: 'heavy', lightest: 'light', people: 1 });
  });

  test('when a rule empties what they are over', async () => {
    const crew = await create('crew', { name: 'a' });
    const job = await create('job', { name: 't', crew, points: 5, state: 'open' });
    expect(await read('crew', crew)).toMatchObject({ points: 5, open: 1 });
    await change('job', job, { state: 'closed' });
    expect(await read('crew', crew)).toMatchObject({ points: 0, open: 0 });
  });

  test('without what a formula of the child has no room for', async () => {
    const crew = await create('crew', { name: 'a' });
    await create('job', { name: 't', crew, mass: '99999999999' });
    await create('job', { name: 't', crew, mass: '2' });
    expect((await read('crew', crew)).worth).toBe('2000000000.00');
  });
});
