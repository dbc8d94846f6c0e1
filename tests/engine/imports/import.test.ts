import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import type { Problem } from '../../../engine/errors.ts';
import { errorFile } from '../../../engine/imports/error-file.ts';
import { readOptions, runImport, undoImport } from '../../../engine/imports/index.ts';
import { describeImport, describeImports } from '../../../engine/imports/report.ts';
import { createRecord, deleteRecord, listRecords, updateRecord } from '../../../engine/records/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { pipeline, role, sampleModel } from '../sample-model.ts';
import { createSampleWorkspace, type SampleWorkspace } from '../sample-workspace.ts';

const everything = (object: string) => ({
  object,
  do: ['create', 'read', 'update', 'delete', 'import'],
  rows: {},
  fields: { '*': 'write' as const },
});

const model = sampleModel(
  {
    firm: {
      labels: { en: 'Firm', 'zh-CN': '公司' },
      fields: {
        name: { type: 'text', required: true, labels: { en: 'Name', 'zh-CN': '名称' } },
        code: { type: 'text', unique: true, labels: { en: 'Code', 'zh-CN': '编码' } },
        parent: {
          type: 'lookup',
          settings: { target: 'firm' },
          onDelete: 'restrict',
          labels: { en: 'Parent', 'zh-CN': '上级' },
        },
        revenue: { type: 'currency', labels: { en: 'Revenue', 'zh-CN': '营收' } },
      },
    },
    job: {
      labels: { en: 'Job', 'zh-CN': '项目' },
      pipelines: [pipeline('fast', { start: 'open', end: 'won' })],
      fields: {
        name: { type: 'text', required: true, labels: { en: 'Name', 'zh-CN': '名称' } },
        firm: {
          type: 'lookup',
          settings: { target: 'firm' },
          onDelete: 'restrict',
          labels: { en: 'Firm', 'zh-CN': '公司' },
        },
        number: { type: 'autonumber', settings: { format: 'J-{0000}' }, labels: { en: 'Number' } },
        stage: { type: 'stage', labels: { en: 'Stage', 'zh-CN': '阶段' } },
      },
    },
  },
  [
    role('importer', { grants: [everything('firm'), everything('job')] }),
    role('reader', { grants: [{ ...everything('firm'), do: ['read', 'create'] }] }),
    role('people', { admin: ['people'] }),
    role('operator', { admin: ['operations'] }),
  ],
);

let database: FreshDatabase;
let world: SampleWorkspace;
let ctx: RequestContext;

beforeAll(async () => {
  database = await freshDatabase();
  world = await createSampleWorkspace(database.connectionString, model);
  ctx = await world.as('Ann', 'importer');
}, 60_000);

afterAll(async () => {
  await world?.close();
  await database?.drop();
});

type Answer = Record<string, any>;

/** Imports files given as text by name. */
async function load(
  files: Readonly<Record<string, string>>,
  options: object,
  by: RequestContext = ctx,
): Promise<Answer> {
  const sources = Object.entries(files).map(([name, text]) => ({
    name,
    open: async function* () {
      yield Buffer.from(text);
    },
  }));
  const id = await runImport(by, readOptions(options), sources);
  return describeImport(by, id);
}

const firms = (text: string, options: object = {}, by?: RequestContext): Promise<Answer> =>
  load({ 'firms.csv': text }, { files: [{ object: 'firm', file: 'firms.csv', ...options }] }, by);

async function records(object: string, filter?: string): Promise<Answer[]> {
  const text = await listRecords(ctx, object, {
    sort: [{ path: 'name', descending: false }],
    limit: 1_000,
    offset: 0,
    deleted: false,
    ...(filter !== undefined && { filter }),
  });
  return JSON.parse(text).records;
}

const refusal = (promise: Promise<unknown>): Promise<Problem> =>
  promise.then(
    () => Promise.reject(new Error('not refused')),
    (error: Problem) => error,
  );

const countOf = async (table: string): Promise<number> => {
  const { rows } = await query<{ n: string }>(world.db.direct(), {
    text: `SELECT count(*) AS n FROM "ws_main"."${table}"`,
  });
  return Number(rows[0]!.n);
};

