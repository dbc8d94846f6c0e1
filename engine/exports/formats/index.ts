import { csv } from './csv.ts';
import type { ExportFormat } from './define-format.ts';
import { jsonl } from './jsonl.ts';
import { xlsx } from './xlsx.ts';

export type { ExportFormat, ExportTable } from './define-format.ts';

export const FORMATS: readonly ExportFormat[] = [csv, xlsx, jsonl];

export const formatNamed = (name: string): ExportFormat | undefined =>
  FORMATS.find((format) => format.name === name);
