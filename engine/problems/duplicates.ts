import type { ProblemRow } from './problem-row.ts';

/** What a scan for duplicates is refused for. */
export const duplicateProblems = {
  'duplicates.not_found': [404, 'There is no such scan.', '不存在该查重任务。'],
  'duplicates.no_rule': [
    409,
    'No match rule says when two records of {object} are the same.',
    '{object} 尚无查重规则，无法判断哪些记录重复。',
  ],
  'duplicates.not_all': [
    403,
    'A scan looks at all records: only who may read and merge all of them can ask for one.',
    '查重扫描涉及全部记录，只有可以查看并合并全部记录的用户才能发起。',
  ],
  'duplicates.running': [409, 'These records are being scanned already.', '该对象的查重扫描正在进行。'],
  'duplicates.too_many': [
    422,
    'More than {limit} pairs are taken for the same: the match rule asks for too little.',
    '疑似重复超过 {limit} 对，查重规则过于宽松，请收紧后重试。',
  ],
  'duplicates.ids': [
    422,
    '`ids` names 2 to {limit} records of the object.',
    '`ids` 应给出该对象的 2 至 {limit} 条记录。',
  ],
} satisfies Record<string, ProblemRow>;
