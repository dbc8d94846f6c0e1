import type { Labels } from '../errors.ts';
import { RECORD, type Scope, type ScopeMember, type ScopeRecord } from '../expression/index.ts';
import { type FieldType, fieldType } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { type ChildRelation, childRelations } from './child-relations.ts';
import type { ModelField, ModelObject } from './model.ts';
import { barePart, type FieldPart, partsOf } from './parts.ts';
import { targetOf } from './targets.ts';

export { linkTargetOf, linkTargetsOf, pointingAt, targetOf } from './targets.ts';

/** Something of a record that can be read by name: a field, a part of a composite, a further part of a stage field. */
export interface Member {
  readonly name: string;
  /** whose rights it has and whose columns it reads */
  readonly field: ModelField;
  readonly type: FieldType;
  /** '' is the field's own value */
  readonly part: string;
  /** of relations: API name of the object pointed at */
  readonly target?: string;
}

/** Further parts of a stage, with the field type whose values they hold. */
const STAGE_PARTS: readonly (readonly [part: string, type: FieldType])[] = [
  ['pipeline', fieldType('text')!],
  ['since', fieldType('datetime')!],
];

/** What a field gives to read: itself, and of a stage its further parts. */
export function membersOfField(field: ModelField): Member[] {
  if (field.type.apart) return [];
  const target = targetOf(field);
  const own = {
    name: field.name,
    field,
    type: field.type,
    part: '',
    ...(target !== undefined && { target }),
  };
  if (!field.type.hasStages) return [own];
  return [own, ...STAGE_PARTS.map(([part, type]) => ({ name: `${field.name}_${part}`, field, type, part }))];
}

const partMember = (name: string, { field, column }: FieldPart): Member => ({
  name,
  field,
  type: field.type,
  part: column,
});

/** What a dot after a composite leads to; undefined where there is no such part. */
export function memberPart(member: Member, name: string): Member | undefined {
  const part = partsOf(member.field).get(name);
  return part && partMember(name, part);
}

export const hasParts = ({ field }: Member): boolean => partsOf(field).size > 0;

/** The names of the parts of a composite; none of any other member. */
export const partNames = (member: Member): Iterable<string> => partsOf(member.field).keys();

/** The member by which records are sorted when this one is named. */
export function sortMember(member: Member): Member {
  const { sortPart } = member.field.type;
  return (sortPart === undefined ? undefined : memberPart(member, sortPart)) ?? bareMember(member);
}

/** The member whose value stands for one in expressions, orders, groups and sums: of a composite its bare part. */
export function bareMember(member: Member): Member {
  const part = barePart(member.field);
  return part ? partMember(member.name, part) : member;
}

const STAGE_KINDS = [
  { value: 'open', labels: { en: 'Open', 'zh-CN': '进行中' } },
  { value: 'won', labels: { en: 'Won', 'zh-CN': '赢单' } },
  { value: 'lost', labels: { en: 'Lost', 'zh-CN': '输单' } },
];

/** What a dot after a stage leads to, and the column of `_stage` that holds it. */
export const STAGE_ATTRIBUTES: Readonly<Record<string, ScopeMember & { readonly column?: string }>> = {
  kind: {
    name: 'kind',
    labels: { en: 'Kind', 'zh-CN': '类别' },
    values: STAGE_KINDS,
    kind: 'string',
    nullable: true,
    column: 'kind',
  },
  probability: {
    name: 'probability',
    labels: { en: 'Probability', 'zh-CN': '概率' },
    kind: 'decimal',
    nullable: true,
    digits: [1, 12],
    column: 'probability',
  },
  order: {
    name: 'order',
    labels: { en: 'Place', 'zh-CN': '顺序' },
    kind: 'decimal',
    nullable: true,
    digits: [9, 0],
    sqlType: 'integer',
    column: 'ord',
  },
  pipeline: { name: 'pipeline', labels: { en: 'Pipeline', 'zh-CN': '流程' }, kind: 'string', nullable: true },
  since: { name: 'since', labels: { en: 'Since', 'zh-CN': '进入时间' }, kind: 'timestamp', nullable: true },
};

