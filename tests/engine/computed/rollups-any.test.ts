import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { verifyRollups } from '../../../engine/rollups/index.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;

const rollup = (name: string, rest: object = {}) => ({
  type: 'rollup',
  rollup: { function: name, object: 'call_of', via: 'about', ...rest },
});

const documents = (withRollups = true, targets = ['house', 'boat']) => ({
  'object/harbour': objectBody('harbour', {
    name: { type: 'text' },
    ...(withRollups && {
      minutes: {
        type: 'rollup',
        rollup: { function: 'sum', object: 'boat', via: 'harbour', field: 'minutes' },
      },
    }),
  }),
  'object/house': objectBody('house', {
    name: { type: 'text' },
    ...(withRollups && { calls: rollup('count'), minutes: rollup('sum', { field: 'minutes' }) }),
  }),
  'object/boat': objectBody('boat', {
    name: { type: 'text' },
    harbour: { type: 'lookup', target: 'harbour' },
    ...(withRollups && {
      calls: rollup('count'),
      minutes: rollup('sum', { field: 'minutes', filter: 'done' }),
    }),
  }),
  'object/call_of': objectBody('call_of', {
    name: { type: 'text' },
    about: { type: 'lookup', targets },
    minutes: { type: 'integer' },
    done: { type: 'boolean' },
  }),
});

const call = async (method: string, address: string, body?: object) => {
  const answer = await world.call('admin', method, `/api/records/${address}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};
const create = async (object: string, values: object): Promise<string> =>
  (await call('POST', object, values)).id;
const about = (object: string, id: string) => ({ about: { object, id } });

const reports = async () => {
  const ctx = await world.engine.contextFor('main');
  return verifyRollups(ctx.model, ctx.db.forWorkspace(ctx.workspace));
};

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents(false), 'calls');
  expect(status, text).toBe(200);
});
afterAll(() => world.close());

describe('roll-ups over a relation to records of several objects', () => {
  test('count what points at them, also what was there before; a record that moves leaves one object for another', async () => {
    const harbour = await create('harbour', { name: 'north' });
    const house = await create('house', { name: 'h' });
    const boat = await create('boat', { name: 'b', harbour });
    const first = await create('call_of', { ...about('house', house), minutes: 3, done: true });
    const { status, text } = await publishInto(world, documents(), 'calls');
    expect(status, text).toBe(200);
    await expect
      .poll(() => call('GET', `house/${house}`))
      .toMatchObject({ calls: 1, minutes: 3, version: 1 });
    await create('call_of', { ...about('boat', boat), minutes: 5, done: true });
    expect(await call('GET', `boat/${boat}`)).toMatchObject({ calls: 1, minutes: 5 });
    await call('PATCH', `call_of/${first}`, about('boat', boat));
    expect(await call('GET', `house/${house}`)).toMatchObject({ calls: 0, minutes: 0, version: 1 });
    expect(await call('GET', `boat/${boat}`)).toMatchObject({ calls: 2, minutes: 8, version: 1 });
    expect(await call('GET', `harbour/${harbour}`)).toMatchObject({ minutes: 8, version: 1 });
    await call('PATCH', `call_of/${first}`, { done: false });
    expect(await call('GET', `boat/${boat}`)).toMatchObject({ calls: 2, minutes: 5 });
    await call('DELETE', `call_of/${first}`);
    expect(await call('GET', `boat/${boat}`)).toMatchObject({ calls: 1 });
    await call('POST', `call_of/${first}/actions/restore`, {});
    await call('PATCH', `call_of/${first}`, { about: null });
    expect(await call('GET', `boat/${boat}`)).toMatchObject({ calls: 1, minutes: 5 });
  });

  test('are exact under writers that move records between objects at the same time', {
    timeout: 60_000,
  }, async () => {
    const parents = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => {
        const object = at % 2 ? 'house' : 'boat';
        return about(object, await create(object, { name: `${at}` }));
      }),
    );
    const calls = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        create('call_of', { ...parents[at % 6], minutes: at, done: true }),
      ),
    );
    const writer = async (of: number): Promise<void> => {
      for (let turn = 0; turn < 25; turn++) {
        const values = turn % 5 ? parents[(of * 7 + turn * 5) % 6]! : { minutes: of + turn };
        const { status } = await world.call(
          'admin',
          'PATCH',
          `/api/records/call_of/${calls[(of * 5 + turn * 3) % 12]}`,
          values,
        );
        expect([200, 409]).toContain(status);
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, of) => writer(of)));
    const found = await reports();
    expect(found.map(({ object }) => object).sort()).toEqual(['boat', 'harbour', 'house']);
    expect(found.filter(({ wrong }) => wrong > 0)).toEqual([]);
  });

  test('are compared by object: an id of another object does not count', async () => {
    const ctx = await world.engine.contextFor('main');
    const { table, fields } = ctx.model.objects.get('house')!;
    const column = fields.get('calls')!.columns[0]!.name;
    await query(ctx.db.forWorkspace(ctx.workspace), {
      text: `UPDATE ${qualified(ctx.model.schema, table)} SET ${column} = 99`,
    });
    const [found] = (await reports()).filter(({ object }) => object === 'house');
    expect(found!.wrong).toBe(found!.records);
    await world.call('operator', 'POST', '/api/doctor/rollups', {});
    expect((await reports()).every(({ wrong }) => wrong === 0)).toBe(true);
  });

  test('need the object among those that the relation names', async () => {
    expect(await refusalsOf(world, documents(true, ['house']), 'calls')).toEqual([
      '/properties/calls/x-field/rollup/via document.rollup_via',
      '/properties/minutes/x-field/rollup/via document.rollup_via',
    ]);
  });
});
