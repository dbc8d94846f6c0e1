import {
  type Access,
  type ActorAttribute,
  accessOf,
  type ObjectAccess,
  type RowScopes,
  rowPredicate,
} from '../access/index.ts';
import { constantSql, qualified, quote } from '../db/names.ts';
import { markedSql } from '../encryption/index.ts';
import { type CheckedExpression, dayOf, keptSql, type SqlRecords, toSql } from '../expression/index.ts';
import { maskedWire, maskOf, type PointedObject } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { timeOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import type { Binder, MovingValue } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { bareMember, type Member, memberOf, memberPart, STAGE_ATTRIBUTES } from './members.ts';
import { type AskedRelation, relationAsked } from './relation-asked.ts';
import { isSensitive } from './sensitive.ts';

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
  /** false where nothing can be joined (RETURNING): what needs it is a sub-select of its own */
  readonly canJoin: boolean;
  /** whether the row itself lies in the bin: what it points at may lie there too, whatever the relation says */
  readonly isBinned: boolean;
  column(row: Row, name: string): string;
  actor(attribute: ActorAttribute): string;
  moving: Binder['moving'];
  readonly sensitive: Binder['sensitive'];
  /** a condition over a row of the statement, asked once for each */
  held(sql: string): string;
  /** the row that a relation of `row` points at */
  joined(row: Row, member: Member): Row | undefined;
  /** alias of the attributes of the stage of `row` */
  joinedStage(row: Row, member: Member): string;
}

const sameScopes = (a: RowScopes, b: RowScopes): boolean => a.join() === b.join();

/** What a frame binds values with. */
export type FrameBinding = Pick<Binder, 'actor' | 'moving' | 'sensitive'>;

/** The same for what is read with the rights of somebody else, and shown to nobody. */
export const unseen = ({ actor, moving }: FrameBinding): FrameBinding => ({
  actor,
  moving,
  sensitive: new Map(),
});

interface FrameOptions {
  /** of the names of joined rows */
  readonly prefix?: string;
  readonly canJoin?: boolean;
  readonly isBinned?: boolean;
}

