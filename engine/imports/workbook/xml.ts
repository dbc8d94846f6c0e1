import { SaxesParser } from 'saxes';
import { LIMITS } from '../../limits.ts';
import { broken, WorkbookFault } from './fault.ts';

type Attributes = Readonly<Record<string, string>>;

/** What is read of a part, by the local names of its elements. */
export interface Reading {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const DEEPEST = 64;
const LESS_THAN = 0x3c;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads XML as it comes in. Nothing of it is kept but what `reading` keeps; documents with types of their own are refused. */
export async function readXml(
  part: string,
  bytes: AsyncIterable<Buffer>,
  reading: Reading,
  rowNow: () => number = () => 0,
): Promise<void> {
  const parser = new SaxesParser({ position: false, fragment: false });
  let fault: Error | undefined;
  let depth = 0;
  const guarded = (run: () => void): void => {
    if (fault) return;
    try {
      run();
    } catch (error) {
      fault = error as Error;
    }
  };
  parser.on('error', (error) => {
    fault ??= broken(`${part}: ${error.message.slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    fault ??= broken(`${part}: DOCTYPE`);
  });
  parser.on('opentag', ({ name, attributes }) =>
    guarded(() => {
      depth += 1;
      if (depth > DEEPEST) throw broken(`${part}: ${DEEPEST}`);
      reading.open(local(name), attributes as Attributes);
    }),
  );
  parser.on('text', (text) => guarded(() => reading.text?.(text)));
  parser.on('cdata', (text) => guarded(() => reading.text?.(text)));
  parser.on('closetag', ({ name }) =>
    guarded(() => {
      depth -= 1;
      reading.close?.(local(name));
    }),
  );
  const decoder = new TextDecoder('utf-8', { fatal: true });
  // the parser keeps what it reads up to the next element: there is an end to that
  let run = 0;
  try {
    for await (const piece of bytes) {
      const last = piece.lastIndexOf(LESS_THAN);
      run = last < 0 ? run + piece.length : piece.length - last;
      if (run > LIMITS.bodySize) {
        throw new WorkbookFault({
          code: 'import.cell_size',
          params: { row: rowNow(), limit: LIMITS.bodySize },
        });
      }
      parser.write(decoder.decode(piece, { stream: true }));
      if (fault) throw fault;
    }
    parser.close();
    if (fault) throw fault;
  } catch (error) {
    throw error instanceof WorkbookFault
      ? error
      : broken(`${part}: ${(error as Error).message.slice(0, 200)}`);
  }
}
