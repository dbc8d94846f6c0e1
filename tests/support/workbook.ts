import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive; what it says of its size may be a lie. */
export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  readonly says?: number;
}

/** Parts as a zip archive; of those that `overlap` all stand where the first of them does. */
export function archiveOf(parts: readonly Part[], overlap: ReadonlySet<string> = new Set()): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  let same: number | undefined;
  for (const { name, content, says } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const called = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(says ?? bytes.length, 18);
    common.writeUInt16LE(called.length, 22);
    const rest = Buffer.alloc(14);
    const isSame = overlap.has(name) && same !== undefined;
    if (overlap.has(name)) same ??= at;
    rest.writeUInt32LE(isSame ? same! : at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, rest, called);
    if (isSame) continue;
    local.push(Buffer.from('PK\x03\x04'), common, called, packed);
    at += 30 + called.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}

/** A cell as a sheet has it: a text, a number of a style, or the XML of what is more than that. */
export type SheetCell = string | number | { readonly xml: string };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const column = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : column(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));

function cellXml(cell: SheetCell, place: string): string {
  if (typeof cell === 'object') return cell.xml.replaceAll('@', place);
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  return cell === '' ? '' : `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const sheetXml = (rows: readonly (readonly SheetCell[])[]): string =>
  `${HEAD}<worksheet ${MAIN}><sheetData>${rows
    .map((cells, row) => [cells, row + 1] as const)
    .filter(([cells]) => cells.length > 0)
    .map(
      ([cells, row]) =>
        `<row r="${row}">${cells.map((cell, at) => cellXml(cell, `${column(at)}${row}`)).join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`;

const relations = (all: readonly (readonly [type: string, target: string])[]): string =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(
      ([type, target], n) =>
        `<Relationship Id="rId${n + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

export interface BookParts {
  /** XML of each sheet, by its name; one that begins with a dot is hidden */
  readonly sheets: Readonly<Record<string, string | Buffer>>;
  readonly strings?: string;
  readonly styles?: string;
  readonly is1904?: boolean;
  /** parts beside them, and in their place */
  readonly more?: readonly Part[];
  readonly overlap?: ReadonlySet<string>;
}

/** A workbook as office programs save it. */
export function workbookOf({
  sheets,
  strings,
  styles,
  is1904 = false,
  more = [],
  overlap,
}: BookParts): Buffer {
  const names = Object.keys(sheets);
  const list = names.map((name, n) => {
    const state = name.startsWith('.') ? ' state="hidden"' : '';
    return `<sheet name="${escaped(name.replace(/^\./, ''))}" sheetId="${n + 1}"${state} r:id="rId${n + 1}"/>`;
  });
  const parts: Part[] = [
    { name: '_rels/.rels', content: relations([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook ${MAIN} xmlns:r="${RELATIONS}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${list.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations([
        ...names.map((_, n) => ['worksheet', `worksheets/sheet${n + 1}.xml`] as const),
        ...(strings ? [['sharedStrings', 'sharedStrings.xml'] as const] : []),
        ...(styles ? [['styles', '/xl/styles.xml'] as const] : []),
      ]),
    },
    ...(strings ? [{ name: 'xl/sharedStrings.xml', content: `${HEAD}<sst ${MAIN}>${strings}</sst>` }] : []),
    ...(styles
      ? [{ name: 'xl/styles.xml', content: `${HEAD}<styleSheet ${MAIN}>${styles}</styleSheet>` }]
      : []),
    ...Object.values(sheets).map((content, n) => ({ name: `xl/worksheets/sheet${n + 1}.xml`, content })),
  ];
  const replaced = new Set(more.map(({ name }) => name));
  return archiveOf([...parts.filter(({ name }) => !replaced.has(name)), ...more], overlap);
}
