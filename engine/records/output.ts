import { quote } from '../db/names.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { type Frame, type Row, tableOf } from './frame.ts';
import { lineOrder, linesOf, type ReadableLines } from './line-members.ts';
import { makeFrame } from './make-frame.ts';
import { type Member, memberOf, memberPart, partNames, shownMemberOf, shownMembersOf } from './members.ts';
import { namesOf } from './paths.ts';
import { isSensitive, type ShownField } from './sensitive.ts';
import { isMasked, valueSql, wireSql } from './value-sql.ts';

/** What an answer says of a record: a value of it, or what one of its relations points at. */
export type OutputNode = OutputValue | OutputRelation;

export interface OutputValue {
  readonly name: string;
  readonly sql: string;
  readonly isList: boolean;
}

export interface OutputRelation {
  readonly name: string;
  /** null where there is no such record for the actor */
  readonly id: string;
  readonly children: readonly OutputNode[];
}

type Level = Map<string, Wanted | WantedLines>;

/** The names asked for, as a tree: `account.name` is `name` below `account`. */
interface Wanted {
  readonly member: Member;
  readonly below: Level;
  /** parts of a composite; without any the whole is meant */
  readonly parts: Map<string, Member>;
  isWhole: boolean;
}

/** Line items that are asked for; without names of theirs, all that may be read of them. */
interface WantedLines {
  readonly lines: ReadableLines;
  readonly below: Level;
}

const wantedOf = (member: Member): Wanted => ({
  member,
  below: new Map(),
  parts: new Map(),
  isWhole: false,
});

/** A path whose name at `index` is not known there, with the nearest path that is. */
function refuseName(names: readonly string[], index: number, known: Iterable<string>): Problem {
  const name = names.join('.');
  const near = nearest(names[index]!.slice(0, 80), known);
  const suggestion = near && names.with(index, near).join('.');
  return new Problem('query.field', { name }, [problemItem('/fields', 'query.field', { name }, suggestion)]);
}

function addPath(frame: Frame, wanted: Level, path: string): void {
  const names = namesOf('fields', path);
  let access = frame.row.access;
  let level: Level = wanted;
  for (const [index, name] of names.entries()) {
    const lines = linesOf(frame.access, access, name);
    if (lines) {
      const node = level.get(lines.name) ?? { lines, below: new Map() };
      level.set(lines.name, node);
      access = lines.to?.access ?? lines.child;
      level = node.below;
      continue;
    }
    const member = shownMemberOf(access, name);
    if (!member) throw refuseName(names, index, shownMembersOf(access).keys());
    // no field holds both a value and line items
    let node = level.get(member.name) as Wanted | undefined;
    if (!node) {
      node = wantedOf(member);
      level.set(member.name, node);
    }
    if (index === names.length - 1) {
      node.isWhole = true;
      return;
    }
    const part = memberPart(member, names[index + 1]!);
    if (part && index === names.length - 2) {
      node.parts.set(part.name, part);
      return;
    }
    const known = [...partNames(member)];
    if (known.length > 0) throw refuseName(names, index + 1, known);
    const target = member.target === undefined ? undefined : frame.access.object(member.target);
    if (!target?.can('read')) {
      const params = { name: path, at: name };
      throw new Problem('query.path', params, [problemItem('/fields', 'query.path', params)]);
    }
    access = target;
    level = node.below;
  }
}

/** Some parts of a composite, as an object of them; null where none of them has a value. */
function partsNode(
  frame: Frame,
  row: Row,
  { name, field }: Member,
  parts: ReadonlyMap<string, Member>,
): OutputValue {
  const members = [...parts.values()].map((part) => `'${part.name}', ${wireSql(frame, row, part)}`);
  const isShown = row.access.maskedRows(field.name).length > 0 ? wireSql : valueSql;
  const held = [...parts.values()].map((part) => isShown(frame, row, part));
  const object = `json_build_object(${members.join(', ')})`;
  return { name, sql: `CASE WHEN num_nonnulls(${held.join(', ')}) > 0 THEN ${object} END`, isList: false };
}

/** A field whose readers are kept, in the rows in which it is not only masked. */
function noteShown(frame: Frame, row: Row, { field }: Pick<Member, 'field'>, shown: ShownField[]): void {
  const { object, readableRows } = row.access;
  const rows = readableRows(field.name);
  if (!isSensitive(field) || rows.length === 0) return;
  const id = `${frame.column(row, 'id')}::text`;
  const isRead = isMasked(row.access, field.name) ? frame.scope(row, rows) : undefined;
  shown.push({ object, field, ids: isRead === undefined ? id : `CASE WHEN ${isRead} THEN ${id} END` });
}

