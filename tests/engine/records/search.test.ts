import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import {
  aggregateRecords,
  createRecord,
  deleteRecord,
  listRecords,
  restoreRecord,
  runBatch,
  updateRecord,
} from '../../../engine/records/index.ts';
import { purgeRecord } from '../../../engine/records/purge.ts';
import { searchTable } from '../../../engine/search/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { role, sampleModel } from '../sample-model.ts';
import { createSampleWorkspace, type SampleWorkspace } from '../sample-workspace.ts';

const ALL = ['create', 'read', 'update', 'delete', 'restore', 'purge', 'bulk'];

const model = sampleModel(
  {
    person: {
      fields: {
        name: { type: 'text', required: true },
        note: { type: 'longText', search: 'C' },
        nick: { type: 'text', search: 'B' },
        city: { type: 'text' },
        minutes: { type: 'richText', search: 'D' },
      },
    },
  },
  [
    role('boss', { grants: [{ object: 'person', do: ALL, rows: {}, fields: {} }] }),
    role('blind', {
      grants: [{ object: 'person', do: ['read'], rows: {}, fields: { '*': 'read', note: 'none' } }],
    }),
    role('own', {
      grants: [{ object: 'person', do: ['read'], rows: { read: 'own' }, fields: { '*': 'read' } }],
    }),
    role('half', {
      grants: [
        { object: 'person', do: ['read'], rows: {}, fields: { '*': 'read', note: 'none' } },
        { object: 'person', do: ['read'], rows: { read: 'own' }, fields: { '*': 'read' } },
      ],
    }),
  ],
);

