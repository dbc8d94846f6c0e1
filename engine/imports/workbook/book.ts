import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { formOf, type NumberForm } from './cell-text.ts';
import { broken } from './fault.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { readXml } from './xml.ts';

/** A sheet of a workbook: what it is called, and the part that it stands in. */
interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

/** What a workbook says of all its sheets. */
export interface Book {
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
  readonly strings: SharedStrings;
  /** by the number of a cell's style */
  readonly forms: readonly NumberForm[];
}

interface Relation {
  readonly type: string;
  readonly part: string;
}

const NO_STRINGS: SharedStrings = {
  get: (index) => {
    throw broken(`text ${index}`);
  },
};

/** What a part leads to inside the archive, by id; addresses outside of it are nothing to us. */
async function relationsOf(archive: Archive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const rels = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found = new Map<string, Relation>();
  if (!archive.has(rels)) return found;
  await readXml(rels, archive.open(rels), {
    open: (name, { Id, Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || Id === undefined || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: target });
    },
  });
  return found;
}

async function readForms(archive: Archive, part: string): Promise<readonly NumberForm[]> {
  const codes = new Map<number, string>();
  const forms: NumberForm[] = [];
  let isCellStyle = false;
  await readXml(part, archive.open(part), {
    open: (name, { numFmtId = '0', formatCode }) => {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') isCellStyle = true;
      else if (name === 'xf' && isCellStyle)
        forms.push(formOf(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (name) => {
      if (name === 'cellXfs') isCellStyle = false;
    },
  });
  return forms;
}

/** Reads what a workbook is made of, but not its sheets. */
export async function readBook(archive: Archive): Promise<Book> {
  const roots = await relationsOf(archive, '');
  const main = [...roots.values()].find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  if (!main.endsWith('.xml') || !archive.has(main)) throw broken(`no ${'xl/workbook.xml'}`);
  const relations = await relationsOf(archive, main);
  const sheets: Sheet[] = [];
  let is1904 = false;
  await readXml(main, archive.open(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1];
      const relation = id === undefined ? undefined : relations.get(id);
      if (relation?.type !== 'worksheet') return;
      const { name: called = '', state = 'visible' } = attributes;
      sheets.push({ name: called.trim(), part: relation.part, isHidden: state !== 'visible' });
    },
  });
  if (sheets.length === 0) throw broken('no sheet');
  const partOf = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.part;
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  return {
    sheets,
    is1904,
    strings: strings && archive.has(strings) ? await readSharedStrings(archive, strings) : NO_STRINGS,
    forms: styles && archive.has(styles) ? await readForms(archive, styles) : [],
  };
}
