import type { ProblemRow } from './problem-row.ts';

/** People whose data the workspace holds: found, exported, erased. */
export const privacyProblems = {
  'privacy.not_allowed': [
    403,
    'Finding and erasing people takes the right to security.',
    '查找和删除个人信息需要“安全”管理权限。',
  ],
  'privacy.invalid': [422, 'This does not say whom to look for.', '未说明要查找谁。'],
  'privacy.who': [
    422,
    'Name a record, or e-mail addresses, phone numbers or names of the person.',
    '请指定一条记录，或填写此人的邮箱、电话或姓名。',
  ],
  'privacy.term': [
    422,
    '“{given}” is too short: it would be found everywhere.',
    '“{given}”太短，几乎处处都能匹配到。',
  ],
  'privacy.too_many': [
    422,
    'More than {limit} records of {object} have to do with this: it is not one person that is looked for.',
    '对象 {object} 中有超过 {limit} 条相关记录：查找的内容并不指向某一个人。',
  ],
  'privacy.terms': [422, 'At most {limit} can be looked for at once.', '一次最多查找 {limit} 项。'],
  'privacy.also': [
    422,
    '“{given}” is no record that was found with this person.',
    '“{given}”不是与此人一同找到的记录。',
  ],
  'privacy.system': [
    422,
    'Whoever works here is switched off, not erased: {object}.',
    '本系统的用户只能停用，不能删除个人信息：{object}。',
  ],
  'privacy.changed': [
    409,
    'What would be erased has changed since; look at the plan again.',
    '要删除的内容已发生变化，请重新查看删除计划。',
  ],
  'privacy.confirm': [422, 'To confirm, type what the record is called.', '请输入该记录的名称以确认。'],
} as const satisfies Readonly<Record<string, ProblemRow>>;
