import type { ObjectAccess, RowScopes } from '../access/index.ts';
import { markedSql } from '../encryption/index.ts';
import { keptSql } from '../expression/index.ts';
import { maskedWire, maskOf, type PointedObject } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { besideSql, type Frame, type Row, tableOf } from './frame.ts';
import { bareMember, type Member, memberOf } from './members.ts';
import { isSensitive } from './sensitive.ts';

const sameScopes = (a: RowScopes, b: RowScopes): boolean => a.join() === b.join();

/** Whether there are rows that the actor may read but for this field. */
export const isMasked = (access: ObjectAccess, field: string): boolean =>
  !sameScopes(access.readableRows(field), access.rows('read'));

/**
 * Whether a row lies in scopes, for a value of it. Many fields hang on the same few conditions: what asks other tables
 * is joined, asked once for each row, instead of planned once for each field (a list of 15 fields: 1.7 s of planning).
 */
const maskSql = (frame: Frame, row: Row, scopes: RowScopes): string | undefined =>
  frame.scope(row, scopes, frame.canJoin ? frame.held : undefined);

/** What a formula comes to as its field keeps it. */
function kept(sql: string, { type, field }: Member): string {
  const digits = type.digits?.(field);
  return digits ? keptSql(sql, digits) : sql;
}

/** The value of a formula, read with the rights of the actor. */
function formulaSql(frame: Frame, row: Row, member: Member): string {
  const expression = member.field.formula!;
  if (frame.canJoin) return kept(frame.worked(row, expression), member);
  const { isBinned } = frame;
  const inside = frame.inside(row, { prefix: `${row.alias}_`, isBinned });
  const sql = kept(inside.worked(row, expression), member);
  for (const column of inside.columns) frame.column(row, column);
  return besideSql(sql, inside.joins);
}

/** The name of the object whose id a column holds; ids and names need no escaping. */
export const objectNameSql = (objects: readonly PointedObject[], sql: string): string =>
  `(CASE ${sql} ${objects.map(({ id, name }) => `WHEN '${id}' THEN '${name}'`).join(' ')} END)`;

/**
 * What a relation to one of several objects holds: the record's id, the name of its object, or its title. Of a
 * record that is in the bin, or that the actor may not see, it says nothing.
 */
