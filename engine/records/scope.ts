import type { Access, ObjectAccess } from '../access/index.ts';
import type { Scope, ScopeMember, ScopeRecord } from '../expression/index.ts';
import { type Member, memberOf, membersOf } from './members.ts';

/** What a dot after a stage leads to, and the column of `_stage` that holds it. */
export const STAGE_ATTRIBUTES: Readonly<Record<string, ScopeMember & { readonly column?: string }>> = {
  kind: { name: 'kind', kind: 'string', nullable: true, column: 'kind' },
  probability: {
    name: 'probability',
    kind: 'decimal',
    nullable: true,
    digits: [1, 12],
    column: 'probability',
  },
  order: { name: 'order', kind: 'decimal', nullable: true, digits: [9, 0], column: 'ord' },
  pipeline: { name: 'pipeline', kind: 'string', nullable: true },
  since: { name: 'since', kind: 'timestamp', nullable: true },
};

const stageRecord: ScopeRecord = {
  member: (name) => (Object.hasOwn(STAGE_ATTRIBUTES, name) ? STAGE_ATTRIBUTES[name] : undefined),
  names: () => Object.keys(STAGE_ATTRIBUTES),
};

/** The acting user, as far as a session knows without asking. */
const USER: Readonly<Record<string, ScopeMember>> = {
  id: { name: 'id', kind: 'string', nullable: true },
  name: { name: 'name', kind: 'string', nullable: true },
  email: { name: 'email', kind: 'string', nullable: true },
  roles: { name: 'roles', kind: 'list', memberKind: 'string', nullable: false },
};

const userRecord: ScopeRecord = {
  member: (name) => (Object.hasOwn(USER, name) ? USER[name] : undefined),
  names: () => Object.keys(USER),
};

function leadsTo(access: Access, member: Member): (() => ScopeRecord) | undefined {
  if (member.type.hasStages && member.part === '') return () => stageRecord;
  const target = member.target === undefined ? undefined : access.object(member.target);
  return target?.can('read') ? () => recordScope(access, target) : undefined;
}

function scopeMember(access: Access, member: Member): ScopeMember {
  const { type, field } = member;
  const record = leadsTo(access, member);
  return {
    name: member.name,
    kind: type.kind,
    nullable: type.kind !== 'list',
    ...(type.memberKind && { memberKind: type.memberKind }),
    ...(type.digits && { digits: type.digits(field) }),
    ...(record && { record }),
  };
}

/** The names that the actor may use of an object. Unknown and unreadable ones are equally absent. */
function recordScope(access: Access, object: ObjectAccess): ScopeRecord {
  return {
    member: (name) => {
      const member = memberOf(object, name);
      return member && scopeMember(access, member);
    },
    names: () => membersOf(object).keys(),
  };
}

/** The scope of filters over an object. */
export const filterScope = (access: Access, object: ObjectAccess): Scope => ({
  record: recordScope(access, object),
  variables: new Map([['user', userRecord]]),
});
