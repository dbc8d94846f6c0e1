import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  type FieldType,
  quoted,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import {
  type Accepted,
  acceptSetting,
  checkFile,
  type FileValue,
  fileParts,
  fileSchema,
  fileSettings,
  fileText,
  idsIn,
} from './files.ts';
import { partsSql } from './parts.ts';
import { textColumn } from './texts.ts';

export const oneFile = (given: unknown, field: FieldFacts, accepted?: Accepted): WireValue | CellProblem =>
  checkFile(given, field, accepted) as unknown as Readonly<Record<string, unknown>>;

/** What a file and a picture have in common: one file in a field. Expressions see its name. */
export const singleFile = {
  kind: 'string',
  words: {},
  group: 'other',
  widget: 'files',
  cell: 'files',
  files: {},
  personal: 'describes',
  bare: 'name',
  searchColumn: 'name',
  parts: () => fileParts,
  columns: () => [
    textColumn(),
    textColumn('name'),
    { part: 'size', type: 'numeric', precision: [16, 0] },
    textColumn('type'),
  ],
  valueSchema: () => fileSchema,
  normalise: (value, field) => (value === '' ? null : oneFile(value, field)),
  toRow: (value) => {
    const { id = null, name = null, size = null, type = null } = (value ?? {}) as Partial<FileValue>;
    return { '': id, name, size, type };
  },
  wire: (source, field) => partsSql(fileParts, source, field),
  value: (source) => source('name'),
  parse: (cell) => {
    const [id, ...others] = idsIn(cell);
    return id !== undefined && others.length === 0 ? id : refuse('value.file', { given: quoted(cell) });
  },
  format: (value) => fileText(value as unknown as FileValue),
} satisfies Partial<FieldType>;

const REPORT = {
  id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  name: '报告 “A”.pdf',
  size: 12_345,
  type: 'application/pdf',
};

/** A file of any kind. */
export const file = defineFieldType({
  name: 'file',
  labels: { en: 'File', 'zh-CN': '文件' },
  help: { en: 'One file, such as a signed report.', 'zh-CN': '一个文件，如已签署的报告。' },
  icon: 'paper-clip',
  settings: { properties: { ...acceptSetting, ...fileSettings } },
  tells: ['accept', 'maxSize'],
  example: {
    'x-field': {
      id: 'fld_file0001',
      type: 'file',
      labels: { en: 'Report', 'zh-CN': '报告' },
      accept: ['pdf', 'document'],
      maxSize: 20,
    },
  },
  samples: [
    { given: REPORT, stored: REPORT },
    { given: '', stored: null },
  ],
  wrong: [
    7,
    REPORT.id,
    { id: REPORT.id },
    { ...REPORT, type: 'image/png' },
    { ...REPORT, size: 20 * 1_048_576 + 1 },
    { ...REPORT, id: '../../etc/passwd' },
    [REPORT],
  ],
  ...singleFile,
});
