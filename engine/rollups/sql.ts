import { constantSql, literal, qualified, quote } from '../db/names.ts';
import { type CheckedExpression, keptSql, toSql } from '../expression/index.ts';
import { partsOf, STAGE_ATTRIBUTES, timeOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject, ModelRollup } from '../model/model.ts';
import { objectColumnOf, type RollupGroup } from './groups.ts';

/**
 * Values over child records in SQL, with the engine's rights: every live child counts, whoever asks. Of a
 * child only its own record is read, so that its own write is all that can change them.
 */

/** The child rows of a statement: `t`, and the stages that expressions about them ask for. */
interface ChildRows {
  readonly model: Model;
  readonly child: ModelObject;
  readonly joins: Map<string, string>;
}

const column = (name: string): string => `t.${quote(name)}`;

function partOf({ columns }: ModelField, part: string): string {
  return column(columns.find((one) => one.part === part)!.name);
}

/** Alias of the attributes of the stage of a child. */
function stageOf({ model, child, joins }: ChildRows, field: ModelField): string {
  const alias = `s_${field.name}`;
  const table = qualified(model.schema, '_stage');
  const on = `${quote(alias)}.object_id = ${literal(child.id)} AND ${quote(alias)}.pipeline = ${partOf(field, 'pipeline')} AND ${quote(alias)}.stage = ${partOf(field, '')}`;
  joins.set(alias, `LEFT JOIN ${table} ${quote(alias)} ON ${on}`);
  return quote(alias);
}

function referenceSql(rows: ChildRows, path: readonly string[]): string {
  const [first, attribute] = path as [string, string?];
  const field = rows.child.fields.get(first);
  if (!field) {
    // a further part of a stage: `stage_since`
    const stage = [...rows.child.fields.values()].find(
      ({ name, type }) => type.hasStages && first.startsWith(`${name}_`),
    );
    return partOf(stage!, first.slice(stage!.name.length + 1));
  }
  if (attribute === undefined) return valueSql(rows, field);
  const part = partsOf(field).get(attribute);
  if (part) return partOf(field, part.column);
  const { column: attributeColumn } = STAGE_ATTRIBUTES[attribute]!;
  return attributeColumn ? `${stageOf(rows, field)}.${attributeColumn}` : partOf(field, attribute);
}

const expressionSql = (rows: ChildRows, expression: CheckedExpression): string =>
  toSql(expression, {
    reference: (path) => referenceSql(rows, path),
    parameter: constantSql,
    now: new Date(0),
    ...timeOf(rows.model),
  });

/** A field of a child as expressions compare it; of a formula what its field would keep. */
function valueSql(rows: ChildRows, field: ModelField): string {
  if (!field.formula) {
    const source = (part: string) => partOf(field, part);
    return field.type.value?.(source, field) ?? source('');
  }
  return keptAs(field, expressionSql(rows, field.formula));
}

/** A number as its field keeps it. */
function keptAs(field: ModelField, sql: string): string {
  const digits = field.type.digits?.(field);
  return digits ? keptSql(sql, digits) : sql;
}

/** The order of child records: as stated, then as they were made; or the same from its end. */
function orderSql(rows: ChildRows, { sort }: ModelRollup, isReversed: boolean): string {
  const stated = sort.map(({ field, descending }) => {
    const value = valueSql(rows, rows.child.fields.get(field)!);
    const nulls = isReversed ? 'FIRST' : 'LAST';
    return `${value} ${descending === isReversed ? 'ASC' : 'DESC'} NULLS ${nulls}`;
  });
  const made = ['t.created_at', 't.id'].map((key) => (isReversed ? `${key} DESC` : key));
  return [...stated, ...made].join(', ');
}

type Aggregate = (value: string, filter: string, order: (isReversed: boolean) => string) => string;

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: (value, filter) => `count(${value})${filter}`,
  countDistinct: (value, filter) => `count(DISTINCT ${value})${filter}`,
  sum: (value, filter) => `coalesce(sum(${value})${filter}, 0)`,
  avg: (value, filter) => `avg(${value})${filter}`,
  min: (value, filter) => `min(${value})${filter}`,
  max: (value, filter) => `max(${value})${filter}`,
  any: (value, filter) => `coalesce(bool_or(${value})${filter}, false)`,
  all: (value, filter) => `coalesce(bool_and(${value})${filter}, true)`,
  first: (value, filter, order) => `(array_agg(${value} ORDER BY ${order(false)})${filter})[1]`,
  last: (value, filter, order) => `(array_agg(${value} ORDER BY ${order(true)})${filter})[1]`,
};

