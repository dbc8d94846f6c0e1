import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { verifyRollups } from '../../../engine/rollups/index.ts';
import { compareAll, EXPECTED_REFUSALS, publishLevels, storm } from '../../prove/rollups/world.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { objectBody, publishInto, refusalsOf } from '../../support/workspace-of.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
  await publishLevels(world);
});
afterAll(() => world.close());

const context = () => world.engine.contextFor('main');
const read = async (object: string, id: string) =>
  (await world.call('admin', 'GET', `/api/records/${object}/${id}`)).body;

async function create(object: string, values: object): Promise<string> {
  const { status, body } = await world.call('admin', 'POST', `/api/records/${object}`, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

describe('roll-ups', () => {
  test('follow every change of the records that they are over, two levels up, without moving a version', async () => {
    const region = await create('region', { name: 'north' });
    const empty = await read('region', region);
    expect(empty).toMatchObject({ shops: 0, revenue: '0.00', best: null, all_open: true, version: 1 });
    const [one, two] = [
      await create('shop', { name: '1', region }),
      await create('shop', { name: '2', region }),
    ];
    const sale = await create('sale', { shop: one, amount: '100', kind: 'x', paid: true, day: '2026-01-02' });
    await create('sale', { shop: one, amount: '950.5', kind: 'y', day: '2026-03-04' });
    expect(await read('shop', one)).toMatchObject({
      sales: 2,
      paid: '113.00',
      mean: '525.250000',
      least: '100.00',
      latest: '2026-03-04',
      first_kind: 'y',
      kinds: 2,
      has_big: true,
      version: 1,
    });
    expect(await read('region', region)).toMatchObject({
      shops: 2,
      revenue: '113.00',
      best: 2,
      all_open: false,
    });
    await world.call('admin', 'PATCH', `/api/records/sale/${sale}`, { shop: two });
    expect(await read('shop', one)).toMatchObject({ sales: 1, paid: '0.00', least: '950.50' });
    expect(await read('shop', two)).toMatchObject({ sales: 1, paid: '113.00', version: 1 });
    expect(await read('region', region)).toMatchObject({ revenue: '113.00', best: 1, version: 1 });
    await world.call('admin', 'DELETE', `/api/records/shop/${two}`);
    expect(await read('region', region)).toMatchObject({ shops: 1, revenue: '0.00', all_open: true });
    await world.call('admin', 'POST', `/api/records/shop/${two}/actions/restore`, {});
    expect(await read('region', region)).toMatchObject({ shops: 2, revenue: '113.00' });
    expect((await world.call('admin', 'PATCH', `/api/records/shop/${two}`, { sales: 9 })).status).toBe(422);
    expect((await compareAll(await context())).differences).toEqual([]);
  });

  test('are exact under writers that come at the same time', { timeout: 60_000 }, async () => {
    const { refused } = await storm(context, { writers: 8, writes: 1_200, seed: 7 });
    expect(Object.keys(refused).filter((code) => !EXPECTED_REFUSALS.has(code))).toEqual([]);
    const { compared, differences } = await compareAll(await context());
    expect(compared).toBeGreaterThan(10);
    expect(differences).toEqual([]);
  });

  test('are compared and repaired on demand', async () => {
    const ctx = await context();
    const { table, fields } = ctx.model.objects.get('shop')!;
    const pool = ctx.db.forWorkspace(ctx.workspace);
    const column = fields.get('sales')!.columns[0]!.name;
    await query(pool, { text: `UPDATE ${qualified(ctx.model.schema, table)} SET ${column} = 999` });
    const [found] = (await verifyRollups(ctx.model, pool)).filter(({ object }) => object === 'shop');
    expect(found!.wrong).toBe(found!.records);
    const doctor = async () =>
      (await world.call('operator', 'GET', '/api/doctor')).body.checks.find(
        ({ name }: { name: string }) => name === 'rollups',
      );
    expect(await doctor()).toMatchObject({ ok: false, fix: expect.stringContaining('/api/doctor/rollups') });
    expect((await world.call('member', 'POST', '/api/doctor/rollups', {})).status).toBe(403);
    const repaired = await world.call('operator', 'POST', '/api/doctor/rollups', {});
    expect(repaired.body.rollups).toHaveLength(2);
    expect(await doctor()).toMatchObject({ ok: true });
    expect((await verifyRollups(ctx.model, pool)).map(({ wrong }) => wrong)).toEqual([0, 0]);
    expect((await compareAll(ctx)).differences).toEqual([]);
  });

  test('are computed for records that are there when they are added, and anew when they change', async () => {
    const documents = (rollup?: object) => ({
      'object/team_of': objectBody('team_of', {
        name: { type: 'text' },
        ...(rollup && { points: { type: 'rollup', rollup } }),
      }),
      'object/player': objectBody('player', {
        name: { type: 'text' },
        team_of: { type: 'lookup', target: 'team_of' },
        score: { type: 'integer' },
      }),
    });
    const publish = async (rollup?: object) => {
      const { status, text } = await publishInto(world, documents(rollup), 'teams');
      expect(status, text).toBe(200);
    };
    await publish();
    const team = await create('team_of', { name: 'reds' });
    for (const score of [3, 4]) await create('player', { name: 'p', team_of: team, score });
    const sum = { function: 'sum', object: 'player', via: 'team_of', field: 'score' };
    await publish(sum);
    await expect.poll(() => read('team_of', team)).toMatchObject({ points: 7, version: 1 });
    await publish({ ...sum, filter: 'score > 3' });
    await expect.poll(() => read('team_of', team)).toMatchObject({ points: 4, version: 1 });
  });
});

describe('what cannot be a roll-up', () => {
  const refused = (rollup: object, hand: Parameters<typeof objectBody>[1] = {}) =>
    refusalsOf(
      world,
      {
        'object/boss': objectBody('boss', {
          name: { type: 'text' },
          up: { type: 'rollup', rollup },
        }),
        'object/hand': objectBody('hand', {
          name: { type: 'text' },
          boss: { type: 'lookup', target: 'boss' },
          friend: { type: 'lookup', target: 'hand' },
          n: { type: 'integer' },
          late: { type: 'formula', returns: 'boolean', expression: 'created_at < now()' },
          ...hand,
        }),
      },
      'hands',
    );
  const base = { object: 'hand', via: 'boss' };

  test.each([
    [
      'a relation that leads elsewhere',
      { ...base, function: 'count', via: 'friend' },
      'rollup/via document.rollup_via',
    ],
    ['no field', { ...base, function: 'sum' }, 'rollup/field document.rollup_no_field'],
    ['a sum of texts', { ...base, function: 'sum', field: 'name' }, 'rollup/field document.rollup_field'],
    [
      'what changes by itself',
      { ...base, function: 'any', field: 'late' },
      'rollup/field document.rollup_reads',
    ],
    [
      'a filter over relations',
      { ...base, function: 'count', filter: 'friend.n > 1' },
      'rollup/filter expression.path',
    ],
    [
      'a filter over time',
      { ...base, function: 'count', filter: 'created_at < now()' },
      'rollup/filter document.rollup_reads',
    ],
    [
      'a filter over working days',
      { ...base, function: 'count', filter: 'isWorkday(date(created_at))' },
      'rollup/filter document.rollup_reads',
    ],
    ['an unknown function', { ...base, function: 'median', field: 'n' }, 'rollup/function document.value'],
  ])('%s', async (_, rollup, fault) => {
    expect(await refused(rollup)).toEqual([`/properties/up/x-field/${fault}`]);
  });

  test('one that leads back to itself', async () => {
    const from_boss = { type: 'formula', returns: 'integer', expression: 'boss.up' };
    const faults = await refused({ ...base, function: 'sum', field: 'from_boss' }, { from_boss });
    expect(faults[0]).toMatch(/document\.(formula_circle|rollup_reads)/);
  });
});
