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
  'privacy.system': [422, 'Records of {object} are of no person.', '“{object}”的记录不代表个人。'],
  'privacy.active_user': [
    409,
    'This user is still active. Switch them off first, which hands over what they hold; the last administrator cannot be switched off before somebody else is one.',
    '该用户仍处于启用状态。请先停用并移交其负责的内容；最后一名管理员须先指定其他管理员才能停用。',
  ],
  'privacy.no_consents': [
    422,
    'Records of {object} have no consents. An administrator can switch them on in the settings of the object.',
    '“{object}”未启用联系许可。管理员可在对象设置中启用。',
  ],
  'privacy.consent': [422, 'This cannot be recorded as it is.', '无法这样登记，请检查填写内容。'],
  'privacy.channels': [422, 'Choose at least one channel.', '请至少选择一个渠道。'],
  'privacy.purposes': [422, 'Choose at least one purpose.', '请至少选择一个联系目的。'],
  'privacy.source': [422, 'Say how the consent was obtained.', '请填写同意的获取方式。'],
  'privacy.whom': [
    422,
    'Name whom to contact: an object and ids of its records, or addresses.',
    '请指定联系谁：对象及其记录编号，或地址。',
  ],
  'privacy.evidence': [
    422,
    'They have said no to this before. Name what proves that they agree by now.',
    '对方此前已拒绝。请填写对方现在同意的凭据。',
  ],
  'privacy.by_address': [
    403,
    'Asking by address takes reading, and writing down by address changing “{field}” of all records of an object.',
    '按地址查询需要能查看某一对象全部记录的“{field}”；按地址登记需要能修改。',
  ],
  'privacy.address': [422, '“{given}” is no address for this channel.', '“{given}”不是该渠道可用的地址。'],
  'privacy.channel_address': [
    422,
    'There are no addresses for the channel {channel}: name records.',
    '渠道 {channel} 没有可用的地址，请指定记录。',
  ],
  'privacy.changed': [
    409,
    'What would be erased has changed since; look at the plan again.',
    '要删除的内容已发生变化，请重新查看删除计划。',
  ],
  'privacy.confirm': [422, 'To confirm, type what the record is called.', '请输入该记录的名称以确认。'],
} as const satisfies Readonly<Record<string, ProblemRow>>;