describe('an import', () => {
  it('takes the rows that the rules allow and says of the others why not', async () => {
    const before = { audit: await countOf('_audit'), event: await countOf('_event') };
    const answer = await firms('Name,营收,Colour\nAlpha,"1,200.50",red\n,5,\nBeta,much,\nGamma,,\n');
    expect(answer).toMatchObject({
      state: 'done',
      rows: 4,
      created: 2,
      updated: 0,
      failed: 2,
      created_by: ctx.actor.userId,
    });
    expect(answer.files[0]).toMatchObject({
      object: 'firm',
      ignored: [{ heading: 'Colour' }],
      problems: [
        { column: 'Name', code: 'record.required', rows: 1, first: 3 },
        { column: '营收', code: 'value.number', rows: 1, first: 4 },
      ],
    });
    const [alpha] = await records('firm', 'name == "Alpha"');
    expect(alpha).toMatchObject({
      revenue: '1200.50',
      source: 'import',
      version: 1,
      owner: ctx.actor.userId,
    });
    expect(await countOf('_audit')).toBe(before.audit + 2);
    expect(await countOf('_event')).toBe(before.event);
  });

  it('tells workflows of the records where it is asked to', async () => {
    const before = await countOf('_event');
    await load({ f: 'name\nHeard' }, { events: 'records', files: [{ object: 'firm', file: 'f' }] });
    expect(await countOf('_event')).toBe(before + 1);
  });

  it('says of a row in quotes as a whole what is wrong with it', async () => {
    const answer = await firms('name,code\n"Wrapped one,WR1"\nNot wrapped\n');
    expect(answer).toMatchObject({ created: 1, failed: 1 });
    expect(answer.files[0].problems[0]).toMatchObject({ code: 'import.row_wrapped', first: 2 });
  });

  it('puts refused rows into a file that can be put right and imported again', async () => {
    const { id } = await firms('code,name,revenue\nE1,=Evil,-x\nE2,+Good,-5\n');
    let file = '';
    for await (const piece of errorFile(ctx, id)) file += piece;
    expect(file).toBe(
      "\ufeffcode,name,revenue,_row,_reason,_suggestion\nE1,'=Evil,'-x,2,revenue: “-x” is not a number.,\n",
    );
    expect(await records('firm', 'code == "E2"')).toMatchObject([{ name: '+Good', revenue: '-5.00' }]);
    const again = await firms(file.replace("'-x", "'-7"));
    expect(again).toMatchObject({ created: 1, failed: 0, files: [{ ignored: [] }] });
    expect(await records('firm', 'code == "E1"')).toMatchObject([{ name: '=Evil', revenue: '-7.00' }]);
  });

  it('refuses what is taken: by other records, and by rows before', async () => {
    await firms('code,name\nT1,Taken');
    const answer = await firms('code,name\nt1,A\nT2,B\nＴ２,C\nT3,D\n');
    expect(answer).toMatchObject({ created: 2, failed: 2 });
    expect(answer.files[0].problems.map((one: Answer) => [one.code, one.first])).toEqual([
      ['record.unique', 2],
      ['record.unique', 4],
    ]);
  });

  it('numbers records without gaps for the rows that it refuses', async () => {
    await load({ j: 'name,stage\nN1,start\nN2,nowhere\nN3,end' }, { files: [{ object: 'job', file: 'j' }] });
    expect(await records('job', 'name in ["N1", "N3"]')).toMatchObject([
      { number: 'J-0001', stage: 'start', stage_pipeline: 'fast' },
      { number: 'J-0002', stage: 'end' },
    ]);
  });
});

