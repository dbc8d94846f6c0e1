import type { Readable } from 'node:stream';
import { type Entry, openPromise } from 'yauzl';
import { LIMITS } from '../../limits.ts';
import { broken, WorkbookFault } from './fault.ts';

/** The parts of a workbook's archive. Nothing is ever written under a name that it holds. */
export interface Archive {
  has(name: string): boolean;
  /** the bytes of a part; of all parts together no more than may be unpacked */
  open(name: string): AsyncGenerator<Buffer>;
  close(): void;
}

/** Parts that an archive may have: workbooks have some for each sheet, drawing and macro. */
const MOST_PARTS = 20_000;

const reasonOf = (error: unknown): string => (error as Error).message.slice(0, 200);

/** Opens an archive by its directory. Of two parts of one name the first counts. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw broken(reasonOf(error));
  });
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > MOST_PARTS) throw broken(`${zip.entryCount} parts`);
    for await (const entry of zip.eachEntry()) {
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    throw error instanceof WorkbookFault ? error : broken(reasonOf(error));
  }
  let unpacked = 0;
  const limit = LIMITS.workbookSize;
  return {
    has: (name) => entries.has(name),
    open: async function* (name) {
      const entry = entries.get(name);
      if (!entry) throw broken(`no ${name}`);
      if (entry.isEncrypted()) throw broken(`${name} is encrypted`);
      // more than it says of itself no part is unpacked to
      unpacked += entry.uncompressedSize;
      if (unpacked > limit) throw new WorkbookFault({ code: 'import.workbook_size', params: { limit } });
      try {
        const stream: Readable = await zip.openReadStreamPromise(entry);
        yield* stream as AsyncIterable<Buffer>;
      } catch (error) {
        throw broken(`${name}: ${reasonOf(error)}`);
      }
    },
    close: () => zip.close(),
  };
}
