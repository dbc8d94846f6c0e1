import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified, quote } from '../../../engine/db/index.ts';
import { publishDocuments, publishProgress, runSteps, StepRunner } from '../../../engine/publish/index.ts';
import { retrySteps } from '../../../engine/publish/progress.ts';
import { stepKinds } from '../../../engine/publish/steps/index.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
  changed,
  editing,
  field,
  object,
  type PublishWorld,
  publishWorld,
  type TestWorkspace,
} from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const ITEM = object('item', { code: field('text') });

const unique = changed(
  editing('object/item', (body) => {
    body.properties.code['x-field'].unique = true;
  }),
);

const steps = ({ workspace }: TestWorkspace) => qualified(workspace.schema, '_meta_step');

const run = (text: string, values: unknown[] = []) => query<any>(world.db.direct(), { text, values });

/** Publishes and leaves the steps undone. */
const publishOnly = (workspace: TestWorkspace) => publishDocuments(workspace, unique, { actor: null });

const progress = ({ workspace }: TestWorkspace) => publishProgress(world.db.direct(), workspace, 3);

async function itemColumn(workspace: TestWorkspace) {
  const item = (await workspace.model()).objects.get('item')!;
  return {
    table: qualified(workspace.workspace.schema, item.table),
    column: quote(item.fields.get('code')!.columns[0]!.name),
  };
}

describe('a step', () => {
  test('that fails says why in both languages, leaves nothing behind and can be tried again', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    await workspace.insert('item', { name: 'one', code: 'A' });
    await workspace.insert('item', { name: 'two', code: 'a' });
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await progress(workspace)).toMatchObject({
      state: 'failed',
      steps: [
        {
          kind: 'index',
          state: 'failed',
          error: { en: expect.stringContaining('share'), 'zh-CN': expect.any(String) },
        },
      ],
    });
    // half an index would refuse writes
    expect(await workspace.drift()).toMatchObject([{ is: 'missing', what: 'index' }]);
    const { table, column } = await itemColumn(workspace);
    await run(`UPDATE ${table} SET ${column} = 'b' WHERE ${column} = 'a'`);
    await retrySteps(world.db.direct(), workspace.workspace, 3);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await progress(workspace)).toMatchObject({ state: 'done' });
    expect(await workspace.drift()).toEqual([]);
  });

  test('of a process that is gone is taken over, one at work is not', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    await run(`UPDATE ${steps(workspace)} SET state = 'running', owner = 'other', heartbeat_at = now()`);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await progress(workspace)).toMatchObject({ state: 'running', steps: [{ state: 'running' }] });
    await run(`UPDATE ${steps(workspace)} SET heartbeat_at = now() - interval '1 minute'`);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await progress(workspace)).toMatchObject({ state: 'done' });
  });

  test('may be run twice', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    await run(`UPDATE ${steps(workspace)} SET state = 'pending'`);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await progress(workspace)).toMatchObject({ state: 'done' });
    expect(await workspace.drift()).toEqual([]);
  });

  test('is overtaken by a publish that wants the opposite', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    await workspace.insert('item', { name: 'one', code: 'A' });
    await workspace.insert('item', { name: 'two', code: 'a' });
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect((await progress(workspace))!.state).toBe('failed');
    await workspace.publish(
      editing('object/item', (body) => {
        delete body.properties.code['x-field'].unique;
      }),
    );
    expect(await progress(workspace)).toMatchObject({ state: 'done', steps: [{ state: 'cancelled' }] });
    expect(await workspace.drift()).toEqual([]);
  });

  test('is done once by two processes', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    await Promise.all(
      [1, 2, 3].map(() => runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) })),
    );
    expect(await progress(workspace)).toMatchObject({ state: 'done' });
    expect(await workspace.drift()).toEqual([]);
  });
});

describe('the runner', () => {
  test('finds at its start what others have left', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    const runner = new StepRunner(world.db, vaultsOf(world.db));
    runner.start();
    while ((await progress(workspace))!.state === 'running') await sleep(20);
    expect((await progress(workspace))!.state).toBe('done');
    await runner.stop();
  });

  test('stops at once, and what it was at goes on later', async () => {
    const workspace = await world.workspace(ITEM);
    await publishOnly(workspace);
    // an index waits for every transaction that has begun before
    const client = await world.db.direct().connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query(`SELECT count(*) FROM ${(await itemColumn(workspace)).table}`);
    const runner = new StepRunner(world.db, vaultsOf(world.db));
    runner.wake(workspace.workspace);
    while ((await progress(workspace))!.steps[0]!.state !== 'running') await sleep(20);
    await sleep(200);
    const started = performance.now();
    await runner.stop();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await progress(workspace)).toMatchObject({ steps: [{ state: 'pending' }] });
    await client.query('COMMIT');
    client.release();
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await workspace.drift()).toEqual([]);
  });
});

test('every kind of step says what it does', () => {
  for (const { labels } of stepKinds()) {
    expect(Object.keys(labels).sort()).toEqual(['en', 'zh-CN']);
  }
});