/** The acting user, as far as a session knows without asking. */
const USER: Readonly<Record<string, ScopeMember>> = {
  id: {
    name: 'id',
    labels: { en: 'Acting user', 'zh-CN': '当前用户' },
    kind: 'string',
    nullable: true,
    sqlType: 'uuid',
  },
  name: {
    name: 'name',
    labels: { en: 'Name of the acting user', 'zh-CN': '当前用户的姓名' },
    kind: 'string',
    nullable: true,
  },
  email: {
    name: 'email',
    labels: { en: 'E-mail of the acting user', 'zh-CN': '当前用户的邮箱' },
    kind: 'string',
    nullable: true,
  },
  department: {
    name: 'department',
    labels: { en: 'Department of the acting user', 'zh-CN': '当前用户的部门' },
    kind: 'string',
    nullable: true,
    sqlType: 'uuid',
  },
  departments: {
    name: 'departments',
    labels: { en: 'Department of the acting user and all above it', 'zh-CN': '当前用户的部门及所有上级部门' },
    kind: 'list',
    memberKind: 'string',
    nullable: false,
    sqlType: 'uuid[]',
  },
  manager: {
    name: 'manager',
    labels: { en: 'Manager of the acting user', 'zh-CN': '当前用户的上级' },
    kind: 'string',
    nullable: true,
    sqlType: 'uuid',
  },
  roles: {
    name: 'roles',
    labels: { en: 'Roles of the acting user', 'zh-CN': '当前用户的角色' },
    kind: 'list',
    memberKind: 'string',
    nullable: false,
  },
  portal_record: {
    name: 'portal_record',
    labels: { en: 'Record of the acting portal user', 'zh-CN': '当前门户用户的记录' },
    kind: 'string',
    nullable: true,
    sqlType: 'uuid',
  },
  teams: {
    name: 'teams',
    labels: { en: 'Teams of the acting user', 'zh-CN': '当前用户所属的团队' },
    kind: 'list',
    memberKind: 'string',
    nullable: false,
    sqlType: 'uuid[]',
  },
  territories: {
    name: 'territories',
    labels: { en: 'Territories of the acting user', 'zh-CN': '当前用户所在的区域' },
    kind: 'list',
    memberKind: 'string',
    nullable: false,
    sqlType: 'uuid[]',
  },
};

/** What people call a member: its field, of a stage also which part of it. */
function labelsOf({ field, part }: Member): Labels {
  const what = STAGE_ATTRIBUTES[part]?.labels;
  if (!what) return field.labels;
  return Object.fromEntries(
    Object.entries(field.labels).map(([language, label]) => [
      language,
      `${label} · ${what[language] ?? what.en}`,
    ]),
  );
}

const recordOf = (members: Readonly<Record<string, ScopeMember>>): ScopeRecord => ({
  member: (name) => (Object.hasOwn(members, name) ? members[name] : undefined),
  names: () => Object.keys(members),
});

const stageRecord = recordOf(STAGE_ATTRIBUTES);

/** `user` of expressions. */
const userScope: ScopeRecord = recordOf(USER);

/** An object as someone reads it: all of it, or what rights leave. */
export interface Readable {
  /** API name of the object */
  readonly name?: string;
  /** by its name or a former one */
  member(name: string): Member | undefined;
  names(): Iterable<string>;
  /** the object that a relation points at, if that may be read */
  follow(target: string): Readable | undefined;
  /** whether there are rows of which only this may not be read, and so is null */
  isMasked?(member: Member): boolean;
  /** what points at its records, by what it is called here; absent where nobody asks */
  readonly children?: ReadonlyMap<string, ReadableChildren>;
}

/** Records that point at one. */
export interface ReadableChildren extends ChildRelation {
  readonly of: () => Readable;
}

const isShownOnly = (member: Member, name: string): boolean =>
  partsOf(member.field).get(name)?.isShownOnly === true;

/** The parts of a composite as names of a record. */
const partsScope = (readable: Readable, member: Member): ScopeRecord => ({
  member: (name) => {
    const part = memberPart(member, name);
    return part && !isShownOnly(member, name) ? scopeMember(readable, part) : undefined;
  },
  names: () => [...partNames(member)].filter((name) => !isShownOnly(member, name)),
});

function leadsTo(readable: Readable, member: Member): (() => ScopeRecord) | undefined {
  const { type, part, target } = member;
  if (type.hasStages && part === '') return () => stageRecord;
  if (hasParts(member)) return () => partsScope(readable, member);
  const to = target === undefined ? undefined : readable.follow(target);
  return to && (() => recordScope(to));
}

/** How long a stored text can be by its type. What its field says beside that holds for what is written from then on. */
function lengthOf({ type, field }: Member): { readonly length?: number } {
  if (type.kind !== 'string' || field.columns.length === 0) return {};
  const { maxLength } = type.valueSchema({ ...field, schema: {} });
  return typeof maxLength === 'number' ? { length: maxLength } : {};
}

function scopeMember(readable: Readable, member: Member): ScopeMember {
  const { type, field, name, part } = member;
  const record = leadsTo(readable, member);
  const isUuid = field.columns.find((column) => column.part === part)?.type === 'uuid';
  return {
    name,
    labels: labelsOf(member),
    kind: type.kind,
    // a list is never null, but its SQL is where it may not be read
    nullable: type.kind !== 'list' || readable.isMasked?.(member) === true,
    ...(type.memberKind && {
      memberKind: type.memberKind,
      most: field.options.length + LIMITS.tagsPerRecord,
    }),
    ...(type.digits && { digits: type.digits(field) }),
    ...lengthOf(member),
    ...(type.kind === 'encrypted' && { sealedFor: field.id }),
    ...(isUuid && { sqlType: 'uuid' }),
    ...(field.system && { isSystem: true }),
    ...(record && { record }),
  };
}

