import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import { qualified } from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import {
  aggregateRecords,
  checkRecord,
  createRecord,
  deleteRecord,
  type ListRequest,
  listRecords,
  readRecord,
  restoreRecord,
  runBatch,
  updateRecord,
} from '../../../engine/records/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { pipeline, role, sampleModel } from '../sample-model.ts';
import { createSampleWorkspace, type SampleWorkspace } from '../sample-workspace.ts';

const ALL = ['create', 'read', 'update', 'delete', 'restore'];
const grant = (object: string, rest: object = {}) => ({ object, do: ALL, rows: {}, fields: {}, ...rest });
const option = (value: string) => ({ value, labels: { en: value } });

const model = sampleModel(
  {
    company: {
      fields: {
        name: { type: 'text', required: true, unique: true, search: 'A', schema: { maxLength: 60 } },
        city: { type: 'text' },
        code: { type: 'autonumber', settings: { format: 'C-{000}' } },
      },
    },
    project: {
      pipelines: [pipeline('sales', { first: 'open', second: 'open', won: 'won' })],
      fields: {
        name: { type: 'text', required: true },
        company: { type: 'lookup', settings: { target: 'company' }, onDelete: 'restrict' },
        amount: { type: 'currency' },
        stage: { type: 'stage', required: true },
        due: { type: 'date' },
        size: { type: 'select', options: ['small', 'large', 'medium'].map(option) },
        tags: { type: 'multiSelect', options: ['hot', 'cold'].map(option) },
        secret: { type: 'text' },
      },
    },
    step: {
      fields: {
        name: { type: 'text', required: true },
        project: { type: 'lookup', settings: { target: 'project' }, onDelete: 'cascade' },
        helper: { type: 'lookup', settings: { target: 'company' }, onDelete: 'null' },
      },
    },
  },
  [
    role('boss', { grants: ['company', 'project', 'step'].map((object) => grant(object)) }),
    role('stepper', { grants: [grant('step'), grant('project', { do: ['read'] })] }),
    role('seller', {
      grants: [
        grant('company', { rows: { update: 'own', delete: 'own' } }),
        grant('project', {
          rows: { create: 'own', read: 'own', update: 'own', delete: 'own' },
          fields: { '*': 'write', secret: 'none', amount: 'read' },
        }),
      ],
    }),
  ],
);

let database: FreshDatabase;
let sample: SampleWorkspace;
let boss: RequestContext;
let seller: RequestContext;

beforeAll(async () => {
  database = await freshDatabase();
  sample = await createSampleWorkspace(database.connectionString, model);
  boss = await sample.as('Boss', 'boss');
  seller = await sample.as('Seller', 'seller');
});

afterAll(async () => {
  await sample.close();
  await database.drop();
});

const LIST: ListRequest = { sort: [], limit: 50, offset: 0, deleted: false };
const list = async (ctx: RequestContext, object: string, request: Partial<ListRequest> = {}) =>
  JSON.parse(await listRecords(ctx, object, { ...LIST, ...request }));
const namesIn = (page: { records: { name: string }[] }) => page.records.map(({ name }) => name);
const by = (word: string) => [{ path: word.replace(/^-/, ''), descending: word.startsWith('-') }];
const create = async (ctx: RequestContext, object: string, values: object) =>
  JSON.parse((await createRecord(ctx, object, values)).text!);
const refusalOf = async (act: Promise<unknown>) => {
  const error = await act.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(Problem);
  const { code, items } = error as Problem;
  return {
    code,
    items: items.map(({ path, code: of, suggestion }) => [path, of, suggestion].filter(Boolean).join(' ')),
  };
};
const rowsOf = async (table: string, id: string) =>
  (
    await query<{ op: string; version: number; changes: string }>(sample.db.direct(), {
      text: `SELECT * FROM ${qualified(model.schema, table)} WHERE record = $1 ORDER BY version`,
      values: [id],
    })
  ).rows;

