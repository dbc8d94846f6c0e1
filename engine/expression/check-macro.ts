import { LIMITS } from '../limits.ts';
import { type Checked, type Checking, type Checks, childReadsOf, refuse } from './checking.ts';
import { memberType } from './fit.ts';
import { type ExpressionMacro, FILTER, MACRO_NAMES, macroNamed } from './functions/macros.ts';
import { digitsOf, MOST_DECIMALS, type Type, WHOLE_DIGITS } from './kinds.ts';
import { kindLabel, kindsOr } from './problems.ts';
import { resolvePath } from './resolve.ts';
import { SCOPE_WORDS, type Scope, type ScopeItem } from './scope.ts';
import type { CallSyntax, Macro, MacroSource, Segment, Syntax, Tree } from './tree.ts';

/** Words that are functions as well: `min(a, b)`. */
const BOTH: ReadonlySet<string> = new Set(['min', 'max']);

const variableOf = (syntax: Syntax | undefined): Segment | undefined =>
  syntax?.op === 'path' && syntax.segments.length === 1 ? syntax.segments[0] : undefined;

/** Whether a part is written as many records: a relation, or those of one that meet a condition. */
function isMany({ scope }: Checking, syntax: Syntax | undefined): boolean {
  if (syntax?.op === 'call') return syntax.name === FILTER;
  if (syntax?.op !== 'path') return false;
  const resolved = resolvePath(scope, syntax.segments);
  return 'reference' in resolved && resolved.reference.type.kind === 'records';
}

/** Whether a call is written as a macro: over many, with a variable and what is asked of each. */
export const isMacro = (checking: Checking, { isOperator, name, args }: CallSyntax): boolean =>
  !isOperator && MACRO_NAMES.has(name) && (!BOTH.has(name) || isMany(checking, args[0]));

/** The many that a tree stands for, and the conditions that they must meet already. */
function sourceOf(tree: Tree): { over: MacroSource; where: readonly Tree[] } {
  if (tree.op === 'macro' && tree.name === FILTER) return tree;
  return { over: tree.op === 'reference' && tree.type.kind === 'records' ? tree : { list: tree }, where: [] };
}

const depthOf = ({ scope }: Checking): number => scope.items?.size ?? 0;

function madeOf({ depth, over, where }: Pick<Macro, 'depth' | 'over' | 'where'>) {
  return { op: 'macro', depth, where, over: 'path' in over ? { path: over.path } : over } as const;
}

/** A macro that asks nothing of each: how many there are. */
export const macroOf = (checking: Checking, name: string, many: Tree): Macro => ({
  ...madeOf({ depth: depthOf(checking), ...sourceOf(many) }),
  name,
  type: macroNamed(name)!.gives({ kind: 'null', nullable: true }, many.type),
});

const TRUE: Tree = { op: 'literal', type: { kind: 'bool', nullable: false }, value: true };

/** Whether there are any. */
export const anyOf = (checking: Checking, many: Tree): Macro => ({
  ...macroOf(checking, 'exists', many),
  body: TRUE,
});

/** What the variable of a macro stands for. */
function itemOf({ records, scope }: Checking, many: Tree): ScopeItem | undefined {
  const depth = scope.items?.size ?? 0;
  const record = records.get(many);
  if (record) return { depth, of: record };
  return many.type.kind === 'list' ? { depth, of: memberType(many.type) } : undefined;
}

/** The names inside a macro: its variable stands before everything. */
function scopeInside(checking: Checking, { name }: Segment, item: ScopeItem, many: Tree): Checking {
  const { over } = sourceOf(many);
  const reads = 'path' in over ? childReadsOf(checking, over.path) : undefined;
  const items = new Map([...(checking.scope.items ?? []), [name, item]]);
  const scope: Scope = { ...checking.scope, items };
  return { ...checking, scope, itemReads: [...checking.itemReads.slice(0, item.depth), reads] };
}

const isTakenName = ({ variables, items }: Scope, name: string): boolean =>
  SCOPE_WORDS.has(name) || variables.has(name) || items?.has(name) === true;

/** The kinds that a macro asks for. */
const wantedBy = (macro: ExpressionMacro | undefined) =>
  !macro || macro.asks === 'condition' || macro.asks === 'nothing' ? (['bool'] as const) : macro.asks;

/** A macro over what is asked of each, its digits within what numbers have. */
function complete(checking: Checking, at: number, made: Macro, type: Type): Checked {
  if (type.kind !== 'decimal') return { ...made, type };
  const [before, after] = digitsOf(type);
  if (after > MOST_DECIMALS) return refuse(checking, at, 'expression.scale', { limit: MOST_DECIMALS });
  if (before <= WHOLE_DIGITS) return { ...made, type };
  return { ...made, type: { ...type, nullable: true, digits: [WHOLE_DIGITS, after] }, guarded: true };
}

/** `lines.exists(line, line.amount > 5)`: a question about each of many. */
export function checkMacro(checking: Checking, syntax: CallSyntax, check: Checks): Checked {
  const { name, at, args } = syntax;
  const [first, second, third] = args;
  const variable = variableOf(second);
  if (!first || !variable || !third || args.length > 3) {
    return refuse(checking, at, 'expression.macro', { name });
  }
  if (isTakenName(checking.scope, variable.name)) {
    return refuse(checking, variable.start, 'expression.macro_variable', { name: variable.name });
  }
  const many = check(checking, first);
  if (!many) return undefined;
  const item = itemOf(checking, many);
  const macro = macroNamed(name);
  const asked = macro?.over ?? ['records', 'list'];
  if (!item || !asked.some((kind) => kind === many.type.kind)) {
    const params = { name, given: kindLabel(many.type.kind), expected: kindsOr(asked) };
    return refuse(checking, at, 'expression.arguments', params);
  }
  if (item.depth >= LIMITS.macroDepth) {
    return refuse(checking, at, 'expression.macro_depth', { limit: LIMITS.macroDepth });
  }
  const body = check(scopeInside(checking, variable, item, many), third);
  if (!body) return undefined;
  const wanted = wantedBy(macro);
  if (!wanted.some((kind) => kind === body.type.kind)) {
    const params = { name, given: kindLabel(body.type.kind), expected: kindsOr(wanted) };
    return refuse(checking, third.start, 'expression.arguments', params);
  }
  const made = madeOf({ depth: item.depth, ...sourceOf(many) });
  if (macro)
    return complete(
      checking,
      at,
      { ...made, name, body, type: body.type },
      macro.gives(body.type, many.type),
    );
  const filtered: Macro = { ...made, name: FILTER, where: [...made.where, body], type: many.type };
  const record = checking.records.get(many);
  if (record) checking.records.set(filtered, record);
  return filtered;
}