function nodesOf(
  frame: Frame,
  row: Row,
  wanted: ReadonlyMap<string, Wanted | WantedLines>,
  shown: ShownField[],
): OutputNode[] {
  return [...wanted.values()].map((one): OutputNode => {
    if ('lines' in one) {
      const node = one.lines.to ? linksNode : linesNode;
      return node(frame, row, one, shown);
    }
    const { member, below, parts, isWhole } = one;
    noteShown(frame, row, member, shown);
    if (parts.size > 0 && !isWhole) return partsNode(frame, row, member, parts);
    const to = below.size > 0 ? frame.joined(row, member) : undefined;
    if (!to)
      return { name: member.name, sql: wireSql(frame, row, member), isList: member.type.kind === 'list' };
    const id = memberOf(to.access, 'id')!;
    const children = nodesOf(frame, to, new Map([['id', wantedOf(id)], ...below]), shown);
    return { name: member.name, id: wireSql(frame, to, id), children };
  });
}

/** What the records of a sub-select show, told of the row that they belong to. */
const idsWithin = (one: ShownField, from: string): ShownField => ({
  ...one,
  ids: `(SELECT string_agg(${one.ids}, ' ') ${from})`,
});

/** Line items as a list in their order, each as a record of theirs would be answered. */
function linesNode(frame: Frame, home: Row, { lines, below }: WantedLines, shown: ShownField[]): OutputValue {
  const { name, child, via } = lines;
  const row: Row = { access: child, alias: `${home.alias}l` };
  const inside = makeFrame(frame.model, frame.access, row, frame, { prefix: `${row.alias}j` });
  const wanted: Level = new Map(below);
  if (wanted.size === 0) {
    for (const member of shownMembersOf(child).keys())
      if (member !== via.name) addPath(inside, wanted, member);
  } else addPath(inside, wanted, 'id');
  const within: ShownField[] = [];
  const members = nodesOf(inside, row, wanted, within).map(
    (node) => `${jsonSql(node)} AS ${quote(node.name)}`,
  );
  // a row of a sub-select has as many members as it takes; a function's arguments end at a hundred
  const object = `(SELECT row_to_json(m) FROM (SELECT ${members.join(', ')}) m)`;
  const link = quote(via.columns[0]!.name);
  const conditions = [`${row.alias}.${link} = ${frame.column(home, 'id')}`, ...inside.live(row)];
  const from = `FROM ${tableOf(frame.model, child.object)} ${row.alias} ${inside.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
  shown.push(...within.map((one) => idsWithin(one, from)));
  const sql = `(SELECT coalesce(json_agg(${object} ORDER BY ${lineOrder(row.alias)}), '[]'::json) ${from})`;
  return { name, sql, isList: false };
}

/** What a record is linked with: ids, or records where something of them is asked for, in the order of their linking. */
function linksNode(frame: Frame, home: Row, { lines, below }: WantedLines, shown: ShownField[]): OutputValue {
  const { name, child, via, to } = lines;
  const row: Row = { access: child, alias: `${home.alias}k` };
  const inside = makeFrame(frame.model, frame.access, row, frame, { prefix: `${row.alias}j` });
  const target = inside.joined(row, memberOf(child, to!.field)!)!;
  const there = { ...inside, row: target };
  const wanted: Level = new Map(below);
  if (wanted.size > 0) addPath(there, wanted, 'id');
  const within: ShownField[] = [];
  const members = nodesOf(inside, target, wanted, within).map(
    (node) => `${jsonSql(node)} AS ${quote(node.name)}`,
  );
  const one =
    members.length === 0
      ? `${target.alias}.id`
      : `(SELECT row_to_json(m) FROM (SELECT ${members.join(', ')}) m)`;
  const conditions = [
    `${row.alias}.${quote(via.columns[0]!.name)} = ${frame.column(home, 'id')}`,
    `${target.alias}.id IS NOT NULL`,
    ...inside.live(row),
  ];
  const from = `FROM ${tableOf(frame.model, child.object)} ${row.alias} ${inside.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
  shown.push(...within.map((one) => idsWithin(one, from)));
  const sql = `(SELECT coalesce(json_agg(${one} ORDER BY ${row.alias}.id), '[]'::json) ${from})`;
  return { name, sql, isList: false };
}

/** What an answer says of each record, and the fields in it whose readers are kept. */
export interface Output {
  readonly nodes: readonly OutputNode[];
  readonly shown: readonly ShownField[];
}

/** What is answered of each record; without `fields` everything that the actor sees, relations as ids. The id always. */
export function outputOf(frame: Frame, fields: readonly string[] | undefined): Output {
  const { access } = frame.row;
  const wanted: Level = new Map();
  for (const path of new Set(['id', ...(fields ?? shownMembersOf(access).keys())]))
    addPath(frame, wanted, path);
  const shown: ShownField[] = [];
  return { nodes: nodesOf(frame, frame.row, wanted, shown), shown };
}

/** One value for JSON: relations as objects, or null. */
export function jsonSql(node: OutputNode): string {
  if ('sql' in node) return node.sql;
  const members = node.children.map((child) => `'${child.name}', ${jsonSql(child)}`);
  return `CASE WHEN ${node.id} IS NOT NULL THEN json_build_object(${members.join(', ')}) END`;
}

export const titleMember = (row: Row): Member | undefined =>
  memberOf(row.access, row.access.object.titleField);
