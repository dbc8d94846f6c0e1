import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { bringSearches, runSteps } from '../../../engine/publish/index.ts';
import { searchedFields, searchTable } from '../../../engine/search/index.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
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
afterAll(() => world.close());

const ITEM = object('item', { note: field('text'), code: field('text', { search: 'B' }) });

const mark = (name: string, search?: string) =>
  editing('object/item', (body) => {
    const words = body.properties[name]['x-field'];
    if (search === undefined) delete words.search;
    else words.search = search;
  });

/** What the table of searches holds, row by row: texts by the names of their fields, and of fields searched once. */
async function searched(workspace: TestWorkspace): Promise<object[]> {
  const model = await workspace.model();
  const item = model.objects.get('item')!;
  const { rows } = await query<Record<string, string | null>>(world.db.direct(), {
    text: `SELECT * FROM ${searchTable(model, item)} ORDER BY id`,
  });
  const names = new Map(
    [...item.fieldsById.values()].flatMap(({ name, columns }) => columns.map((one) => [one.name, name])),
  );
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([column, text]) => {
        const name = names.get(column);
        return name === undefined || name === 'id' || text === null ? [] : [[name, text.trim()]];
      }),
    ),
  );
}

/** Kinds of the steps of the latest publish, in their order. */
async function steps(workspace: TestWorkspace): Promise<string[]> {
  const table = qualified(workspace.workspace.schema, '_meta_step');
  const { rows } = await query<{ kind: string; state: string }>(world.db.direct(), {
    text: `SELECT kind, state FROM ${table} WHERE v = (SELECT v FROM ${qualified(workspace.workspace.schema, '_meta_current')}) ORDER BY ord`,
  });
  expect(rows.filter(({ state }) => state !== 'done')).toEqual([]);
  return rows.map(({ kind }) => kind);
}

test('a new object comes with its table, and nothing is left to do', async () => {
  const workspace = await world.workspace(ITEM);
  expect(await steps(workspace)).toEqual([]);
  expect(await workspace.drift()).toEqual([]);
  expect(searchedFields((await workspace.model()).objects.get('item')!).map((one) => one.field.name)).toEqual(
    ['name', 'code'],
  );
});

test('what is searched from now on is filled, what is searched no more is emptied', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'One', note: '备注', code: 'A-1' });
  await workspace.insert('item', { name: 'Two', note: null, code: 'A-2' });
  await workspace.publish(mark('note', 'C'));
  expect(await steps(workspace)).toEqual(['search', 'index', 'drop-index']);
  const both = [
    { name: 'one', note: '备备备注注注', code: 'a 1' },
    { name: 'two', code: 'a 2' },
  ];
  expect(await searched(workspace)).toEqual(both);
  expect(await workspace.drift()).toEqual([]);

  await workspace.publish(mark('note'));
  expect(await steps(workspace)).toEqual(['search', 'index', 'drop-index']);
  expect(await searched(workspace)).toEqual([
    { name: 'one', code: 'a 1' },
    { name: 'two', code: 'a 2' },
  ]);
  expect(await workspace.drift()).toEqual([]);

  await workspace.publish(mark('note', 'D'));
  expect(await searched(workspace)).toEqual(both);
  // how much it counts is nothing that is kept
  await workspace.publish(mark('note', 'A'));
  expect(await steps(workspace)).toEqual([]);
});

test('another title is searched in the place of the one before', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'One', note: 'Title', code: 'A-1' });
  await workspace.publish(
    editing('object/item', (body) => {
      body['x-object'].titleField = 'note';
    }),
  );
  expect(await searched(workspace)).toEqual([{ note: 'title', name: 'one', code: 'a 1' }]);
  expect(await workspace.drift()).toEqual([]);
});

test('texts that a publish writes are found, texts that it encrypts are not', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'One', note: null, code: null });
  const require = editing('object/item', (body) => {
    body.required = ['code'];
  });
  const { id } = (await workspace.plan(require)).changes[0]!;
  await workspace.publish(require, { remedies: { [id]: { name: 'fill', value: 'Filled in' } } });
  expect(await workspace.values('item', 'code')).toEqual(['Filled in']);
  expect(await steps(workspace)).toEqual(['fill', 'search']);
  expect(await searched(workspace)).toEqual([{ name: 'one', code: 'filled in' }]);
  await workspace.publish(
    editing('object/item', (body) => {
      body.properties.code['x-field'].type = 'encrypted';
      delete body.properties.code['x-field'].search;
    }),
  );
  expect(await searched(workspace)).toEqual([{ name: 'one' }]);
});

test('a workspace of an earlier build gets its tables, once', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'Old one', note: null, code: 'x' });
  const model = await workspace.model();
  await query(world.db.direct(), { text: `DROP TABLE ${searchTable(model, model.objects.get('item')!)}` });
  await Promise.all([bringSearches(workspace), bringSearches(workspace)]);
  await runSteps(world.db, workspace.workspace, { vaults: vaultsOf(world.db) });
  expect(await steps(workspace)).toEqual(['search', 'index']);
  expect(await searched(workspace)).toEqual([{ name: 'old one', code: 'x' }]);
  expect(await workspace.drift()).toEqual([]);
});
