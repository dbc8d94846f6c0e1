import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { archiveOf, type SheetCell, sheetXml, workbookOf } from '../../support/workbook.ts';

/**
 * Files that are made to hurt whoever reads them (CVE-2024-0450 and its like): each ends in a sentence, nothing of it is
 * written, and nothing is left of it.
 */
let world: TestEngine;
/** where uploads lie while they are read */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanxi-hostile-'));
  vi.stubEnv('TMPDIR', folder);
  world = await testEngine();
});
afterAll(async () => {
  await world?.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const MB = 1_048_576;

interface Sent {
  readonly status: number;
  readonly body: any;
}

async function send(content: string | Buffer, name = 'book.xlsx', file: object = {}): Promise<Sent> {
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ object: 'account', file: name, ...file }] }));
  form.append('files', new Blob([new Uint8Array(Buffer.from(content))]), name);
  const headers = {
    Authorization: `Bearer ${world.keyOf('admin')}`,
    'Accept-Language': 'en',
    Prefer: 'wait=60',
  };
  const request = new Request(`${world.engine.address}/api/imports`, { method: 'POST', body: form, headers });
  const response = await world.engine.fetch(request);
  return { status: response.status, body: await response.json() };
}

const countOf = async (): Promise<unknown> => {
  const text =
    'SELECT (SELECT count(*) FROM "ws_main"._import)::int AS imports, (SELECT count(*) FROM "ws_main"._audit)::int AS entries';
  return (await query(world.engine.db.direct(), { text })).rows;
};

const sheet = (rows: readonly (readonly SheetCell[])[]): Buffer =>
  workbookOf({ sheets: { A: sheetXml(rows) } });
const raw = (data: string): Buffer =>
  workbookOf({ sheets: { A: `<worksheet><sheetData>${data}</sheetData></worksheet>` } });
const partsOf = (more: Parameters<typeof archiveOf>[0]) =>
  workbookOf({ sheets: { A: sheetXml([['name'], ['Inside']]) }, more });

