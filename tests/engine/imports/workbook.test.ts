import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOf, numberText, shownNumber } from '../../../engine/imports/workbook/cell-text.ts';
import { openWorkbook } from '../../../engine/imports/workbook/open-workbook.ts';
import { type BookParts, sheetXml, workbookOf } from '../../support/workbook.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanxi-workbook-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The table that a sheet of a workbook becomes. */
async function tableOf(parts: BookParts, sheet: string | null = null): Promise<string> {
  count += 1;
  const path = join(folder, `${count}.xlsx`);
  await writeFile(path, workbookOf(parts));
  await openWorkbook('book.xlsx', { path, sheets: [{ name: sheet, into: `${path}.csv` }] });
  return readFile(`${path}.csv`, 'utf8');
}

const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.0%;[Red]-0.0%"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>';
const styled = (style: number, value: number) => ({ xml: `<c r="@" s="${style}"><v>${value}</v></c>` });

describe('a sheet', () => {
  it('becomes a table of what its cells show, each row under its own number', async () => {
    const rows = [
      ['甲', 'b,c', 'say "x"'],
      [],
      [{ xml: '<c r="@" t="s"><v>1</v></c>' }, { xml: '<c r="@" t="s"><v>0</v></c>' }, 0.1 + 0.2],
      [
        { xml: '<c r="@" t="b"><v>1</v></c>' },
        { xml: '<c r="@" t="e"><v>#N/A</v></c>' },
        { xml: '<c r="@"><v>12345678901234567</v></c>' },
      ],
      [
        { xml: '<c r="@"><f>1+1</f><v>2</v></c>' },
        { xml: '<c r="@" t="str"><f>HYPERLINK("http://x")</f><v>told</v></c>' },
        { xml: '<c r="@"><f>NOW()</f></c>' },
      ],
      ['', '', { xml: '<c r="XFD6" s="1"/>' }],
    ];
    const strings =
      '<si><r><t>rich </t></r><r><t xml:space="preserve">text</t></r></si><si><t>東京_x000A_&amp;</t><rPh><t>トウキョウ</t></rPh></si>';
    expect(await tableOf({ sheets: { A: sheetXml(rows) }, strings })).toBe(
      '甲,"b,c","say ""x"""\n\n"東京\n&",rich text,0.3\nTRUE,#N/A,12345678901234600\n2,told\n',
    );
  });

  it('shows days and parts of a hundred as the workbook does', async () => {
    const rows = [
      [styled(1, 46_085), styled(2, 46_085.5), styled(3, 0.125), styled(4, 46_085.25), styled(5, 0.75)],
    ];
    const told = '2026-03-04,2026-03-04 12:00,12.5%,2026-03-04 06:00,18:00\n';
    expect(await tableOf({ sheets: { A: sheetXml(rows) }, styles: STYLES })).toBe(told);
    const later = await tableOf({ sheets: { A: sheetXml([[styled(1, 0)]]) }, styles: STYLES, is1904: true });
    expect(later).toBe('1904-01-01\n');
  });

  it('is the first that is shown, or the one that is named', async () => {
    const sheets = { '.hidden': sheetXml([['no']]), First: sheetXml([['one']]), 客户: sheetXml([['two']]) };
    expect(await tableOf({ sheets })).toBe('one\n');
    expect(await tableOf({ sheets }, '客户 ')).toBe('two\n');
    expect(await tableOf({ sheets }, 'HIDDEN')).toBe('no\n');
    await expect(tableOf({ sheets }, 'Last')).rejects.toMatchObject({
      code: 'import.sheet',
      message: expect.stringContaining('hidden, First, 客户'),
    });
  });

  it('of many rows is read piece by piece', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => [`row ${n}`, n]);
    const lines = (await tableOf({ sheets: { A: sheetXml(rows) } })).trimEnd().split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([20_000, 'row 0,0', 'row 19999,19999']);
  });
});

describe('a number', () => {
  it.each([
    ['0.30000000000000004', '0.3'],
    ['1E+3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['1E+21', '1000000000000000000000'],
    ['-0', '0'],
    ['', ''],
    ['x', 'x'],
  ])('%s is %s', (given, text) => expect(numberText(given)).toBe(text));

  it.each([
    [14, undefined, 'date'],
    [10, undefined, 'percent'],
    [164, '[$-804]yyyy/m/d', 'date'],
    [164, '0.00"days"', 'plain'],
    [164, '[h]:mm', 'plain'],
    [164, '#,##0.00_);[Red](#,##0.00)', 'plain'],
    [164, 'General', 'plain'],
    [164, '0%', 'percent'],
  ] as const)('of format %s %s is %s', (id, code, form) => expect(formOf(id, code)).toBe(form));

  it.each([
    [0.5, '12:00'],
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [-1, '-1'],
    [3e6, '3000000'],
  ])('%s is the day %s', (serial, text) => expect(shownNumber(String(serial), 'date', false)).toBe(text));
});