describe('relations', () => {
  it('are found by what identifies a record, in any case and width', async () => {
    const id = (await createRecord(ctx, 'firm', { name: '华为技术', code: 'HW' })).id;
    const text = `name,firm\nR1,hw\nR2,华为技术\nR3,${id}\nR4, ＨＷ \n`;
    expect(await load({ j: text }, { files: [{ object: 'job', file: 'j' }] })).toMatchObject({ created: 4 });
    expect((await records('job', 'has(firm) && firm.code == "HW"')).map(({ name }) => name)).toEqual([
      'R1',
      'R2',
      'R3',
      'R4',
    ]);
  });

  it('are refused where nothing or several things are meant, with the nearest match', async () => {
    await firms('name\nTwin\nTwin\nGTX Pro');
    const { files, failed } = await load(
      { j: 'name,firm\nQ1,GTXPro\nQ2,Twin\nQ3,zzzzz\nQ4,0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
      { files: [{ object: 'job', file: 'j' }] },
    );
    expect(failed).toBe(4);
    const said = files[0].problems.map(({ code, suggestion, message }: Answer) => ({
      code,
      suggestion,
      message,
    }));
    expect(said[0]).toEqual({
      code: 'import.no_match',
      suggestion: 'GTX Pro',
      message: 'There is no Firm “GTXPro”.',
    });
    expect(said[1]).toMatchObject({ code: 'import.several' });
    expect(said[2].suggestion).toBeUndefined();
    expect(said[3]).toMatchObject({ code: 'record.reference' });
  });

  it('see rows of their own import: of files before, of rows further down, by key or by name', async () => {
    const answer = await load(
      {
        'jobs.csv': '公司,名称\nOwn child,O1\nOwn root,O2\nOwn nobody,O3\n',
        'firms.csv':
          '_key,name,parent\nc,Own child,Own root\ng,Own grandchild,c\nr,Own root,\nx,Own lost,Own nothing\ny,Own orphan,x\n' +
          'a,Own round,Own trip\nb,Own trip,Own round\n',
      },
      {
        files: [
          { object: 'job', file: 'jobs.csv' },
          { object: 'firm', file: 'firms.csv' },
        ],
      },
    );
    expect(answer.files.map(({ file, created, failed }: Answer) => [file, created, failed])).toEqual([
      ['firms.csv', 3, 4],
      ['jobs.csv', 2, 1],
    ]);
    const children = await records('firm', 'has(parent) && parent.name in ["Own root", "Own child"]');
    expect(children.map(({ name }) => name)).toEqual(['Own child', 'Own grandchild']);
  });

  it('mean the row of the own file where other records have the same name', async () => {
    await createRecord(ctx, 'firm', { name: 'Double' });
    const { created } = await firms('name,parent\nBelow,Double\nDouble,\nBeside,Double\n');
    expect(created).toBe(3);
    const [own] = await records('firm', 'name == "Double" && source == "import"');
    expect(await records('firm', `parent == "${own!.id}"`)).toHaveLength(2);
  });

  it('go through maps of values and constants', async () => {
    await firms('name,code\nMapped,M1');
    const columns = { Company: { field: 'firm', by: 'code', values: { Wrong: 'M1', none: null } } };
    const options = {
      files: [{ object: 'job', file: 'j', columns, constants: { stage: 'end', firm: 'mapped' } }],
    };
    const answer = await load({ j: 'name,Company\nV1,WRONG\nV2,\nV3,none' }, options);
    expect(answer).toMatchObject({ created: 3, failed: 0 });
    const found = await records('job', 'name in ["V1", "V2", "V3"] && firm.code == "M1" && stage == "end"');
    expect(found).toHaveLength(3);
  });
});

describe('a key', () => {
  it('says which record a row changes; empty cells change nothing', async () => {
    await firms('code,name,revenue\nK1,One,10\nK2,Two,20\n');
    const answer = await firms('code,name,revenue\nk1,Uno,\nK3,Three,30\nK3,Drei,\n,Nameless,\n', {
      key: 'code',
      constants: { revenue: '99' },
    });
    expect(answer).toMatchObject({ created: 1, updated: 2, failed: 1 });
    expect(answer.files[0].problems).toMatchObject([{ code: 'import.key_missing', first: 5 }]);
    expect(await records('firm', 'code in ["K1", "K2", "K3"]')).toMatchObject([
      { name: 'Drei', revenue: '30.00' },
      { name: 'Two', revenue: '20.00' },
      { name: 'Uno', revenue: '10.00', version: 2 },
    ]);
  });
});

describe('a mode', () => {
  const told = (answer: Answer) => {
    const { created, updated, skipped, failed } = answer;
    return {
      created,
      updated,
      skipped,
      failed,
      codes: answer.files[0].problems.map(({ code }: Answer) => code),
    };
  };
  const text = 'code,name,revenue\nmo1,Uno,11\nMO2,Dos,22\nMO2,Again,23\n,No key,1\n';
  const begin = async () => {
    for (const { id } of await records('firm', 'code in ["MO1", "MO2"]')) await deleteRecord(ctx, 'firm', id);
    await firms('code,name,revenue\nMO1,One,10\n');
  };

  it.each([
    [
      'upsert',
      { created: 1, updated: 2, skipped: 0, failed: 1, codes: ['import.key_missing'] },
      'Uno',
      'Again',
    ],
    [
      'update',
      {
        created: 0,
        updated: 1,
        skipped: 0,
        failed: 3,
        codes: ['import.no_match', 'import.no_match', 'import.key_missing'],
      },
      'Uno',
      undefined,
    ],
    ['skip', { created: 1, updated: 0, skipped: 2, failed: 1, codes: ['import.key_missing'] }, 'One', 'Dos'],
    [
      'create',
      {
        created: 1,
        updated: 0,
        skipped: 0,
        failed: 3,
        codes: ['import.exists', 'import.exists', 'import.key_missing'],
      },
      'One',
      'Dos',
    ],
  ] as const)('%s says what becomes of what is there and what is not', async (mode, wanted, one, two) => {
    await begin();
    const options = { files: [{ object: 'firm', file: 'f', key: 'code', mode }] };
    const dry = await load({ f: text }, { ...options, dryRun: true });
    const real = await load({ f: text }, options);
    expect(told(real)).toMatchObject({
      ...wanted,
      codes: expect.arrayContaining([...new Set(wanted.codes)]),
    });
    expect(told(dry)).toEqual(told(real));
    const names = new Map(
      (await records('firm', 'code in ["MO1", "MO2"]')).map(({ code, name }) => [code, name]),
    );
    expect([names.get('MO1'), names.get('MO2')]).toEqual([one, two]);
    await undoImport(ctx, real.id);
    expect(await records('firm', 'code in ["MO1", "MO2"]')).toMatchObject([
      { name: 'One', revenue: '10.00' },
    ]);
  });

  it('needs a key', async () => {
    const problem = await refusal(firms('code,name\nx,y', { mode: 'update' }));
    expect(problem.items).toMatchObject([{ code: 'import.mode_key', path: '/files/0/mode' }]);
    expect((await refusal(firms('name\nx', { mode: 'merge' }))).items).toMatchObject([
      { path: '/files/0/mode' },
    ]);
  });
});

describe('what rows name and is not there', () => {
  const text = 'name,firm\nMM1,Missing one\nMM2,missing ONE\nMM3,Missing two\nMM4,\nMM5,Missing one\n';
  const options = {
    files: [
      { object: 'job', file: 'j', columns: { firm: { field: 'firm', by: 'name', missing: 'create' } } },
    ],
  };

  it('is made once where a column says so, counted, and goes with the import', async () => {
    const before = await countOf('_audit');
    const dry = await load({ j: text }, { ...options, dryRun: true });
    expect(dry).toMatchObject({ created: 5, failed: 0, made: [{ object: 'firm', count: 2 }] });
    expect(await countOf('_audit')).toBe(before);
    const real = await load({ j: text }, options);
    expect(real).toMatchObject({ created: 5, failed: 0, made: [{ object: 'firm', count: 2 }] });
    expect(await records('firm', 'name in ["Missing one", "Missing two"]')).toHaveLength(2);
    expect(await records('job', 'has(firm) && firm.name == "Missing one"')).toHaveLength(3);
    const again = await load({ j: text }, options);
    expect(again.made).toBeUndefined();
    await undoImport(ctx, again.id);
    await undoImport(ctx, real.id);
    expect(await describeImport(ctx, real.id)).toMatchObject({ undo: { removed: 7, kept: [] } });
    expect(await records('firm', 'name in ["Missing one", "Missing two"]')).toEqual([]);
  });

  it('is refused where it cannot be made', async () => {
    const columns = { firm: { field: 'firm', by: 'name', missing: 'create' }, name: { missing: 'create' } };
    const problem = await refusal(load({ j: text }, { files: [{ object: 'job', file: 'j', columns }] }));
    expect(problem.items).toMatchObject([{ code: 'import.not_made', path: '/files/0/columns/name/missing' }]);
    const byCode = { firm: { field: 'firm', by: 'code', missing: 'create' } };
    const answer = await load(
      { j: 'name,firm\nMM6,X-1\n' },
      { files: [{ object: 'job', file: 'j', columns: byCode }] },
    );
    expect(answer).toMatchObject({ created: 0, failed: 1 });
    expect(answer.files[0].problems).toMatchObject([{ column: 'firm', code: 'record.required' }]);
  });
});

describe('an empty cell', () => {
  it('empties a field of what is there where its column says so, and is taken back', async () => {
    await firms('code,name,revenue,parent\nEC0,Above,,\nEC1,One,10,EC0\nEC2,Two,20,EC0\n');
    const columns = { revenue: { empty: 'clear' }, parent: { empty: 'clear' } };
    const text = 'code,name,revenue,parent\nEC1,,,\nEC2,Zwei,,EC1\nEC3,New,,\n';
    const { id } = await firms(text, { key: 'code', columns });
    const after = await records('firm', 'code in ["EC1", "EC2", "EC3"]');
    expect(after.map(({ name, revenue, parent }) => [name, revenue, parent !== null])).toEqual([
      ['New', null, false],
      ['One', null, false],
      ['Zwei', null, true],
    ]);
    await undoImport(ctx, id);
    expect(await records('firm', 'code in ["EC1", "EC2", "EC3"]')).toMatchObject([
      { name: 'One', revenue: '10.00' },
      { name: 'Two', revenue: '20.00' },
    ]);
  });
});

describe('refused before anything is written', () => {
  it('is what cannot be understood, all of it at once', async () => {
    const before = await countOf('_import');
    const problem = await refusal(
      load(
        { 'firms.csv': 'name,firm\nx,y' },
        {
          files: [
            { object: 'firm', file: 'firm.csv' },
            { object: 'job', file: 'firms.csv', columns: { Nmae: 'name', firm: { field: 'firn' } } },
          ],
        },
      ),
    );
    expect(problem.items.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ['import.file', 'firms.csv'],
      ['import.field', 'firm'],
      ['import.heading', 'name'],
    ]);
    expect(await refusal(firms('name\n"a'))).toMatchObject({ code: 'import.csv' });
    expect(
      await refusal(load({ a: 'name\nx', b: 'name\ny' }, { files: [{ object: 'firm', file: 'a' }] })),
    ).toMatchObject({ items: [{ code: 'import.file_left' }] });
    expect(await countOf('_import')).toBe(before);
  });

  it('is what the actor may not do', async () => {
    const reader = await world.as('Rita', 'reader');
    expect(await refusal(firms('name\nx', {}, reader))).toMatchObject({ code: 'record.not_allowed' });
    expect(
      await refusal(load({ f: 'name\nx' }, { files: [{ object: 'nothing', file: 'f' }] })),
    ).toMatchObject({ code: 'query.object' });
  });

  it('lets those who manage people bring users who cannot sign in', async () => {
    const people = await world.as('Paul', 'people');
    const options = { files: [{ object: 'user', file: 'u' }] };
    expect(await load({ u: 'name\nMoses Frase\nCarl Lin\n' }, options, people)).toMatchObject({ created: 2 });
    const answer = await load({ j: 'name,owner\nP1,moses frase' }, { files: [{ object: 'job', file: 'j' }] });
    expect(answer.failed).toBe(0);
  });
});

