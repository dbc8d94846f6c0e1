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
  transfer: kind('record', 'given another owner', '移交'),
  share: kind('record', 'record team changed', '团队成员变更'),
  read: kind('record', 'sensitive fields read', '读取敏感字段'),
  export: kind('workspace', 'exported', '导出'),
  roles: kind('user', 'roles changed', '角色变更'),
  person: kind('user', 'may sign in', '可以登录'),
  password: kind('user', 'password changed', '密码变更'),
  key: kind('user', 'API key made', '创建 API 密钥'),
  revoke: kind('user', 'API key revoked', '吊销 API 密钥'),
  invitation: kind('workspace', 'invited', '邀请'),
  second_factor: kind('user', 'second factor changed', '双重验证变更'),
  sign_in: kind('user', 'signed in', '登录'),
  sign_in_failed: kind('user', 'sign-in failed', '登录失败'),
  sign_out: kind('user', 'signed out', '退出登录'),
  view_as: kind('user', 'viewed as', '以他人身份查看'),
  publish: kind('workspace', 'published', '发布'),
  rights: kind('workspace', 'rights changed', '权限变更'),
  retention: kind('workspace', 'old entries removed', '清理过期审计'),
} as const satisfies Readonly<Record<string, AuditKind>>;

export type AuditOp = keyof typeof AUDIT_KINDS;

export const isAuditOp = (name: string): name is AuditOp => Object.hasOwn(AUDIT_KINDS, name);
