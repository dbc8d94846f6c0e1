import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import type { ProblemCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { DECIMALS, WHOLE_DIGITS } from './kinds.ts';
import { type ExpressionProblem, problemAt } from './problems.ts';
import { INDEX, type Span, type Syntax } from './tree.ts';

/** What a source comes to: its syntax, or the first thing that cannot be read. */
export type Parsed =
  | { readonly ok: true; readonly syntax: Syntax }
  | { readonly ok: false; readonly problem: ExpressionProblem };

const cel = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxDepth: LIMITS.expressionDepth, maxCallArguments: LIMITS.expressionNodes },
});

/** Thrown inside this file only. */
class Unreadable extends Error {
  readonly problem: ExpressionProblem;

  constructor(...given: Parameters<typeof problemAt>) {
    super(given[1]);
    this.problem = problemAt(...given);
  }
}

/** What people write for a sign of the language, from other languages or a Chinese keyboard. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['<>', '!='],
  ['&', '&&'],
  ['|', '||'],
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['AND', '&&'],
  ['OR', '||'],
  ['NOT', '!'],
  ['（', '('],
  ['）', ')'],
  ['【', '['],
  ['】', ']'],
  ['，', ','],
  ['。', '.'],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['！', '!'],
  ['＝', '=='],
  ['＜', '<'],
  ['＞', '>'],
  ['？', '?'],
  ['：', ':'],
  ['、', ','],
]);

const CODES: Readonly<Record<string, ProblemCode>> = {
  newline_in_string: 'expression.text_open',
  unterminated_string: 'expression.text_open',
  unterminated_triple_quoted_string: 'expression.text_open',
  bytes_unicode_escape: 'expression.escape',
  invalid_unicode_escape: 'expression.escape',
  invalid_unicode_surrogate: 'expression.escape',
  invalid_hex_escape: 'expression.escape',
  invalid_octal_escape: 'expression.escape',
  octal_escape_out_of_range: 'expression.escape',
  invalid_escape_sequence: 'expression.escape',
  invalid_number: 'expression.number',
  invalid_integer: 'expression.number',
  invalid_hex_integer: 'expression.number',
  invalid_exponent: 'expression.number',
  reserved_identifier: 'expression.reserved',
  limit_exceeded: 'expression.depth',
};

const NUMBER_LIMITS = { before: WHOLE_DIGITS, after: DECIMALS };
const NON_ASCII_NAME = /^(?!\w)\p{L}[\p{L}\p{N}_]*/u;
/** How much of a source a message quotes. */
const QUOTED = 40;

/** What stands at a place where it is not expected, at least one whole character of it. */
function foundAt(source: string, start: number, end: number): string {
  const character = String.fromCodePoint(source.codePointAt(start)!);
  return end - start > character.length ? source.slice(start, end).slice(0, QUOTED) : character;
}

/** The library's complaint in our words. */
function explain(source: string, error: ParseError): ExpressionProblem {
  const { start = 0, end = start } = error.range ?? {};
  const rest = source.slice(start);
  const code = CODES[error.code];
  if (code) {
    const given = code === 'expression.number' ? firstWord(rest) : source.slice(start, end);
    return problemAt(start, code, { given, limit: LIMITS.expressionDepth, ...NUMBER_LIMITS });
  }
  if (rest.trim() === '') return problemAt(source.length, 'expression.unfinished');
  const name = NON_ASCII_NAME.exec(rest)?.[0].slice(0, QUOTED);
  if (name !== undefined) return problemAt(start, 'expression.ascii', { name });
  const found = foundAt(source, start, end);
  const sign = found === '>' && source[start - 1] === '<' ? '<>' : found;
  return problemAt(start, 'expression.unexpected', { found }, MEANT.get(sign));
}

const firstWord = (text: string): string => /^[\w.]*/.exec(text)![0].slice(0, QUOTED);

const PLAIN_NUMBER = /^([0-9]+)(?:\.([0-9]+))?$/;
const LEADING_ZEROS = /^0+(?=[0-9])/;

/** A number as it is spelled in the source: the library has already made a float of it. */
function numberText(spelling: string, at: number): string {
  const [, whole, decimals = ''] = PLAIN_NUMBER.exec(spelling) ?? [];
  const before = whole?.replace(LEADING_ZEROS, '');
  if (before === undefined || before.length > WHOLE_DIGITS || decimals.length > DECIMALS) {
    throw new Unreadable(at, 'expression.number', { given: spelling.slice(0, QUOTED), ...NUMBER_LIMITS });
  }
  return decimals === '' ? before : `${before}.${decimals}`;
}

/** Operators of which the library's tree and ours have the same idea. */
const OPERATORS: ReadonlySet<string> = new Set('== != < <= > >= + - * / % in ?:'.split(' '));

/** The source while its tree is read, and how many nodes there were so far. */
interface Reading {
  readonly source: string;
  nodes: number;
}

