import { findReferences } from '../../engine/expression/references.ts';
import { RECORD, type Scope, type ScopeRecord } from '../../engine/expression/scope.ts';
import type { Labels } from '../../runtime-ui/api/types.ts';

/** What people call each name of a path. */
export function pathInWords(
  scope: Scope,
  path: readonly string[],
  label: (labels: Labels | undefined) => string,
  ofRecord = false,
): string {
  const [first, ...others] = path;
  const isVariable = first?.startsWith('$') === true;
  const named = isVariable ? first.slice(1) : ofRecord ? RECORD : undefined;
  let here: ScopeRecord | undefined = scope.variables.get(named ?? '') ?? scope.record;
  const names = (isVariable ? others : path).map((name) => {
    const member = here?.member(name);
    here = member?.record?.();
    return label(member?.labels) || name;
  });
  return names.join(' › ');
}

/** An expression with what people call its names in their place; the one before the change keeps its `old`. */
export function inWords(source: string, scope: Scope, label: (labels: Labels | undefined) => string): string {
  const found = findReferences(source);
  const pieces = found.map(({ path, segments, ofRecord }) => {
    // inside of a question over many only its own last names stand there
    const isWhole = segments.length === path.filter((name) => !name.startsWith('@')).length;
    const [start, end] = [segments[0]!.start, segments.at(-1)!.end];
    return { start, end, text: pathInWords(scope, path, label, ofRecord), isWhole };
  });
  const shown = pieces.filter(
    ({ start, end, isWhole }, at) =>
      isWhole &&
      end > start &&
      pieces.findIndex((one) => one.start === start) === at &&
      isTight(source, start, end),
  );
  return [...shown]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: words }) => `${text.slice(0, start)}${words}${text.slice(end)}`,
      source,
    );
}

/** Whether a path stands there as it is: names, dots and nothing else. */
const isTight = (source: string, start: number, end: number): boolean =>
  /^[\w.\s]+$/.test(source.slice(start, end));
