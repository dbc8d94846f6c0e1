import type { Labels } from '../../errors.ts';
import type { ModelObject } from '../../model/model.ts';
import { uniqueKeySql } from '../indexes.ts';
import { holdsValue } from '../rows.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelObject } from './define-change.ts';

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/** What the sets of fields are called. */
function told(sets: readonly (readonly string[])[], object: ModelObject | undefined): Labels {
  const label = (name: string, locale: string) => object?.fields.get(name)?.labels[locale] ?? name;
  const inLanguage = (locale: string, comma: string, and: string) =>
    sets.map((names) => names.map((name) => label(name, locale)).join(comma)).join(and);
  return { en: inLanguage('en', ' + ', '; '), 'zh-CN': inLanguage('zh-CN', ' + ', '；') };
}

/**
 * Fields whose values together no two records share; a record without a value in one of them does not
 * count. The indexes are built by steps; duplicates must be gone before.
 */
export const uniqueTogether = defineChange({
  name: 'unique-together',
  of: ['object'],
  on: 'change',
  words: ['unique'],
  op: '~',
  risk: 'scan',
  undo: 'unique-together',
  blocks: true,
  sentence: ({ label }, { subject }) => {
    const sets: readonly (readonly string[])[] = subject.words.unique ?? [];
    const names = told(sets, undefined);
    return sets.length === 0
      ? {
          en: `Allow records of ${label.en} with equal values in several fields`,
          'zh-CN': `${label['zh-CN']}不再要求多个字段联合唯一`,
        }
      : {
          en: `Records of ${label.en} are unique together by: ${names.en}`,
          'zh-CN': `${label['zh-CN']}的联合唯一字段：${names['zh-CN']}`,
        };
  },
  examine: async ({ subject }, { before, after }, { count }) => {
    const [was, is] = [modelObject(before, subject), modelObject(after, subject)];
    const added = (is?.unique ?? []).filter((set) => !was?.unique.some((one) => isSame(one, set)));
    let rows = 0;
    for (const names of added) {
      const fields = names.map((name) => was?.fields.get(name));
      // a field that is new holds nothing yet
      if (!was || fields.some((field) => !field)) continue;
      const keys = fields.map((field) => uniqueKeySql(field!)).join(', ');
      const filled = fields.map((field) => holdsValue(field!)).join(' AND ');
      const groups = `SELECT count(*) AS n FROM ${tableSql(before!, was)} WHERE deleted_at IS NULL AND ${filled} GROUP BY ${keys} HAVING count(*) > 1`;
      rows += (await count(`SELECT coalesce(sum(n), 0) FROM (${groups}) AS same`)) ?? 0;
    }
    const findings = [{ code: 'publish.duplicates', count: rows, blocking: true }] as const;
    return rows ? { rows, findings } : { rows };
  },
});
