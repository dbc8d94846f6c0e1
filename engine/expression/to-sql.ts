import { Decimal } from 'decimal.js';
import { compileCall, literalValue } from './evaluate.ts';
import type { Binding, Clock, ExpressionFunction, Operand } from './functions/define-function.ts';
import { FUNCTIONS, type Functions } from './functions/index.ts';
import { FILTER, macroNamed } from './functions/macros.ts';
import type { Type, TypeKind } from './kinds.ts';
import type { Call, CheckedExpression, List, Literal, Macro, Reference, Tree } from './tree.ts';
import { plainText, type Value } from './values.ts';

/** A record in SQL, as far as expressions ask for it. */
export interface SqlRecord {
  /** SQL behind a path: a bare column, so that its index serves, or anything in brackets */
  reference(path: readonly string[]): string;
  /** the records behind a path to related records, for one sub-select that stands in so many others */
  children?(path: readonly string[], depth: number): SqlRecords;
}

/** Related records inside a sub-select. */
export interface SqlRecords extends SqlRecord {
  /** FROM and WHERE of them, once everything of them has been asked for */
  rows(): string;
  /**
   * SQL of whether there is one that meets a condition which asks nothing but of them. Present where that is
   * found better from them to what they are asked for, for all records at once
   */
  some?(condition: string): string;
}

/** What SQL is made with. */
export interface SqlTarget extends SqlRecord, Clock {
  /** binds a value and gives its place in the statement, with its type: `$1::text` */
  parameter(value: unknown, type: string): string;
  /** of filters: what an encrypted text that is written out is found by, for the field of that id */
  encrypted?(text: string, field: string): string;
  /** of statements that are remembered: binds what moves from request to request (`today()`), worked out anew for each */
  moving?(value: (at: Clock) => unknown, type: string): string;
}

const SQL_TYPES: Readonly<Record<Exclude<TypeKind, 'list'>, string>> = {
  string: 'text',
  decimal: 'numeric',
  bool: 'boolean',
  date: 'date',
  timestamp: 'timestamptz',
  days: 'integer',
  hours: 'integer',
  duration: 'interval',
  records: 'integer',
  encrypted: 'text',
  null: 'text',
};

const sqlType = ({ kind, member = 'null' }: Type): string =>
  kind === 'list' ? `${sqlType({ kind: member, nullable: false })}[]` : SQL_TYPES[kind];

/** A value as the driver takes it. */
function bound(value: Value): unknown {
  if (value instanceof Decimal) return plainText(value);
  return typeof value === 'object' && value !== null ? value.map(bound) : value;
}

/** The three constants that are no values of anybody are written out. */
function constantSql(value: Value, type: string, binding: Binding): string {
  if (value === null) return `NULL::${type}`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return binding.parameter(bound(value), type);
}

const LEAST = '1e24';

/** `greatest` and `least` skip a null, which then meets the bound. Names its operand once. */
const guardSql = (sql: string): string =>
  `nullif(nullif(greatest(least(${sql}, ${LEAST}), -${LEAST}), ${LEAST}), -${LEAST})`;

/** Makes the SQL of one expression. */
interface Making {
  readonly target: SqlTarget;
  readonly functions: Functions;
  /** of the macros around: each of the records, or the SQL of a member */
  readonly items: readonly (SqlRecord | string)[];
}

const depthOf = (step: string): number => Number(step.slice(1));

/** SQL behind a path that begins at the record, or at one of those that macros ask. */
function pathSql({ target, items }: Making, path: readonly string[]): string {
  const [first, ...others] = path;
  if (!first!.startsWith('@')) return target.reference(path);
  const item = items[depthOf(first!)]!;
  return typeof item === 'string' ? item : item.reference(others);
}

function recordsAt({ target, items }: Making, path: readonly string[], depth: number): SqlRecords {
  const [first, ...others] = path;
  const isItem = first!.startsWith('@');
  const home = isItem ? (items[depthOf(first!)] as SqlRecord) : target;
  const records = home.children?.(isItem ? others : path, depth);
  if (!records) throw new Error(`no related records are known here: ${path.join('.')}`);
  return records;
}

function constantOperand(type: Type, value: Value, binding: Binding): Operand {
  return {
    type,
    constant: { value },
    isReference: false,
    as: (asked = sqlType(type), members) => constantSql(members ?? value, asked, binding),
  };
}

function literalOperand({ target }: Making, literal: Literal): Operand {
  const { sealedFor } = literal.type;
  const value = literalValue(literal);
  const isAsked = sealedFor !== undefined && typeof value === 'string';
  return constantOperand(literal.type, isAsked ? target.encrypted!(value, sealedFor) : value, target);
}

function referenceOperand(making: Making, { type, path, sqlType: own }: Reference): Operand {
  const usual = sqlType(type);
  const written = (asked: string): string => {
    const sql = pathSql(making, path);
    const cast = asked === (own ?? usual) ? sql : `${sql}::${asked}`;
    return type.kind === 'list' && type.nullable ? `coalesce(${cast}, '{}')` : cast;
  };
  return {
    type,
    isReference: true,
    ...(own !== undefined && { sqlType: own }),
    as: (asked = usual) => written(asked),
  };
}

