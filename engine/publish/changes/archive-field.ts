import { fieldType } from '../../field-types/index.ts';
import { holdsValue } from '../rows.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/** The column and its values stay; the field is gone from every surface until it is restored. */
export const archiveField = defineChange({
  name: 'archive-field',
  of: ['field'],
  on: 'archive',
  op: '-',
  risk: 'destructive',
  undo: 'restore-field',
  sentence: ({ label, ofObject }, { subject }) => {
    const isStored = fieldType(subject.words.type)?.expressionWord === undefined;
    return {
      en: `Archive field “${label.en}”${ofObject.en}: ${isStored ? 'its values are kept and no longer shown' : 'it is no longer shown'}`,
      'zh-CN': `归档字段“${label['zh-CN']}”${ofObject['zh-CN']}：${isStored ? '已有值保留，不再显示' : '不再显示'}`,
    };
  },
  examine: async ({ subject }, { before }, { count }) => {
    const object = modelObject(before, subject)!;
    const field = modelField(before, subject)!;
    if (field.columns.length === 0) return {};
    return {
      rows: await count(
        `SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL AND ${holdsValue(field)}`,
      ),
    };
  },
});
