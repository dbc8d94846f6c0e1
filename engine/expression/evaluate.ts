import { Decimal } from 'decimal.js';
import { readMoment } from './clock.ts';
import {
  type Compiled,
  type ExpressionFunction,
  type RecordAround,
  rowId,
  type Surroundings,
} from './functions/define-function.ts';
import { FUNCTIONS } from './functions/index.ts';
import { FILTER, macroNamed } from './functions/macros.ts';
import type { Type, TypeKind } from './kinds.ts';
import { macroKey } from './macro-key.ts';
import type { Call, CheckedExpression, List, Literal, Macro, MacroSource, Reference, Tree } from './tree.ts';
import { bounded, Exact, plainText, type Value, type WireValue } from './values.ts';

const PLAIN_NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/** Text as it is stored: nothing is null. */
const readText = (value: WireValue): Value => (typeof value === 'string' && value !== '' ? value : null);

function readNumber(value: WireValue): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? new Exact(value) : null;
  return typeof value === 'string' && PLAIN_NUMBER.test(value) ? new Exact(value) : null;
}

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

const READERS: Readonly<Partial<Record<TypeKind, (value: WireValue) => Value>>> = {
  string: readText,
  encrypted: readText,
  decimal: readNumber,
  bool: (value) => (typeof value === 'boolean' ? value : null),
  date: (value) => (typeof value === 'string' && DATE.test(value) ? value : null),
  timestamp: (value) => {
    if (typeof value !== 'string') return null;
    return MOMENT.test(value) ? value : readMoment(value);
  },
};

const readNothing = (): Value => null;

const reader = (kind: TypeKind): ((value: WireValue) => Value) => READERS[kind] ?? readNothing;

/** How the values of a reference are read. A value of another kind than promised counts as none. */
function wireReader(type: Type): (value: WireValue) => Value {
  if (type.kind !== 'list') return reader(type.kind);
  const readMember = reader(type.member ?? 'string');
  return (value) => (Array.isArray(value) ? value.map(readMember) : []);
}

function compileReference({ path, type }: Reference): Compiled {
  const [first, ...others] = path;
  const read = wireReader(type);
  if (!first!.startsWith('@')) return ({ get }) => read(get(path));
  const depth = Number(first!.slice(1));
  if (others.length === 0) return ({ items }) => items![depth] as Value;
  return ({ items }) => read((items![depth] as RecordAround).get(others));
}

function compileLiteral(literal: Literal): Compiled {
  const value = literalValue(literal);
  return () => value;
}

export const literalValue = ({ type, value }: Literal): Value =>
  type.kind === 'decimal' && value !== null ? new Exact(value as string) : value;

function compileList({ items }: List): Compiled {
  const members = items.map(compile);
  return (around) => members.map((member) => member(around));
}

/** A row's strict meaning: a null argument makes it null. */
function strict(run: NonNullable<ExpressionFunction['run']>, args: readonly Compiled[]): Compiled {
  const [first, second] = args;
  if (args.length === 1) {
    return (around) => {
      const a = first!(around);
      return a === null ? null : run(a);
    };
  }
  if (args.length > 2) {
    return (around) => {
      const values: Value[] = [];
      for (const arg of args) {
        const value = arg(around);
        if (value === null) return null;
        values.push(value);
      }
      return run(...values);
    };
  }
  return (around) => {
    const a = first!(around);
    if (a === null) return null;
    const b = second!(around);
    return b === null ? null : run(a, b);
  };
}

/** A call of a row on arguments made ready. */
export function compileCall(row: ExpressionFunction, args: readonly Compiled[], isGuarded = false): Compiled {
  const { decide, run } = row;
  if (!run && !decide) throw new Error(`${rowId(row)} has no meaning`);
  const call: Compiled = decide ? (around) => decide(args, around) : strict(run!, args);
  return isGuarded ? (around) => bounded(call(around)) : call;
}

function compileTree(call: Call): Compiled {
  const row = FUNCTIONS.get(call.row);
  if (!row) throw new Error(`there is no function ${call.row}`);
  return compileCall(row, call.args.map(compile), call.guarded);
}

type Many = (around: Surroundings) => Iterable<RecordAround | Value> | undefined;

/** The records or members that a macro asks. */
function compileMany(over: MacroSource): Many {
  if ('list' in over) return compile(over.list) as Many;
  const [first, ...others] = over.path;
  if (!first!.startsWith('@')) return ({ children }) => children?.(over.path);
  const depth = Number(first!.slice(1));
  return ({ items }) => (items![depth] as RecordAround).children?.(others);
}

function compileMacro(macro: Macro): Compiled {
  const { name, depth, over, type } = macro;
  const many = compileMany(over);
  const where = macro.where.map(compile);
  const body = macro.body && compile(macro.body);
  const isFilter = name === FILTER;
  function* asked(around: Surroundings, members: Iterable<RecordAround | Value>): Generator<Value> {
    const { items } = around;
    for (const member of members) {
      items![depth] = member;
      if (where.every((condition) => condition(around) === true)) {
        yield isFilter ? (member as Value) : body ? body(around) : true;
      }
    }
  }
  const run = isFilter ? (values: Iterable<Value>): Value => [...values] : macroNamed(name)!.run;
  const read = wireReader(type);
  return (around) => {
    const known = depth === 0 ? around.facts?.get(macroKey(macro)) : undefined;
    if (known !== undefined) return read(known);
    const members = many(around);
    if (members === undefined) return null;
    const value = run(asked(around.items ? around : { ...around, items: [] }, members));
    return macro.guarded ? bounded(value) : value;
  };
}

function compile(tree: Tree): Compiled {
  switch (tree.op) {
    case 'literal':
      return compileLiteral(tree);
    case 'reference':
      return compileReference(tree);
    case 'list':
      return compileList(tree);
    case 'call':
      return compileTree(tree);
    case 'macro':
      return compileMacro(tree);
  }
}

const compiled = new WeakMap<Tree, Compiled>();

function compiledOf(tree: Tree): Compiled {
  let known = compiled.get(tree);
  if (!known) {
    known = compile(tree);
    compiled.set(tree, known);
  }
  return known;
}

/** The spelling on the wire: numbers as text without zeros behind the last digit. */
function toWire(value: Value): null | string | number | boolean | readonly string[] {
  if (value instanceof Decimal) return plainText(value);
  if (typeof value === 'object' && value !== null) return value.map((member) => toWire(member) as string);
  return value;
}

/** What an expression comes to in these surroundings. Never throws; whatever cannot be is null. */
export const evaluate = (expression: Pick<CheckedExpression, 'tree'>, around: Surroundings) =>
  toWire(compiledOf(expression.tree)(around));
