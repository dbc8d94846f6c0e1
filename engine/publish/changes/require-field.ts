import { lacksValue } from '../rows.ts';
import { fillStep } from '../steps/index.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/**
 * Required is a rule, never a constraint: an old record without the value stays and can be edited. An
 * admin may have such records filled.
 */
export const requireField = defineChange({
  name: 'require-field',
  of: ['field'],
  on: 'change',
  words: ['required'],
  applies: ({ subject }) => subject.words.required,
  op: '~',
  undo: 'free-field',
  remedies: ['leave', 'fill'],
  sentence: ({ label, ofObject }) => ({
    en: `Make field “${label.en}”${ofObject.en} required`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}改为必填`,
  }),
  examine: async ({ subject }, { before, after }, { count }) => {
    const field = modelField(before, subject);
    const object = modelObject(before, subject);
    if (!field || !object) return { rows: 0 };
    const rows = await count(
      `SELECT count(*) FROM ${tableSql(after, object)} WHERE deleted_at IS NULL AND ${lacksValue(field)}`,
    );
    return rows === 0 ? { rows } : { rows, findings: [{ code: 'publish.lacking', count: rows }] };
  },
  steps: ({ subject }, { after }, { name, value }) => {
    if (name !== 'fill') return [];
    const [object, field] = [modelObject(after, subject)!, modelField(after, subject)!];
    return [fillStep(after, object, field, value)];
  },
});