function pointerSql(frame: Frame, row: Row, { field }: Member, part: string): string {
  const [id, object] = field.columns.map(({ name }) => frame.column(row, name));
  let isAlwaysSeen = part === '';
  const cases = field.objects!.flatMap((one) => {
    const target = frame.access.object(one.name);
    const isLooked = isGuarded(frame, target, field);
    if (isLooked) isAlwaysSeen = false;
    if (!target?.can('read')) return [];
    const seen: Row = { access: target, alias: `${row.alias}p` };
    const inside = frame.inside(seen, { prefix: `${seen.alias}j` });
    const title = part === 'title' ? memberOf(target, target.object.titleField) : undefined;
    const is = `WHEN ${object} = '${one.id}'`;
    const gives = part === '' ? id : `'${one.name}'`;
    // no more is compiled than the statement says: a value bound for what is left out would have no type
    if (part === 'title' && !title) return [];
    if (part !== 'title' && !isLooked) return [`${is} THEN ${gives}`];
    const called = title && valueSql(inside, seen, bareMember(title));
    const conditions = [`${seen.alias}.id = ${id}`, ...inside.live(seen)];
    const record = `FROM ${tableOf(frame.model, target.object)} ${seen.alias} ${inside.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
    return [
      called
        ? `${is} THEN (SELECT ${called}::text ${record})`
        : `${is} AND EXISTS (SELECT ${record}) THEN ${gives}`,
    ];
  });
  if (isAlwaysSeen) return id!;
  return cases.length === 0
    ? `NULL::${part === '' ? 'uuid' : 'text'}`
    : `(CASE ${cases.join(' ')} END)${part === '' ? '' : '::text COLLATE "C"'}`;
}

/**
 * Whether a row is one in which the actor may read a member; undefined where each is. Whoever asks by it for a value
 * that does not stand in its own column is kept with those who read the field.
 */
export function guardSql(frame: Frame, row: Row, { field }: Member): string | undefined {
  const { object, readableRows } = row.access;
  const readable = readableRows(field.name);
  if (isSensitive(field) && readable.length > 0) frame.sensitive.set(field.id, { object, field });
  return isMasked(row.access, field.name) ? maskSql(frame, row, readable) : undefined;
}

/** The stored column of a member, or what stands for one; null in rows where the actor may not read the field. */
export function columnSql(frame: Frame, row: Row, member: Member, part = member.part): string {
  const mask = guardSql(frame, row, member);
  const physical = member.field.columns.find((column) => column.part === part);
  const column = member.field.objects
    ? pointerSql(frame, row, member, part)
    : physical
      ? frame.column(row, physical.name)
      : formulaSql(frame, row, member);
  return mask === undefined ? column : `CASE WHEN ${mask} THEN ${column} END`;
}

/** Whether the target of a relation must be looked at before its id is shown. */
const isGuarded = (frame: Frame, target: ObjectAccess | undefined, { onDelete }: ModelField): boolean =>
  frame.isBinned || onDelete === 'null' || !target?.rows('read').includes('all');

/** A relation to a record in the bin, or to one that the actor may not see, reads as null. */
function relationSql(frame: Frame, row: Row, member: Member): string {
  const target = frame.access.object(member.target!);
  // asked before the column binds what it is judged by: a value that no text names would have no type
  if (!target?.can('read')) return 'NULL::uuid';
  const column = columnSql(frame, row, member);
  if (!isGuarded(frame, target, member.field)) return column;
  // one inside another where a condition over the target leads on by relations: each has a name of its own
  const seen = { access: target, alias: `${row.alias}s` };
  const conditions = [`${seen.alias}.id = ${column}`, ...frame.live(seen)];
  return `(SELECT ${seen.alias}.id FROM ${tableOf(frame.model, target.object)} ${seen.alias} WHERE ${conditions.join(' AND ')})`;
}

/** SQL that filters, sorts and groups compare. */
export function valueSql(frame: Frame, row: Row, member: Member): string {
  if (member.target !== undefined) return relationSql(frame, row, member);
  const source = (part: string) => columnSql(frame, row, member, part || member.part);
  return member.type.value?.(source, member.field) ?? source('');
}

/** SQL of the spelling on the wire; encrypted texts are marked, and opened in the answer. */
export function wireSql(frame: Frame, row: Row, member: Member): string {
  if (member.target !== undefined) return relationSql(frame, row, member);
  const source = (part: string) => columnSql(frame, row, member, part || member.part);
  const stored = member.type.wire(source, member.field);
  const isSealed = member.type.kind === 'encrypted';
  const plain = isSealed ? markedSql(stored, member.field.id) : stored;
  const masked = row.access.maskedRows(member.field.name);
  return masked.length === 0 ? plain : maskedSql(frame, row, member, plain);
}

/** The value where it may be read, what its mask leaves of it in the other rows where that is shown. */
function maskedSql(frame: Frame, row: Row, member: Member, plain: string): string {
  const { access } = row;
  const { type, part } = member;
  // of a part its field is what that says of it
  const field = access.object.fields.get(member.field.name)!;
  const stored = (name: string) =>
    frame.column(row, field.columns.find((column) => column.part === name)!.name);
  // a part by itself reads its one column
  const wire: typeof type.wire = (masked, facts) => type.wire((name) => masked(name || part), facts);
  const isReadable = maskSql(frame, row, access.readableRows(field.name)) ?? 'true';
  const isShown = maskSql(frame, row, access.maskedRows(field.name)) ?? 'true';
  const left =
    type.kind === 'encrypted'
      ? markedSql(stored(''), field.id, maskOf(field))
      : maskedWire(wire, field, stored);
  return `CASE WHEN ${isReadable} THEN ${plain} WHEN ${isShown} THEN ${left} END`;
}
