import { stringify } from 'csv-stringify/sync';
import { neutralised } from '../../spreadsheet-text.ts';
import { type ExportColumn, rowsOf } from '../columns.ts';
import { defineFormat } from './define-format.ts';

// a spreadsheet that splits at `;` or tabs must not find a formula behind one
const OPTIONS = { quoted_match: /[;\t]/ };

const cellsOf = (columns: readonly ExportColumn[], row: readonly (string | undefined)[]): string[] =>
  row.map((text = '', index) => (columns[index]!.kind === 'text' ? neutralised(text) : text));

/** UTF-8 with the mark by which spreadsheets know it. */
export const csv = defineFormat({
  name: 'csv',
  ending: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  isTable: true,
  write: async function* ({ columns, pages }) {
    const encoder = new TextEncoder();
    const headings = columns.map(({ heading }) => neutralised(heading));
    yield encoder.encode(stringify([headings], { ...OPTIONS, bom: true }));
    for await (const records of pages) {
      const rows = records.flatMap((record) => rowsOf(columns, record));
      yield encoder.encode(
        stringify(
          rows.map((row) => cellsOf(columns, row)),
          OPTIONS,
        ),
      );
    }
  },
});