describe('a dry run', () => {
  /** all that could have been written */
  const traces = async () => {
    const tables = ['_audit', '_event', '_import_row', '_import_held', '_counter', 'firm', 'job'];
    const of = (name: string) => `"ws_main"."${model.objects.get(name)?.table ?? name}"`;
    const sums = tables.map(
      (name) =>
        `(SELECT count(*) || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM ${of(name)} t)`,
    );
    const { rows } = await query(world.db.direct(), {
      text: `SELECT ${sums.map((sum, n) => `${sum} AS c${n}`).join(', ')}`,
    });
    return rows;
  };

  it('comes to what the import comes to, row by row, and leaves nothing', async () => {
    await firms('code,name,revenue\nDR1,Dry one,10\nDR2,Dry two,20\n');
    const files = {
      f: 'code,name,parent,revenue\ndr1,Uno,,11\nDR3,Dry three,DR9,\nDR9,Dry nine,,\nDR3,Drei,,31\n,No key,,\nDR4,,,\nDR2,Zwei,,much\nDR5,Dry five,Dry nobody,\n',
      j: 'name,firm,stage\nDJ1,DR3,start\nDJ2,DR4,start\nDJ3,DR1,nowhere\n',
    };
    const options = {
      files: [
        { object: 'firm', file: 'f', key: 'code' },
        { object: 'job', file: 'j' },
      ],
    };
    const before = await traces();
    const dry = await load(files, { ...options, dryRun: true });
    expect(await traces()).toEqual(before);
    expect(dry).toMatchObject({ dry_run: true, state: 'done', rows: 11, created: 3, updated: 2, failed: 6 });
    let file = '';
    for await (const piece of errorFile(ctx, dry.id)) file += piece;
    expect(file.trim().split('\n')).toHaveLength(1 + 6);
    expect(await refusal(undoImport(ctx, dry.id))).toMatchObject({ code: 'import.dry' });
    const real = await load(files, options);
    expect(real.dry_run).toBeUndefined();
    const outcome = ({ created, updated, failed, files: all }: Answer) => ({ created, updated, failed, all });
    expect(outcome(dry)).toEqual(outcome(real));
    expect(await records('job', 'name == "DJ1"')).toMatchObject([{ number: expect.stringMatching(/^J-/) }]);
  });

  it('finds what is taken by rows long before', async () => {
    const rows = Array.from({ length: 1_100 }, (_, n) => `DU${n},Dry ${n}`);
    const dry = await firms(`code,name\n${rows.join('\n')}\ndu7,Again\n`, {}, ctx);
    await undoImport(ctx, dry.id);
    const text = `code,name\n${rows.join('\n')}\ndu7,Again\n`;
    const again = await load({ f: text }, { dryRun: true, files: [{ object: 'firm', file: 'f' }] });
    expect(again).toMatchObject({ created: 1_100, failed: 1 });
    expect(again.files[0].problems).toMatchObject([{ code: 'record.unique', first: 1_102 }]);
  });
});

