import type { Labels } from '../errors.ts';
import { completeIds } from './complete-ids.ts';
import { type Body, type Document, type Documents, ENGINE_PACKAGE, toDocuments } from './document.ts';
import { derivedId } from './ids.ts';
import { goOnBehind } from './rename.ts';

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
    person: field('text', 'Can sign in', '可登录', { readOnly: true, unique: true, maxLength: 80 }),
    locale: field('text', 'Language', '语言', { maxLength: 20 }),
    time_zone: field('text', 'Time zone', '时区', { maxLength: 60 }),
    // an id of its own: it was a text of that name once (`retiredFields`)
    department: field('lookup', 'Department', '部门', { id: 'fld_userdepartment', target: 'department' }),
    manager: field('user', 'Manager', '上级'),
    // written where somebody is invited to the portal, never by hand
    portal_record: field('lookup', 'Portal record', '门户记录', {
      readOnly: true,
      onDelete: 'null',
      inverse: { name: 'portal_users', labels: labels('Portal users', '门户用户') },
    }),
    teams: field('lookup', 'Teams', '所属团队', { target: 'team', manyToMany: true, through: 'team_member' }),
  },
  required: ['name'],
};

/** Users that work together. */
const TEAM: Body = {
  'x-object': {
    name: 'team',
    labels: labels('Team', '团队'),
    plural: labels('Teams', '团队'),
    titleField: 'name',
    icon: 'team',
    ownership: 'none',
  },
  properties: {
    name: field('text', 'Name', '团队名称', { search: 'A', unique: true, maxLength: 120 }),
    description: field('longText', 'Description', '说明', { maxLength: 2_000 }),
    leader: field('user', 'Leader', '负责人'),
    members: field('lookup', 'Members', '成员', {
      target: 'user',
      manyToMany: true,
      through: 'team_member',
    }),
    active: field('boolean', 'Active', '启用', { default: true }),
  },
  required: ['name'],
};

/** That a user is in a team. Who may change the team says who is in it. */
const TEAM_MEMBER: Body = {
  'x-object': {
    name: 'team_member',
    labels: labels('Team member', '团队成员'),
    plural: labels('Team members', '团队成员'),
    icon: 'user',
    ownership: 'none',
    unique: [['team', 'member']],
    accessFrom: 'team',
  },
  properties: {
    team: field('lookup', 'Team', '团队', { target: 'team', onDelete: 'cascade' }),
    member: field('lookup', 'Member', '成员', { target: 'user', onDelete: 'cascade' }),
  },
  required: ['team', 'member'],
};

/** A part of the company, with those below it. Who manages it, and whoever is in it, is a user. */
const DEPARTMENT: Body = {
  'x-object': {
    name: 'department',
    labels: labels('Department', '部门'),
    plural: labels('Departments', '部门'),
    titleField: 'name',
    icon: 'apartment',
    ownership: 'none',
    capabilities: { tree: true },
  },
  properties: {
    name: field('text', 'Name', '部门名称', { search: 'A', maxLength: 120 }),
    parent: field('lookup', 'Belongs to', '上级部门', { target: 'department' }),
    manager: field('user', 'Manager', '部门负责人'),
    active: field('boolean', 'Active', '启用', { default: true }),
  },
  required: ['name'],
};

/** A part of the market, with those below it. Records are in it by a field that points at it. */
const TERRITORY: Body = {
  'x-object': {
    name: 'territory',
    labels: labels('Territory', '区域'),
    plural: labels('Territories', '区域'),
    titleField: 'name',
    icon: 'global',
    ownership: 'none',
    capabilities: { tree: true },
  },
  properties: {
    name: field('text', 'Name', '区域名称', { search: 'A', maxLength: 120 }),
    parent: field('lookup', 'Belongs to', '上级区域', { target: 'territory' }),
    manager: field('user', 'Manager', '区域负责人'),
    members: field('lookup', 'Members', '成员', {
      target: 'user',
      manyToMany: true,
      through: 'territory_member',
    }),
    active: field('boolean', 'Active', '启用', { default: true }),
  },
  required: ['name'],
};

/** That a user works in a territory. Who may change the territory says who does. */
const TERRITORY_MEMBER: Body = {
  'x-object': {
    name: 'territory_member',
    labels: labels('Territory member', '区域成员'),
    plural: labels('Territory members', '区域成员'),
    icon: 'user',
    ownership: 'none',
    unique: [['territory', 'member']],
    accessFrom: 'territory',
  },
  properties: {
    territory: field('lookup', 'Territory', '区域', { target: 'territory', onDelete: 'cascade' }),
    member: field('lookup', 'Member', '成员', { target: 'user', onDelete: 'cascade' }),
  },
  required: ['territory', 'member'],
};