describe('one record', () => {
  test('is made with defaults, number, owner and first stage, and leaves its trail in the same statement', async () => {
    const company = await create(boss, 'company', { name: ' 云帆科技 ', city: '' });
    expect(company).toMatchObject({
      name: '云帆科技',
      city: null,
      code: 'C-001',
      owner: boss.actor.userId,
      version: 1,
    });
    const project = await create(boss, 'project', {
      name: 'A',
      company: company.id,
      amount: 19.9,
      tags: ['hot'],
    });
    expect(project).toMatchObject({
      amount: '19.90',
      stage: 'first',
      stage_pipeline: 'sales',
      tags: ['hot'],
    });
    expect((await rowsOf('_audit', project.id)).map(({ op }) => op)).toEqual(['create']);
    expect(await rowsOf('_event', project.id)).toHaveLength(1);
    expect(await rowsOf('_stage_history', project.id)).toHaveLength(1);
  });

  test('is refused with every problem at once and the nearest right name', async () => {
    const refused = refusalOf(
      createRecord(boss, 'project', { nmae: 'x', amount: 'much', stage: 'frist', size: 'smal' }),
    );
    expect(await refused).toEqual({
      code: 'record.invalid',
      items: expect.arrayContaining([
        '/nmae record.field name',
        '/amount value.number',
        '/stage record.stage first',
        expect.stringMatching(/^\/size value\.option/),
        '/name record.required',
      ]),
    });
  });

  test('points only at what is there', async () => {
    const nowhere = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';
    const refused = refusalOf(createRecord(boss, 'project', { name: 'x', company: nowhere }));
    expect((await refused).items).toEqual(['/company record.reference']);
  });

  test('is unique by case, width and space, but for what lies in the bin', async () => {
    const first = await create(boss, 'company', { name: 'Acme' });
    const again = () => createRecord(boss, 'company', { name: ' ＡＣＭＥ ' });
    expect(await refusalOf(again())).toEqual({ code: 'record.duplicate', items: ['/name record.unique'] });
    await deleteRecord(boss, 'company', first.id);
    await again();
    expect((await refusalOf(restoreRecord(boss, 'company', first.id))).code).toBe('record.duplicate');
  });

  test('changes what is named; the same again writes nothing; a stale version is refused', async () => {
    const { id } = await create(boss, 'project', { name: 'P', due: '2026-03-04' });
    const change = (values: object, ifVersion?: number) =>
      updateRecord(boss, 'project', { id, values, path: '', ...(ifVersion !== undefined && { ifVersion }) });
    expect((await change({ due: null, size: 'large' })).version).toBe(2);
    expect((await change({ size: 'large' })).version).toBe(2);
    expect(await refusalOf(change({ size: 'small' }, 1))).toMatchObject({ code: 'record.stale' });
    expect((await change({ stage: 'won' }, 2)).version).toBe(3);
    const audit = await rowsOf('_audit', id);
    expect(audit.map(({ op, version }) => [op, version])).toEqual([
      ['create', 1],
      ['update', 2],
      ['update', 3],
    ]);
    expect(JSON.parse(audit[1]!.changes)).toEqual({
      fld_project_due: ['2026-03-04', null],
      fld_project_size: [null, 'large'],
    });
  });

  test('of twenty writers at once every one is told the truth and the version counts them', async () => {
    const { id } = await create(boss, 'project', { name: 'Race' });
    const writes = Array.from({ length: 20 }, (_, index) =>
      updateRecord(boss, 'project', { id, values: { name: `Race ${index}` }, path: '' }).then(
        () => true,
        (error: Problem) => {
          expect(error.code).toBe('record.conflict');
          return false;
        },
      ),
    );
    const done = (await Promise.all(writes)).filter(Boolean).length;
    const record = await readRecord(boss, 'project', id);
    expect(record!.version).toBe(1 + done);
    expect(await rowsOf('_audit', id)).toHaveLength(1 + done);
  });
});

