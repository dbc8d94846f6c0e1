import type { CellKind, ExportColumn } from '../columns.ts';

/** What a workbook takes: characters of a cell, rows and columns of a sheet. */
export const LONGEST_CELL = 32_767;
export const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/** Places in the table of styles below. */
const STYLE = { date: 1, datetime: 2, heading: 3 } as const;

export const STYLES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A text as XML of a workbook: what XML cannot hold is left out, a carriage return is written as Office writes it, and a
 * text that looks like that is told apart from it.
 */
export const xmlText = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replaceAll('\r', '_x000D_')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/[&<>"]/g, (one) => ENTITIES[one]!);

const DAY = 86_400_000;
/** Day 0 of a workbook; days before 1 March 1900 are counted wrongly by Excel. */
const EPOCH = Date.UTC(1899, 11, 30);
const FIRST = Date.UTC(1900, 2, 1);

/** A local moment as days of a workbook; undefined where it has no such number. */
function serialOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?$/.test(text)) return undefined;
  const moment = Date.parse(`${text.includes(' ') ? text.replace(' ', 'T') : `${text}T00:00`}Z`);
  return Number.isNaN(moment) || moment < FIRST ? undefined : (moment - EPOCH) / DAY;
}

/** Whether a number keeps all of its digits where 15 are kept. */
const isExact = (text: string): boolean => {
  const digits = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  return digits !== null && `${digits[1]}${digits[2] ?? ''}`.replace(/^0+/, '').length <= 15;
};

/** The letters of a column: `A` to `XFD`. */
function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${lettersOf(Math.floor(index / 26) - 1)}${last}`;
}

const LETTERS: readonly string[] = Array.from({ length: MOST_COLUMNS }, (_, index) => lettersOf(index));

const inline = (at: string, text: string, style = ''): string =>
  `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

/** A cell: numbers and days as such, so that they can be summed and sorted. */
function cellXml(at: string, text: string, kind: CellKind, onCut: () => void): string {
  if (kind === 'number' && isExact(text)) return `<c r="${at}"><v>${text}</v></c>`;
  const serial = kind === 'date' || kind === 'datetime' ? serialOf(text) : undefined;
  if (serial !== undefined)
    return `<c r="${at}" s="${STYLE[kind as 'date' | 'datetime']}"><v>${serial}</v></c>`;
  if (text.length <= LONGEST_CELL) return inline(at, text);
  onCut();
  return inline(at, text.slice(0, LONGEST_CELL));
}

/** A row of a sheet; the headings are row 1. */
export function rowXml(
  columns: readonly ExportColumn[],
  row: readonly (string | undefined)[],
  number: number,
  onCut: () => void,
): string {
  const cells = row.map((text, index) =>
    text === undefined ? '' : cellXml(`${LETTERS[index]}${number}`, text, columns[index]!.kind, onCut),
  );
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** Wide characters count twice. */
const widthOf = (heading: string): number =>
  Math.min(
    40,
    Math.max(
      12,
      [...heading].reduce((all, one) => all + (one > '\u2e80' ? 2 : 1), 3),
    ),
  );

/** What stands before the rows of a sheet: headings that stay where they are. */
export const headXml = (columns: readonly ExportColumn[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols>${columns.map(({ heading }, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(heading)}" customWidth="1"/>`).join('')}</cols>`,
    `<sheetData><row r="1">${columns.map(({ heading }, index) => inline(`${LETTERS[index]}1`, heading.slice(0, LONGEST_CELL), ` s="${STYLE.heading}"`)).join('')}</row>`,
  ].join('');

export const FOOT = '</sheetData></worksheet>';
