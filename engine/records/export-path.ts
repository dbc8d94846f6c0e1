import type { Access, ObjectAccess } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import type { ModelObject } from '../model/model.ts';
import { linesOf, type ReadableLines } from './line-members.ts';
import { type Member, memberPart, shownMemberOf } from './members.ts';

/** What a path of a list leads to, for whoever writes it into a column. */
export interface PathEnd {
  /** of the names on the way, for a heading */
  readonly labels: readonly Labels[];
  /** absent where it ends in records: line items, or links as a whole */
  readonly member?: Member;
  /** the field of the record whose line items, or whose links, it leads into */
  readonly many?: { readonly isLinks: boolean; readonly target: ModelObject };
}

/** Where a path ends that a list was asked for and has not refused. */
export function pathEnd(access: Access, object: ObjectAccess, names: readonly string[]): PathEnd {
  const labels: Labels[] = [];
  let level: ObjectAccess | undefined = object;
  let many: PathEnd['many'];
  let member: Member | undefined;
  for (const name of names) {
    const part: Member | undefined = member && memberPart(member, name);
    if (part) {
      labels.push(part.field.labels);
      return { labels, member: part, ...(many && { many }) };
    }
    const lines: ReadableLines | undefined = level && linesOf(access, level, name);
    if (lines) {
      const to: ObjectAccess = lines.to?.access ?? lines.child;
      labels.push(level!.object.fields.get(lines.name)!.labels);
      many = { isLinks: lines.to !== undefined, target: to.object };
      level = to;
      member = undefined;
      continue;
    }
    member = level && shownMemberOf(level, name);
    if (!member) break;
    labels.push(member.field.labels);
    level = member.target === undefined ? undefined : access.object(member.target);
  }
  return { labels, ...(member && { member }), ...(many && { many }) };
}

/** The field by which records of an object are called, if the actor sees it. */
export const shownTitle = (access: Access, name: string): Member | undefined => {
  const object = access.object(name);
  return object?.can('read') ? shownMemberOf(object, object.object.titleField) : undefined;
};