let database: FreshDatabase;
let world: SampleWorkspace;
let boss: RequestContext;
beforeAll(async () => {
  database = await freshDatabase();
  world = await createSampleWorkspace(database.connectionString, model);
  boss = await world.as('boss', 'boss');
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

const request = (q: string, deleted = false) => ({
  sort: [],
  q,
  limit: 50,
  offset: 0,
  deleted,
  fields: ['name'],
});

async function found(ctx: RequestContext, q: string, deleted?: boolean): Promise<string[]> {
  const { records } = JSON.parse(await listRecords(ctx, 'person', request(q, deleted)));
  return records.map(({ name }: { name: string }) => name).sort();
}

const make = async (values: object): Promise<string> => (await createRecord(boss, 'person', values)).id;
const change = (id: string, values: object) => updateRecord(boss, 'person', { id, values, path: '' });

test('a person is found by characters, by pinyin and by initials', async () => {
  await make({ name: '李明朗' });
  for (const q of ['李', '明', '明朗', '李明朗', 'liming', 'lml', 'LML', 'ming']) {
    expect([q, await found(boss, q)]).toEqual([q, ['李明朗']]);
  }
  for (const q of ['iming', '李朗', '', '%', 'l_l']) if (q !== '') expect(await found(boss, q)).toEqual([]);
});

test('each word must stand in some field, and sums count the same', async () => {
  await make({ name: 'Ada Lovelace', nick: 'Countess', minutes: '<p>Engine <b>notes</b></p>' });
  await make({ name: 'Ada Other', nick: 'Nobody', city: 'Countess' });
  expect(await found(boss, 'countess ada')).toEqual(['Ada Lovelace']);
  expect(await found(boss, 'ADA engine notes')).toEqual(['Ada Lovelace']);
  expect(await found(boss, 'ada')).toEqual(['Ada Lovelace', 'Ada Other']);
  const sum = await aggregateRecords(boss, 'person', {
    group: [],
    measures: ['count()'],
    q: 'ada',
    sort: [],
    limit: 5,
  });
  expect(JSON.parse(sum)).toEqual({ groups: [{ 'count()': 2 }] });
});

test('what is written is what is found, however it is written', async () => {
  const id = await make({ name: 'Before', note: '旧备注' });
  await change(id, { name: 'Behind' });
  expect([await found(boss, 'before'), await found(boss, 'behind'), await found(boss, '旧备')]).toEqual([
    [],
    ['Behind'],
    ['Behind'],
  ]);
  await change(id, { note: null });
  expect(await found(boss, '旧备注')).toEqual([]);
  await runBatch(
    boss,
    'person',
    [
      { op: 'create', values: { name: '批量一' } },
      { op: 'create', values: { name: '批量二', nick: 'second' } },
      { op: 'update', id, values: { nick: '批量三' } },
    ],
    undefined,
    JSON.stringify,
  );
  expect(await found(boss, 'piliang')).toEqual(['Behind', '批量一', '批量二']);
});

test('the bin is searched by itself, and nothing of what is destroyed is left', async () => {
  const id = await make({ name: 'Thrown away' });
  await deleteRecord(boss, 'person', id);
  expect([await found(boss, 'thrown'), await found(boss, 'thrown', true)]).toEqual([[], ['Thrown away']]);
  await restoreRecord(boss, 'person', id);
  expect(await found(boss, 'thrown')).toEqual(['Thrown away']);
  await deleteRecord(boss, 'person', id);
  await purgeRecord(boss, 'person', id);
  const table = searchTable(model, model.objects.get('person')!);
  const { rows } = await query(world.db.direct(), {
    text: `SELECT FROM ${table} WHERE id = $1`,
    values: [id],
  });
  expect(rows).toEqual([]);
});

test('a field finds nothing for who may not read it, and only in the rows where they may', async () => {
  const [blind, half] = [await world.as('blind', 'blind'), await world.as('half', 'half')];
  await make({ name: 'Theirs', note: '机密 hush' });
  await make({ name: 'Own', note: '机密 hush', owner: half.actor.userId });
  for (const q of ['机密', 'jimi', 'hush', 'hush jm']) {
    expect([q, await found(boss, q)]).toEqual([q, ['Own', 'Theirs']]);
    expect([q, await found(blind, q)]).toEqual([q, []]);
    expect([q, await found(half, q)]).toEqual([q, ['Own']]);
  }
  // a word that is hidden beside one that is not
  expect(await found(half, 'theirs hush')).toEqual([]);
});

describe('what many records have, the latest first', () => {
  /** Pages of what is found, each as it is read; with a count all is asked at once, without the latest are looked at first. */
  async function pages(ctx: RequestContext, q: string, isCounted: boolean, limit = 2): Promise<string[][]> {
    const read: string[][] = [];
    for (let cursor: string | undefined; ; ) {
      const list = {
        ...request(q),
        limit,
        fields: ['id', 'name', 'nick'],
        ...(isCounted && { count: 'capped' as const }),
        ...(cursor && { cursor }),
      };
      const { records, next } = JSON.parse(await listRecords(ctx, 'person', list));
      read.push(records.map((record: unknown) => JSON.stringify(record)));
      if (next === null) return read;
      cursor = next;
    }
  }

  test('is the same page by page, whoever reads it and however little of it they see', async () => {
    const [blind, half, own] = await Promise.all(
      ['blind', 'half', 'own'].map((name) => world.as(`${name}-of-many`, name)),
    );
    for (let index = 0; index < 60; index++) {
      const owner = index % 20 === 3 ? own!.actor.userId : index % 7 === 2 ? half!.actor.userId : undefined;
      const id = await make({
        name: `Many ${index}`,
        note: index % 2 === 0 ? 'quiet 机密' : '机密',
        ...(owner && { owner }),
      });
      if (index % 5 === 4) await deleteRecord(boss, 'person', id);
    }
    for (const ctx of [boss, blind!, half!, own!]) {
      for (const q of ['many', '机密', 'quiet', 'many jm', 'an', 'many nothing']) {
        const found = await pages(ctx, q, false);
        expect([q, found]).toEqual([q, await pages(ctx, q, true)]);
        expect(found.flat()).toEqual((await pages(ctx, q, true, 100)).flat());
      }
    }
    expect((await pages(own!, 'many', false)).flat()).toHaveLength(3);
    expect((await pages(boss, 'many', false)).flat()).toHaveLength(48);
  });
});
