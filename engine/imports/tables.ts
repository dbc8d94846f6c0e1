import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { restored } from '../spreadsheet-text.ts';
import { csvRecords, delimiterOf, encodingsOf, isUndecodable } from './csv.ts';
import { isJsonLines, jsonHeadings, jsonRows } from './json-lines.ts';

/** A file to import. It is read several times, so that nothing is written of a file that breaks at its end. */
export interface ImportSource {
  readonly name: string;
  /** of a workbook: the sheet that it is */
  readonly sheet?: string;
  /** what options call the sheet, where they name one */
  readonly asked?: string;
  open(): AsyncIterable<Uint8Array>;
}

export type Encoding = 'utf-8' | 'utf-16le' | 'gb18030';

/** What a file is, found by reading all of it. */
export interface TableForm {
  /** absent: separated by a delimiter */
  readonly format?: 'json-lines';
  readonly sheet?: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly headings: readonly string[];
  /** rows that hold something, without the headings */
  readonly rows: number;
}

export interface TableRow {
  /** as a spreadsheet numbers it: the headings are row 1 */
  readonly row: number;
  readonly cells: readonly string[];
}

/** What the error file adds to a row; read again it says nothing. */
export const REPORT_COLUMNS = { file: '_file', row: '_row', reason: '_reason', suggestion: '_suggestion' };

const SAMPLE = 65_536;

/** The compound file: what office programs once saved, and still save behind a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
/** `PK`: an archive. */
const ARCHIVE = [0x50, 0x4b, 0x03, 0x04];

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

const isBlank = (cell: string): boolean => cell.trim() === '';

/** The first bytes of a file, at least `SAMPLE` of them where it has so many. */
async function firstBytes(source: ImportSource): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source.open()) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size >= SAMPLE) break;
  }
  return Buffer.concat(pieces);
}

/** Whether a file is an archive, as workbooks are; one of before is refused. */
export async function isWorkbook(source: ImportSource): Promise<boolean> {
  const bytes = await firstBytes(source);
  if (begins(bytes, COMPOUND)) throw new Problem('import.workbook', { file: source.name });
  return begins(bytes, ARCHIVE);
}

async function csvForm(source: ImportSource, encoding: Encoding, delimiter: string): Promise<TableForm> {
  let headings: readonly string[] | undefined;
  let rows = 0;
  for await (const cells of csvRecords(source, encoding, delimiter)) {
    if (cells.every(isBlank)) continue;
    if (headings) rows += 1;
    else headings = cells.map((cell) => cell.trim());
  }
  if (!headings) throw new Problem('import.empty', { file: source.name });
  return { encoding, delimiter, headings, rows, ...(source.sheet !== undefined && { sheet: source.sheet }) };
}

/** Reads the whole file once: its encoding, delimiter, headings and number of rows, or why it is no table. */
export async function readForm(source: ImportSource): Promise<TableForm> {
  const bytes = await firstBytes(source);
  if (begins(bytes, COMPOUND) || begins(bytes, ARCHIVE)) {
    throw new Problem('import.workbook', { file: source.name });
  }
  for (const encoding of encodingsOf(bytes)) {
    const text = new TextDecoder(encoding).decode(bytes);
    try {
      if (isJsonLines(text)) {
        const form = { format: 'json-lines', encoding, delimiter: '' } as const;
        return { ...form, ...(await jsonHeadings(source, encoding)) };
      }
      return await csvForm(source, encoding, delimiterOf(text));
    } catch (error) {
      if (!isUndecodable(error)) throw error;
    }
  }
  throw new Problem('import.encoding', { file: source.name });
}

async function* csvRows(source: ImportSource, form: TableForm): AsyncGenerator<TableRow> {
  let row = 0;
  let isHeading = true;
  // a workbook runs no text, and writes no apostrophe before one; unless it was the error file before
  const isRestored = form.sheet === undefined || form.headings.includes(REPORT_COLUMNS.reason);
  for await (const cells of csvRecords(source, form.encoding, form.delimiter)) {
    row += 1;
    if (cells.every(isBlank)) continue;
    const plain = cells.map((cell) => cell.trim());
    if (!isHeading) yield { row, cells: isRestored ? plain.map(restored) : plain };
    isHeading = false;
  }
}

/** The rows of a file that hold something, in chunks. */
export async function* readRows(source: ImportSource, form: TableForm): AsyncGenerator<readonly TableRow[]> {
  let chunk: TableRow[] = [];
  const rows =
    form.format === 'json-lines' ? jsonRows(source, form.encoding, form.headings) : csvRows(source, form);
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < LIMITS.importChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
