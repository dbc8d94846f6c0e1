import { literal } from '../db/names.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { collationOf, directionSql, mayBeNull } from '../model/index.ts';
import type { Frame, Row } from './frame.ts';
import { type Member, memberOf, membersOf, sortMember } from './members.ts';
import { titleMember } from './output.ts';
import { namesOf } from './paths.ts';
import { follow } from './reference-sql.ts';
import type { SortWord } from './request.ts';
import { valueSql } from './value-sql.ts';

/** One key of an order. Nulls come last both ways. */
export interface OrderKey {
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
  /** Postgres type in which a cursor hands its value back */
  readonly type: string;
  /** name in the page that holds it: k1, k2… */
  readonly name: string;
}

/** The documents' order of a choice, as a list that Postgres looks the value up in. */
function choiceOrder(row: Row, member: Member): readonly string[] | undefined {
  if (member.part !== '') return undefined;
  if (member.type.hasStages) {
    return row.access.object.pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => `${pipeline.name}/${stage.name}`),
    );
  }
  return member.type.hasOptions ? member.field.options.map((option) => option.value) : undefined;
}

/** The place of a choice in the documents' order; undefined for members that hold none. */
export function choiceSql(
  frame: Frame,
  row: Row,
  member: Member,
  read: typeof valueSql = valueSql,
): string | undefined {
  const choices = choiceOrder(row, member);
  if (!choices) return undefined;
  const list = `ARRAY[${choices.map(literal).join(', ')}]::text[]`;
  const value = read(frame, row, member);
  if (!member.type.hasStages) return `array_position(${list}, ${value})`;
  const pipeline = read(frame, row, memberOf(row.access, `${member.name}_pipeline`)!);
  return `array_position(${list}, ${pipeline} || '/' || ${value})`;
}

/** What a record is sorted by when `member` is named: relations by what they point at is called. */
function keySql(frame: Frame, row: Row, named: Member): { sql: string; type: string } | undefined {
  const member = sortMember(named);
  if (member.type.kind === 'list' || member.type.kind === 'encrypted') return undefined;
  const to = member.target === undefined ? undefined : frame.joined(row, member);
  if (to) {
    const title = titleMember(to);
    return title && title.target === undefined
      ? keySql(frame, to, title)
      : keySql(frame, to, memberOf(to.access, 'id')!);
  }
  const choice = choiceSql(frame, row, member);
  if (choice !== undefined) return { sql: choice, type: 'int' };
  const sql = valueSql(frame, row, member);
  const { columns, formula } = member.field;
  const [column] = formula
    ? member.type.columns(member.field)
    : columns.filter(({ part }) => part === member.part);
  if (column && column.type !== 'text') return { sql, type: column.type };
  return { sql: `(${sql} COLLATE "${collationOf(frame.model.settings.languages[0])}")`, type: 'text' };
}

function refuse(frame: Frame, path: string, isKnown: boolean): Problem {
  const code = isKnown ? 'query.sort' : 'query.field';
  const suggestion = isKnown ? undefined : nearest(path.slice(0, 80), membersOf(frame.row.access).keys());
  return new Problem(code, { name: path }, [problemItem('/sort', code, { name: path }, suggestion)]);
}

/** The keys of an order; `id` breaks ties in the direction of the last one. Without words the newest come first. */
export function orderOf(frame: Frame, asked: readonly SortWord[]): readonly OrderKey[] {
  const unique = asked.findIndex(({ path }) => path === 'id');
  const words = unique < 0 ? asked : asked.slice(0, unique + 1);
  const keys = words.map(({ path, descending }, index): OrderKey => {
    const found = follow(frame, namesOf('sort', path));
    const key = found && keySql(frame, found.row, found.member);
    if (!key) throw refuse(frame, path, found !== undefined);
    const nullable = path.includes('.') || mayBeNull(path);
    return { ...key, descending, nullable, name: `k${index + 1}` };
  });
  if (unique >= 0) return keys;
  const descending = keys.at(-1)?.descending ?? true;
  const id = frame.column(frame.row, 'id');
  return [...keys, { sql: id, type: 'uuid', descending, nullable: false, name: `k${keys.length + 1}` }];
}

/** ORDER BY over the expressions themselves. */
export const orderBy = (keys: readonly OrderKey[]): string =>
  keys.map((key) => `${key.sql} ${directionSql(key)}`).join(', ');

/** ORDER BY over a page that holds the keys by name. */
export const pageOrderBy = (keys: readonly OrderKey[], alias: string): string =>
  keys.map((key) => `${alias}.${key.name} ${directionSql(key)}`).join(', ');
