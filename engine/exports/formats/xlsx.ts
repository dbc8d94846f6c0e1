import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ExportedRecord } from '../../records/index.ts';
import { rowsOf } from '../columns.ts';
import { defineFormat, type ExportTable } from './define-format.ts';
import { FOOT, headXml, MOST_ROWS, rowXml, STYLES, xmlText } from './sheet-xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SCHEMAS = 'http://schemas.openxmlformats.org';
const RELATIONSHIPS = `${SCHEMAS}/officeDocument/2006/relationships`;
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What Excel takes as the name of a sheet. */
const sheetName = (name: string, number: number): string => {
  const plain = name.replace(/[\\/?*[\]:]/g, ' ').replace(/^'+|'+$/g, '');
  const own = [...plain].slice(0, 25).join('').trim() || 'Sheet';
  return number === 1 ? own : `${own} ${number}`;
};

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The parts of a workbook that say what its other parts are. */
const partsOf = (name: string, sheets: number): readonly (readonly [path: string, xml: string])[] => [
  [
    '[Content_Types].xml',
    `<Types xmlns="${SCHEMAS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${numbers(
      sheets,
    )
      .map(
        (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
      )
      .join('')}</Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${SCHEMAS}/spreadsheetml/2006/main" xmlns:r="${RELATIONSHIPS}"><sheets>${numbers(sheets)
      .map((n) => `<sheet name="${xmlText(sheetName(name, n))}" sheetId="${n}" r:id="rId${n}"/>`)
      .join('')}</sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${numbers(sheets)
      .map(
        (n) =>
          `<Relationship Id="rId${n}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rId${sheets + 1}" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>`,
  ],
];

type Row = readonly (string | undefined)[];

/** The rows of all sheets, so that each begins where the one before was full. */
class Sheets {
  readonly #table: ExportTable;
  readonly #pages: AsyncIterator<readonly ExportedRecord[]>;
  #left: readonly Row[] = [];
  hasMore = true;

  constructor(table: ExportTable) {
    this.#table = table;
    this.#pages = table.pages[Symbol.asyncIterator]();
  }

  async *next(): AsyncGenerator<Buffer> {
    const { columns, onCut } = this.#table;
    yield Buffer.from(headXml(columns));
    for (let number = 2; number <= MOST_ROWS; ) {
      if (this.#left.length === 0) await this.#read();
      if (!this.hasMore) break;
      const taken = this.#left.slice(0, MOST_ROWS - number + 1);
      this.#left = this.#left.slice(taken.length);
      const first = number;
      yield Buffer.from(taken.map((row, index) => rowXml(columns, row, first + index, onCut)).join(''));
      number += taken.length;
    }
    yield Buffer.from(FOOT);
  }

  async #read(): Promise<void> {
    const { value, done } = await this.#pages.next();
    if (done) this.hasMore = false;
    else this.#left = value.flatMap((record) => rowsOf(this.#table.columns, record));
  }
}

/** Adds sheets as they are made, and behind them what lists them. */
async function fill(zip: ZipFile, table: ExportTable, signal: AbortSignal): Promise<void> {
  const sheets = new Sheets(table);
  let count = 0;
  while (sheets.hasMore) {
    count += 1;
    const sheet = Readable.from(sheets.next(), { objectMode: false });
    zip.addReadStream(sheet, `xl/worksheets/sheet${count}.xml`, { compressionLevel: 3 });
    await once(sheet, 'end', { signal });
  }
  zip.addBuffer(Buffer.from(STYLES), 'xl/styles.xml');
  for (const [path, xml] of partsOf(table.name, count)) zip.addBuffer(Buffer.from(HEAD + xml), path);
  zip.end();
}

/** A workbook that is written while the records are read; one sheet, or as many as they need. */
export const xlsx = defineFormat({
  name: 'xlsx',
  ending: 'xlsx',
  mediaType: `${CONTENT}.sheet`,
  isTable: true,
  write: async function* (table) {
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    const leaving = new AbortController();
    const filling = fill(zip, table, leaving.signal).catch((error: Error) => void output.destroy(error));
    try {
      yield* output as AsyncIterable<Uint8Array>;
    } finally {
      // of whoever takes no more of it nobody waits for the rest
      leaving.abort();
      await filling;
    }
  },
});
