import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import { CurrentModels, loadPublished } from '../../../engine/model/index.ts';
import { FAULT_POINTS, publishDocuments, runSteps } from '../../../engine/publish/index.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
  changed,
  editing,
  field,
  object,
  type PublishWorld,
  publishWorld,
  type TestWorkspace,
  testWorkspace,
} from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const ITEM = object('item', { code: field('text') });

const addField = (name: string) =>
  editing('object/item', (body) => {
    body.properties[name] = field('text', { search: 'B' });
    body['x-object'].labels = { en: name };
  });

const tableOf = async (workspace: TestWorkspace): Promise<string> =>
  qualified(workspace.workspace.schema, (await workspace.model()).objects.get('item')!.table);

/** What Postgres and the documents say, in one comparable value. */
async function stateOf(workspace: TestWorkspace) {
  const { version, documents, physical } = await loadPublished(world.db.direct(), workspace.workspace);
  const { rows } = await query<{ name: string }>(world.db.direct(), {
    text: 'SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 ORDER BY 1',
    values: [await tableOf(workspace)],
  });
  const control = await query<{ revision: number }>(world.db.forControl(), {
    text: 'SELECT model_revision AS revision FROM control.workspace WHERE id = $1',
    values: [workspace.workspace.id],
  });
  return {
    version,
    revision: control.rows[0]!.revision,
    fields: Object.keys(documents.get('object/item')!.body.properties),
    columns: rows.map(({ name }) => name).filter((name) => name.startsWith('c_')),
    physical: [...physical.values()].filter(
      (name) => name.startsWith('c_name') || name.startsWith('c_extra'),
    ),
  };
}

describe('a publish that dies', () => {
  test.each(FAULT_POINTS)('at %s leaves the old or the new version, whole', async (point) => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one' });
    const before = await stateOf(workspace);
    const dying = testWorkspace({
      ...workspace,
      fault: (reached) => {
        if (reached === point) throw new Error(`died at ${point}`);
      },
    });
    await expect(dying.publish(addField('extra'))).rejects.toThrow(`died at ${point}`);
    const after = await stateOf(workspace);
    if (point === 'after-commit') expect(after).toMatchObject({ version: 3, revision: 3 });
    else expect(after).toEqual(before);
    // a process that starts now needs no hand
    const models = new CurrentModels(world.db);
    const fresh = testWorkspace({ ...workspace, models });
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await fresh.drift()).toEqual([]);
    expect(await fresh.publish(addField('extra'))).toBe(3);
    expect(await fresh.drift()).toEqual([]);
  });
});

describe('a process that is killed', () => {
  test.each(['between-statements', 'before-commit', 'after-commit'] as const)(
    'at %s leaves the old or the new version, whole',
    async (point) => {
      const workspace = await world.workspace(ITEM);
      const before = await stateOf(workspace);
      const { id, name, schema } = workspace.workspace;
      const script = new URL('publish-process.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, [script, world.db.connectionString, id, name, schema], {
        env: { ...process.env, GUANXI_FAULT: `publish:${point}` },
        stdio: 'inherit',
      });
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      if (point === 'after-commit')
        expect(await stateOf(workspace)).toMatchObject({ version: 3, revision: 3 });
      else expect(await stateOf(workspace)).toEqual(before);
      const fresh = testWorkspace({ ...workspace, models: new CurrentModels(world.db) });
      await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
      expect(await fresh.drift()).toEqual([]);
    },
  );
});