const PART = 'xl/worksheets/sheet1.xml';
const relation = (target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="${target}"/></Relationships>`;

const FILES: readonly (readonly [what: string, code: string, file: () => string | Buffer, name?: string])[] =
  [
    [
      'an archive that says it unpacks to four gigabytes',
      'import.workbook_size',
      () => partsOf([{ name: PART, content: Buffer.alloc(MB), says: 0xffff_fffe }]),
    ],
    [
      'an archive that unpacks to more than it says',
      'import.workbook_broken',
      () => partsOf([{ name: PART, content: Buffer.alloc(50 * MB, ' '), says: 100 }]),
    ],
    [
      'fifty megabytes of nothing in a sheet',
      'import.cell_size',
      () => partsOf([{ name: PART, content: Buffer.alloc(50 * MB, ' ') }]),
    ],
    ['one cell of fifty megabytes', 'import.cell_size', () => sheet([['name'], ['x'.repeat(50 * MB)]])],
    [
      'one cell of many pieces',
      'import.cell_size',
      () =>
        raw(
          `<row r="1"><c r="A1" t="inlineStr"><is>${`<r><t>${'x'.repeat(1_000)}</t></r>`.repeat(3_000)}</is></c></row>`,
        ),
    ],
    [
      'two thousand columns',
      'import.too_wide',
      () => sheet([Array.from({ length: 2_000 }, (_, n) => `c${n}`)]),
    ],
    [
      'a cell in the millionth column',
      'import.workbook_broken',
      () => raw('<row r="1"><c r="BDWGO1"><v>1</v></c></row>'),
    ],
    ['a cell in the last column', 'import.too_wide', () => raw('<row r="1"><c r="XFD1"><v>1</v></c></row>')],
    [
      'a row beyond the last',
      'import.workbook_broken',
      () => raw('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    ],
    ['rows that go back', 'import.workbook_broken', () => raw('<row r="5"/><row r="4"/>')],
    [
      'a text that is not there',
      'import.workbook_broken',
      () => raw('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
    ],
    [
      'entities that grow',
      'import.workbook_broken',
      () =>
        partsOf([
          {
            name: PART,
            content: `<!DOCTYPE x [<!ENTITY a "${'lol'.repeat(9)}"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>`,
          },
        ]),
    ],
    [
      'an entity of a file',
      'import.workbook_broken',
      () =>
        partsOf([
          {
            name: PART,
            content: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
          },
        ]),
    ],
    ['elements a thousand deep', 'import.workbook_broken', () => raw('<a>'.repeat(1_000))],
    ['XML that is none', 'import.workbook_broken', () => raw('<row r=1></row')],
    [
      'a sheet of another encoding',
      'import.workbook_broken',
      () => partsOf([{ name: PART, content: Buffer.from('<worksheet>é</worksheet>', 'latin1') }]),
    ],
    [
      'parts outside of the archive',
      'import.workbook_broken',
      () => partsOf([{ name: '../../evil.xml', content: 'x' }]),
    ],
    [
      'a sheet outside of the archive',
      'import.workbook_broken',
      () => partsOf([{ name: 'xl/_rels/workbook.xml.rels', content: relation('../../../../etc/passwd') }]),
    ],
    [
      'a workbook without sheets',
      'import.workbook_broken',
      () => partsOf([{ name: 'xl/workbook.xml', content: '<workbook/>' }]),
    ],
    [
      'an archive of something else',
      'import.workbook_broken',
      () => archiveOf([{ name: 'word/document.xml', content: 'x' }]),
    ],
    ['half an archive', 'import.workbook_broken', () => sheet([['name'], ['x']]).subarray(0, 700)],
    [
      'a workbook behind a password',
      'import.workbook',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
    ],
    [
      'two columns of one heading',
      'import.options',
      () =>
        sheet([
          ['name', 'name'],
          ['x', 'y'],
        ]),
    ],
    ['an empty sheet', 'import.empty', () => raw('')],
    ['a cell of fifty megabytes', 'import.csv', () => `name\n"${'x'.repeat(50 * MB)}"\n`, 'f.csv'],
    ['a million columns', 'import.too_wide', () => `${'x,'.repeat(1_000_000)}\n`, 'f.csv'],
    [
      'ten thousand columns',
      'import.too_wide',
      () => `${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join()}\n`,
      'f.csv',
    ],
    ['columns of one heading', 'import.options', () => 'name,name\nx,y\n', 'f.csv'],
    [
      'bytes that are no text',
      'import.encoding',
      () => Buffer.from('name\n\xff\xff\xff\x00\n', 'latin1'),
      'f.csv',
    ],
    [
      'a line that never ends',
      'import.cell_size',
      () => `{"name": "x"}\n{"name": "${'x'.repeat(5 * MB)}`,
      'f.jsonl',
    ],
    ['a line that is no object', 'import.json_line', () => '{"name": "x"}\n["y"]\n', 'f.jsonl'],
    [
      'a line of a million brackets',
      'import.json_line',
      () => `{"name": "x"}\n{"name": ${'['.repeat(900_000)}\n`,
      'f.jsonl',
    ],
    [
      'a line of too many members',
      'import.too_wide',
      () => `${JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`m${n}`, n])))}\n`,
      'f.jsonl',
    ],
  ];

describe('is refused with a sentence, and leaves nothing:', () => {
  const each = FILES.map(([what, code, file, name = 'book.xlsx']) => ({ what, code, file, name }));
  test.each(each)('$what', async ({ code, file, name }) => {
    const before = await countOf();
    const { status, body } = await send(file(), name);
    expect([status, body.code]).toEqual([422, code]);
    expect(body.detail.length).toBeGreaterThan(10);
    expect(body.detail).not.toContain('{');
    expect(await countOf()).toEqual(before);
    const left = await readdir(folder);
    expect(left.filter((one) => one.startsWith('guanxi-import-'))).toEqual([]);
    expect(await readdir(join(world.dataDir, 'files')).catch(() => [])).toEqual([]);
  });
});

describe('is read for what it shows, and no more:', () => {
  test('formulas, macros and links to other workbooks', async () => {
    const rows: readonly (readonly SheetCell[])[] = [
      ['name', 'website'],
      [{ xml: '<c r="@" t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>Shown</v></c>' }, ''],
      [{ xml: '<c r="@"><f>[1]Other!A1</f></c>' }, 'https://example.com'],
    ];
    const file = workbookOf({
      sheets: { A: sheetXml(rows) },
      more: [
        { name: 'xl/vbaProject.bin', content: Buffer.alloc(1_000, 1) },
        { name: 'xl/externalLinks/externalLink1.xml', content: '<!DOCTYPE x><externalLink/>' },
      ],
    });
    const { status, body } = await send(file, 'book.xlsm');
    expect([status, body.created, body.failed]).toEqual([201, 1, 1]);
    expect(body.files[0]).toMatchObject({ sheet: 'A', problems: [{ code: 'record.required', first: 3 }] });
  });

  test('an archive whose parts are one and the same', async () => {
    const sheets = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`S${n}`, sheetXml([['name'], [`Overlapping`]])]),
    );
    const overlap = new Set(Array.from({ length: 30 }, (_, n) => `xl/worksheets/sheet${n + 1}.xml`));
    const { body } = await send(workbookOf({ sheets, overlap }));
    expect(body).toMatchObject({ state: 'done', rows: 1, created: 1 });
  });

  test('characters that no text may hold', async () => {
    const { body } = await send(sheet([['name'], ['a_x0000_b'], ['a_xD800_b'], ['line_x000A_break']]));
    expect(body.state).toBe('done');
    expect(body.failed).toBeGreaterThan(0);
  });

  test('names of prototypes', async () => {
    const { body } = await send(
      '{"__proto__": {"name": "x"}, "constructor": "y", "name": "Plain"}\n',
      'f.jsonl',
    );
    expect(body).toMatchObject({ state: 'done', created: 1 });
  });
});

describe('several sheets of one workbook', () => {
  test('come as several files, those that others point at first', async () => {
    const book = workbookOf({
      sheets: {
        Contacts: sheetXml([['name', 'account'], [], ['Wang', 'Sheet account'], ['Li', 'No account']]),
        Accounts: sheetXml([
          ['name', 'industry'],
          ['Sheet account', 'Manufacturing'],
        ]),
      },
    });
    const form = new FormData();
    const files = [
      { object: 'contact', file: 'book.xlsx' },
      { object: 'account', file: 'book.xlsx', sheet: 'accounts' },
    ];
    form.append('options', JSON.stringify({ files }));
    form.append('files', new Blob([new Uint8Array(book)]), 'book.xlsx');
    const headers = {
      Authorization: `Bearer ${world.keyOf('admin')}`,
      'Accept-Language': 'en',
      Prefer: 'wait=60',
    };
    const request = new Request(`${world.engine.address}/api/imports`, {
      method: 'POST',
      body: form,
      headers,
    });
    const body: any = await (await world.engine.fetch(request)).json();
    expect(body.files ?? body).toMatchObject([
      { object: 'account', file: 'book.xlsx', sheet: 'Accounts', created: 1 },
      { object: 'contact', file: 'book.xlsx', sheet: 'Contacts', created: 1, problems: [{ first: 4 }] },
    ]);
    const errors = await world.call('admin', 'GET', `/api/imports/${body.id}/errors.csv`);
    expect(errors.text).toContain('Li,No account,4,');
  });
});