function aggregateSql(rows: ChildRows, field: ModelField): string {
  const rollup = field.rollup!;
  const of = rollup.field === undefined ? undefined : rows.child.fields.get(rollup.field);
  const value = of ? valueSql(rows, of) : '*';
  const filter = rollup.filter ? ` FILTER (WHERE ${expressionSql(rows, rollup.filter)})` : '';
  const order = (isReversed: boolean) => orderSql(rows, rollup, isReversed);
  return keptAs(field, AGGREGATES[rollup.function]!(value, filter, order));
}

/** What a roll-up is of a parent without children; undefined: nothing. */
export const emptyRollup = ({ rollup }: ModelField): unknown =>
  ({ count: 0, countDistinct: 0, sum: 0, any: false, all: true })[rollup!.function as 'count'];

const columnOf = (field: ModelField): string => quote(field.columns[0]!.name);

/** That a child points at a record of the parent's object, where it may point at others. */
function ofParentSql(group: RollupGroup): string {
  const object = objectColumnOf(group);
  return object === undefined ? '' : ` AND ${column(object)} = ${literal(group.parent.id)}`;
}

/** The values of a group for the ids of `i`, each under the name of its column. */
function valuesSql(model: Model, group: RollupGroup): string {
  const { child, via, rollups } = group;
  const rows: ChildRows = { model, child, joins: new Map() };
  const values = rollups.map((field) => `${aggregateSql(rows, field)} AS ${columnOf(field)}`);
  const from = `${qualified(model.schema, child.table)} t ${[...rows.joins.values()].join(' ')}`;
  return `LATERAL (SELECT ${values.join(', ')} FROM ${from} WHERE ${partOf(via, '')} = i.id${ofParentSql(group)} AND t.deleted_at IS NULL) g`;
}

/** The parents of a group above the records in `$1::uuid[]`. */
export function parentsSql(model: Model, group: RollupGroup): string {
  const { child, via } = group;
  const link = partOf(via, '');
  return `SELECT DISTINCT ${link} AS id FROM ${qualified(model.schema, child.table)} t WHERE t.id = ANY($1::uuid[]) AND ${link} IS NOT NULL${ofParentSql(group)}`;
}

const tuple = (alias: string, rollups: readonly ModelField[]): string =>
  `ROW(${rollups.map((field) => `${alias}.${columnOf(field)}`).join(', ')})`;

export interface GroupStatements {
  /** locks the parents in `$1::uuid[]`, in the order of their ids */
  readonly lock: string;
  /** computes them anew; gives the ids of those that changed */
  readonly compute: string;
  /** the parents behind `$1::uuid`, at most `$2::int`, with whether what they hold is right */
  readonly compare: string;
}

const known = new WeakMap<RollupGroup, GroupStatements>();

/** The statements that keep a group. */
export function statementsOf(model: Model, group: RollupGroup): GroupStatements {
  let statements = known.get(group);
  if (!statements) {
    const { parent, rollups } = group;
    const table = qualified(model.schema, parent.table);
    const values = valuesSql(model, group);
    const sets = rollups.map((field) => `${columnOf(field)} = s.${columnOf(field)}`);
    statements = {
      lock: `SELECT p.id FROM ${table} p WHERE p.id = ANY($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE OF p`,
      compute: `UPDATE ${table} p SET ${sets.join(', ')} FROM (SELECT i.id, g.* FROM unnest($1::uuid[]) i(id), ${values}) s WHERE p.id = s.id AND ${tuple('p', rollups)} IS DISTINCT FROM ${tuple('s', rollups)} RETURNING p.id`,
      compare: `SELECT i.id, ${tuple('p', rollups)} IS NOT DISTINCT FROM ${tuple('g', rollups)} AS same FROM (SELECT p.* FROM ${table} p WHERE p.id > $1::uuid ORDER BY p.id LIMIT $2::int) i JOIN ${table} p ON p.id = i.id, ${values} ORDER BY i.id`,
    };
    known.set(group, statements);
  }
  return statements;
}