export function makeFrame(
  model: Model,
  access: Access,
  row: Row,
  { actor, moving, sensitive }: FrameBinding,
  { prefix = 'r', canJoin = true, isBinned = false }: FrameOptions = {},
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
    canJoin,
    isBinned,
    column: (from, name) => {
      if (from.alias === row.alias) columns.add(name);
      return `${from.alias}.${quote(name)}`;
    },
    actor,
    moving,
    sensitive,
    held: (sql) => {
      const { alias, isNew } = aliasFor(sql);
      // the planner would put what it can see through in every place again
      if (isNew) joins.push(`CROSS JOIN LATERAL (SELECT ${sql} AS v OFFSET 0) ${alias}`);
      return `${alias}.v`;
    },
    joined: (from, member) => {
      const target = access.object(member.target ?? '');
      if (!target?.can('read')) return undefined;
      const { alias, isNew } = aliasFor(`${from.alias}.${member.name}`);
      const to = { access: target, alias };
      if (isNew) {
        const link = columnSql(frame, from, member);
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

/** One for all who ask, so that it is bound once. */
const today: MovingValue = ({ now, timeZone }) => dayOf(now.toISOString(), timeZone);

export const scopeSql = (
  frame: Frame,
  row: Row,
  scopes: RowScopes,
  once?: (sql: string) => string,
): string | undefined =>
  rowPredicate(row.access, scopes, {
    ...(once && { once }),
    column: (name) => frame.column(row, name),
    actor: frame.actor,
    table: (object) => tableOf(frame.model, object),
    systemTable: (name) => systemTable(frame.model, name),
    today: () => frame.moving(today, 'date'),
    columnOf: (alias, name) => `${alias}.${quote(name)}`,
    where: (condition, object, alias = row.alias, actor = frame.actor) =>
      conditionSql({ ...frame, actor }, condition, object, alias),
  });

/**
 * Whether a row lies in scopes, for a value of it. Many fields hang on the same few conditions: what asks other tables
 * is joined, asked once for each row, instead of planned once for each field (a list of 15 fields: 1.7 s of planning).
 */
const maskSql = (frame: Frame, row: Row, scopes: RowScopes): string | undefined =>
  scopeSql(frame, row, scopes, frame.canJoin ? frame.held : undefined);

/** Stands for nobody where nulls would be lost. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** A condition of a grant over a row: it may name what the actor must not read, so it is read with the engine's rights. */
function conditionSql(
  frame: Frame,
  condition: CheckedExpression,
  object: ModelObject,
  alias: string,
): string {
  const row: Row = { access: accessOf(frame.model, ENGINE).object(object.name)!, alias };
  const isBinned = frame.isBinned && alias === frame.row.alias;
  const asked = isBinned ? undefined : relationAsked(frame.model, object, condition);
  if (asked) return heldByTarget(frame, condition, row, asked);
  const { sql, joins, columns } = heldSql(frame, condition, row, isBinned);
  if (alias === frame.row.alias) for (const column of columns) frame.column(frame.row, column);
  return joins.length === 0 ? sql : `(SELECT ${sql} FROM (VALUES (1)) one ${joins.join(' ')})`;
}

function heldSql(frame: Frame, condition: CheckedExpression, row: Row, isBinned: boolean) {
  const prefix = `${row.alias}w`;
  const inside = makeFrame(frame.model, accessOf(frame.model, ENGINE), row, unseen(frame), {
    prefix,
    isBinned,
  });
  return { sql: expressionSql(inside, row, condition), joins: inside.joins, columns: inside.columns };
}

/**
 * The same of a condition that asks nothing but what one relation leads to: it is asked of each user once instead of
 * each record. Nobody counts among them, so that a condition of what is empty holds too; as IS TRUE the planner leaves it
 * a hashed look, which goes along with whatever order a list is walked in.
 * (A sum over 1,000,000 records by the department of their owner: 0.5 s, where it took more than 30.)
 */
function heldByTarget(
  frame: Frame,
  condition: CheckedExpression,
  row: Row,
  { column, target }: AskedRelation,
): string {
  const one: Row = { access: row.access, alias: `${row.alias}q` };
  const { sql, joins } = heldSql(frame, condition, one, false);
  const link = quote(column);
  const each = `(SELECT id AS ${link} FROM ${tableOf(frame.model, target)} UNION ALL SELECT NULL) ${one.alias}`;
  const known = (alias: string) => `coalesce(${alias}.${link}, '${NO_ID}')`;
  if (row.alias === frame.row.alias) frame.column(frame.row, column);
  return `(${known(row.alias)} IN (SELECT ${known(one.alias)} FROM ${each} ${joins.join(' ')} WHERE ${sql})) IS TRUE`;
}

/** Whether there are rows that the actor may read but for this field. */
export const isMasked = (access: ObjectAccess, field: string): boolean =>
  !sameScopes(access.readableRows(field), access.rows('read'));

/** SQL behind a checked path that begins at `row`: a column, a column of a joined row, an attribute of a stage. */
export function referenceSql(frame: Frame, row: Row, path: readonly string[]): string {
  const found = follow(frame, path, row);
  if (found) return valueSql(frame, found.row, found.member);
  const attribute = STAGE_ATTRIBUTES[path.at(-1)!];
  const stage = attribute && follow(frame, path.slice(0, -1), row);
  if (!stage?.member.type.hasStages) throw new Error(`checked path leads nowhere: ${path.join('.')}`);
  if (attribute?.column) return `${frame.joinedStage(stage.row, stage.member)}.${attribute.column}`;
  return valueSql(frame, stage.row, memberOf(stage.row.access, `${stage.member.name}_${attribute!.name}`)!);
}

/** The row that a path of relations leads to. */
function rowAt(frame: Frame, row: Row, path: readonly string[]): Row | undefined {
  if (path.length === 0) return row;
  const found = follow(frame, path, row);
  return found && frame.joined(found.row, found.member);
}

/**
 * The ids of all that stand above a row of a tree, or below it, as far as the actor may see the way. Bounded, so
 * that it ends also where older records stand in a circle.
 */
function treeSql(
  frame: Frame,
  home: Row,
  link: Member,
  way: 'ancestors' | 'descendants',
  alias: string,
): string {
  const row: Row = { access: home.access, alias: `${alias}s` };
  const inside = makeFrame(frame.model, frame.access, row, frame, { canJoin: false });
  const parent = columnSql(inside, row, link);
  const isUp = way === 'ancestors';
  const begins = isUp
    ? `${row.alias}.id = ${columnSql(frame, home, link)}`
    : `${parent} = ${frame.column(home, 'id')}`;
  const goesOn = isUp ? `${row.alias}.id = ${alias}.up` : `${parent} = ${alias}.id`;
  const live = liveConditions(inside, row).join(' AND ');
  const table = `${tableOf(frame.model, home.access.object)} ${row.alias}`;
  return (
    `WITH RECURSIVE ${alias}(id, up, n) AS (SELECT ${row.alias}.id, ${parent}, 1 FROM ${table} WHERE ${begins} AND ${live}` +
    ` UNION ALL SELECT ${row.alias}.id, ${parent}, ${alias}.n + 1 FROM ${alias} JOIN ${table} ON ${goesOn} WHERE ${live} AND ${alias}.n < ${LIMITS.treeDepth})` +
    ` SELECT id FROM ${alias}`
  );
}

/**
 * The records that point at a row, for one sub-select: those that the actor may see, and of which they may see
 * that they point here.
 */
export function childRows(
  frame: Frame,
  from: Row,
  path: readonly string[],
  depth: number,
  { isFilter = false }: { readonly isFilter?: boolean } = {},
): SqlRecords {
  const home = rowAt(frame, from, path.slice(0, -1));
  const relation = home?.access.children.get(path.at(-1)!);
  if (!home || !relation) throw new Error(`checked path leads to no records: ${path.join('.')}`);
  const row: Row = { access: relation.access, alias: `${home.alias}c${depth}` };
  const inside = makeFrame(frame.model, frame.access, row, frame, { prefix: `${row.alias}j` });
  const link = memberOf(row.access, relation.via)!;
  return {
    reference: (one) => referenceSql(inside, row, one),
    children: (one, more) => childRows(inside, row, one, more),
    rows: () => {
      const points = relation.tree
        ? `${row.alias}.id IN (${treeSql(frame, home, link, relation.tree, `${row.alias}t`)})`
        : `${columnSql(inside, row, link)} = ${frame.column(home, 'id')}`;
      const conditions = [points, ...liveConditions(inside, row)];
      const from = `${tableOf(frame.model, row.access.object)} ${row.alias} ${inside.joins.join(' ')}`;
      return `FROM ${from} WHERE ${conditions.join(' AND ')}`;
    },
    ...(isFilter &&
      relation.tree && {
        some: (condition: string) => treeMeetsSql(frame, home, inside, link, relation.tree!, condition),
      }),
  };
}

/**
 * Whether one of those above a row of a tree, or below it, meets a condition, as far as the actor may see the way
 * between them: a filter over a whole tree begins at what it looks for and goes from there to all that lie the other
 * way. Each place is visited once, so circles end it too. (100,000 records: 0.2 s, where a look from each took 30.)
 */
function treeMeetsSql(
  frame: Frame,
  home: Row,
  found: Frame,
  link: Member,
  way: 'ancestors' | 'descendants',
  condition: string,
): string {
  const { row } = found;
  const alias = `${row.alias}u`;
  const step: Row = { access: row.access, alias: `${alias}s` };
  const inside = makeFrame(frame.model, frame.access, step, frame, { canJoin: false });
  const table = tableOf(frame.model, row.access.object);
  const begins = [...liveConditions(found, row), condition].join(' AND ');
  const isUp = way === 'descendants';
  const next = columnSql(inside, step, link);
  // above: what the ones found stand below; below: they themselves, whose children are asked for
  const [first, goesOn, gives] = isUp
    ? [columnSql(found, row, link), `${step.alias}.id = ${alias}.at`, next]
    : [`${row.alias}.id`, `${next} = ${alias}.at`, `${step.alias}.id`];
  const sought = isUp ? frame.column(home, 'id') : columnSql(frame, home, link);
  return (
    `coalesce(${sought} IN (WITH RECURSIVE ${alias}(at) AS (SELECT ${first} FROM ${table} ${row.alias} ${found.joins.join(' ')} WHERE ${begins}` +
    ` UNION SELECT ${gives} FROM ${alias} JOIN ${table} ${step.alias} ON ${[...liveConditions(inside, step), goesOn].join(' AND ')})` +
    ` SELECT at FROM ${alias} WHERE at IS NOT NULL), false)`
  );
}

function expressionSql(frame: Frame, row: Row, expression: CheckedExpression): string {
  const { tree } = expression;
  // what is mirrored stays as it stands in its column
  if (tree.op === 'reference' && tree.type.kind !== 'list') return referenceSql(frame, row, tree.path);
  return toSql(expression, {
    reference: (path) =>
      path[0] === '$user' ? frame.actor(path[1] as ActorAttribute) : referenceSql(frame, row, path),
    children: (inside, depth) => childRows(frame, row, inside, depth),
    parameter: constantSql,
    moving: frame.moving,
    now: new Date(0),
    ...timeOf(frame.model),
  });
}

/** What a formula comes to as its field keeps it. */
function kept(sql: string, { type, field }: Member): string {
  const digits = type.digits?.(field);
  return digits ? keptSql(sql, digits) : sql;
}

/** The value of a formula, read with the rights of the actor. */
function formulaSql(frame: Frame, row: Row, member: Member): string {
  const expression = member.field.formula!;
  if (frame.canJoin) return kept(expressionSql(frame, row, expression), member);
  const { isBinned } = frame;
  const inside = makeFrame(frame.model, frame.access, row, frame, { prefix: `${row.alias}_`, isBinned });
  const sql = kept(expressionSql(inside, row, expression), member);
  for (const column of inside.columns) frame.column(row, column);
  return inside.joins.length === 0 ? sql : `(SELECT ${sql} FROM (VALUES (1)) one ${inside.joins.join(' ')})`;
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
    const inside = makeFrame(frame.model, frame.access, seen, frame, { prefix: `${seen.alias}j` });
    const title = part === 'title' ? memberOf(target, target.object.titleField) : undefined;
    const is = `WHEN ${object} = '${one.id}'`;
    const gives = part === '' ? id : `'${one.name}'`;
    // no more is compiled than the statement says: a value bound for what is left out would have no type
    if (part === 'title' && !title) return [];
    if (part !== 'title' && !isLooked) return [`${is} THEN ${gives}`];
    const called = title && valueSql(inside, seen, bareMember(title));
    const conditions = [`${seen.alias}.id = ${id}`, ...liveConditions(inside, seen)];
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

/** The stored column of a member, or what stands for one; null in rows where the actor may not read the field. */
export function columnSql(frame: Frame, row: Row, member: Member, part = member.part): string {
  const { object, readableRows } = row.access;
  if (isSensitive(member.field) && readableRows(member.field.name).length > 0)
    frame.sensitive.set(member.field.id, { object, field: member.field });
  const physical = member.field.columns.find((column) => column.part === part);
  const column = member.field.objects
    ? pointerSql(frame, row, member, part)
    : physical
      ? frame.column(row, physical.name)
      : formulaSql(frame, row, member);
  if (!isMasked(row.access, member.field.name)) return column;
  const mask = maskSql(frame, row, row.access.readableRows(member.field.name));
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
  const conditions = [`${seen.alias}.id = ${column}`, ...liveConditions(frame, seen)];
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

/** The row at the end of a path of relations, and the member that the last names give there: a field, or a part of one. */
export function follow(
  frame: Frame,
  path: readonly string[],
  from = frame.row,
): { row: Row; member: Member } | undefined {
  let row: Row | undefined = from;
  for (const [index, name] of path.entries()) {
    const member: Member | undefined = row && memberOf(row.access, name);
    if (!row || !member) return undefined;
    if (index === path.length - 1) return { row, member };
    const part = index === path.length - 2 ? memberPart(member, path[index + 1]!) : undefined;
    if (part) return { row, member: part };
    row = member.target === undefined ? undefined : frame.joined(row, member);
  }
  return undefined;
}
