import { FILTER, MACRO_NAMES } from './functions/macros.ts';
import { parseExpression } from './parse.ts';
import { RECORD, SCOPE_WORDS } from './scope.ts';
import type { CallSyntax, Segment, Syntax } from './tree.ts';

/**
 * A path as it stands in a source: `record.` before it does not belong to it, a variable is `$user`. What a macro
 * asks of each of many is a path over the relation: `line.amount` of `lines.sum(line, line.amount)` is `lines.amount`.
 */
export interface FoundReference {
  readonly path: readonly string[];
  /** where each name of the path stands; of a variable without the `$` */
  readonly segments: readonly Segment[];
  /** `record.` stands before it */
  readonly ofRecord: boolean;
}

/** What variables of macros stand for: the names up to each of the many. */
type Variables = ReadonlyMap<string, readonly Segment[]>;

/** The names behind which each of many stands: of a filter those of what it filters. */
function manyIn(syntax: Syntax | undefined, variables: Variables): readonly Segment[] {
  if (syntax?.op === 'path') return whole(syntax.segments, variables);
  return syntax?.op === 'call' && syntax.name === FILTER ? manyIn(syntax.args[0], variables) : [];
}

/** A path from the record that the expression is about. */
function whole(segments: readonly Segment[], variables: Variables): readonly Segment[] {
  const [first, ...others] = segments;
  const many = variables.get(first!.name);
  return many ? [...many, ...others] : segments;
}

function* pathsIn(syntax: Syntax, variables: Variables): Generator<readonly Segment[]> {
  if (syntax.op === 'path') yield whole(syntax.segments, variables);
  else if (syntax.op === 'list') for (const item of syntax.items) yield* pathsIn(item, variables);
  else if (syntax.op === 'call') yield* pathsInCall(syntax, variables);
}

function* pathsInCall(
  { name, isOperator, args }: CallSyntax,
  variables: Variables,
): Generator<readonly Segment[]> {
  const [over, variable, ...asked] = args;
  const isMacro = !isOperator && MACRO_NAMES.has(name) && asked.length === 1;
  if (!isMacro || variable?.op !== 'path' || variable.segments.length > 1) {
    for (const arg of args) yield* pathsIn(arg, variables);
    return;
  }
  yield* pathsIn(over!, variables);
  const inside = new Map([...variables, [variable.segments[0]!.name, manyIn(over, variables)] as const]);
  yield* pathsIn(asked[0]!, inside);
}

function found(segments: readonly Segment[]): FoundReference | undefined {
  const own = segments[0]?.name === RECORD ? segments.slice(1) : segments;
  if (own.length === 0) return undefined;
  const ofRecord = own !== segments;
  const isVariable = !ofRecord && SCOPE_WORDS.has(own[0]!.name);
  const path = own.map(({ name }, at) => (isVariable && at === 0 ? `$${name}` : name));
  return { path, segments: own, ofRecord };
}

/** Every path of an expression, in the order of the source, as often as it stands there; none of what cannot be read. */
export function findReferences(source: string): readonly FoundReference[] {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [];
  return [...pathsIn(parsed.syntax, new Map())].map(found).filter((one) => one !== undefined);
}

/**
 * The source with other names for what it refers to; everything else stays as it was typed. `rename`
 * gets each path and answers with one of the same length, or with nothing to leave it alone.
 */
export function renameReferences(
  source: string,
  rename: (path: readonly string[], ofRecord: boolean) => readonly string[] | undefined,
): string {
  const changes = findReferences(source).flatMap(({ path, segments, ofRecord }) => {
    const renamed = rename(path, ofRecord);
    if (!renamed) return [];
    if (renamed.length !== path.length) throw new Error(`renamed to another length: ${path} -> ${renamed}`);
    return segments.map(({ start, end }, at) => ({ start, end, name: renamed[at]!.replace(/^\$/, '') }));
  });
  // a relation stands in the paths of all that is asked of its records
  const once = [...new Map(changes.map((change) => [change.start, change])).values()];
  once.sort((a, b) => b.start - a.start);
  return once.reduce(
    (text, { start, end, name }) => `${text.slice(0, start)}${name}${text.slice(end)}`,
    source,
  );
}