describe('the recycle bin', () => {
  test('takes children along that cascade, and gives exactly those back', async () => {
    const project = await create(boss, 'project', { name: 'Tree' });
    const steps = await Promise.all(
      ['one', 'two', 'three'].map((name) => create(boss, 'step', { name, project: project.id })),
    );
    await deleteRecord(boss, 'step', steps[0].id);
    await deleteRecord(boss, 'project', project.id);
    expect(namesIn(await list(boss, 'step', { filter: `project == "${project.id}"` }))).toEqual([]);
    expect(namesIn(await list(boss, 'step', { deleted: true }))).toHaveLength(3);
    await restoreRecord(boss, 'project', project.id);
    expect(namesIn(await list(boss, 'step', { sort: by('name') }))).toEqual(['three', 'two']);
  });

  test('gives nothing back with a child that one may not restore by itself', async () => {
    const stepper = await sample.as('Stepper', 'stepper');
    const project = await create(boss, 'project', { name: 'Gone' });
    const step = await create(boss, 'step', { name: 'gone', project: project.id });
    await deleteRecord(boss, 'project', project.id);
    expect((await refusalOf(restoreRecord(stepper, 'step', step.id))).code).toBe('record.forbidden');
    expect(await readRecord(boss, 'project', project.id)).toBeUndefined();
    await restoreRecord(boss, 'step', step.id);
    expect(await readRecord(boss, 'project', project.id)).toBeDefined();
    await deleteRecord(stepper, 'step', step.id);
    await restoreRecord(stepper, 'step', step.id);
  });

  test('refuses what others need; a link that becomes null reads as null while its target is binned', async () => {
    const company = await create(boss, 'company', { name: 'Needed' });
    await create(boss, 'project', { name: 'Needs', company: company.id });
    expect((await refusalOf(deleteRecord(boss, 'company', company.id))).code).toBe('record.in_use');
    const helper = await create(boss, 'company', { name: 'Helper' });
    const step = await create(boss, 'step', { name: 'helped', helper: helper.id });
    const helperOf = async () => JSON.parse((await readRecord(boss, 'step', step.id))!.text).helper;
    await deleteRecord(boss, 'company', helper.id);
    expect(await helperOf()).toBeNull();
    await restoreRecord(boss, 'company', helper.id);
    expect(await helperOf()).toBe(helper.id);
  });
});