describe('undo of changes', () => {
  const state = async (filter: string) =>
    (await records('firm', filter)).map(({ id, name, revenue, parent }) => ({ id, name, revenue, parent }));

  it('gives back what records held, and takes away what was made', async () => {
    await firms('code,name,revenue\nW1,One,10\nW2,Two,20\nW3,Three,30\n');
    const before = await state('code in ["W1", "W2", "W3", "W4"]');
    const text = 'code,name,revenue,parent\nw1,Uno,11,\nW2,Dos,,W3\nW4,Four,40,\nW1,Eins,12,W2\n';
    const { id } = await firms(text, { key: 'code' });
    expect(await describeImport(ctx, id)).toMatchObject({ created: 1, updated: 3, failed: 0 });
    expect(await records('firm', 'code == "W1"')).toMatchObject([
      { name: 'Eins', revenue: '12.00', version: 3 },
    ]);
    await undoImport(ctx, id);
    expect(await describeImport(ctx, id)).toMatchObject({
      state: 'undone',
      undo: { removed: 1, restored: 2, kept: [] },
    });
    expect(await state('code in ["W1", "W2", "W3", "W4"]')).toEqual(before);
    const [one] = await records('firm', 'code == "W1"');
    expect(one!.version).toBe(4);
  });

  it('leaves what somebody has changed since, field by field, and says so', async () => {
    await firms('code,name,revenue\nZ1,One,10\nZ2,Two,20\nZ3,Three,30\n');
    const { id } = await firms('code,name,revenue\nZ1,Uno,11\nZ2,Dos,21\nZ3,Tres,31\n', { key: 'code' });
    const [x3, x2, x1] = await records('firm', 'code in ["Z1", "Z2", "Z3"]').then((all) =>
      ['Z3', 'Z2', 'Z1'].map((code) => all.find((one) => one.code === code)!.id as string),
    );
    await updateRecord(ctx, 'firm', { id: x1!, values: { revenue: 99 }, path: '' });
    await updateRecord(ctx, 'firm', { id: x2!, values: { parent: x1 }, path: '' });
    await deleteRecord(ctx, 'firm', x3!);
    await undoImport(ctx, id);
    const { undo } = await describeImport(ctx, id);
    expect(undo).toEqual({
      removed: 0,
      restored: 2,
      kept: [{ object: 'firm', id: x1, reason: 'changed', fields: ['revenue'] }],
    });
    expect(await state('code in ["Z1", "Z2", "Z3"]')).toEqual([
      { id: x1, name: 'One', revenue: '99.00', parent: null },
      { id: x2, name: 'Two', revenue: '20.00', parent: x1 },
    ]);
  });

  it('leaves a record whose value another one has by now', async () => {
    await firms('code,name,revenue\nY1,Key,10\n');
    const { id } = await firms('name,code\nKey,Y2\n', { key: 'name' });
    await firms('code,name\nY1,Taker\n');
    await undoImport(ctx, id);
    const { undo } = await describeImport(ctx, id);
    expect(undo).toMatchObject({ restored: 0, kept: [{ object: 'firm', reason: 'refused' }] });
    expect(await records('firm', 'code == "Y2"')).toHaveLength(1);
  });
});

