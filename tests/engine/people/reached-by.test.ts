import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReachName } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/names.ts';
import { reachedBySql } from '../../../engine/people/index.ts';
import { makeRandom } from '../../prove/parity/random.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';

/** Whom somebody reaches, and who reaches somebody, are one relation read from both ends. */
let world: TestEngine;
const random = makeRandom(7);
const ids: Record<string, string[]> = { department: [], territory: [], team: [], user: [] };

/** Some records of an object, each possibly below an earlier one, and possibly somebody's to manage. */
async function make(object: string, n: number, values: () => object): Promise<void> {
  for (let number = 0; number < n; number += 1) {
    const body = { name: `${object} ${number}`, ...values() };
    const { status, body: made, text } = await world.call('admin', 'POST', `/api/records/${object}`, body);
    expect(status, text).toBe(201);
    ids[object]!.push(made.id);
  }
}

const one = (object: string, chance = 0.8): string | null =>
  ids[object]!.length > 0 && random.chance(chance) ? random.pick(ids[object]!) : null;
const some = (object: string): string[] => [...new Set([one(object, 1)!, one(object, 1)!, one(object, 1)!])];

beforeAll(async () => {
  world = await testEngine();
  const isUsed = () => ({ active: random.chance(0.8) });
  await make('department', 24, () => ({ parent: one('department'), ...isUsed() }));
  await make('user', 40, () => ({ department: one('department'), manager: one('user', 0.7) }));
  await make('territory', 24, () => ({ parent: one('territory'), manager: one('user', 0.4), ...isUsed() }));
  await make('team', 8, () => ({ members: some('user'), ...isUsed() }));
  for (const id of ids.department!) {
    const body = { manager: one('user', 0.5) };
    expect((await world.call('admin', 'PATCH', `/api/records/department/${id}`, body)).status).toBe(200);
  }
  for (const id of ids.territory!) {
    const body = { members: some('user') };
    const { status, text } = await world.call('admin', 'PATCH', `/api/records/territory/${id}`, body);
    expect(status, text).toBe(200);
  }
  // links that were taken away, and parts of trees that lie in the bin with what is below them left where it was
  const { db, workspace, model } = await world.engine.contextFor('main');
  for (const name of ['department', 'territory', 'team_member', 'territory_member']) {
    const { table } = model.objects.get(name)!;
    await query(db.forWorkspace(workspace), {
      text: `UPDATE ${qualified(model.schema, table)} SET deleted_at = now() WHERE hashtext(id::text) % 4 = 0`,
    });
  }
});
afterAll(() => world.close());

const REACHES: readonly ReachName[] = [
  'reporting_line',
  'department',
  'department_and_below',
  'team',
  'territory',
];

test.each(REACHES)('%s: who reaches is told as whom each reaches', async (name) => {
  const { db, workspace, model } = await world.engine.contextFor('main');
  const { rows: users } = await query<{ id: string }>(db.forWorkspace(workspace), {
    text: `SELECT id FROM ${qualified(model.schema, model.objects.get('user')!.table)}`,
  });
  const held = name === 'territory' ? ids.territory! : users.map(({ id }) => id);
  const expected: string[] = [];
  for (const { id } of users) {
    const reach = (await world.engine.people.reaches.of(workspace, model, id, [name]))[name]!;
    const reached = held.filter((one) => reach.ids.includes(one) === (reach.form !== 'others'));
    expected.push(...reached.map((one) => `${id} ${one}`));
  }
  const { rows } = await query<{ user_id: string; held: string }>(db.forWorkspace(workspace), {
    text: `SELECT DISTINCT user_id, held FROM (${reachedBySql[name](model, '$1::uuid[]')}) r`,
    values: [held],
  });
  const told = rows.map((row) => `${row.user_id} ${row.held}`);
  expect(told.sort()).toEqual(expected.sort());
  expect(told.length).toBeGreaterThan(name === 'territory' ? 10 : users.length);
});
