import { tableSql } from '../structure.ts';
import { defineChange, modelObject } from './define-change.ts';

/** The table and what points at it stay; the object is gone from every surface until it is restored. */
export const archiveObject = defineChange({
  name: 'archive-object',
  of: ['object'],
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'restore-object',
  sentence: ({ label }) => ({
    en: `Archive object “${label.en}”: its records are kept and no longer shown`,
    'zh-CN': `归档对象“${label['zh-CN']}”：记录保留，不再显示`,
  }),
  examine: async ({ subject }, { before }, { count }) => {
    const object = modelObject(before, subject)!;
    return {
      rows: await count(`SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL`),
    };
  },
});