/** That a user, its owner, has somebody act for them from day to day. */
const DELEGATION: Body = {
  'x-object': {
    name: 'delegation',
    labels: labels('Delegation', '委托'),
    plural: labels('Delegations', '委托'),
    titleField: 'reason',
    icon: 'swap',
    ownership: 'user',
  },
  properties: {
    reason: field('text', 'Reason', '事由', { search: 'A', maxLength: 120 }),
    delegate: field('user', 'Delegate', '代理人'),
    begins: field('date', 'First day', '开始日期'),
    until: field('date', 'Last day', '结束日期'),
  },
  required: ['reason', 'delegate', 'begins', 'until'],
  'x-rules': [
    {
      check: 'begins == null || until == null || until >= begins',
      message: labels('The last day is before the first one.', '结束日期早于开始日期。'),
      field: 'until',
    },
    {
      check: 'delegate == null || delegate != owner',
      message: labels(
        'Nobody acts for themselves: choose somebody else.',
        '不能委托给本人，请选择其他用户。',
      ),
      field: 'delegate',
    },
  ],
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
  description: labels(
    'May do everything, whatever templates bring. The engine keeps this role.',
    '拥有全部权限，不受模板影响，由系统内置。',
  ),
  admin: ['model', 'workflow', 'views', 'people', 'security', 'operations'],
  grants: [
    {
      object: '*',
      do: [
        'create',
        'read',
        'update',
        'delete',
        'restore',
        'purge',
        'transfer',
        'bulk',
        'share',
        'claim',
        'merge',
        'import',
        'export',
      ],
    },
  ],
};

let made: Documents | undefined;

/** What the engine ships itself; part of every published set of documents. */
export function systemDocuments(): Documents {
  made ??= toDocuments([
    ...[USER, TEAM, TEAM_MEMBER, DEPARTMENT, TERRITORY, TERRITORY_MEMBER, DELEGATION, VIEW].map((body) =>
      completeIds({ kind: 'object', key: body['x-object'].name, package: ENGINE_PACKAGE, body }),
    ),
    completeIds({ kind: 'role', key: ADMIN.name, package: ENGINE_PACKAGE, body: ADMIN }),
  ]);
  return made;
}

/** The field of an object that the engine ships now under the name of another one. */
export interface RetiredField {
  readonly object: string;
  /** what it is called while its values are still to be brought over */
  readonly setAside: string;
  readonly id: string;
}

/** Departments were texts of users. */
export const DEPARTMENT_TEXT: RetiredField = {
  object: 'user',
  setAside: 'department_name',
  id: derivedId('fld', ENGINE_PACKAGE, 'field', 'user', 'department'),
};

/** Whether an id is of a field that the engine once shipped: nothing of it is relied on any more. */
export const isRetired = (id: string): boolean => id === DEPARTMENT_TEXT.id;

type Entry = readonly [name: string, property: Body];

const entriesOf = ({ properties = {} }: Body): readonly Entry[] => Object.entries<Body>(properties);

/** A document as it is, with the fields that it lacks of those that the engine ships. A name that others took stays theirs. */
function withFieldsOf(known: Document, shipped: Document): Document {
  // an object that somebody else made under that name: the checks say that it must be called otherwise
  if (known.package !== ENGINE_PACKAGE) return known;
  const all = entriesOf(known.body);
  const kept = all.filter(([, property]) => !isRetired(property['x-field']?.id));
  const has = new Set(kept.map(([name]) => name));
  const missing = entriesOf(shipped.body).filter(([name]) => !has.has(name));
  if (missing.length === 0 && kept.length === all.length) return known;
  return { ...known, body: { ...known.body, properties: Object.fromEntries([...kept, ...missing]) } };
}

/** Documents with what the engine ships by now and they lack. What the workspace has made of the rest stays. */
export const withSystemDocuments = (current: Documents): Documents =>
  new Map([
    ...current,
    ...[...systemDocuments()].map(([address, shipped]): [string, Document] => {
      const known = current.get(address);
      return [address, known ? withFieldsOf(known, shipped) : shipped];
    }),
  ]);

/** The name and property of a retired field that is in use, and has values to be brought over. */
export function retiredIn(documents: Documents, { object, id }: RetiredField): Entry | undefined {
  const document = documents.get(`object/${object}`);
  if (!document) return undefined;
  return entriesOf(document.body).find(
    ([, { 'x-field': field }]) => field?.id === id && field.archived !== true,
  );
}

/**
 * As `withSystemDocuments`; a retired field that is in use stays for now, under a name that is out of the way, and
 * what was said of its values is said of the records that the field of its name leads to.
 */
export function withSystemDocumentsAndRetired(current: Documents): Documents {
  const known = retiredIn(current, DEPARTMENT_TEXT);
  const next = new Map(withSystemDocuments(current));
  const { object, setAside } = DEPARTMENT_TEXT;
  const address = `object/${object}`;
  const document = next.get(address);
  if (!known || document?.package !== ENGINE_PACKAGE) return next;
  const [was, property] = known;
  const { properties } = document.body;
  let name = setAside;
  for (let number = 2; Object.hasOwn(properties, name); number++) name = `${setAside}_${number}`;
  const body = { ...document.body, properties: { ...properties, [name]: property } };
  next.set(address, { ...document, body });
  return goOnBehind(next, object, was, 'name');
}