describe('two publishers', () => {
  test('of one plan: one wins, the other is told', async () => {
    const workspace = await world.workspace(ITEM);
    const hashes = await Promise.all(
      ['one', 'two'].map(async (name) => (await workspace.plan(addField(name))).hash),
    );
    const results = await Promise.allSettled(
      ['one', 'two'].map((name, index) =>
        publishDocuments({ ...workspace, models: new CurrentModels(world.db) }, changed(addField(name)), {
          actor: null,
          hash: hashes[index],
        }),
      ),
    );
    const won = results.filter(({ status }) => status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect(won.length).toBe(1);
    expect(lost.map(({ reason }) => (reason as Problem).code)).toEqual(['publish.stale']);
    await workspace.models.refresh(workspace.workspace);
    await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
    expect(await workspace.drift()).toEqual([]);
  });

  test('racing many times never disagree', async () => {
    const workspace = await world.workspace(ITEM);
    let published = 2;
    for (let round = 0; round < 8; round++) {
      const results = await Promise.allSettled(
        [0, 1, 2].map((who) => workspace.publish(addField(`f${round}_${who}`))),
      );
      published += results.filter(({ status }) => status === 'fulfilled').length;
      for (const result of results) {
        if (result.status === 'rejected') expect((result.reason as Problem).code).toBe('publish.stale');
      }
    }
    expect((await stateOf(workspace)).version).toBe(published);
    expect((await workspace.models.refresh(workspace.workspace)).version).toBe(published);
    expect(await workspace.drift()).toEqual([]);
  });
});

describe('a reader in an open transaction', () => {
  /** Holds the table for some milliseconds. */
  async function hold(workspace: TestWorkspace, milliseconds: number) {
    const client = await world.db.direct().connect();
    await client.query('BEGIN');
    await client.query(`SELECT count(*) FROM ${await tableOf(workspace)}`);
    return sleep(milliseconds).then(async () => {
      await client.query('COMMIT');
      client.release();
    });
  }

  test('delays a publish, and others hardly', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one' });
    const table = await tableOf(workspace);
    const held = await Promise.resolve(hold(workspace, 700));
    let isDone = false;
    const waits: number[] = [];
    const publish = workspace.publish(addField('extra')).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const started = performance.now();
      await query(world.db.forWorkspace(workspace.workspace), { text: `SELECT count(*) FROM ${table}` });
      waits.push(performance.now() - started);
      await sleep(5);
    }
    expect(await publish).toBe(3);
    await held;
    // as long as one try waits, and not as long as the reader holds the table
    expect(Math.max(...waits)).toBeLessThan(600);
  });

  test('for too long is named', async () => {
    const workspace = await world.workspace(ITEM);
    const client = await world.db.direct().connect();
    await client.query(`BEGIN`);
    await client.query(`SELECT count(*) FROM ${await tableOf(workspace)}`);
    const problem = await workspace
      .publish(addField('extra'), { lockTimeouts: [50, 100] })
      .catch((error) => error);
    await client.query('COMMIT');
    client.release();
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.code).toBe('publish.locked');
    expect(problem.message).toMatch(/guanxi direct \(\d+ s\)/);
  });
});

test('what blocks a publish is looked for again when it is done', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'one', code: 'A' });
  const unique = editing('object/item', (body) => {
    body.properties.code['x-field'].unique = true;
  });
  const { hash } = await workspace.plan(unique);
  await workspace.insert('item', { name: 'two', code: 'a' });
  const problem = await workspace.publish(unique, { hash }).catch((error) => error);
  expect(problem.code).toBe('publish.blocked');
  expect(problem.items).toMatchObject([{ code: 'publish.duplicates' }]);
});

test('a change that was safe and now loses data is refused at the last moment', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'one', code: 'A' });
  const unique = editing('object/item', (body) => {
    body.properties.code['x-field'].unique = true;
  });
  const late = testWorkspace({
    ...workspace,
    fault: async (point) => {
      if (point === 'before-lock') await workspace.insert('item', { name: 'two', code: 'a' });
    },
  });
  const problem = await late.publish(unique).catch((error) => error);
  expect(problem.code).toBe('publish.findings_worse');
  expect((await stateOf(workspace)).version).toBe(2);
});

describe('the current Model', () => {
  test('is swapped in every process', async () => {
    const workspace = await world.workspace(ITEM);
    const other = new CurrentModels(world.db);
    other.start();
    expect((await other.get(workspace.workspace)).version).toBe(2);
    // the notice is heard once LISTEN has run
    await sleep(100);
    await workspace.publish(addField('extra'));
    const started = performance.now();
    while ((await other.get(workspace.workspace)).version < 3) await sleep(5);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await other.get(workspace.workspace)).objects.get('item')!.fields.has('extra')).toBe(true);
    await other.stop();
  });

  test('tells when people have changed', async () => {
    const workspace = await world.workspace(ITEM);
    const told: string[] = [];
    const other = new CurrentModels(world.db, { onPeopleChanged: (id) => told.push(id) });
    await other.get(workspace.workspace);
    other.start();
    // what was read before the first look may be older than the number
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 3_000 });
    await query(world.db.forControl(), {
      text: 'UPDATE control.workspace SET people_revision = people_revision + 1 WHERE id = $1',
      values: [workspace.workspace.id],
    });
    await vi.waitFor(() => expect(told).toHaveLength(2), { timeout: 3_000 });
    expect(new Set(told)).toEqual(new Set([workspace.workspace.id]));
    await other.stop();
  });
});
