import { uniqueKeySql } from '../indexes.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/**
 * A value that no two records may share, binned ones apart. The index is built by a step while people go
 * on working; duplicates must be gone before.
 */
export const makeUnique = defineChange({
  name: 'make-unique',
  of: ['field'],
  on: 'change',
  words: ['unique'],
  applies: ({ subject }) => subject.words.unique === true,
  op: '~',
  risk: 'scan',
  undo: 'drop-unique',
  blocks: true,
  sentence: ({ label, ofObject }) => ({
    en: `Make the values of field “${label.en}”${ofObject.en} unique`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}的值不得重复`,
  }),
  examine: async ({ subject }, { before }, { count }) => {
    const field = modelField(before, subject);
    const object = modelObject(before, subject);
    if (!field || !object) return {};
    const key = uniqueKeySql(field);
    const groups = `SELECT count(*) AS n FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL AND ${key} IS NOT NULL GROUP BY ${key} HAVING count(*) > 1`;
    const rows = await count(`SELECT coalesce(sum(n), 0) FROM (${groups}) AS same`);
    const findings = [{ code: 'publish.duplicates', count: rows, blocking: true }] as const;
    return rows ? { rows, findings } : { rows };
  },
});

export const dropUnique = defineChange({
  name: 'drop-unique',
  of: ['field'],
  on: 'change',
  words: ['unique'],
  applies: ({ subject }) => subject.words.unique !== true,
  op: '~',
  undo: 'make-unique',
  sentence: ({ label, ofObject }) => ({
    en: `Allow equal values in field “${label.en}”${ofObject.en}`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}的值可以重复`,
  }),
});
