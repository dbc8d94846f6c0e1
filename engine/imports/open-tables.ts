import { createReadStream } from 'node:fs';
import { Problem, problemItem } from '../errors.ts';
import type { ImportOptions } from './options.ts';
import { type ImportSource, isWorkbook } from './tables.ts';
import type { Upload, UploadedFile } from './upload.ts';
import { openWorkbook } from './workbook/open-workbook.ts';

/** The sheets of a workbook that options name; undefined is the first one. */
const sheetsIn = ({ files }: ImportOptions, name: string): readonly (string | undefined)[] => [
  ...new Set(files.filter(({ file }) => file === name).map(({ sheet }) => sheet)),
];

/** The wanted sheets of a workbook, each as a table in the folder of its upload. */
async function tablesIn(
  { name, path }: UploadedFile,
  wanted: readonly (string | undefined)[],
): Promise<{ readonly tables: readonly ImportSource[]; readonly all: readonly string[] }> {
  const sheets = wanted.map((sheet, index) => ({ name: sheet ?? null, into: `${path}-${index}` }));
  const { sheets: names, all } = await openWorkbook(name, { path, sheets });
  const tables = sheets.map(({ into }, index) => {
    const asked = wanted[index];
    const source = { name, sheet: names[index]!, open: () => createReadStream(into) };
    return asked === undefined ? source : { ...source, asked };
  });
  return { tables, all };
}

/** The tables of an upload, and the sheets that its workbooks have, by file. */
export interface OpenedTables {
  readonly tables: readonly ImportSource[];
  readonly sheets: ReadonlyMap<string, readonly string[]>;
}

/** The tables of an upload: its files, and of each workbook among them the sheets that options name. */
export async function openTables(
  { files }: Pick<Upload, 'files'>,
  options: ImportOptions,
): Promise<OpenedTables> {
  const tables: ImportSource[] = [];
  const sheets = new Map<string, readonly string[]>();
  for (const file of files) {
    const wanted = sheetsIn(options, file.name);
    // nothing is read of what nothing asks for
    if (wanted.length > 0 && (await isWorkbook(file))) {
      const opened = await tablesIn(file, wanted);
      tables.push(...opened.tables);
      sheets.set(file.name, opened.all);
      continue;
    }
    const named = wanted.find((sheet) => sheet !== undefined);
    if (named !== undefined) {
      const params = { file: file.name, name: named };
      throw new Problem('import.options', {}, [problemItem('/files', 'import.no_sheet', params)]);
    }
    tables.push(file);
  }
  return { tables, sheets };
}