const recordScopes = new WeakMap<Readable, ScopeRecord>();

/** The names of a record, and what a dot after them leads to; made once, so that circles come back to where they began. */
function recordScope(readable: Readable): ScopeRecord {
  const known = recordScopes.get(readable);
  if (known) return known;
  const made = makeRecordScope(readable);
  recordScopes.set(readable, made);
  return made;
}

const makeRecordScope = (readable: Readable): ScopeRecord => ({
  ...(readable.name !== undefined && { object: readable.name }),
  member: (name) => {
    const member = readable.member(name);
    if (member) return scopeMember(readable, member);
    const children = readable.children?.get(name);
    if (!children) return undefined;
    const { labels, of } = children;
    return { name, labels, kind: 'records', nullable: false, record: () => recordScope(of()) };
  },
  names: () => [...readable.names(), ...(readable.children?.keys() ?? [])],
});

const membersByObject = new WeakMap<ModelObject, ReadonlyMap<string, Member>>();

function membersOf(object: ModelObject): ReadonlyMap<string, Member> {
  let members = membersByObject.get(object);
  if (!members) {
    const all = [...object.fields.values()].flatMap(membersOfField);
    members = new Map(all.map((member) => [member.name, member]));
    membersByObject.set(object, members);
  }
  return members;
}

/** What an object has under a name or a former one. */
export function memberNamed(object: ModelObject, name: string): Member | undefined {
  const members = membersOf(object);
  return members.get(name) ?? members.get(object.aliases.get(name) ?? '');
}

/** The objects of a Model as a whole, whoever asks: by name, each made once. */
export function wholeObjects(objects: ReadonlyMap<string, ModelObject>) {
  const made = new Map<string, Readable>();
  const readable = (name: string): Readable | undefined => {
    const object = objects.get(name);
    if (!object || made.has(name)) return made.get(name);
    const one: Readable = {
      name,
      member: (asked) => memberNamed(object, asked),
      names: () => membersOf(object).keys(),
      follow: readable,
      get children() {
        const relations = childRelations({ objects }, name);
        return new Map(
          [...relations].map(([called, relation]) => [
            called,
            { ...relation, of: () => readable(relation.object)! },
          ]),
        );
      },
    };
    made.set(name, one);
    return one;
  };
  return readable;
}

/** The fields of a record by themselves: what is judged in process without reading another record. */
export function fieldsScope(object: ModelObject): Scope {
  const record = recordScope({
    name: object.name,
    member: (name) => {
      const member = memberNamed(object, name);
      return member?.type.hasStages || member?.field.columns.length === 0 ? undefined : member;
    },
    names: () => membersOf(object).keys(),
    follow: () => undefined,
  });
  return { record, variables: new Map() };
}

/**
 * What default expressions name: who makes the record, what its maker has said of it so far and what
 * that leads to. Stages and formulas come after defaults.
 */
export const newRecordScope = (readable: Readable): Scope => ({
  record: recordScope({
    ...readable,
    member: (name) => {
      const member = readable.member(name);
      return member?.field.engineWritten || member?.field.columns.length === 0 || member?.type.hasStages
        ? undefined
        : member;
    },
  }),
  variables: new Map([['user', userScope]]),
});

/** What roll-ups name of a child: its own fields, formulas over them and its stage; nothing behind a relation. */
export const childScope = (object: ModelObject): Scope => ({
  record: recordScope({
    name: object.name,
    member: (name) => memberNamed(object, name),
    names: () => membersOf(object).keys(),
    follow: () => undefined,
  }),
  variables: new Map(),
});

/** What rules name: a record as it comes to be, what it leads to, what it was before, and the acting user. */
export const changeScope = (readable: Readable, object: ModelObject): Scope => ({
  record: recordScope(readable),
  variables: new Map([
    ['user', userScope],
    [
      'old',
      recordScope({
        name: object.name,
        member: (name) => {
          const member = memberNamed(object, name);
          return member?.field.columns.length === 0 ? undefined : member;
        },
        names: () => membersOf(object).keys(),
        follow: () => undefined,
      }),
    ],
  ]),
});

/** What filters and grants name: a record and what it leads to, and the acting user. */
export const scopeOver = (readable: Readable): Scope => ({
  record: recordScope(readable),
  variables: new Map([['user', userScope]]),
});

/** What a lookup names that says which records it takes: one of its target, the record that points, the acting user. */
export const targetScope = (target: Readable, from: Readable): Scope => ({
  record: recordScope(target),
  variables: new Map([
    ['user', userScope],
    [RECORD, recordScope(from)],
  ]),
});
