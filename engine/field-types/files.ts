import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  type FieldFacts,
  type JsonSchema,
  type Part,
  quoted,
  refuse,
} from './define-field-type.ts';
import { FILE_GROUPS, groupOf } from './file-groups.ts';
import { integer } from './integer.ts';
import { text } from './text.ts';
import { isStorable } from './texts.ts';

/**
 * Files of a record. On the wire a file is its id with its name, its size in bytes and what it is; a writer
 * names the id, and the engine puts the rest in: nobody's word counts for what was uploaded.
 */
export interface FileValue {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** its media type, told by what is in it */
  readonly type: string;
}

/** Kinds of files that a field takes; undefined: any. */
export type Accepted = readonly string[] | undefined;

const MEGABYTE = 1_048_576;

/** Bytes that a file of this field may have. */
export const mostBytes = ({ settings }: Pick<FieldFacts, 'settings'>): number =>
  Math.min((settings.maxSize ?? Number.POSITIVE_INFINITY) * MEGABYTE, LIMITS.fileSize);

export const fileSettings = {
  maxSize: {
    type: 'integer',
    minimum: 1,
    maximum: LIMITS.fileSize / MEGABYTE,
    'x-labels': { en: 'Largest size (MB)', 'zh-CN': '单个文件上限（MB）' },
    'x-help': {
      en: 'A larger file is refused when it is chosen.',
      'zh-CN': '超过上限的文件在选择时即被拒绝。',
    },
  },
};

export const acceptSetting = {
  accept: {
    type: 'array',
    items: { type: 'string', enum: Object.keys(FILE_GROUPS) },
    minItems: 1,
    uniqueItems: true,
    'x-labels': { en: 'Only these kinds', 'zh-CN': '仅允许的文件类别' },
  },
};

/** What of a file a dot leads to. */
export const fileParts: readonly Part[] = [
  { name: 'id', labels: { en: 'File', 'zh-CN': '文件编号' }, type: text, column: '' },
  { name: 'name', labels: { en: 'File name', 'zh-CN': '文件名' }, type: text, column: 'name' },
  { name: 'size', labels: { en: 'Size', 'zh-CN': '大小' }, type: integer, column: 'size' },
  { name: 'type', labels: { en: 'Media type', 'zh-CN': '媒体类型' }, type: text, column: 'type' },
];

export const fileSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', maxLength: LIMITS.fileName },
    size: { type: 'integer', minimum: 0 },
    type: { type: 'string', maxLength: 100 },
  },
  required: ['id', 'name', 'size', 'type'],
};

/** The id that a writer names a file by: alone, or as the answer to an upload gave it. */
export function fileIdOf(given: unknown): string | undefined {
  const id = typeof given === 'object' && given !== null ? (given as Record<string, unknown>).id : given;
  return typeof id === 'string' && isUuid(id.trim()) ? id.trim().toLowerCase() : undefined;
}

/** A file as the engine has looked it up; refused where it could not, or where the field takes no such files. */
export function checkFile(
  given: unknown,
  field: FieldFacts,
  accepted: Accepted = field.settings.accept,
): FileValue | CellProblem {
  const { name, size, type } = (given ?? {}) as Partial<FileValue>;
  const id = fileIdOf(given);
  const isWhole =
    typeof name === 'string' && isStorable(name) && Number.isSafeInteger(size) && typeof type === 'string';
  if (id === undefined || !isWhole) return refuse('value.file', { given: quoted(id ?? given) });
  return refusalOf(field, accepted, { name, size: size!, type }) ?? { id, name, size: size!, type };
}

/** Why a field does not take a file; undefined where it does. */
export function refusalOf(
  field: Pick<FieldFacts, 'settings'>,
  accepted: Accepted,
  { name, size, type }: Omit<FileValue, 'id'>,
): CellProblem | undefined {
  const limit = mostBytes(field);
  if (size > limit)
    return refuse('value.file_size', { name: quoted(name), limit: Math.floor(limit / MEGABYTE) });
  const group = groupOf(type);
  return accepted && !(group && accepted.includes(group))
    ? refuse('value.file_type', { name: quoted(name), given: type, known: accepted.join(', ') })
    : undefined;
}

/** How files stand in a cell: `report.pdf (0195d2f0-…)`, so that a file that was exported can be read again. */
export const fileText = ({ id, name }: FileValue): string => `${name} (${id})`;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The ids of uploaded files in a cell. */
export const idsIn = (cell: string): string[] => cell.match(ID) ?? [];
