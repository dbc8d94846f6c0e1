import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPublished } from '../../../engine/model/index.ts';
import { editing, field, object, type PublishWorld, publishWorld } from './publish-world.ts';

let world: PublishWorld;

beforeAll(async () => {
  world = await publishWorld();
});
afterAll(async () => world?.close());

const ITEM = object('item', {
  amount: field('currency'),
  risk: field('select', {
    options: ['low', 'high'].map((value) => ({ value, labels: { en: value, 'zh-CN': value } })),
  }),
});

describe('a workspace', () => {
  test('begins with the engine’s documents as version 1', async () => {
    const workspace = await world.workspace();
    const model = await workspace.model();
    expect(model.version).toBe(1);
    expect([...model.objects.keys()].sort()).toEqual([
      'delegation',
      'department',
      'team',
      'team_member',
      'territory',
      'territory_member',
      'user',
      'view',
    ]);
    expect(await workspace.drift()).toEqual([]);
  });

  test('gets a table for an object', async () => {
    const workspace = await world.workspace(ITEM);
    await workspace.insert('item', { name: 'one', amount: '12.50', risk: 'low' });
    expect(await workspace.values('item', 'amount')).toEqual(['12.50']);
    expect(await workspace.drift()).toEqual([]);
    const { version } = await loadPublished(world.db.direct(), workspace.workspace);
    expect(version).toBe(2);
  });
});

test('an unchanged set has an empty plan and is no version', async () => {
  const workspace = await world.workspace(ITEM);
  const plan = await workspace.plan(() => {});
  expect(plan.changes).toEqual([]);
  expect(await workspace.publish(() => {})).toBe(2);
});

test('a field is added to a table with rows', async () => {
  const workspace = await world.workspace(ITEM);
  await workspace.insert('item', { name: 'one' });
  const change = editing('object/item', (body) => {
    body.properties.renewal = field('select', {
      label: 'Renewal risk',
      options: [{ value: 'low', labels: { en: 'Low' } }],
    });
  });
  const plan = await workspace.plan(change);
  expect(plan.changes.map(({ kind, sentence }) => [kind, sentence.en, sentence['zh-CN']])).toEqual([
    ['add-field', 'Add field “Renewal risk” to item (select)', '新增字段“Renewal risk”（item（中），单选）'],
  ]);
  expect(await workspace.publish(change)).toBe(3);
  expect(await workspace.values('item', 'renewal')).toEqual([null]);
  expect(await workspace.drift()).toEqual([]);
});
