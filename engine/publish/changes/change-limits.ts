import { quote } from '../../db/names.ts';
import type { ModelField } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';
import { tellWords } from './words.ts';

/** SQL that holds for a stored value that breaks a limit. */
const BROKEN: Readonly<Record<string, (column: string, limit: unknown) => string>> = {
  minLength: (column, limit) => `char_length(${column}) < ${Number(limit)}`,
  maxLength: (column, limit) => `char_length(${column}) > ${Number(limit)}`,
  minimum: (column, limit) => `${column} < ${Number(limit)}`,
  maximum: (column, limit) => `${column} > ${Number(limit)}`,
  scale: (column, limit) => `round(${column}, ${Number(limit)}) <> ${column}`,
  precision: () => 'false',
};

const MEASURED: ReadonlySet<string> = new Set(['text', 'numeric']);

const limitOf = (field: ModelField, word: string): unknown => field.schema[word] ?? field.settings[word];

/** Bounds of a value. They are asked of what is written from now on; what breaks them already is counted. */
export const changeLimits = defineChange({
  name: 'change-limits',
  of: ['field'],
  on: 'change',
  words: Object.keys(BROKEN),
  op: '~',
  undo: 'change-limits',
  sentence: ({ label, ofObject }, { words }) => {
    const told = tellWords(words);
    return {
      en: `Change the limits of field “${label.en}”${ofObject.en}: ${told.en}`,
      'zh-CN': `修改字段“${label['zh-CN']}”${ofObject['zh-CN']}的取值限制：${told['zh-CN']}`,
    };
  },
  examine: async ({ subject, words }, { before, after }, { count }) => {
    const [was, is] = [modelField(before, subject), modelField(after, subject)];
    const object = modelObject(before, subject);
    const stored = was?.columns[0];
    if (!stored || !is || !object || !MEASURED.has(stored.type)) return {};
    const column = quote(stored.name);
    const broken = words
      .filter((word) => limitOf(is, word) !== undefined)
      .map((word) => BROKEN[word]!(column, limitOf(is, word)));
    if (broken.length === 0) return {};
    const rows = await count(
      `SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL AND (${broken.join(' OR ')})`,
    );
    return rows === 0 ? { rows } : { rows, findings: [{ code: 'publish.beyond', count: rows }] };
  },
});
