import { textIn } from '../../errors.ts';
import { fieldType } from '../../field-types/index.ts';
import { fillStep } from '../steps/index.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/**
 * A new field: columns without a default, so that no row is touched; keys and indexes follow as steps.
 * Records that are there already stay without a value unless an admin has them filled.
 */
export const addField = defineChange({
  name: 'add-field',
  of: ['field'],
  on: 'add',
  op: '+',
  undo: 'archive-field',
  remedies: ['leave', 'fill'],
  // what the engine works out nobody fills
  hasRemedies: ({ subject }) => fieldType(subject.words.type)?.engineWritten !== true,
  sentence: ({ label, parent }, { subject }) => {
    const type = fieldType(subject.words.type)?.labels;
    return {
      en: `Add field “${label.en}” to ${parent.en} (${textIn(type, 'en').toLowerCase()})`,
      'zh-CN': `新增字段“${label['zh-CN']}”（${parent['zh-CN']}，${textIn(type, 'zh-CN')}）`,
    };
  },
  examine: async ({ subject }, { before }, { count }) => {
    const object = modelObject(before, subject);
    if (!object || !subject.words.required) return {};
    const rows = await count(`SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL`);
    return rows === 0 ? { rows } : { rows, findings: [{ code: 'publish.lacking', count: rows }] };
  },
  steps: ({ subject }, { after }, { name, value }) =>
    name === 'fill'
      ? [fillStep(after, modelObject(after, subject)!, modelField(after, subject)!, value)]
      : [],
});
