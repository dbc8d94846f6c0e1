import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { Problem, type ProblemParams } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { restored } from '../spreadsheet-text.ts';

/** A file to import. It is read several times, so that nothing is written of a file that breaks at its end. */
export interface ImportSource {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

type Encoding = 'utf-8' | 'utf-16le' | 'gb18030';

/** What a file is, found by reading all of it. */
export interface TableForm {
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

const DELIMITERS = [',', ';', '\t'];
const SAMPLE = 65_536;

/** `PK` and the compound file: what office programs save by themselves. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

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

/** The encodings that a file may be in, the likeliest first. */
function encodingsOf(bytes: Buffer): readonly Encoding[] {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
}

/** The delimiter that separates most headings; those inside quotes do not count. */
export function delimiterOf(text: string): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const character of text.trimStart()) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  return DELIMITERS.reduce((best, one) => (counts.get(one)! > counts.get(best)! ? one : best));
}

async function* decoded(source: ImportSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of source.open()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

const isUndecodable = (error: unknown): boolean =>
  error instanceof TypeError && (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

const csvProblem = (file: string, error: CsvError): Problem => {
  const { lines, message } = error as CsvError & { lines?: number };
  const params: ProblemParams = { file, line: lines ?? 1, reason: message.replace(/\s+at line \d+.*$/s, '') };
  return new Problem('import.csv', params);
};

/** Every record of a file, blank ones included: they count as rows. */
async function* records(
  source: ImportSource,
  encoding: Encoding,
  delimiter: string,
): AsyncGenerator<readonly string[]> {
  const options: Options = {
    delimiter,
    relax_column_count: true,
    // a stray quote inside an unquoted cell (12" screen) is a character
    relax_quotes: true,
    // a quote that is never closed must not take the whole file into memory
    max_record_size: LIMITS.bodySize,
  };
  const parser = parse(options);
  // who reads the parser hears of its errors; the callback only says that they are taken care of
  pipeline(Readable.from(decoded(source, encoding)), parser, () => {});
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    throw error instanceof CsvError ? csvProblem(source.name, error) : error;
  }
}

async function formAs(source: ImportSource, encoding: Encoding, delimiter: string): Promise<TableForm> {
  let headings: readonly string[] | undefined;
  let rows = 0;
  for await (const cells of records(source, encoding, delimiter)) {
    if (cells.every(isBlank)) continue;
    if (headings) rows += 1;
    else headings = cells.map((cell) => cell.trim());
  }
  if (!headings) throw new Problem('import.empty', { file: source.name });
  return { encoding, delimiter, headings, rows };
}

/** Reads the whole file once: its encoding, delimiter, headings and number of rows, or why it is no table. */
export async function readForm(source: ImportSource): Promise<TableForm> {
  const bytes = await firstBytes(source);
  if (WORKBOOKS.some((magic) => magic.every((byte, index) => bytes[index] === byte))) {
    throw new Problem('import.workbook', { file: source.name });
  }
  for (const encoding of encodingsOf(bytes)) {
    const delimiter = delimiterOf(new TextDecoder(encoding).decode(bytes));
    try {
      return await formAs(source, encoding, delimiter);
    } catch (error) {
      if (!isUndecodable(error)) throw error;
    }
  }
  throw new Problem('import.encoding', { file: source.name });
}

/** The rows of a file that hold something, in chunks. */
export async function* readRows(source: ImportSource, form: TableForm): AsyncGenerator<readonly TableRow[]> {
  let chunk: TableRow[] = [];
  let row = 0;
  let isHeading = true;
  for await (const cells of records(source, form.encoding, form.delimiter)) {
    row += 1;
    if (cells.every(isBlank)) continue;
    if (isHeading) {
      isHeading = false;
      continue;
    }
    chunk.push({ row, cells: cells.map((cell) => restored(cell.trim())) });
    if (chunk.length < LIMITS.importChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