describe('undo', () => {
  it('removes what nobody changed or refers to since', async () => {
    const { id } = await load(
      { f: 'name,parent\nU1,\nU2,U1\nU3,\nU4,\nU5,\n', j: 'name,firm\nUJ,U3\n' },
      {
        files: [
          { object: 'firm', file: 'f' },
          { object: 'job', file: 'j' },
        ],
      },
    );
    const [, , , u4, u5] = (await records('firm', 'name in ["U1", "U2", "U3", "U4", "U5"]')).map(
      (one) => one.id,
    );
    await updateRecord(ctx, 'firm', { id: u4, values: { revenue: 1 }, path: '' });
    await deleteRecord(ctx, 'firm', u5);
    const other = await createRecord(ctx, 'job', { name: 'later', firm: u4 });
    await undoImport(ctx, id);
    expect(await describeImport(ctx, id)).toMatchObject({
      state: 'undone',
      undo: { removed: 4, kept: [{ object: 'firm', id: u4, reason: 'changed' }] },
    });
    expect((await records('firm', 'name in ["U1", "U2", "U3", "U4", "U5"]')).map(({ name }) => name)).toEqual(
      ['U4'],
    );
    expect(await refusal(undoImport(ctx, id))).toMatchObject({ code: 'import.undone' });
    await deleteRecord(ctx, 'job', other.id);
  });

  it('leaves parents of records that stay', async () => {
    const { id } = await firms('name,parent\nS1,\nS2,S1\nS3,S2\nS4,\n');
    const [, , s3, s4] = (await records('firm', 'name in ["S1", "S2", "S3", "S4"]')).map((one) => one.id);
    await createRecord(ctx, 'job', { name: 'keeps S4', firm: s4 });
    await updateRecord(ctx, 'firm', { id: s3, values: { revenue: 1 }, path: '' });
    await undoImport(ctx, id);
    const { undo } = await describeImport(ctx, id);
    expect(undo).toMatchObject({ removed: 0 });
    expect((undo as Answer).kept.map(({ reason }: Answer) => reason).sort()).toEqual([
      'changed',
      'in_use',
      'in_use',
      'in_use',
    ]);
  });

  it('takes back what was made by a process that has ended before it was done', async () => {
    const { id } = await firms('name\nLeft behind');
    const lease = (until: string) =>
      query(world.db.direct(), {
        text: `UPDATE "ws_main"."_import" SET state = 'running', lease = gen_random_uuid(), leased_until = ${until} WHERE id = '${id}'`,
      });
    await lease("now() + interval '1 second'");
    await undoImport(ctx, id);
    expect(await describeImport(ctx, id)).toMatchObject({ state: 'undone', undo: { removed: 1 } });
  });

  it('is for who made the import, and for operators', async () => {
    const { id } = await firms('name\nMine');
    const bob = await world.as('Bob', 'importer');
    expect(await refusal(undoImport(bob, id))).toMatchObject({ code: 'import.not_found' });
    expect(await refusal(describeImport(bob, 'x'))).toMatchObject({ code: 'import.not_found' });
    expect(await describeImports(bob)).toEqual([]);
    const operator = await world.as('Olga', 'importer', 'operator');
    expect(await describeImports(operator, 'firms.csv')).toContainEqual(expect.objectContaining({ id }));
    await undoImport(operator, id);
    expect(await describeImport(ctx, id)).toMatchObject({ state: 'undone' });
  });
});

describe('many rows', () => {
  it('are taken chunk by chunk, and a row that the database refuses takes none with it', async () => {
    const rows = Array.from(
      { length: 1_234 },
      (_, n) => `Many ${n},X${n},${n % 7 ? `Many ${n - (n % 7)}` : ''}`,
    );
    const started = performance.now();
    const answer = await firms(`name,code,parent\n${rows.join('\n')}`);
    expect(answer).toMatchObject({ created: 1_234, failed: 0 });
    expect(performance.now() - started).toBeLessThan(10_000);
    await undoImport(ctx, answer.id);
    expect(await records('firm', 'code == "X7"')).toEqual([]);
  });
});
