import { describe, expect, it } from 'vitest';
import { delimiterOf } from '../../../engine/imports/csv.ts';
import { type ImportSource, readForm, readRows, type TableRow } from '../../../engine/imports/tables.ts';

const source = (content: string | Buffer, piece = 7): ImportSource => ({
  name: 'people.csv',
  open: async function* () {
    const bytes = Buffer.from(content);
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  },
});

async function read(content: string | Buffer) {
  const file = source(content);
  const form = await readForm(file);
  const rows: TableRow[] = [];
  for await (const chunk of readRows(file, form)) rows.push(...chunk);
  return { form, rows };
}

const problemOf = (content: string | Buffer) =>
  readForm(source(content)).then(
    () => undefined,
    (error: { code: string; message: string }) => error,
  );

describe('what a file is', () => {
  it.each([
    ['a,b\n1,2', ','],
    ['a;b;c\n1,5;2;3', ';'],
    ['a\tb\n1\t2', '\t'],
    ['"a;b;c",d\n1,2', ','],
    ['alone\n1', ','],
  ])('%j is separated by %j', (text, delimiter) => expect(delimiterOf(text)).toBe(delimiter));

  it('is told from its bytes: byte order mark, GB18030, UTF-16', async () => {
    expect((await read('﻿名称,电话\n华为,1')).form.headings).toEqual(['名称', '电话']);
    const gb = Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0x61, 0x0a, 0xb0, 0xa2, 0x2c, 0x31]);
    expect(await read(gb)).toMatchObject({
      form: { encoding: 'gb18030', headings: ['名称', 'a'] },
      rows: [{ row: 2, cells: ['阿', '1'] }],
    });
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('名\tb\n1\t2', 'utf16le')]);
    expect((await read(wide)).form).toMatchObject({ delimiter: '\t', headings: ['名', 'b'], rows: 1 });
  });

  it('keeps quotes, line breaks inside them and stray quotes', async () => {
    const { rows } = await read('a,b\r\n"x, ""y""\nz",12" screen\r\n');
    expect(rows).toEqual([{ row: 2, cells: ['x, "y"\nz', '12" screen'] }]);
  });

  it('numbers rows as a spreadsheet does, blank ones included', async () => {
    const { form, rows } = await read('a,b\n1,2\n\n , \n3,4\n');
    expect(form.rows).toBe(2);
    expect(rows.map(({ row }) => row)).toEqual([2, 5]);
  });

  it('takes the apostrophe from cells that an export made harmless', async () => {
    const { rows } = await read("a,b,c\n'=1+1,'-5,'quoted'\n");
    expect(rows[0]!.cells).toEqual(['=1+1', '-5', "'quoted'"]);
  });

  it('refuses what is no table, saying why', async () => {
    expect(await problemOf('')).toMatchObject({ code: 'import.empty' });
    expect(await problemOf(' \n ,\n')).toMatchObject({ code: 'import.empty' });
    expect(await problemOf(Buffer.from('PK\u0003\u0004…'))).toMatchObject({ code: 'import.workbook' });
    expect(await problemOf(Buffer.from([0x61, 0x0a, 0x80, 0xff, 0xff]))).toMatchObject({
      code: 'import.encoding',
    });
    const open = await problemOf('a,b\n1,2\n"3,4\n5,6\n');
    expect(open).toMatchObject({ code: 'import.csv' });
    expect(open!.message).toMatch(/line \d+: Quote Not Closed/);
  });

  it('yields chunks', async () => {
    const file = source(`a\n${Array.from({ length: 1_203 }, (_, n) => n).join('\n')}`, 65_536);
    const sizes = [];
    for await (const chunk of readRows(file, await readForm(file))) sizes.push(chunk.length);
    expect(sizes).toEqual([500, 500, 203]);
  });
});
