import { LIMITS } from '../../limits.ts';
import type { Archive } from './archive.ts';
import type { Book } from './book.ts';
import { shownNumber } from './cell-text.ts';
import { broken, WorkbookFault } from './fault.ts';
import { unescaped } from './shared-strings.ts';
import { readXml } from './xml.ts';

/** What a sheet may have in any program that writes workbooks. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;

/** `AB12` -> 27. */
function columnAt(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    const place = letter.charCodeAt(0) - 64;
    if (place < 1 || place > 26) break;
    column = column * 26 + place;
    if (column > LAST_COLUMN) throw broken(reference.slice(0, 20));
  }
  return column - 1;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
}

/** What a cell shows: what its formula came to when it was saved, and nothing of the formula. */
function shown({ strings, forms, is1904 }: Book, { type, style }: Cell, text: string): string {
  switch (type) {
    case 's':
      return text.trim() === '' ? '' : strings.get(Number(text));
    case 'b':
      return text.trim() === '1' ? 'TRUE' : text.trim() === '0' ? 'FALSE' : text;
    case 'str':
    case 'inlineStr':
      return unescaped(text);
    case 'n':
      return shownNumber(text, forms[style] ?? 'plain', is1904);
    // errors are what they look like; a day of its own spelling is taken as it is
    default:
      return text;
  }
}

/** Reads a sheet row by row: `row` gets the number of each and its cells, in their order. */
export async function readSheet(
  archive: Archive,
  book: Book,
  part: string,
  row: (number: number, cells: readonly string[]) => Promise<void> | void,
): Promise<void> {
  let number = 0;
  let cells: string[] = [];
  let cell: Cell | undefined;
  let text = '';
  let isText = false;
  let spoken = 0;
  const pending: (readonly [number, readonly string[]])[] = [];
  const width = (): void => {
    const limit = LIMITS.columnsPerTable;
    if (cells.length <= limit) return;
    throw new WorkbookFault({ code: 'import.too_wide', params: { given: cells.length, limit } });
  };
  const put = ({ column }: Cell, value: string): void => {
    if (value === '') return;
    if (value.length > LIMITS.bodySize) {
      throw new WorkbookFault({ code: 'import.cell_size', params: { row: number, limit: LIMITS.bodySize } });
    }
    while (cells.length < column) cells.push('');
    cells[column] = value;
    width();
  };
  let next = 0;
  const reading = {
    open: (name: string, { r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void => {
      if (name === 'row') {
        const at = r === undefined ? number + 1 : Number(r);
        if (!Number.isInteger(at) || at <= number || at > LAST_ROW)
          throw broken(`row ${String(r).slice(0, 20)}`);
        [number, cells, next] = [at, [], 0];
      } else if (name === 'c') {
        const column = r === undefined ? next : columnAt(r);
        if (column < 0 || column >= LAST_COLUMN) throw broken(String(r).slice(0, 20));
        [cell, text, next] = [{ column, type: t, style: Number(s) }, '', column + 1];
      } else if (name === 'rPh') spoken += 1;
      isText = cell !== undefined && (name === 'v' || (name === 't' && spoken === 0));
    },
    text: (more: string): void => {
      if (isText) text += more;
    },
    close: (name: string): void => {
      isText = false;
      if (name === 'rPh') spoken -= 1;
      else if (name === 'c' && cell) {
        put(cell, shown(book, cell, text));
        cell = undefined;
      } else if (name === 'row' && cells.length > 0) pending.push([number, cells]);
    },
  };
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of archive.open(part)) {
      yield piece;
      for (const [at, values] of pending.splice(0)) await row(at, values);
    }
  };
  await readXml(part, pieces(), reading, () => number);
  for (const [at, values] of pending) await row(at, values);
}
