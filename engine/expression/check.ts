import { nearest } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { checkEncrypted } from './check-encrypted.ts';
import { anyOf, checkMacro, isMacro, macroOf } from './check-macro.ts';
import {
  type Checked,
  type Checking,
  noReads,
  noteReference,
  noteRelation,
  readsOf,
  refuse,
} from './checking.ts';
import { callOf, findFit, isOfNulls, nullOf, presenceOf } from './fit.ts';
import { functionNames, functionsNamed, operatorsNamed, type Row } from './functions/index.ts';
import { type Kind, MOST_DECIMALS, publicKind, sharedType, type Type } from './kinds.ts';
import { mismatch } from './mismatch.ts';
import { parseExpression } from './parse.ts';
import { isPatternFault, readPattern } from './pattern.ts';
import { type ExpressionProblem, kindLabel, problemAt } from './problems.ts';
import { resolvePath } from './resolve.ts';
import { OLD, RECORD, type Scope } from './scope.ts';
import { calendarCalls, patternStates } from './size.ts';
import { stepsOf } from './steps.ts';
import type {
  CallSyntax,
  CheckedExpression,
  ListSyntax,
  LiteralSyntax,
  PathSyntax,
  Syntax,
  Tree,
} from './tree.ts';

export type CheckResult =
  | { readonly ok: true; readonly expression: CheckedExpression }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

function checkLiteral({ kind, value }: LiteralSyntax): Tree {
  if (kind !== 'decimal') return { op: 'literal', type: { kind, nullable: kind === 'null' }, value };
  const [whole, decimals = ''] = String(value).replace('-', '').split('.');
  const digits = [whole!.length, decimals.length] as const;
  return { op: 'literal', type: { kind, digits, nullable: false }, value };
}

function checkPath(checking: Checking, { segments }: PathSyntax): Checked {
  const resolved = resolvePath(checking.scope, segments);
  if ('problem' in resolved) {
    checking.problems.push(resolved.problem);
    return undefined;
  }
  const { reference, record } = resolved;
  if (checking.scope.items && reference.path[0] === `$${OLD}`) {
    return refuse(checking, segments[0]!.start, 'expression.change_inside');
  }
  if (reference.type.kind === 'records') return noteRelation(checking, reference, record!);
  noteReference(checking, reference.path);
  return reference;
}

const canBeMember = ({ kind }: Type): boolean =>
  ['string', 'decimal', 'bool', 'date', 'timestamp'].includes(kind);

/** The type of a list's members with one more among them. */
function withMember(checking: Checking, shared: Type, member: Type, at: number): Type {
  if (member.kind === 'null') {
    refuse(checking, at, 'expression.null_member');
    return shared;
  }
  const next = sharedType(shared, member);
  if (next && canBeMember(next)) return next;
  const params = { given: kindLabel(member.kind), other: kindLabel(shared.kind) };
  refuse(checking, at, next ? 'expression.member' : 'expression.alike', params);
  return shared;
}

function checkList(checking: Checking, { items }: ListSyntax): Checked {
  const members = items.map((item) => check(checking, item));
  if (!members.every((member) => member !== undefined)) return undefined;
  const shared = members.reduce<Type>(
    (type, member, index) => withMember(checking, type, member.type, items[index]!.start),
    { kind: 'null', nullable: false },
  );
  // of a list that is written out its members can be null
  const nullable = members.some(({ type }) => type.nullable);
  const digits = shared.digits && { digits: shared.digits };
  const type = { kind: 'list', member: shared.kind, ...digits, most: items.length, nullable } as const;
  return { op: 'list', type, items: members };
}

const isNull = (syntax: Syntax): boolean => syntax.op === 'literal' && syntax.kind === 'null';

/** `x == null` and `x != null` ask for presence; `""` is another spelling of null. */
function presence({ name, isOperator, args }: CallSyntax, values: readonly Tree[]): Tree | undefined {
  if (!isOperator || (name !== '==' && name !== '!=')) return undefined;
  const at = args.findIndex(isNull);
  return at < 0 ? undefined : presenceOf(values[1 - at]!, name === '!=');
}

/** `size(lines)`, `has(lines)` and `lines != null` ask how many there are. */
function countOfRecords(
  checking: Checking,
  { name, args }: CallSyntax,
  values: readonly Tree[],
): Tree | undefined {
  const at = values.findIndex(({ type }) => type.kind === 'records');
  if (at < 0 || !(values.length === 1 || isNull(args[1 - at]!))) return undefined;
  const records = values[at]!;
  if (name === 'size') return macroOf(checking, 'size', records);
  if (name === 'has' || name === '!=') return anyOf(checking, records);
  return name === '==' ? presenceOf(records, false, anyOf(checking, records)) : undefined;
}

/** Whether what must be written out is, and patterns among it can be read. */
function isStated(
  checking: Checking,
  syntax: CallSyntax,
  { literals, patternAt }: Row[1],
  args: readonly Tree[],
): boolean {
  const variable = literals?.find((index) => args[index]!.op !== 'literal');
  if (variable !== undefined) {
    refuse(checking, syntax.args[variable]!.start, 'expression.literal', { name: syntax.name });
    return false;
  }
  const pattern = patternAt === undefined ? undefined : args[patternAt];
  if (pattern?.op !== 'literal' || typeof pattern.value !== 'string') return true;
  const found = readPattern(pattern.value);
  if (!isPatternFault(found)) return true;
  refuse(checking, syntax.args[patternAt!]!.start, found.code, { found: found.found });
  return false;
}

