import { tableSql } from '../structure.ts';
import { defineChange, modelObject } from './define-change.ts';

const isSingle = (words: Readonly<Record<string, any>>): boolean => words.capabilities?.singleton === true;

/** One record only: all others must be gone before. */
export const makeSingleton = defineChange({
  name: 'make-singleton',
  of: ['object'],
  on: 'change',
  words: ['capabilities'],
  applies: ({ subject, before }) => isSingle(subject.words) && !isSingle(before!.words),
  op: '~',
  risk: 'scan',
  undo: 'change-object',
  blocks: true,
  sentence: ({ label }) => ({
    en: `Let “${label.en}” have one record only`,
    'zh-CN': `“${label['zh-CN']}”仅允许一条记录`,
  }),
  examine: async ({ subject }, { before }, { count }) => {
    const object = modelObject(before, subject);
    if (!object) return {};
    const rows = await count(
      `SELECT CASE WHEN count(*) > 1 THEN count(*) ELSE 0 END FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL`,
    );
    const findings = [{ code: 'publish.several', count: rows, blocking: true }] as const;
    return rows ? { rows, findings } : { rows };
  },
});
