import { parseExpression } from './parse.ts';
import { RECORD, SCOPE_WORDS } from './scope.ts';
import type { Segment, Syntax } from './tree.ts';

/** A path as it stands in a source: `record.` before it does not belong to it, a variable is `$user`. */
export interface FoundReference {
  readonly path: readonly string[];
  /** where each name of the path stands; of a variable without the `$` */
  readonly segments: readonly Segment[];
}

function* pathsIn(syntax: Syntax): Generator<readonly Segment[]> {
  if (syntax.op === 'path') yield syntax.segments;
  else if (syntax.op === 'list') for (const item of syntax.items) yield* pathsIn(item);
  else if (syntax.op === 'call') for (const arg of syntax.args) yield* pathsIn(arg);
}

function found(segments: readonly Segment[]): FoundReference | undefined {
  const own = segments[0]!.name === RECORD ? segments.slice(1) : segments;
  if (own.length === 0) return undefined;
  const isVariable = own === segments && SCOPE_WORDS.has(own[0]!.name);
  return { path: own.map(({ name }, at) => (isVariable && at === 0 ? `$${name}` : name)), segments: own };
}

/** Every path of an expression, in the order of the source, as often as it stands there; none of what cannot be read. */
export function findReferences(source: string): readonly FoundReference[] {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [];
  return [...pathsIn(parsed.syntax)].map(found).filter((one) => one !== undefined);
}

/**
 * The source with other names for what it refers to; everything else stays as it was typed. `rename`
 * gets each path and answers with one of the same length, or with nothing to leave it alone.
 */
export function renameReferences(
  source: string,
  rename: (path: readonly string[]) => readonly string[] | undefined,
): string {
  const changes = findReferences(source).flatMap(({ path, segments }) => {
    const renamed = rename(path);
    if (!renamed) return [];
    if (renamed.length !== path.length) throw new Error(`renamed to another length: ${path} -> ${renamed}`);
    return segments.map(({ start, end }, at) => ({ start, end, name: renamed[at]!.replace(/^\$/, '') }));
  });
  changes.sort((a, b) => b.start - a.start);
  return changes.reduce(
    (text, { start, end, name }) => `${text.slice(0, start)}${name}${text.slice(end)}`,
    source,
  );
}
