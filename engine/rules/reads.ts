import { type CheckedExpression, type Macro, macroKey, outermostMacros } from '../expression/index.ts';
import { partsOf } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import { completionReads } from './complete.ts';
import { dependentsOf } from './dependents-of.ts';
import { type LookupFilter, lookupFilters } from './fits.ts';
import type { Rule } from './states.ts';

/** What the rules of an object need to know of a record before they can judge it. */
export interface RuleReads {
  /** members of the record itself, by name */
  readonly own: readonly string[];
  /** paths over relations: the values behind them are facts, read in one statement */
  readonly facts: readonly (readonly string[])[];
  /** questions about related records: their answers are facts as well */
  readonly macros: readonly Macro[];
  /** relations that take only some records: whether they take these is a fact */
  readonly filters: readonly LookupFilter[];
}

const expressionsOf = (rules: readonly Rule[]): CheckedExpression[] =>
  rules.flatMap(({ when, check }) => [when, check].filter((one) => one !== undefined));

/** Fields of which the rules want the value, besides those that their expressions read. */
const fieldsOf = ({ require, readOnly, hide, options }: Rule): string[] => [
  ...(require ?? []),
  ...(readOnly ?? []),
  ...(hide ?? []),
  ...Object.keys(options ?? {}),
];

function readsIn(
  object: ModelObject,
  expressions: readonly CheckedExpression[],
  filters: readonly LookupFilter[] = [],
): RuleReads {
  const own = new Set<string>();
  const facts = new Map<string, readonly string[]>();
  const macros = new Map<string, Macro>();
  const visit = (path: readonly string[]): void => {
    const [first, ...behind] = path[0] === '$old' ? path.slice(1) : path;
    if (first === undefined || first.startsWith('$')) return;
    const field = object.fields.get(first);
    if (field?.formula && behind.length > 0) own.add(first);
    else visitOwn(first);
    const isHeld = field && (field.type.hasStages || partsOf(field).size > 0);
    if (behind.length > 0 && !isHeld) facts.set(path.join('.'), path);
  };
  const visitOwn = (name: string): void => {
    const field = object.fields.get(name);
    if (field?.formula) visitAll(field.formula);
    else own.add(name);
    if (field?.type.hasStages) own.add(`${name}_pipeline`).add(`${name}_since`);
  };
  const visitAll = ({ references, tree }: CheckedExpression): void => {
    for (const macro of outermostMacros(tree)) macros.set(macroKey(macro), macro);
    for (const path of references) visit(path);
  };
  for (const expression of expressions) visitAll(expression);
  // related records point at it by its id, or at what it links to
  if (macros.size > 0) own.add('id');
  for (const link of [...macros.values()].flatMap((macro) => linksOf(object, macro))) own.add(link);
  for (const { field, filter, by } of filters) {
    own.add(field.name);
    if (filter.children.length > 0) own.add('id');
    for (const name of by) if (object.fields.has(name)) visitOwn(name);
  }
  return { own: [...own], facts: [...facts.values()], macros: [...macros.values()], filters };
}

/** The relation of the record itself over which a macro reaches its records. */
const linksOf = (object: ModelObject, { over }: Macro): string[] => {
  if (!('path' in over)) return [];
  // what stands above a record of a tree is reached over its parent
  return over.path.length > 1 ? [over.path[0]!] : object.tree === undefined ? [] : [object.tree];
};

const defaults = new WeakMap<ModelObject, RuleReads>();

/** What the default expressions of an object read. */
export function defaultReads(object: ModelObject): RuleReads {
  let reads = defaults.get(object);
  if (!reads) {
    const expressions = [...object.fields.values()].flatMap(
      ({ defaultExpression }) => defaultExpression ?? [],
    );
    reads = readsIn(object, expressions);
    defaults.set(object, reads);
  }
  return reads;
}

const known = new WeakMap<ModelObject, RuleReads>();

/**
 * What all rules of an object and the filters of its relations read, the fields whose options depend on each
 * other, and what values are completed by.
 */
export function ruleReads(object: ModelObject): RuleReads {
  let reads = known.get(object);
  if (!reads) {
    const reading = readsIn(object, expressionsOf(object.rules), lookupFilters(object));
    const dependents = dependentsOf(object).flatMap(({ field, on }) => [field, on]);
    const names = new Set([
      ...reading.own,
      ...object.rules.flatMap(fieldsOf),
      ...dependents,
      ...completionReads(object),
    ]);
    for (const name of [...names]) {
      const field = object.fields.get(name);
      if (field?.columns.length === 0 && !field.lines) names.delete(name);
    }
    reads = { ...reading, own: [...names].sort() };
    known.set(object, reads);
  }
  return reads;
}
