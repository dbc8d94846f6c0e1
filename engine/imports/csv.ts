import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { Problem, type ProblemParams } from '../errors.ts';
import { LIMITS } from '../limits.ts';

import type { Encoding, ImportSource } from './tables.ts';

const DELIMITERS = [',', ';', '\t'];

/** The encodings that a file may be in, the likeliest first. */
export function encodingsOf(bytes: Buffer): readonly Encoding[] {
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

export async function* decoded(source: ImportSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of source.open()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

export const isUndecodable = (error: unknown): boolean =>
  error instanceof TypeError && (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

const csvProblem = (file: string, error: CsvError): Problem => {
  const { lines, message } = error as CsvError & { lines?: number };
  const params: ProblemParams = { file, line: lines ?? 1, reason: message.replace(/\s+at line \d+.*$/s, '') };
  return new Problem('import.csv', params);
};

/** Every record of a file, blank ones included: they count as rows. */
export async function* csvRecords(
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
