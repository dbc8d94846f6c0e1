import type { Labels } from '../errors.ts';
import { completeIds } from './complete-ids.ts';
import { type Body, type Documents, ENGINE_PACKAGE, toDocuments } from './document.ts';

const labels = (en: string, zh: string): Labels => ({ en, 'zh-CN': zh });

const field = (type: string, en: string, zh: string, words: Body = {}): Body => {
  const { default: initial, maxLength, ...settings } = words;
  return {
    'x-field': { type, labels: labels(en, zh), ...settings },
    ...(maxLength !== undefined && { maxLength }),
    ...(initial !== undefined && { default: initial }),
  };
};

/** People and programs that own, make and change records. Who may sign in is told by `person`. */
const USER: Body = {
  'x-object': {
    name: 'user',
    labels: labels('User', '用户'),
    plural: labels('Users', '用户'),
    titleField: 'name',
    icon: 'user',
    ownership: 'none',
  },
  properties: {
    name: field('text', 'Name', '姓名', { search: 'A', maxLength: 120 }),
    email: field('email', 'E-mail', '邮箱', { search: 'B', unique: true }),
    kind: field('select', 'Kind', '类型', {
      options: [
        { value: 'person', labels: labels('Person', '人员') },
        { value: 'service', labels: labels('Service', '服务') },
        { value: 'portal', labels: labels('Portal user', '门户用户') },
      ],
      default: 'person',
    }),
    active: field('boolean', 'Active', '启用', { default: true }),
    person: field('text', 'Sign-in', '登录身份', { readOnly: true, unique: true, maxLength: 80 }),
    locale: field('text', 'Language', '语言', { maxLength: 20 }),
    time_zone: field('text', 'Time zone', '时区', { maxLength: 60 }),
    department: field('text', 'Department', '部门', { maxLength: 120 }),
    manager: field('user', 'Manager', '上级'),
  },
  required: ['name'],
};

/** Lists that people or packages made. */
const VIEW: Body = {
  'x-object': {
    name: 'view',
    labels: labels('View', '视图'),
    plural: labels('Views', '视图'),
    titleField: 'name',
    icon: 'table',
    ownership: 'user',
  },
  properties: {
    name: field('text', 'Name', '名称', { search: 'A', maxLength: 200 }),
    object: field('text', 'Object', '对象', { maxLength: 48 }),
    document: field('longText', 'Document', '文档'),
    shared: field('boolean', 'Shared', '共享', { default: false }),
    package: field('text', 'Package', '安装包', { maxLength: 48 }),
  },
  required: ['name', 'object', 'document'],
};

/** Whoever made the workspace: without it one that begins with no template could not be changed by anybody. */
const ADMIN: Body = {
  name: 'workspace_admin',
  labels: labels('Workspace administrator', '工作区管理员'),
  admin: ['model', 'workflow', 'views', 'people', 'security', 'operations'],
  grants: [{ object: '*', do: ['create', 'read', 'update', 'delete', 'restore', 'import', 'export'] }],
};

let made: Documents | undefined;

/** What the engine ships itself; part of every published set of documents. */
export function systemDocuments(): Documents {
  made ??= toDocuments([
    ...[USER, VIEW].map((body) =>
      completeIds({ kind: 'object', key: body['x-object'].name, package: ENGINE_PACKAGE, body }),
    ),
    completeIds({ kind: 'role', key: ADMIN.name, package: ENGINE_PACKAGE, body: ADMIN }),
  ]);
  return made;
}
