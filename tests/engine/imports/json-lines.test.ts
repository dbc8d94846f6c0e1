import { describe, expect, it } from 'vitest';
import { type ImportSource, readForm, readRows } from '../../../engine/imports/tables.ts';

const source = (text: string, piece = 5): ImportSource => ({
  name: 'f.jsonl',
  open: async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  },
});

async function read(text: string) {
  const file = source(text);
  const form = await readForm(file);
  const rows = [];
  for await (const chunk of readRows(file, form)) rows.push(...chunk);
  return { form, rows };
}

describe('JSON Lines', () => {
  it('have the headings of all lines, each row under the number of its line', async () => {
    const { form, rows } = await read(
      '{"name": "甲", "size": 1.50, "open": true}\n\n{"name": "=x", "tags": ["a", "b"], "address": {"city": "苏州"}, "none": null}\r\n{"lines": [{"n": 1}]}',
    );
    expect(form).toMatchObject({
      format: 'json-lines',
      headings: ['name', 'size', 'open', 'tags', 'address.city', 'none', 'lines'],
      rows: 3,
    });
    expect(rows).toEqual([
      { row: 1, cells: ['甲', '1.5', 'true', '', '', '', ''] },
      { row: 3, cells: ['=x', '', '', 'a; b', '苏州', '', ''] },
      { row: 4, cells: ['', '', '', '', '', '', '[{"n":1}]'] },
    ]);
  });

  it('keep what a text begins with', async () => {
    const { rows } = await read('{"name": " \'=1 "}\n');
    expect(rows[0]!.cells).toEqual([" '=1 "]);
  });

  it('are no CSV that begins with a bracket', async () => {
    const { form } = await read('{name},other\nx,y\n');
    expect(form).toMatchObject({ delimiter: ',', headings: ['{name}', 'other'] });
  });

  it('say which line is none', async () => {
    await expect(read('{"a": 1}\n{"a": \n')).rejects.toMatchObject({ code: 'import.json_line' });
  });
});
