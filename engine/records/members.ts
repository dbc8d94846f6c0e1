import type { ObjectAccess } from '../access/index.ts';
import {
  bareMember,
  linkTargetOf,
  linkTargetsOf,
  type Member,
  memberPart,
  membersOfField,
  partNames,
  STAGE_ATTRIBUTES,
  sortMember,
  targetOf,
} from '../model/index.ts';

export {
  bareMember,
  linkTargetOf,
  linkTargetsOf,
  type Member,
  memberPart,
  partNames,
  STAGE_ATTRIBUTES,
  sortMember,
  targetOf,
};

const known = new WeakMap<ObjectAccess, ReadonlyMap<string, Member>>();

/** What the actor may read of an object, by API name, in the order of the object. */
export function membersOf(access: ObjectAccess): ReadonlyMap<string, Member> {
  let members = known.get(access);
  if (!members) {
    members = new Map(access.readable.flatMap(membersOfField).map((member) => [member.name, member]));
    known.set(access, members);
  }
  return members;
}

const shown = new WeakMap<ObjectAccess, ReadonlyMap<string, Member>>();

/** What an answer may say of an object: what the actor may read, and what they see masked. */
export function shownMembersOf(access: ObjectAccess): ReadonlyMap<string, Member> {
  let members = shown.get(access);
  if (!members) {
    members = new Map(access.shown.flatMap(membersOfField).map((member) => [member.name, member]));
    shown.set(access, members);
  }
  return members;
}

export function shownMemberOf(access: ObjectAccess, name: string): Member | undefined {
  const members = shownMembersOf(access);
  return members.get(name) ?? members.get(access.object.aliases.get(name) ?? '');
}

/** The member of that name or former name; undefined where there is none or the actor may not know it. */
export function memberOf(access: ObjectAccess, name: string): Member | undefined {
  const members = membersOf(access);
  return members.get(name) ?? members.get(access.object.aliases.get(name) ?? '');
}
