import type { Labels } from '../errors.ts';

/** What an entry is about: a record, a user of the workspace, or the workspace as a whole. */
type About = 'record' | 'user' | 'workspace';

interface AuditKind {
  readonly about: About;
  readonly labels: Labels;
}

const kind = (about: About, en: string, zh: string): AuditKind => ({ about, labels: { en, 'zh-CN': zh } });

/** Everything that is audited, each once. `op` of an entry is a name of this table. */
export const AUDIT_KINDS = {
  create: kind('record', 'created', '新建'),
  update: kind('record', 'changed', '修改'),
  delete: kind('record', 'deleted', '删除'),
  restore: kind('record', 'restored', '恢复'),
  purge: kind('record', 'deleted for ever', '彻底删除'),
  transfer: kind('record', 'gave away', '移交'),
  claim: kind('record', 'claimed', '领取'),
  release: kind('record', 'released', '退回'),
  merge: kind('record', 'merged', '合并'),
  unmerge: kind('record', 'undid a merge', '撤销合并'),
  share: kind('record', 'changed the record team', '调整团队成员'),
  consent: kind('record', 'recorded a consent', '登记联系许可'),
  read: kind('record', 'read sensitive fields', '读取敏感字段'),
  find_person: kind('workspace', 'looked up a person', '查找个人信息'),
  export_person: kind('workspace', 'exported what is known of a person', '导出个人信息'),
  erase: kind('record', 'erased personal data', '删除个人信息'),
  export: kind('workspace', 'exported', '导出'),
  roles: kind('user', 'changed roles', '调整角色'),
  person: kind('user', 'opened the sign-in', '开通登录'),
  password: kind('user', 'changed the password', '修改密码'),
  key: kind('user', 'made an API key', '创建 API 密钥'),
  revoke: kind('user', 'revoked an API key', '吊销 API 密钥'),
  invitation: kind('workspace', 'invited', '邀请'),
  second_factor: kind('user', 'changed the second factor', '修改双重验证'),
  identity: kind('user', 'linked a sign-in', '关联单点登录'),
  sign_in: kind('user', 'signed in', '登录'),
  sign_in_failed: kind('user', 'failed to sign in', '登录失败'),
  sign_out: kind('user', 'signed out', '退出登录'),
  view_as: kind('user', 'viewed as', '以他人身份查看'),
  rotate_key: kind('workspace', 'began a new encryption key', '更换加密密钥'),
  publish: kind('workspace', 'published', '发布'),
  rights: kind('workspace', 'changed rights', '修改权限'),
  retention: kind('workspace', 'removed old entries', '清理过期审计'),
} as const satisfies Readonly<Record<string, AuditKind>>;

export type AuditOp = keyof typeof AUDIT_KINDS;

export const isAuditOp = (name: string): name is AuditOp => Object.hasOwn(AUDIT_KINDS, name);
