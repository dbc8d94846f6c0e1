import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { decoded } from './csv.ts';
import type { Encoding, ImportSource, TableRow } from './tables.ts';

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a text begins as JSON Lines do: an object on the first line that holds something. */
export function isJsonLines(text: string): boolean {
  const [first = ''] = text.trimStart().split('\n', 1);
  if (!first.startsWith('{')) return false;
  // the first line may be longer than what was read of the file
  return !text.trimStart().includes('\n') || isBody(parsed(first));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The lines of a file that hold something, each with its number. */
async function* linesOf(source: ImportSource, encoding: Encoding): AsyncGenerator<readonly [number, string]> {
  let number = 0;
  let rest = '';
  const limit = LIMITS.bodySize;
  for await (const piece of decoded(source, encoding)) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield [number, line];
    }
    if (rest.length <= limit) continue;
    throw new Problem('import.cell_size', { file: source.name, row: number + 1, limit });
  }
  if (rest.trim() !== '') yield [number + 1, rest];
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** What a line says by heading: members of an object inside by `address.city`, plain lists as cells name several things. */
function* cellsOf(body: Body, before = ''): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(body)) {
    const heading = `${before}${name}`.trim();
    if (isBody(value) && before === '') yield* cellsOf(value, `${heading}.`);
    else if (Array.isArray(value) && !value.some((one) => typeof one === 'object' && one !== null))
      yield [heading, value.map(textOf).join('; ')];
    else yield [heading, textOf(value)];
  }
}

async function* bodiesOf(source: ImportSource, encoding: Encoding): AsyncGenerator<readonly [number, Body]> {
  for await (const [line, text] of linesOf(source, encoding)) {
    const body = parsed(text);
    if (!isBody(body)) throw new Problem('import.json_line', { file: source.name, line });
    yield [line, body];
  }
}

/** Reads all lines once: the headings that any of them has, and how many there are. */
export async function jsonHeadings(
  source: ImportSource,
  encoding: Encoding,
): Promise<{ readonly headings: readonly string[]; readonly rows: number }> {
  const headings = new Set<string>();
  let rows = 0;
  for await (const [, body] of bodiesOf(source, encoding)) {
    rows += 1;
    for (const [heading] of cellsOf(body)) headings.add(heading);
    const params = { file: source.name, limit: LIMITS.columnsPerTable, given: headings.size };
    if (params.given > params.limit) throw new Problem('import.too_wide', params);
  }
  return { headings: [...headings], rows };
}

/** The lines as rows, by their numbers. */
export async function* jsonRows(
  source: ImportSource,
  encoding: Encoding,
  headings: readonly string[],
): AsyncGenerator<TableRow> {
  for await (const [row, body] of bodiesOf(source, encoding)) {
    const cells = new Map(cellsOf(body));
    yield { row, cells: headings.map((heading) => cells.get(heading) ?? '') };
  }
}
