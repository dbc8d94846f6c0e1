import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { HandoverRunner } from '../../engine/handover/index.ts';
import { uuidv7 } from '../../engine/ids.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** Somebody leaves: what they hold goes to others, and comes back. */

const documents = {
  'object/visit': objectBody(
    'visit',
    { name: { type: 'text' }, note: { type: 'text' } },
    {
      'x-rules': [
        {
          check: 'name != "sealed" || owner == old.owner',
          message: { en: 'A sealed visit keeps its owner.', 'zh-CN': '已封存的拜访不能更换负责人。' },
        },
      ],
    },
  ),
};

let world: TestEngine;
let leaver: string;
let report: string;

const admin = async (method: string, path: string, body?: unknown, status = 0) => {
  const answer = await world.call('admin', method, path, body);
  if (status > 0) expect(answer.status, answer.text).toBe(status);
  else expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};
const deactivate = (id: string, body: object = {}) => admin('POST', `/api/people/${id}/deactivate`, body);
const ended = async (id: string): Promise<any> => {
  await expect
    .poll(async () => (await admin('GET', `/api/handovers/${id}`)).state, { timeout: 20_000 })
    .toMatch(/done|undone/);
  return admin('GET', `/api/handovers/${id}`);
};
const ownersOf = async (): Promise<Record<string, string>> => {
  const { records } = await admin('GET', '/api/records/visit?fields=name,owner&sort=name&limit=1000');
  return Object.fromEntries(records.map(({ name, owner }: any) => [name, owner]));
};
const managerOf = async (id: string) =>
  (await admin('GET', `/api/records/user/${id}?fields=manager`)).manager;

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  leaver = world.users.member;
  await admin('PATCH', `/api/records/user/${leaver}`, { manager: world.users.admin });
  report = (await admin('POST', '/api/records/user', { name: 'report', manager: leaver })).id;
  const names = Array.from({ length: 450 }, (_, index) => `v${String(index).padStart(3, '0')}`);
  const lines = [...names, 'sealed'].map((name) => ({ op: 'create', values: { name, owner: leaver } }));
  await admin('POST', '/api/records/visit/batch', lines);
  await admin('POST', '/api/records/team', { name: 'crew', leader: leaver });
});
afterAll(() => world.close());

