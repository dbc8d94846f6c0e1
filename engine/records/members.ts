import type { ObjectAccess } from '../access/index.ts';
import { type FieldType, fieldType } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';

/** Something of a record that can be read by name: a field, or a further part of a stage field. */
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

/** The object that a relation points at. */
export const targetOf = (field: ModelField): string | undefined =>
  field.target ?? field.type.targets?.(field)[0];

function fieldMember(field: ModelField): Member {
  const target = targetOf(field);
  return { name: field.name, field, type: field.type, part: '', ...(target !== undefined && { target }) };
}

const partMembers = (field: ModelField): Member[] =>
  field.type.hasStages
    ? STAGE_PARTS.map(([part, type]) => ({ name: `${field.name}_${part}`, field, type, part }))
    : [];

const known = new WeakMap<ObjectAccess, ReadonlyMap<string, Member>>();

/** What the actor may read of an object, by API name, in the order of the object. */
export function membersOf(access: ObjectAccess): ReadonlyMap<string, Member> {
  let members = known.get(access);
  if (!members) {
    const all = access.readable.flatMap((field) => [fieldMember(field), ...partMembers(field)]);
    members = new Map(all.map((member) => [member.name, member]));
    known.set(access, members);
  }
  return members;
}

/** The member of that name or former name; undefined where there is none or the actor may not know it. */
export function memberOf(access: ObjectAccess, name: string): Member | undefined {
  const members = membersOf(access);
  return members.get(name) ?? members.get(access.object.aliases.get(name) ?? '');
}
