import { LIMITS } from '../limits.ts';
import { defineFieldType, isCellProblem, quoted, refuse, type WireValue } from './define-field-type.ts';
import {
  acceptSetting,
  checkFile,
  type FileValue,
  fileSchema,
  fileSettings,
  fileText,
  idsIn,
} from './files.ts';
import { tags } from './tags.ts';
import { textColumn } from './texts.ts';

const PHOTO = {
  id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
  name: '现场.jpg',
  size: 2_048,
  type: 'image/jpeg',
};
const SCAN = {
  id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8f',
  name: 'scan.pdf',
  size: 4_096,
  type: 'application/pdf',
};

const filesOf = (value: unknown) => (value ?? []) as readonly FileValue[];

/** Several files in the order in which they were put there. Expressions see their names. */
export const files = defineFieldType({
  name: 'files',
  labels: { en: 'Files', 'zh-CN': '附件' },
  help: { en: 'Any number of files, such as scans and photos.', 'zh-CN': '任意数量的文件，如扫描件、照片。' },
  icon: 'folder-open',
  kind: 'list',
  memberKind: 'string',
  settings: {
    properties: {
      ...acceptSetting,
      ...fileSettings,
      maxFiles: {
        type: 'integer',
        minimum: 1,
        maximum: LIMITS.filesPerField,
        'x-labels': { en: 'Most files', 'zh-CN': '文件数上限' },
      },
    },
  },
  words: {},
  tells: ['accept', 'maxSize', 'maxFiles'],
  files: {},
  personal: 'describes',
  example: {
    'x-field': {
      id: 'fld_fils0001',
      type: 'files',
      labels: { en: 'Attachments', 'zh-CN': '附件' },
      maxFiles: 3,
    },
  },
  samples: [
    { given: [], stored: [] },
    { given: [PHOTO, SCAN], stored: [PHOTO, SCAN] as never },
    { given: [SCAN, SCAN], stored: [SCAN] as never },
  ],
  wrong: [
    PHOTO,
    [7],
    [PHOTO.id],
    [{ ...PHOTO, name: 'a\0b' }],
    [0, 1, 2, 3].map((one) => ({ ...PHOTO, id: `${PHOTO.id.slice(0, -1)}${one}` })),
  ],
  group: 'other',
  widget: 'files',
  cell: 'files',
  isLong: true,
  bare: 'name',
  parts: () => [{ name: 'name', labels: { en: 'File names', 'zh-CN': '文件名' }, type: tags, column: '' }],
  columns: () => [
    { part: '', type: 'text[]', collation: 'C', empty: "'{}'" },
    { ...textColumn('files'), empty: "'[]'" },
  ],
  valueSchema: ({ settings }) => ({
    type: 'array',
    items: fileSchema,
    maxItems: settings.maxFiles ?? LIMITS.filesPerField,
  }),
  normalise: (value, field) => {
    if (!Array.isArray(value)) return refuse('value.list', { given: quoted(value) });
    const limit = field.settings.maxFiles ?? LIMITS.filesPerField;
    if (value.length > LIMITS.filesPerField) return refuse('value.files', { limit, given: value.length });
    const known = new Map<string, FileValue>();
    for (const given of value) {
      const checked = checkFile(given, field);
      if (isCellProblem(checked)) return checked;
      known.set(checked.id, checked);
    }
    if (known.size > limit) return refuse('value.files', { limit, given: known.size });
    return [...known.values()] as unknown as WireValue;
  },
  toRow: (value) => ({
    '': filesOf(value).map(({ name }) => name),
    files: JSON.stringify(filesOf(value)),
  }),
  wire: (source) => `(${source('files')})::json`,
  value: (source) => source(''),
  parse: (cell) => {
    const ids = idsIn(cell);
    return ids.length > 0 ? ids : refuse('value.file', { given: quoted(cell) });
  },
  format: (value) => filesOf(value).map(fileText).join('; '),
});
