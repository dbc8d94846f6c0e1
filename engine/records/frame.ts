import {
  type Access,
  type ActorAttribute,
  type ObjectAccess,
  type RowScopes,
  rowPredicate,
} from '../access/index.ts';
import { qualified, quote } from '../db/names.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { type Member, memberOf } from './members.ts';

export const tableOf = (model: Model, object: ModelObject): string => qualified(model.schema, object.table);

/** A table of the engine in the workspace: `_stage`, `_audit`… */
export const systemTable = (model: Model, name: string): string => qualified(model.schema, name);

/** A row of an object inside a statement. */
export interface Row {
  readonly access: ObjectAccess;
  readonly alias: string;
}

/**
 * The FROM of a statement while it is built: the row itself and what it is joined to. Joins go through
 * the rights over the target, so a record that the actor may not see reads as null.
 */
export interface Frame {
  readonly model: Model;
  readonly access: Access;
  readonly row: Row;
  readonly joins: readonly string[];
  /** columns of the row itself that the statement reads */
  readonly columns: ReadonlySet<string>;
  column(row: Row, name: string): string;
  actor(attribute: ActorAttribute): string;
  /** the row that a relation of `row` points at */
  joined(row: Row, member: Member): Row | undefined;
  /** alias of the attributes of the stage of `row` */
  joinedStage(row: Row, member: Member): string;
}

const sameScopes = (a: RowScopes, b: RowScopes): boolean => a.join() === b.join();

export function makeFrame(
  model: Model,
  access: Access,
  row: Row,
  actor: (attribute: ActorAttribute) => string,
  prefix = 'r',
): Frame {
  const joins: string[] = [];
  const columns = new Set<string>();
  const aliases = new Map<string, string>();
  const aliasFor = (key: string): { alias: string; isNew: boolean } => {
    const known = aliases.get(key);
    if (known) return { alias: known, isNew: false };
    const alias = `${prefix}${aliases.size + 1}`;
    aliases.set(key, alias);
    return { alias, isNew: true };
  };
  const frame: Frame = {
    model,
    access,
    row,
    joins,
    columns,
    column: (from, name) => {
      if (from.alias === row.alias) columns.add(name);
      return `${from.alias}.${quote(name)}`;
    },
    actor,
    joined: (from, member) => {
      const target = access.object(member.target ?? '');
      if (!target?.can('read')) return undefined;
      const link = columnSql(frame, from, member);
      const { alias, isNew } = aliasFor(`${from.alias}.${member.name}`);
      const to = { access: target, alias };
      if (isNew) {
        const conditions = [`${alias}.id = ${link}`, ...liveConditions(frame, to)];
        joins.push(`LEFT JOIN ${tableOf(model, target.object)} ${alias} ON ${conditions.join(' AND ')}`);
      }
      return to;
    },
    joinedStage: (from, member) => {
      const { alias, isNew } = aliasFor(`${from.alias}.${member.name}.`);
      if (isNew) {
        const pipeline = columnSql(frame, from, { ...member, part: 'pipeline' });
        const stage = columnSql(frame, from, member);
        const on = `${alias}.object_id = '${from.access.object.id}' AND ${alias}.pipeline = ${pipeline} AND ${alias}.stage = ${stage}`;
        joins.push(`LEFT JOIN ${systemTable(model, '_stage')} ${alias} ON ${on}`);
      }
      return alias;
    },
  };
  return frame;
}

/** Conditions for a row that is not in the bin and may be read. */
export function liveConditions(frame: Frame, row: Row, isDeleted = false): string[] {
  const visible = scopeSql(frame, row, row.access.rows('read'));
  const live = `${frame.column(row, 'deleted_at')} IS ${isDeleted ? 'NOT NULL' : 'NULL'}`;
  return visible === undefined ? [live] : [live, visible];
}

export const scopeSql = (frame: Frame, row: Row, scopes: RowScopes): string | undefined =>
  rowPredicate(row.access.object, scopes, {
    column: (name) => frame.column(row, name),
    actor: frame.actor,
  });

/** Whether there are rows that the actor may read but for this field. */
export const isMasked = (access: ObjectAccess, field: string): boolean =>
  !sameScopes(access.readableRows(field), access.rows('read'));

/** The stored column of a member, null in rows where the actor may not read the field. */
function columnSql(frame: Frame, row: Row, member: Member, part = member.part): string {
  const physical = member.field.columns.find((column) => column.part === part);
  const column = frame.column(row, physical!.name);
  if (!isMasked(row.access, member.field.name)) return column;
  const mask = scopeSql(frame, row, row.access.readableRows(member.field.name));
  return mask === undefined ? column : `CASE WHEN ${mask} THEN ${column} END`;
}

/** Whether the target of a relation must be looked at before its id is shown. */
function isGuarded(frame: Frame, member: Member): boolean {
  const target = frame.access.object(member.target!);
  return !target?.rows('read').includes('all') || member.field.onDelete === 'null';
}

/** A relation to a record in the bin, or to one that the actor may not see, reads as null. */
function relationSql(frame: Frame, row: Row, member: Member): string {
  const column = columnSql(frame, row, member);
  if (!isGuarded(frame, member)) return column;
  const target = frame.access.object(member.target!);
  if (!target?.can('read')) return 'NULL::uuid';
  const seen = { access: target, alias: 'seen' };
  const conditions = [`seen.id = ${column}`, ...liveConditions(frame, seen)];
  return `(SELECT seen.id FROM ${tableOf(frame.model, target.object)} seen WHERE ${conditions.join(' AND ')})`;
}

/** SQL that filters, sorts and groups compare. */
export function valueSql(frame: Frame, row: Row, member: Member): string {
  if (member.target !== undefined) return relationSql(frame, row, member);
  const source = (part: string) => columnSql(frame, row, member, part || member.part);
  return member.type.value?.(source, member.field) ?? source('');
}

/** SQL of the spelling on the wire. */
export function wireSql(frame: Frame, row: Row, member: Member): string {
  if (member.target !== undefined) return relationSql(frame, row, member);
  const source = (part: string) => columnSql(frame, row, member, part || member.part);
  return member.type.wire(source, member.field);
}

/** The row at the end of a path of relations, and the member that the last name gives there. */
export function follow(frame: Frame, path: readonly string[]): { row: Row; member: Member } | undefined {
  let row: Row | undefined = frame.row;
  for (const [index, name] of path.entries()) {
    const member: Member | undefined = row && memberOf(row.access, name);
    if (!row || !member) return undefined;
    if (index === path.length - 1) return { row, member };
    row = member.target === undefined ? undefined : frame.joined(row, member);
  }
  return undefined;
}