describe('lists', () => {
  const made = new Map<string, string>();

  beforeAll(async () => {
    const rows: readonly (readonly [string, string | null, string | null])[] = [
      ['L1 张三', '2026-01-01', 'large'],
      ['L2 李四', null, 'small'],
      ['L3 王五', '2026-02-01', null],
      ['L4 阿一', '2026-02-01', 'medium'],
      ['L5 bob', null, 'small'],
      ['L6 Bob', '2025-12-31', 'large'],
    ];
    for (const [name, due, size] of rows) {
      made.set(name, (await create(boss, 'project', { name, due, size, amount: made.size * 100 })).id);
    }
  });

  const mine = 'name.startsWith("L")';
  const walk = async (word: string, limit: number): Promise<string[]> => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(boss, 'project', {
        filter: mine,
        sort: by(word),
        limit,
        ...(cursor && { cursor }),
      });
      seen.push(...page.records.map(({ name }: { name: string }) => name.slice(0, 2)));
      cursor = page.next ?? undefined;
    } while (cursor);
    return seen;
  };

  test.each([
    ['due', ['L6', 'L1', 'L3', 'L4', 'L2', 'L5']],
    ['-due', ['L4', 'L3', 'L1', 'L6', 'L5', 'L2']],
    ['size', ['L2', 'L5', 'L1', 'L6', 'L4', 'L3']],
    ['-amount', ['L6', 'L5', 'L4', 'L3', 'L2', 'L1']],
  ])(
    'by %s: nulls last both ways, choices in their own order, the same in pages of any length',
    async (word, order) => {
      for (const limit of [1, 2, 4, 50]) expect(await walk(word, limit)).toEqual(order);
    },
  );

  test('text sorts by the first language of the workspace: Chinese by pinyin', async () => {
    const records = ['张三', '李四', '王五', '阿一'];
    for (const name of records) await create(boss, 'step', { name: `拼 ${name}` });
    const page = await list(boss, 'step', { filter: 'name.startsWith("拼")', sort: by('name') });
    expect(namesIn(page)).toEqual(['拼 阿一', '拼 李四', '拼 王五', '拼 张三']);
  });

  test('a cursor belongs to its list', async () => {
    const { next } = await list(boss, 'project', { filter: mine, sort: by('due'), limit: 2 });
    const other = list(boss, 'project', { filter: mine, sort: by('name'), limit: 2, cursor: next });
    expect((await refusalOf(other)).code).toBe('query.cursor');
    const forged = list(boss, 'project', { filter: mine, sort: by('due'), limit: 2, cursor: `${next}A` });
    expect((await refusalOf(forged)).code).toBe('query.cursor');
  });

  test('fields, paths, counts and search', async () => {
    const company = await create(boss, 'company', { name: '海盛软件', city: '上海' });
    await create(boss, 'project', { name: 'Path', company: company.id });
    const page = await list(boss, 'project', {
      filter: 'company.city == "上海"',
      fields: ['name', 'company.name'],
      count: 'exact',
    });
    expect(page).toMatchObject({
      records: [{ name: 'Path', company: { id: company.id, name: '海盛软件' } }],
      next: null,
      count: { value: 1, capped: false },
    });
    expect(namesIn(await list(boss, 'company', { q: '盛软' }))).toEqual(['海盛软件']);
    expect(namesIn(await list(boss, 'company', { q: '%' }))).toEqual([]);
  });

  test('a long page comes as JSON made by Postgres and says the same', async () => {
    const short = await list(boss, 'project', { filter: mine, sort: by('due'), limit: 200 });
    const long = await list(boss, 'project', { filter: mine, sort: by('due'), limit: 201 });
    expect(long).toEqual(short);
  });

  test('aggregates group, count and sum exactly', async () => {
    const request = {
      group: ['size'],
      measures: ['count()', 'sum(amount)'],
      filter: mine,
      sort: [],
      limit: 100,
    };
    expect(JSON.parse(await aggregateRecords(boss, 'project', request)).groups).toEqual([
      { size: 'small', 'count()': 2, 'sum(amount)': '500.00' },
      { size: 'large', 'count()': 2, 'sum(amount)': '500.00' },
      { size: 'medium', 'count()': 1, 'sum(amount)': '300.00' },
      { size: null, 'count()': 1, 'sum(amount)': '200.00' },
    ]);
  });

  test.each([
    [{ sort: by('nmae') }, 'query.field', '/sort query.field name'],
    [{ sort: by('tags') }, 'query.sort', '/sort query.sort'],
    [{ fields: ['company.nmae'] }, 'query.field', '/fields query.field company.name'],
    [{ fields: ['name.x'] }, 'query.path', '/fields query.path'],
    [{ fields: ['company.owner.manager.manager.name'] }, 'query.hops', '/fields query.hops'],
  ])('%j is refused', async (request, code, item) => {
    expect(await refusalOf(list(boss, 'project', request as Partial<ListRequest>))).toEqual({
      code,
      items: [item],
    });
  });
});

