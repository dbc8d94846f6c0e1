import type { ExportedRecord } from '../../records/index.ts';
import type { ExportColumn } from '../columns.ts';

/** What is written. */
export interface ExportTable {
  /** what the table is called, where a file can say so */
  readonly name: string;
  /** none where the format takes records as they are */
  readonly columns: readonly ExportColumn[];
  readonly pages: AsyncIterable<readonly ExportedRecord[]>;
  /** a text was longer than the format takes, and is cut */
  readonly onCut: () => void;
}

/** One kind of file. */
export interface ExportFormat {
  readonly name: string;
  readonly ending: string;
  readonly mediaType: string;
  /** whether it has rows and columns; else each record stands for itself, with the names and values of the API */
  readonly isTable: boolean;
  /** The bytes of a file, made while they are taken. */
  write(table: ExportTable): AsyncIterable<Uint8Array>;
}

export const defineFormat = (format: ExportFormat): ExportFormat => Object.freeze(format);
