import { parseExpression } from '../../engine/expression/parse.ts';
import type { CallSyntax, LiteralSyntax, PathSyntax, Syntax } from '../../engine/expression/tree.ts';
import { bareSyntax, printExpression } from '../expressions/print.ts';
import {
  type Condition,
  type Group,
  isGroup,
  NO_CONDITIONS,
  type Operand,
  type Operator,
  type Part,
} from './condition.ts';

/** Conditions as the builder shows them, or why it cannot: what stands in the text that it has no line for. */
export type Read =
  | { readonly ok: true; readonly group: Group }
  | { readonly ok: false; readonly why: 'unreadable' | 'comment' | 'not' | 'other'; readonly part: string };

const AT = { start: 0, end: 0 };

const call = (name: string, isOperator: boolean, ...args: readonly Syntax[]): CallSyntax => ({
  op: 'call',
  name,
  isOperator,
  at: 0,
  args,
  ...AT,
});

const pathSyntax = (path: string): PathSyntax => ({
  op: 'path',
  segments: path.split('.').map((name) => ({ name, ...AT })),
  ...AT,
});

const literal = (kind: LiteralSyntax['kind'], value: LiteralSyntax['value']): LiteralSyntax => ({
  op: 'literal',
  kind,
  value,
  ...AT,
});

const NULL = literal('null', null);
const not = (syntax: Syntax): Syntax => call('!', true, syntax);

const COMPARISONS: Readonly<Partial<Record<Operator, string>>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};
const METHODS: Readonly<Partial<Record<Operator, string>>> = {
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
};

function operandSyntax(operand: Operand): Syntax {
  if ('text' in operand) return operand.text === '' ? NULL : literal('string', operand.text);
  if ('number' in operand) return literal('decimal', operand.number);
  if ('flag' in operand) return literal('bool', operand.flag);
  if ('day' in operand) return call('date', false, literal('string', operand.day));
  if ('moment' in operand) return call('timestamp', false, literal('string', operand.moment));
  if ('path' in operand) return pathSyntax(operand.path);
  const today = call('today', false);
  if (operand.today === 0) return today;
  const days = call('days', false, literal('decimal', String(Math.abs(operand.today))));
  return call(operand.today < 0 ? '-' : '+', true, today, days);
}

const subjectSyntax = ({ path, isDay }: Condition): Syntax =>
  isDay ? call('date', false, pathSyntax(path)) : pathSyntax(path);

/** How each operator is written. */
const WRITTEN: Readonly<Partial<Record<Operator, (subject: Syntax, values: readonly Syntax[]) => Syntax>>> = {
  in: (subject, items) => call('in', true, subject, { op: 'list', items, ...AT }),
  notIn: (subject, items) => not(call('in', true, subject, { op: 'list', items, ...AT })),
  empty: (subject) => call('==', true, subject, NULL),
  notEmpty: (subject) => call('!=', true, subject, NULL),
  filled: (subject) => call('has', false, subject),
  notFilled: (subject) => not(call('has', false, subject)),
  notContains: (subject, [value]) => not(call('contains', false, subject, value!)),
  member: (subject, [value]) => call('in', true, value!, subject),
  notMember: (subject, [value]) => not(call('in', true, value!, subject)),
  yes: (subject) => subject,
  no: (subject) => not(subject),
  changed: (subject) => call('changed', false, subject),
  unchanged: (subject) => not(call('changed', false, subject)),
};

function conditionSyntax(condition: Condition): Syntax {
  const { operator, values } = condition;
  if (operator === 'isNew') return call('isNew', false);
  if (operator === 'isOld') return not(call('isNew', false));
  const [subject, operands] = [subjectSyntax(condition), values.map(operandSyntax)];
  const written = WRITTEN[operator];
  if (written) return written(subject, operands);
  const method = METHODS[operator];
  if (method !== undefined) return call(method, false, subject, operands[0]!);
  return call(COMPARISONS[operator]!, true, subject, operands[0]!);
}

/** The syntax of a part; groups of nothing say nothing, groups of one are that one. */
function partSyntax(part: Part): Syntax | undefined {
  if (!isGroup(part)) return conditionSyntax(part);
  const parts = part.parts.map(partSyntax).filter((one) => one !== undefined);
  return parts.length > 1 ? call(part.join === 'all' ? '&&' : '||', true, ...parts) : parts[0];
}

/** The text of conditions; empty without any. */
export function toText(group: Group): string {
  const syntax = partSyntax(group);
  return syntax ? printExpression(syntax) : '';
}

/** Thrown inside this file only: a part that no line of the builder says. */
class NoLine extends Error {
  readonly why: 'not' | 'other';
  readonly syntax: Syntax;

  constructor(why: 'not' | 'other', syntax: Syntax) {
    super(why);
    this.why = why;
    this.syntax = syntax;
  }
}

const isCall = (syntax: Syntax | undefined, name: string, isOperator = false): syntax is CallSyntax =>
  syntax?.op === 'call' && syntax.name === name && syntax.isOperator === isOperator;

const isPath = (syntax: Syntax | undefined): syntax is PathSyntax => syntax?.op === 'path';

const isText = (syntax: Syntax | undefined): syntax is LiteralSyntax =>
  syntax?.op === 'literal' && syntax.kind === 'string';

const isNull = (syntax: Syntax | undefined): boolean => syntax?.op === 'literal' && syntax.kind === 'null';

const pathText = ({ segments }: PathSyntax): string => segments.map(({ name }) => name).join('.');

