import type { Binder } from './binder.ts';
import type { Frame } from './frame.ts';
import { type Member, membersOf } from './members.ts';
import { valueSql } from './value-sql.ts';

const ESCAPED = /[\\%_]/g;

/** The pattern that finds `text` anywhere. */
export const searchPattern = (text: string): string => `%${text.replaceAll(ESCAPED, '\\$&')}%`;

/** The title and the fields that the documents mark as searched, as far as the actor may read them. */
const searched = (frame: Frame): Member[] => {
  const { object } = frame.row.access;
  return [...membersOf(frame.row.access).values()].filter(
    ({ name, part, field, type, target }) =>
      part === '' &&
      (type.kind === 'string' || type.searchColumn !== undefined) &&
      target === undefined &&
      (name === object.titleField || field.search),
  );
};

/** SQL that holds where a searched field contains what is looked for, in any case. */
export function searchSql(frame: Frame, binder: Binder): string {
  const members = searched(frame);
  if (members.length === 0) return 'false';
  const pattern = binder.source(({ pattern: given }) => given, 'text');
  const sought = (member: Member): string =>
    valueSql(frame, frame.row, { ...member, part: member.type.searchColumn ?? '' });
  return `(${members.map((member) => `${sought(member)} ILIKE ${pattern}`).join(' OR ')})`;
}
