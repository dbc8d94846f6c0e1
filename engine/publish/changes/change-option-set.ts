import { literal, quote } from '../../db/names.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/** Where the options of a field come from. What records hold and is not offered any more stays and can be read. */
export const changeOptionSet = defineChange({
  name: 'change-option-set',
  of: ['field'],
  on: 'change',
  words: ['optionSet'],
  op: '~',
  undo: 'change-option-set',
  sentence: ({ label, ofObject }, { subject }) => {
    const { optionSet } = subject.words;
    return optionSet === undefined
      ? {
          en: `Give field “${label.en}”${ofObject.en} options of its own`,
          'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}改用自己的选项`,
        }
      : {
          en: `Let field “${label.en}”${ofObject.en} offer the options of the set “${optionSet}”`,
          'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}改用选项集“${optionSet}”`,
        };
  },
  examine: async ({ subject }, { before, after }, { count }) => {
    const [was, is] = [modelField(before, subject), modelField(after, subject)];
    const object = modelObject(before, subject);
    const stored = was?.columns[0];
    if (!stored || !is || !object) return {};
    const offered = `ARRAY[${is.options.map(({ value }) => literal(value)).join(', ')}]::text[]`;
    const column = quote(stored.name);
    const isLeft = is.type.kind === 'list' ? `NOT ${column} <@ ${offered}` : `${column} <> ALL(${offered})`;
    const rows = await count(
      `SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL AND ${isLeft}`,
    );
    return rows ? { rows, findings: [{ code: 'publish.options_left', count: rows }] } : { rows };
  },
});