describe('somebody who leaves', () => {
  test('is told by what they hold, to whoever manages people', async () => {
    const plan = await admin('GET', `/api/people/${leaver}/holdings`);
    expect(plan.holdings.map(({ object, field, count }: any) => [object, field, count])).toEqual([
      ['visit', 'owner', 451],
      ['team', 'leader', 1],
      ['user', 'manager', 1],
    ]);
    expect(plan.total).toBe(453);
    expect((await world.call('other', 'GET', `/api/people/${leaver}/holdings`)).status).toBe(403);
    expect((await world.call('other', 'POST', `/api/people/${leaver}/deactivate`, {})).status).toBe(403);
    await admin('GET', `/api/people/${uuidv7()}/holdings`, undefined, 404);
  });

  test('hands over to another active user, and only what is an object with owners', async () => {
    for (const to of [leaver, uuidv7(), 'x']) {
      const { errors } = await admin('POST', `/api/people/${leaver}/deactivate`, { to }, 422);
      expect(errors).toMatchObject([{ path: '/to', code: 'people.takes_over' }]);
    }
    const body = { to: world.users.other, objects: ['visits'] };
    const { errors } = await admin('POST', `/api/people/${leaver}/deactivate`, body, 422);
    expect(errors).toMatchObject([{ path: '/objects/0' }]);
    expect((await world.call('member', 'GET', '/api/me')).status).toBe(200);
  });

  test('goes with the next request; what they held is another’s, each with its audit, and comes back', async () => {
    const { other } = world.users;
    const begun = await world.call('admin', 'POST', `/api/people/${leaver}/deactivate`, { to: other });
    expect(begun.status, begun.text).toBe(202);
    expect((await world.call('member', 'GET', '/api/me')).status).toBe(401);
    await admin('POST', `/api/people/${leaver}/deactivate`, {}, 409);
    const done = await ended(begun.body.id);
    expect(done).toMatchObject({ state: 'done', moved: 452, kept: [{ object: 'visit', count: 1 }] });
    const { sealed, ...others } = await ownersOf();
    expect([sealed, ...new Set(Object.values(others))]).toEqual([leaver, other]);
    expect(await managerOf(report)).toBe(other);
    const { db } = world.engine;
    const { workspace } = await world.engine.contextFor('main');
    const { rows } = await query<{ count: number }>(db.forWorkspace(workspace), {
      text: `SELECT count(*)::int AS count FROM "${workspace.schema}"."_audit" WHERE actor = $1::uuid AND op = 'update' AND version = 2 AND object IN (SELECT id FROM "${workspace.schema}"."_meta_doc" WHERE key = 'visit')`,
      values: [world.users.admin],
    });
    expect(rows[0]!.count).toBe(450);

    const [first] = (await admin('GET', '/api/records/visit?filter=name%20==%20%22v000%22')).records;
    await admin('PATCH', `/api/records/visit/${first.id}`, { owner: world.users.nobody });
    await admin('POST', `/api/handovers/${begun.body.id}/undo`);
    const undone = await ended(begun.body.id);
    expect(undone).toMatchObject({ state: 'undone', moved: 0, takenBack: 451 });
    expect(undone.kept).toContainEqual({
      object: 'visit',
      field: 'owner',
      reason: 'changed_since',
      count: 1,
    });
    const after = await ownersOf();
    expect([after.v000, after.v001, after.sealed]).toEqual([world.users.nobody, leaver, leaver]);
    expect(await managerOf(report)).toBe(leaver);
    expect((await world.call('member', 'GET', '/api/me')).status).toBe(200);
    await admin('POST', `/api/handovers/${begun.body.id}/undo`, undefined, 409);
    const { handovers } = await admin('GET', `/api/people/${leaver}/handovers`);
    expect(handovers.map(({ id }: any) => id)).toEqual([begun.body.id]);
  });

  test('without anybody who takes over keeps what they own; those who reported go up the line', async () => {
    const begun = await deactivate(leaver);
    expect(await ended(begun.id)).toMatchObject({ state: 'done', moved: 1, to: null });
    expect((await ownersOf()).v001).toBe(leaver);
    expect(await managerOf(report)).toBe(world.users.admin);
    await admin('POST', `/api/handovers/${begun.id}/undo`);
    await ended(begun.id);
    expect(await managerOf(report)).toBe(leaver);
  });

  test('whoever takes over is never their own manager', async () => {
    const begun = await deactivate(leaver, { to: report, objects: ['user'] });
    expect(await ended(begun.id)).toMatchObject({ moved: 1 });
    expect(await managerOf(report)).toBe(world.users.admin);
    await admin('POST', `/api/handovers/${begun.id}/undo`);
    await ended(begun.id);
  });

  test('a job that its process left is taken up by another, where it was', async () => {
    const { engine } = world;
    const ctx = await engine.contextFor('main');
    const { workspace, db } = ctx;
    const part = await deactivate(leaver, { to: world.users.other, objects: ['team'] });
    await ended(part.id);
    // as if it had ended after the first records
    await query(db.forWorkspace(workspace), {
      text: `UPDATE "${workspace.schema}"."_handover" SET state = 'running', written_at = now() - interval '1 hour', places = (SELECT array_agg(id) FROM unnest($2::text[]) id) WHERE id = $1::uuid`,
      values: [
        part.id,
        [...ctx.model.objects.values()].flatMap(({ fields }) => [...fields.values()].map(({ id }) => id)),
      ],
    });
    const runner = new HandoverRunner({
      people: engine.people,
      workspaces: async () => [workspace],
      contextFor: async () => engine.contextFor('main', 'handover'),
      report: (error) => {
        throw error;
      },
    });
    runner.start();
    await runner.settled();
    await runner.stop();
    expect(await ended(part.id)).toMatchObject({ state: 'done' });
    const { sealed, v000, ...others } = await ownersOf();
    expect([sealed, v000, ...new Set(Object.values(others))]).toEqual([
      leaver,
      world.users.nobody,
      world.users.other,
    ]);
  });

  test('the last who can manage people stays', async () => {
    await admin('POST', `/api/people/${world.users.admin}/deactivate`, {}, 409);
    expect((await world.call('admin', 'GET', '/api/me')).status).toBe(200);
  });
});