function readToday(syntax: CallSyntax): Operand | undefined {
  const [today, days] = syntax.args;
  const [count] = isCall(days, 'days') ? days.args : [];
  if (!isCall(today, 'today') || count?.op !== 'literal' || !/^\d{1,6}$/.test(String(count.value)))
    return undefined;
  const offset = Number(count.value);
  return offset === 0 ? undefined : { today: syntax.name === '-' ? -offset : offset };
}

function readOperand(syntax: Syntax): Operand {
  if (syntax.op === 'literal') {
    if (syntax.kind === 'string') return { text: String(syntax.value) };
    if (syntax.kind === 'decimal') return { number: String(syntax.value) };
    if (syntax.kind === 'bool') return { flag: syntax.value === true };
  }
  if (isPath(syntax)) return { path: pathText(syntax) };
  const [argument, ...others] = syntax.op === 'call' ? syntax.args : [];
  if (others.length === 0 && isText(argument)) {
    if (isCall(syntax, 'date')) return { day: String(argument.value) };
    if (isCall(syntax, 'timestamp')) return { moment: String(argument.value) };
  }
  if (isCall(syntax, 'today') && !argument) return { today: 0 };
  const moved =
    isCall(syntax, '+', true) || isCall(syntax, '-', true) ? readToday(syntax as CallSyntax) : undefined;
  if (moved) return moved;
  throw new NoLine('other', syntax);
}

/** What a line is about: a name, or the day of one. */
function readSubject(syntax: Syntax | undefined): Pick<Condition, 'path' | 'isDay'> | undefined {
  if (isPath(syntax)) return { path: pathText(syntax) };
  const [inside, ...others] = isCall(syntax, 'date') ? syntax.args : [];
  return isPath(inside) && others.length === 0 ? { path: pathText(inside), isDay: true } : undefined;
}

const operatorOf = (table: Readonly<Partial<Record<Operator, string>>>, name: string) =>
  (Object.entries(table) as [Operator, string][]).find(([, written]) => written === name)?.[0];

function readOperator(syntax: CallSyntax): Condition {
  const { name, args } = syntax;
  const [left, right] = args;
  if (name === 'in') {
    const subject = readSubject(left);
    if (subject && right?.op === 'list')
      return { ...subject, operator: 'in', values: right.items.map(readOperand) };
    if (isPath(right)) return { path: pathText(right), operator: 'member', values: [readOperand(left!)] };
  }
  const operator = operatorOf(COMPARISONS, name);
  const subject = readSubject(left);
  if (!operator || !subject) throw new NoLine('other', syntax);
  if (isNull(right) && (operator === 'eq' || operator === 'ne'))
    return { ...subject, operator: operator === 'eq' ? 'empty' : 'notEmpty', values: [] };
  return { ...subject, operator, values: [readOperand(right!)] };
}

function readFunction(syntax: CallSyntax): Condition {
  const { name, args } = syntax;
  if (name === 'isNew' && args.length === 0) return { path: '', operator: 'isNew', values: [] };
  const [first, second] = args;
  if (!isPath(first)) throw new NoLine('other', syntax);
  const path = pathText(first);
  if (name === 'has' && args.length === 1) return { path, operator: 'filled', values: [] };
  if (name === 'changed' && args.length === 1) return { path, operator: 'changed', values: [] };
  const operator = operatorOf(METHODS, name);
  if (!operator || args.length !== 2) throw new NoLine('other', syntax);
  return { path, operator, values: [readOperand(second!)] };
}

const OPPOSITES: Readonly<Partial<Record<Operator, Operator>>> = {
  in: 'notIn',
  filled: 'notFilled',
  contains: 'notContains',
  member: 'notMember',
  yes: 'no',
  changed: 'unchanged',
  isNew: 'isOld',
};

function readCondition(syntax: Syntax): Condition {
  if (isPath(syntax)) return { path: pathText(syntax), operator: 'yes', values: [] };
  if (syntax.op !== 'call') throw new NoLine('other', syntax);
  if (syntax.isOperator && syntax.name === '!') {
    const inside = syntax.args[0]!;
    if (isCall(inside, '&&', true) || isCall(inside, '||', true)) throw new NoLine('not', syntax);
    const condition = readCondition(inside);
    const opposite = OPPOSITES[condition.operator];
    if (!opposite) throw new NoLine('not', syntax);
    return { ...condition, operator: opposite };
  }
  return syntax.isOperator ? readOperator(syntax) : readFunction(syntax);
}

function readPart(syntax: Syntax): Part {
  const isAll = isCall(syntax, '&&', true);
  if (isAll || isCall(syntax, '||', true))
    return { join: isAll ? 'all' : 'any', parts: (syntax as CallSyntax).args.map(readPart) };
  return readCondition(syntax);
}

const hasComment = (source: string): boolean =>
  /\/\//.test(source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""'));

/** The conditions of a text, when they say exactly what it says. */
export function toRule(source: string): Read {
  if (source.trim() === '') return { ok: true, group: NO_CONDITIONS };
  const parsed = parseExpression(source);
  if (!parsed.ok) return { ok: false, why: 'unreadable', part: '' };
  if (hasComment(source)) return { ok: false, why: 'comment', part: '' };
  const { syntax } = parsed;
  try {
    const part = readPart(syntax);
    const group: Group = isGroup(part) ? part : { join: 'all', parts: [part] };
    const back = parseExpression(toText(group));
    const isExact = back.ok && JSON.stringify(bareSyntax(back.syntax)) === JSON.stringify(bareSyntax(syntax));
    return isExact ? { ok: true, group } : { ok: false, why: 'other', part: printExpression(syntax) };
  } catch (error) {
    if (!(error instanceof NoLine)) throw error;
    return { ok: false, why: error.why, part: printExpression(error.syntax) };
  }
}
