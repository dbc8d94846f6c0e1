import { quote } from '../db/names.ts';
import {
  isSearched,
  type SearchedField,
  type SoughtWord,
  searchedFields,
  soughtWords,
} from '../search/index.ts';
import type { Binder, Bindings } from './binder.ts';
import type { Frame } from './frame.ts';
import { type Member, membersOf } from './members.ts';
import { guardSql, valueSql } from './value-sql.ts';

/** What the text of a statement depends on of a question: how many words it has. */
export const searchShape = (question: string | undefined): string =>
  question === undefined ? '' : `q${soughtWords(question).length}`;

/** A field that the actor may read and that is looked into; where it is not one of the table of searches, in place. */
export interface SoughtField {
  readonly member: Member;
  readonly kept?: SearchedField;
  /** condition of the rows in which the actor may read it; undefined: all. Its values are bound when it is asked for */
  readonly guard?: string | undefined;
}

/** The title and the fields that the documents mark as searched, as far as the actor may read them. */
export function soughtFields(frame: Frame): readonly SoughtField[] {
  const { object } = frame.row.access;
  const kept = new Map(searchedFields(object).map((one) => [one.field.id, one]));
  return [...membersOf(frame.row.access).values()]
    .filter(({ part, field }) => part === '' && isSearched(object, field))
    .map((member) => {
      const one = kept.get(member.field.id);
      if (!one) return { member };
      return {
        member,
        kept: one,
        get guard() {
          return guardSql(frame, frame.row, member);
        },
      };
    });
}

type Pattern = Exclude<keyof SoughtWord, 'given' | 'isSpaced'>;

/** A pattern of the word at that place of the question, bound once. */
export function patternsOf(binder: Binder): (place: number, pattern: Pattern) => string {
  const bound = new Map<string, string>();
  return (place, pattern) => {
    const key = `${place} ${pattern}`;
    const known = bound.get(key) ?? binder.source(({ words }: Bindings) => words![place]![pattern], 'text');
    bound.set(key, known);
    return known;
  };
}

/** SQL that holds where one of the fields has the word, and the same as far as rights of the row do not matter. */
function wordSql(
  frame: Frame,
  fields: readonly SoughtField[],
  alias: () => string,
  pattern: (pattern: Pattern) => string,
): readonly string[] {
  const found = fields.map(({ member, kept, guard }) => {
    if (!kept) {
      const searchColumn = member.type.searchColumn ?? '';
      return {
        sql: `(${valueSql(frame, frame.row, { ...member, part: searchColumn })})::text ILIKE ${pattern('asGiven')}`,
      };
    }
    const column = (name: string): string => `${alias()}.${quote(name)}`;
    const sql = `${column(kept.text)} LIKE ${pattern('inText')} OR ${column(kept.sound)} LIKE ${pattern('inSound')}`;
    return { sql, guard };
  });
  const all = found.map(({ sql, guard }) => (guard === undefined ? sql : `(${guard}) AND (${sql})`));
  const isPlain = found.every(({ guard }) => guard === undefined);
  // what stands in the table of searches alone, an index can be asked for before anybody looks at the record
  const narrowed = isPlain || fields.some(({ kept }) => !kept) ? [] : [found.map(({ sql }) => sql)];
  return [...narrowed, all].map((arms) => `(${arms.join(' OR ')})`);
}

/**
 * Holds of every row of the table of searches, which the planner takes to be one in nine. It takes LIKE to cost six
 * times less than it does, and would walk a table in the order of its ids for a text that few rows have: 90 ms of
 * 100,000 rows where asking the index and sorting takes 3.
 */
const isRow = (alias: string): string =>
  `uuid_send(${alias}.id) > '' AND octet_length(uuid_send(${alias}.id)) > 1`;

/** SQL that holds where each word stands in one of the searched fields that the actor may read in the row. */
export function searchSql(
  frame: Frame,
  binder: Binder,
  words: readonly SoughtWord[],
  pattern = patternsOf(binder),
): string {
  const fields = soughtFields(frame);
  if (fields.length === 0 || words.length === 0) return 'false';
  const sought = words.flatMap((_, place) =>
    wordSql(frame, fields, frame.searched, (one) => pattern(place, one)),
  );
  // what is looked into in place may be found before its record has a row there
  const isKept = fields.every(({ kept }) => kept);
  return [...sought, ...(isKept ? [isRow(frame.searched())] : [])].join(' AND ');
}
