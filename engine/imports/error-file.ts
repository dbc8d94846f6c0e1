import { stringify } from 'csv-stringify/sync';
import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import { neutralised } from '../spreadsheet-text.ts';
import type { ImportFile } from './ledger.ts';
import { refusedRows } from './refused.ts';
import { importOf } from './report.ts';
import type { RefusedRow } from './rows-done.ts';
import { openedCells } from './secrets.ts';
import { REPORT_COLUMNS } from './tables.ts';

/** What is wrong with a row, each reason with the column that it is about. */
const reasonOf = ({ problems }: RefusedRow, locale: string): string =>
  problems
    .map(({ heading, problem }) => `${heading ? `${heading}: ` : ''}${textIn(problem, locale)}`)
    .join(' ');

const suggestionOf = ({ problems }: RefusedRow): string =>
  problems.flatMap(({ suggestion }) => suggestion ?? []).join('; ');

// one that splits at `;` or tabs must not find a formula there
const lines = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(neutralised)),
    { quoted_match: /[;\t]/ },
  );

/** A file, and the sheet of it. */
const calledIn = ({ name, form: { sheet } }: ImportFile): string =>
  sheet === undefined ? name : `${name}: ${sheet}`;

/**
 * The refused rows as they stood in their file, with row, reason and nearest match: to be put right and
 * imported again, for which those columns mean nothing. Several files share the columns of all. Piece by piece, however long.
 */
export async function* errorFile(
  ctx: RequestContext,
  id: string,
  file?: string,
): AsyncGenerator<string, void> {
  const { files } = await importOf(ctx, id);
  const parts = files.filter(({ name, failed }) => failed > 0 && (file === undefined || name === file));
  const headings = [...new Set(parts.flatMap(({ form }) => form.headings))];
  const isSeveral = parts.length > 1;
  const { file: fileColumn, row, reason, suggestion } = REPORT_COLUMNS;
  // the byte order mark tells spreadsheets that it is UTF-8
  yield `\ufeff${lines([[...headings, ...(isSeveral ? [fileColumn] : []), row, reason, suggestion]])}`;
  for (const part of parts) {
    const places = headings.map((heading) => part.form.headings.indexOf(heading));
    for await (const page of refusedRows(ctx, id, part.file)) {
      const opened = await openedCells(
        ctx,
        page.flatMap(({ cells }) => cells),
      );
      yield lines(
        page.map((refused) => [
          ...places.map((place) => opened(refused.cells[place] ?? '')),
          ...(isSeveral ? [calledIn(part)] : []),
          String(refused.row),
          reasonOf(refused, ctx.locale),
          suggestionOf(refused),
        ]),
      );
    }
  }
}
