import type { Labels } from '../errors.ts';
import type { Taken } from './functions/define-function.ts';
import type { Row } from './functions/index.ts';
import type { Type, TypeKind } from './kinds.ts';
import { type ExpressionProblem, kindLabel, kindsLabel, kindsOr, problemAt } from './problems.ts';
import type { CallSyntax } from './tree.ts';

/** Two kinds that do not go together, and how the second should be written so that they do. */
interface WayOut {
  readonly between: readonly [TypeKind, TypeKind];
  readonly code: 'expression.moment' | 'expression.quoted' | 'expression.moved';
  readonly instead: (second: string) => string;
}

/** Where both are to be of one kind: comparisons, lists, choices. */
const TO_COMPARE: readonly WayOut[] = [
  { between: ['date', 'timestamp'], code: 'expression.moment', instead: (moment) => `date(${moment})` },
  { between: ['date', 'string'], code: 'expression.quoted', instead: (text) => `date(${text})` },
  { between: ['timestamp', 'string'], code: 'expression.quoted', instead: (text) => `timestamp(${text})` },
];

/** Where a date or moment is moved. */
const TO_MOVE: readonly WayOut[] = [
  { between: ['date', 'decimal'], code: 'expression.moved', instead: (n) => `days(${n})` },
  { between: ['timestamp', 'decimal'], code: 'expression.moved', instead: (n) => `hours(${n})` },
  { between: ['timestamp', 'days'], code: 'expression.moved', instead: (n) => n.replace(/^days/, 'hours') },
  { between: ['date', 'hours'], code: 'expression.moved', instead: (n) => n.replace(/^hours/, 'days') },
];

/** The kind that is to go together with others: of a list that of its members. */
const compared = ({ kind, member }: Type): TypeKind => (kind === 'list' ? (member ?? 'null') : kind);

/** The first two arguments that are to be of one kind and are not. */
function firstPair(rows: readonly Row[], types: readonly Type[]): readonly [number, number] | undefined {
  const from = Math.max(0, rows[0]![1].takes.indexOf('same'));
  const other = types.findIndex(
    (type, index) => index > from && compared(type) !== compared(types[from]!) && compared(type) !== 'null',
  );
  return other < 0 ? undefined : [from, other];
}

/** What was probably meant by two arguments that do not go together. */
function meant(
  source: string,
  { args }: CallSyntax,
  pair: readonly [number, number],
  types: readonly Type[],
  ways: readonly WayOut[],
): ExpressionProblem | undefined {
  for (const { between, code, instead } of ways) {
    const second = pair.find((index) => compared(types[index]!) === between[1]);
    const first = pair.find((index) => compared(types[index]!) === between[0]);
    if (first === undefined || second === undefined) continue;
    const { start, end } = args[second]!;
    const given = source.slice(start, end);
    const params = { given, first: kindLabel(between[0]), second: kindLabel(between[1]) };
    return problemAt(start, code, params, types[second]!.kind === 'list' ? undefined : instead(given));
  }
  return undefined;
}

function takenLabel(taken: Taken, among: readonly TypeKind[] = []): Labels {
  if (taken === 'same') return kindsOr(among);
  if (taken === 'any') return { en: 'anything', 'zh-CN': '任意值' };
  return kindLabel(taken === 'members' ? 'list' : taken);
}

/** What the rows of a name take: `text, text / date, days`. */
function expectedLabel(rows: readonly Row[]): Labels {
  const inLanguage = (language: string, comma: string): string =>
    rows
      .map(([, { takes, among }]) => takes.map((taken) => takenLabel(taken, among)[language]).join(comma))
      .map((taken) => taken || '()')
      .join(' / ');
  return { en: inLanguage('en', ', '), 'zh-CN': inLanguage('zh-CN', '、') };
}

/** Why none of the rows of a name takes these arguments. */
export function mismatch(
  source: string,
  syntax: CallSyntax,
  rows: readonly Row[],
  types: readonly Type[],
): ExpressionProblem {
  const { name, at } = syntax;
  const compares = rows.every(([, { takes }]) => takes.includes('same'));
  const moves = rows.some(([, { gives }]) => gives === 'timestamp');
  const pair = compares || moves ? firstPair(rows, types) : undefined;
  if (pair) {
    const found = meant(source, syntax, pair, types, compares ? TO_COMPARE : TO_MOVE);
    if (found) return found;
    if (compares) {
      const [other, given] = pair.map((index) => kindLabel(compared(types[index]!)));
      return problemAt(at, 'expression.alike', { given: given!, other: other! });
    }
  }
  const params = { name, given: kindsLabel(types), expected: expectedLabel(rows) };
  return problemAt(at, 'expression.arguments', params);
}