/** Our syntax of the library's tree. */
function read(reading: Reading, node: ASTNode): Syntax {
  const span = { start: node.start, end: node.end };
  if (++reading.nodes > LIMITS.expressionNodes) {
    throw new Unreadable(node.start, 'expression.nodes', { limit: LIMITS.expressionNodes });
  }
  switch (node.op) {
    case 'value':
      return readLiteral(reading, node.args, span);
    case 'id':
      return { op: 'path', segments: [{ name: node.args, ...span }], ...span };
    case '.':
      return readPath(reading, node.args, { start: node.pos, end: node.end }, span);
    case 'list':
      return { op: 'list', items: node.args.map((item) => read(reading, item)), ...span };
    case 'call':
      return readCall(reading, node.args[0], node.start, node.args[1], span);
    case '[]':
      return readIndex(reading, node.args, span);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      return readCall(reading, name, reading.source.indexOf(name, receiver.end), [receiver, ...args], span);
    }
    case '!_':
      return readOperator(reading, '!', [node.args], span);
    case '-_':
      return readNegative(reading, node.args, span);
    case '&&':
    case '||':
      return readOperator(reading, node.op, chain(node, node.op), span);
    default:
      if (!OPERATORS.has(node.op)) throw unsupported(reading, span);
      return readOperator(reading, node.op, node.args as readonly ASTNode[], span);
  }
}

function readCall(reading: Reading, name: string, at: number, args: readonly ASTNode[], span: Span): Syntax {
  return { op: 'call', name, isOperator: false, at, args: args.map((arg) => read(reading, arg)), ...span };
}

function readOperator(reading: Reading, name: string, operands: readonly ASTNode[], span: Span): Syntax {
  const args = operands.map((operand) => read(reading, operand));
  const at = args.length === 1 ? span.start : reading.source.indexOf(name[0]!, args[0]!.end);
  return { op: 'call', name, isOperator: true, at, args, ...span };
}

/** `list[0]` */
function readIndex(reading: Reading, [list, place]: readonly [ASTNode, ASTNode], span: Span): Syntax {
  const args = [read(reading, list), read(reading, place)];
  const at = reading.source.indexOf('[', list.end);
  return { op: 'call', name: INDEX, isOperator: true, at, args, ...span };
}

function readLiteral(reading: Reading, value: unknown, span: Span): Syntax {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      throw new Unreadable(span.start, 'expression.characters');
    // there is no empty text: it is another spelling of null
    return value === ''
      ? { op: 'literal', kind: 'null', value: null, ...span }
      : { op: 'literal', kind: 'string', value, ...span };
  }
  if (typeof value === 'boolean') return { op: 'literal', kind: 'bool', value, ...span };
  if (value === null) return { op: 'literal', kind: 'null', value, ...span };
  if (value instanceof Uint8Array) throw unsupported(reading, span);
  const spelling = reading.source.slice(span.start, span.end);
  return { op: 'literal', kind: 'decimal', value: numberText(spelling, span.start), ...span };
}

/** `-5` is a literal. */
function readNegative(reading: Reading, argument: ASTNode, span: Span): Syntax {
  const inner = read(reading, argument);
  if (inner.op === 'literal' && inner.kind === 'decimal' && !String(inner.value).startsWith('-')) {
    return { ...inner, value: `-${inner.value}`, ...span };
  }
  return { op: 'call', name: '-', isOperator: true, at: span.start, args: [inner], ...span };
}

function readPath(
  reading: Reading,
  [object, name]: readonly [ASTNode, string],
  at: Span,
  span: Span,
): Syntax {
  const inner = read(reading, object);
  if (inner.op !== 'path') throw new Unreadable(at.start, 'expression.dot', { name });
  return { op: 'path', segments: [...inner.segments, { name, ...at }], ...span };
}

const unsupported = ({ source }: Reading, { start, end }: Span): Unreadable =>
  new Unreadable(start, 'expression.unsupported', { what: source.slice(start, end).slice(0, QUOTED) });

/** The operands of `a && b && c`, which the library nests to the left. */
function chain(node: ASTNode, op: string): ASTNode[] {
  const operands: ASTNode[] = [];
  let left = node;
  while (left.op === op) {
    const [next, right] = left.args as [ASTNode, ASTNode];
    operands.push(right);
    left = next;
  }
  operands.push(left);
  return operands.reverse();
}

/** Reads CEL's syntax. Names are not looked at: see `checkExpression`. */
export function parseExpression(source: string): Parsed {
  if (source.length > LIMITS.expressionLength) {
    const limit = LIMITS.expressionLength;
    return { ok: false, problem: problemAt(limit, 'expression.length', { limit }) };
  }
  try {
    return { ok: true, syntax: read({ source, nodes: 0 }, cel.parse(source).ast) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem };
    if (error instanceof ParseError) return { ok: false, problem: explain(source, error) };
    throw error;
  }
}