function checkCall(checking: Checking, syntax: CallSyntax): Checked {
  const { name, isOperator, at } = syntax;
  if (isMacro(checking, syntax)) return checkMacro(checking, syntax, check);
  const rows = isOperator ? operatorsNamed(name) : functionsNamed(name);
  if (rows.length === 0) {
    return refuse(checking, at, 'expression.function', { name }, nearest(name, functionNames()));
  }
  if (!isOperator && rows[0]![1].ofChange) return checkOfChange(checking, syntax, rows[0]!);
  const args = syntax.args.map((arg) => check(checking, arg));
  if (!args.every((arg) => arg !== undefined)) return undefined;
  const counted = countOfRecords(checking, syntax, args);
  if (counted) return counted;
  const asked = presence(syntax, args);
  if (asked) return asked;
  const encrypted = checkEncrypted(checking, syntax, args);
  if (encrypted) return encrypted.checked;
  const types = args.map(({ type }) => type);
  const fit = findFit(rows, types);
  if (!fit) {
    checking.problems.push(mismatch(checking.source, syntax, rows, types));
    return undefined;
  }
  if (isOfNulls(fit, rows, types)) return nullOf({ kind: 'null', nullable: true });
  const [, row] = fit.row;
  if (!isStated(checking, syntax, row, args)) return undefined;
  // with nothing in place of what is to be stated, nothing comes of it
  if (row.gives !== 'same' && row.literals?.some((index) => args[index]!.type.kind === 'null'))
    return nullOf({ kind: row.gives, nullable: true });
  const call = callOf(fit, args);
  if ((call.type.digits?.[1] ?? 0) <= MOST_DECIMALS) return call;
  return refuse(checking, at, 'expression.scale', { limit: MOST_DECIMALS });
}

/** `changed(field)` compares the field with what it held: `old.field` goes in behind it. */
function checkOfChange(checking: Checking, { name, at, args }: CallSyntax, [id, row]: Row): Checked {
  if (!checking.scope.variables.has(OLD)) return refuse(checking, at, 'expression.no_change', { name });
  if (checking.scope.items) return refuse(checking, at, 'expression.change_inside');
  const [field, ...others] = args;
  const isRight = others.length === 0 && (row.takes.length === 0 ? !field : field?.op === 'path');
  if (!isRight) {
    return refuse(checking, at, 'expression.of_field', {
      name,
      takes: row.takes.length === 0 ? '' : 'field',
    });
  }
  const type = { kind: 'bool', nullable: false } as const;
  if (field?.op !== 'path') return { op: 'call', type, row: id, args: [] };
  const { start } = field;
  const own = field.segments[0]!.name === RECORD ? field.segments.slice(1) : field.segments;
  const now = checkPath(checking, field);
  const before =
    now && checkPath(checking, { ...field, segments: [{ name: OLD, start, end: start }, ...own] });
  return now && before && { op: 'call', type, row: id, args: [now, before] };
}

function check(checking: Checking, syntax: Syntax): Checked {
  switch (syntax.op) {
    case 'literal':
      return checkLiteral(syntax);
    case 'path':
      return checkPath(checking, syntax);
    case 'list':
      return checkList(checking, syntax);
    case 'call':
      return checkCall(checking, syntax);
  }
}

/** What within the limits of size still costs too much. */
function tooCostly(tree: Tree): ExpressionProblem | undefined {
  if (calendarCalls(tree) > LIMITS.calendarCalls)
    return problemAt(0, 'expression.calendar_calls', { limit: LIMITS.calendarCalls });
  if (stepsOf(tree) > LIMITS.expressionSteps) return problemAt(0, 'expression.steps');
  const given = patternStates(tree);
  const limit = LIMITS.patternSize;
  return given > limit ? problemAt(0, 'expression.pattern_size', { given, limit }) : undefined;
}

/** Why a value of this kind is not what the place of the expression wants. */
function misplaced(kind: Kind, returns: Kind | undefined): ExpressionProblem | undefined {
  if (kind === 'duration') return problemAt(0, 'expression.duration');
  if (kind === 'records') return problemAt(0, 'expression.records');
  if (kind === 'encrypted') return problemAt(0, 'expression.encrypted');
  if (returns === undefined || kind === 'null' || kind === returns) return undefined;
  return problemAt(0, 'expression.returns', { given: kindLabel(kind), expected: kindLabel(returns) });
}

/**
 * Reads an expression and checks it against what its names stand for. With `returns` it must come to
 * a value of that kind. All that is wrong is told at once; what cannot be read only by its first fault.
 */
export function checkExpression(
  source: string,
  scope: Scope,
  { returns }: { readonly returns?: Kind } = {},
): CheckResult {
  const parsed = parseExpression(source);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const checking: Checking = {
    source,
    scope,
    problems: [],
    reads: noReads(),
    itemReads: [],
    records: new Map(),
  };
  const tree = check(checking, parsed.syntax);
  if (!tree || checking.problems.length > 0) return { ok: false, problems: checking.problems };
  const costly = tooCostly(tree);
  if (costly) return { ok: false, problems: [costly] };
  const kind = publicKind(tree.type.kind);
  const problem = misplaced(kind, returns);
  if (problem) return { ok: false, problems: [problem] };
  return { ok: true, expression: { source, kind, ...readsOf(checking.reads), tree } };
}
