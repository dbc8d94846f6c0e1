import type { ProblemRow } from './problem-row.ts';

/** Users of a workspace, their roles and keys. */
export const peopleProblems = {
  'people.not_allowed': [403, 'This takes the right to manage people.', '此操作需要人员管理权限。'],
  'people.invalid': [422, 'This cannot be saved as it is.', '无法保存，请检查填写内容。'],
  'people.admin_password': [
    422,
    'The password of the first admin cannot be used. Set {name} to another one.',
    '首个管理员的密码不可用，请将 {name} 改为其他密码。',
  ],
  'people.missing': [422, '“{name}” is missing.', '缺少“{name}”。'],
  'people.unknown': [422, 'There is no “{name}” here.', '此处没有“{name}”。'],
  'people.object': [422, 'There is no object “{name}”.', '不存在对象“{name}”。'],
  'people.role': [422, 'There is no role “{name}”.', '不存在角色“{name}”。'],
  'people.role_above': [
    403,
    'The role “{name}” holds rights that you do not have.',
    '角色“{name}”包含您没有的权限。',
  ],
  'people.role_portal': [
    422,
    'The role “{name}” is for users of the portal alone.',
    '角色“{name}”仅供门户用户使用。',
  ],
  'people.role_inside': [
    422,
    'The role “{name}” is for colleagues, not for users of the portal.',
    '角色“{name}”供内部用户使用，不能授予门户用户。',
  ],
  'people.record': [
    422,
    'A record is told as {"object": its name, "id": its id}, not as {given}.',
    '记录应写作 {"object": 对象名, "id": 编号}，而不是 {given}。',
  ],
  'people.portal_record': [
    422,
    'Users of the portal are bound to a record that you see, of an object with the capability “portal”.',
    '门户用户须绑定到您可见的一条记录，且其对象具备“portal”能力。',
  ],
  'people.portal_user': [
    422,
    'Users of the portal are invited from their record, and stay users of the portal.',
    '门户用户须从所绑定的记录发出邀请，且不能改为其他类型。',
  ],
  'people.portal': [403, 'This is not for users of the portal.', '门户用户不能使用此功能。'],
  'people.taken': [409, '“{given}” can already sign in here.', '“{given}”已可登录此工作区。'],
  'people.view_as_right': [
    403,
    'Viewing as somebody else takes the right to security.',
    '以他人身份查看需要安全管理权限。',
  ],
  'people.view_as_above': [
    403,
    'This user holds rights over the workspace that you do not have, so you cannot view as them.',
    '该用户拥有您没有的管理权限，无法以其身份查看。',
  ],
  'people.view_as_over': [
    403,
    'Viewing as this user is over. Start again from their record.',
    '以该用户身份的查看已结束，请从其记录重新开始。',
  ],
  'people.view_as_reads': [
    403,
    'While viewing as somebody else nothing can be changed.',
    '以他人身份查看期间不能做任何修改。',
  ],
  'people.view_as_own': [
    403,
    'This is for its user alone, or leaves as a file: it is not shown to whoever views as them.',
    '此内容仅限用户本人或会以文件形式导出，以他人身份查看时不提供。',
  ],
  'people.not_found': [404, 'There is no such user.', '不存在该用户。'],
  'people.no_invitation': [
    404,
    'This invitation is not valid any more: it was used, taken back, or is too old. Ask for a new one.',
    '邀请已失效：可能已被使用、撤销或已过期，请联系管理员重新邀请。',
  ],
  'people.last_admin': [
    409,
    'At least one active user must be able to manage people.',
    '至少要有一名启用的用户可以管理人员。',
  ],
  'people.takes_over': [
    422,
    'Whoever takes over must be another user who is active.',
    '接手人必须是另一名启用中的用户。',
  ],
  'people.inactive': [409, 'This user is switched off already.', '该用户已停用。'],
  'people.handing_over': [
    409,
    'What this user holds is being handed over. Wait until that is done.',
    '该用户的数据正在移交，请等待完成。',
  ],
  'people.handover': [404, 'There is no such handover.', '不存在该移交记录。'],
  'people.handover_undone': [409, 'This handover has been undone.', '该移交已撤销。'],
} satisfies Record<string, ProblemRow>;
