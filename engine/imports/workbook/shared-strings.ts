import { LIMITS } from '../../limits.ts';
import type { Archive } from './archive.ts';
import { broken, WorkbookFault } from './fault.ts';
import { readXml } from './xml.ts';

/** Texts that cells name by their number: a workbook has up to a million of them. */
export interface SharedStrings {
  get(index: number): string;
}

const PIECE = 1 << 22;

/** Bytes of texts one after the other, beside where each begins: a third of what strings of their own would take. */
function makeTexts() {
  const pieces: Buffer[] = [];
  let at = new Float64Array(1 << 12);
  let lengths = new Uint32Array(1 << 12);
  let count = 0;
  let used = PIECE;
  let size = 0;
  return {
    add: (text: string): void => {
      const bytes = Buffer.byteLength(text);
      size += bytes;
      const limit = LIMITS.workbookTexts;
      if (size > limit) throw new WorkbookFault({ code: 'import.workbook_size', params: { limit } });
      if (used + bytes > PIECE) {
        pieces.push(Buffer.allocUnsafe(Math.max(PIECE, bytes)));
        used = 0;
      }
      if (count === lengths.length) {
        const [more, longer] = [new Float64Array(count * 2), new Uint32Array(count * 2)];
        more.set(at);
        longer.set(lengths);
        [at, lengths] = [more, longer];
      }
      pieces.at(-1)!.write(text, used);
      at[count] = (pieces.length - 1) * 2 ** 32 + used;
      lengths[count] = bytes;
      count += 1;
      used += bytes;
    },
    get: (index: number): string => {
      const place = at[index];
      if (!Number.isInteger(index) || index < 0 || index >= count || place === undefined) {
        throw broken(`text ${index}`);
      }
      const from = place % 2 ** 32;
      return pieces[Math.floor(place / 2 ** 32)]!.toString('utf8', from, from + lengths[index]!);
    },
  };
}

/** `_x000D_` in texts of a workbook is the character of that number. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** Reads the texts of a workbook; what they sound like is left out. */
export async function readSharedStrings(archive: Archive, part: string): Promise<SharedStrings> {
  const texts = makeTexts();
  let text = '';
  let isText = false;
  let spoken = 0;
  await readXml(part, archive.open(part), {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') spoken += 1;
      isText = name === 't' && spoken === 0;
    },
    text: (more) => {
      if (isText) text += more;
    },
    close: (name) => {
      isText = false;
      if (name === 'rPh') spoken -= 1;
      else if (name === 'si') texts.add(unescaped(text));
    },
  });
  return texts;
}