describe('rights', () => {
  let hers: string;
  let his: string;

  beforeAll(async () => {
    hers = (await create(boss, 'project', { name: 'Hers', secret: 's', amount: 7 })).id;
    his = (await create(seller, 'project', { name: 'His' })).id;
  });

  test('what one may not see is not there: list, record, write, bin and link', async () => {
    expect(namesIn(await list(seller, 'project'))).toEqual(['His']);
    expect(await readRecord(seller, 'project', hers)).toBeUndefined();
    const code = async (act: Promise<unknown>) => (await refusalOf(act)).code;
    expect(await code(updateRecord(seller, 'project', { id: hers, values: { name: 'x' }, path: '' }))).toBe(
      'record.not_found',
    );
    expect(await code(deleteRecord(seller, 'project', hers))).toBe('record.not_found');
    expect(await code(list(seller, 'step'))).toBe('query.object');
    const { id } = await create(boss, 'company', { name: 'Theirs' });
    expect(await code(updateRecord(seller, 'company', { id, values: { city: 'x' }, path: '' }))).toBe(
      'record.forbidden',
    );
  });

  test('a hidden field is as if it were not there, in every way of asking', async () => {
    expect(JSON.parse((await readRecord(seller, 'project', his))!.text)).not.toHaveProperty('secret');
    const unknown = async (act: Promise<unknown>) => {
      const { code, items } = await refusalOf(act);
      return `${code} ${items.join()}`.replaceAll(/secret|absent/g, '…');
    };
    for (const ask of [
      (name: string) => list(seller, 'project', { filter: `${name} == "s"` }),
      (name: string) => list(seller, 'project', { sort: by(name) }),
      (name: string) => list(seller, 'project', { fields: [name] }),
      (name: string) => createRecord(seller, 'project', { name: 'x', [name]: 'y' }),
      (name: string) =>
        aggregateRecords(seller, 'project', { group: [name], measures: ['count()'], sort: [], limit: 10 }),
    ]) {
      expect(await unknown(ask('secret'))).toBe(await unknown(ask('absent')));
    }
  });

  test('a read-only field can be read and filtered, not written', async () => {
    expect(namesIn(await list(seller, 'project', { filter: 'amount == null' }))).toContain('His');
    const write = updateRecord(seller, 'project', { id: his, values: { amount: 1 }, path: '' });
    expect((await refusalOf(write)).items).toEqual(['/amount record.read_only']);
  });

  test('nobody makes records for others without the right to all', async () => {
    const foreign = createRecord(seller, 'project', { name: 'x', owner: boss.actor.userId });
    expect((await refusalOf(foreign)).items).toEqual(['/owner record.owner']);
    expect((await create(boss, 'project', { name: 'x', owner: seller.actor.userId })).owner).toBe(
      seller.actor.userId,
    );
  });

  test('check says what a write would be told, and writes nothing', async () => {
    const before = (await list(seller, 'project', { count: 'exact' })).count.value;
    const verdict = await checkRecord(seller, 'project', { values: { amount: 3 } });
    expect(verdict.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/values/amount record.read_only',
      '/values/name record.required',
    ]);
    expect(verdict.defaults).toMatchObject({ stage: 'first' });
    expect((await list(seller, 'project', { count: 'exact' })).count.value).toBe(before);
  });
});

test('batches with auto-numbers do not wait for each other in a circle', async () => {
  const batches = Array.from({ length: 40 }, (_, index) =>
    runBatch(boss, 'company', [{ op: 'create', values: { name: `Circle ${index}` } }], undefined, () => ''),
  );
  expect(await Promise.all(batches)).toHaveLength(40);
  const { records } = await list(boss, 'company', { filter: 'name.startsWith("Circle")', fields: ['code'] });
  expect(new Set(records.map(({ code }: { code: string }) => code)).size).toBe(40);
});

test('a batch is all or nothing', async () => {
  const before = (await list(boss, 'company', { count: 'exact' })).count.value;
  const batch = [
    { op: 'create', values: { name: 'Batch 1' } },
    { op: 'create', values: { name: '' } },
    { op: 'update', id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e', values: { name: 'x' } },
  ];
  const run = (lines: readonly unknown[]) => runBatch(boss, 'company', lines, undefined, () => '');
  const { code } = await refusalOf(run(batch));
  expect(code).toBe('record.batch');
  expect((await list(boss, 'company', { count: 'exact' })).count.value).toBe(before);
  await run(Array.from({ length: 1_000 }, (_, index) => ({ op: 'create', values: { name: `B${index}` } })));
  expect((await list(boss, 'company', { count: 'exact' })).count.value).toBe(before + 1_000);
});
