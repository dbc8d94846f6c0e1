import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { LIMITS } from '../../limits.ts';
import { type Archive, openArchive } from './archive.ts';
import { type Book, readBook } from './book.ts';
import { type Fault, WorkbookFault } from './fault.ts';
import { readSheet } from './sheet-rows.ts';

/** Sheets that are wanted of a workbook, each as a table in a file; null is the first one that is shown. */
export interface WorkbookOrder {
  readonly path: string;
  readonly sheets: readonly { readonly name: string | null; readonly into: string }[];
}

export type WorkbookAnswer =
  | { readonly fault: Fault }
  | { readonly sheets: readonly string[]; readonly all: readonly string[] };

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

function sheetNamed({ sheets }: Book, name: string | null) {
  const spelled = name?.normalize('NFKC').trim().toLowerCase();
  const found =
    name === null
      ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
      : sheets.find((one) => one.name.normalize('NFKC').toLowerCase() === spelled);
  if (found) return found;
  const known = sheets
    .map((one) => one.name)
    .slice(0, 40)
    .join(', ');
  throw new WorkbookFault({ code: 'import.sheet', params: { name: name!, known } });
}

/** Writes a sheet as CSV in which each row has the number that it has in the workbook. */
async function writeSheet(archive: Archive, book: Book, part: string, into: string): Promise<void> {
  const file = createWriteStream(into, { flags: 'wx', mode: 0o600 });
  let size = 0;
  let line = 1;
  try {
    await readSheet(archive, book, part, async (row, cells) => {
      const text = `${'\n'.repeat(row - line)}${cells.map(quoted).join(',')}\n`;
      line = row + 1;
      size += text.length;
      const limit = LIMITS.importSize;
      if (size > limit) throw new WorkbookFault({ code: 'import.workbook_size', params: { limit } });
      if (!file.write(text)) await once(file, 'drain');
    });
  } finally {
    file.end();
    await finished(file);
  }
}

async function read({ path, sheets }: WorkbookOrder): Promise<WorkbookAnswer> {
  const archive = await openArchive(path);
  try {
    const book = await readBook(archive);
    const names: string[] = [];
    for (const { name, into } of sheets) {
      const sheet = sheetNamed(book, name);
      await writeSheet(archive, book, sheet.part, into);
      names.push(sheet.name);
    }
    return { sheets: names, all: book.sheets.map(({ name }) => name) };
  } finally {
    archive.close();
  }
}

/** A thread of its own: unpacking and reading take the processor for seconds. */
const answer = await read(workerData as WorkbookOrder).catch((error: unknown): WorkbookAnswer => {
  if (error instanceof WorkbookFault) return { fault: error.fault };
  throw error;
});
parentPort!.postMessage(answer);
