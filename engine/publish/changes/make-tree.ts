import { quote } from '../../db/names.ts';
import { LIMITS } from '../../limits.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelObject } from './define-change.ts';

const isTree = (words: Readonly<Record<string, any>>): boolean => words.capabilities?.tree === true;

/** Records that stand below each other: none of them in a circle, and none too far down. */
export const makeTree = defineChange({
  name: 'make-tree',
  of: ['object'],
  on: 'change',
  words: ['capabilities'],
  applies: ({ subject, before }) => isTree(subject.words) && !isTree(before!.words),
  op: '~',
  risk: 'scan',
  undo: 'change-object',
  blocks: true,
  sentence: ({ label }) => ({
    en: `Make a tree of the records of “${label.en}”`,
    'zh-CN': `将“${label['zh-CN']}”的记录设为树形`,
  }),
  examine: async ({ subject }, { before, after }, { count }) => {
    const [was, is] = [modelObject(before, subject), modelObject(after, subject)];
    const field = is?.tree === undefined ? undefined : is.fields.get(is.tree);
    const link = field && was?.fieldsById.get(field.id)?.columns[0];
    if (!was || !link) return {};
    const [table, up] = [tableSql(before!, was), quote(link.name)];
    const walk = `WITH RECURSIVE up(start, id, n) AS (SELECT id, ${up}, 1 FROM ${table} WHERE ${up} IS NOT NULL UNION ALL SELECT up.start, t.${up}, up.n + 1 FROM up JOIN ${table} t ON t.id = up.id WHERE t.${up} IS NOT NULL AND up.n < ${LIMITS.treeDepth})`;
    const rows = await count(`${walk} SELECT count(DISTINCT start) FROM up WHERE n >= ${LIMITS.treeDepth}`);
    const findings = [{ code: 'publish.circles', count: rows, blocking: true }] as const;
    return rows ? { rows, findings } : { rows };
  },
});