function listOperand(making: Making, { type, items }: List): Operand {
  const operands = items.map((item) => operand(making, item));
  if (operands.every(({ constant }) => constant)) {
    return constantOperand(
      type,
      operands.map(({ constant }) => constant!.value),
      making.target,
    );
  }
  return {
    type,
    items: operands,
    isReference: false,
    as: (asked = sqlType(type)) => `ARRAY[${operands.map((one) => one.as()).join(', ')}]::${asked}`,
  };
}

function movingOperand({ target }: Making, type: Type, row: ExpressionFunction): Operand {
  const value = compileCall(row, []);
  return {
    type,
    isReference: false,
    as: (asked = sqlType(type)) => target.moving!((at) => bound(value({ ...at, get: () => null })), asked),
  };
}

/** What no record decides is evaluated here and bound: the statement compares with a constant. */
function callOperand(making: Making, { type, row: id, args, guarded }: Call): Operand {
  const { target, functions } = making;
  const row = functions.get(id)!;
  const operands = args.map((arg) => operand(making, arg));
  if (row.isMoving && target.moving) return movingOperand(making, type, row);
  if (operands.every(({ constant }) => constant)) {
    const call = compileCall(
      row,
      operands.map(
        ({ constant }) =>
          () =>
            constant!.value,
      ),
      guarded,
    );
    const { children: _, ...clock } = target;
    return constantOperand(type, call({ ...clock, get: () => null }), target);
  }
  const sql = () => row.sql!(operands, target);
  return { type, isReference: false, as: () => (guarded ? guardSql(sql()) : sql()) };
}

/** The members of a list as rows: with their places where their order is to be kept. */
function membersOf(making: Making, { depth, over }: Macro, isKept: boolean) {
  const list = operand(making, (over as { list: Tree }).list).as();
  const alias = `m${depth}`;
  const columns = isKept ? `WITH ORDINALITY AS ${alias}(v, place)` : `AS ${alias}(v)`;
  return { item: `${alias}.v`, rows: () => `FROM unnest(${list}) ${columns} WHERE TRUE` };
}

/** Whether a macro names nothing of what is around it: its answer for a record depends on the records that it asks alone. */
function asksOnlyOf({ depth, where, body }: Macro): boolean {
  const isInside = ([first]: readonly string[]): boolean =>
    first!.startsWith('$') || (first!.startsWith('@') && depthOf(first!) >= depth);
  const asks = (tree: Tree): boolean => {
    switch (tree.op) {
      case 'literal':
        return true;
      case 'reference':
        return isInside(tree.path);
      case 'list':
        return tree.items.every(asks);
      case 'call':
        return tree.args.every(asks);
      case 'macro': {
        const over = 'path' in tree.over ? isInside(tree.over.path) : asks(tree.over.list);
        return over && tree.where.every(asks) && (tree.body === undefined || asks(tree.body));
      }
    }
  };
  return where.every(asks) && (body === undefined || asks(body));
}

function macroSql(making: Making, macro: Macro): string {
  const { name, depth, over, where, body } = macro;
  const isFilter = name === FILTER;
  const asking = macroNamed(name);
  const many = 'path' in over ? recordsAt(making, over.path, depth) : undefined;
  const members = many ? undefined : membersOf(making, macro, isFilter || asking?.isOrdered === true);
  const items = [...making.items.slice(0, depth), many ?? members!.item];
  const inside: Making = { ...making, items };
  const conditions = where.map((one) => operand(inside, one).as());
  const asked = body ? operand(inside, body).as() : 'TRUE';
  if (name === 'exists' && many?.some && asksOnlyOf(macro)) {
    return many.some([...conditions, asked].join(' AND '));
  }
  const rows = [(many ?? members!).rows(), ...conditions].join(' AND ');
  const place = `m${depth}.place`;
  if (isFilter) return `ARRAY(SELECT ${members!.item} ${rows} ORDER BY ${place})`;
  return asking!.sql({ rows, body: asked, type: body?.type ?? macro.type, place });
}

function macroOperand(making: Making, macro: Macro): Operand {
  const { type, guarded } = macro;
  const sql = () => macroSql(making, macro);
  const cast = (asked?: string) => (asked === undefined || asked === sqlType(type) ? '' : `::${asked}`);
  return {
    type,
    isReference: false,
    as: (asked) => `${guarded ? guardSql(sql()) : sql()}${cast(asked)}`,
  };
}

function operand(making: Making, tree: Tree): Operand {
  switch (tree.op) {
    case 'literal':
      return literalOperand(making, tree);
    case 'reference':
      return referenceOperand(making, tree);
    case 'list':
      return listOperand(making, tree);
    case 'call':
      return callOperand(making, tree);
    case 'macro':
      return macroOperand(making, tree);
  }
}

/**
 * SQL with the same meaning as `evaluate`, in the usual Postgres type of the expression's kind; every
 * value is bound. It raises nothing, whatever the rows hold. `functions` differ from the language's
 * own only where the proof plants faults.
 */
export const toSql = (
  expression: Pick<CheckedExpression, 'tree'>,
  target: SqlTarget,
  functions: Functions = FUNCTIONS,
): string => operand({ target, functions, items: [] }, expression.tree).as();
