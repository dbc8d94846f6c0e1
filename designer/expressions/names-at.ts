import type { Scope, ScopeMember, ScopeRecord } from '../../engine/expression/scope.ts';

/** A question over many that is still open where one writes: what its variable stands for. */
interface OpenMacro {
  readonly over: string;
  readonly variable: string;
}

const PATH_BEFORE = /([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\.([a-z_]+)$/;
const VARIABLE = /^\s*([a-zA-Z_]\w*)\s*,/;

/** End of a text that begins at `start`; the end of the source where it is not closed. */
function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === source[start]) return at;
  }
  return source.length;
}

/** The questions over many around the end of a source, outermost first. */
export function openMacros(source: string): readonly OpenMacro[] {
  const open: { over: string | undefined; begin: number }[] = [];
  // over what the call that was closed last was asked: `lines.filter(l, …).sum(`
  let closed: { end: number; over: string | undefined } | undefined;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]!;
    if (sign === '"' || sign === "'") at = endOfText(source, at);
    else if (sign === '(') {
      const before = source.slice(0, at);
      const behindCall = closed && /^\.[a-z_]+$/.test(before.slice(closed.end)) ? closed.over : undefined;
      open.push({ over: behindCall ?? PATH_BEFORE.exec(before)?.[1], begin: at + 1 });
    } else if (sign === ')') {
      const last = open.pop();
      closed = last && { end: at + 1, over: last.over };
    }
  }
  return open.flatMap(({ over, begin }) => {
    const variable = VARIABLE.exec(source.slice(begin))?.[1];
    return over !== undefined && variable !== undefined ? [{ over, variable }] : [];
  });
}

/** Where the text that is being written begins, if the end of the source is inside of one. */
export function openText(source: string): number | undefined {
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== '"' && source[at] !== "'") continue;
    const end = endOfText(source, at);
    if (end >= source.length) return at;
    at = end;
  }
  return undefined;
}

/** what a path comes to: what its last name stands for, and the record behind that. */
export interface Named {
  readonly member: ScopeMember | undefined;
  readonly record: ScopeRecord | undefined;
  /** whose member it is */
  readonly of: ScopeRecord | undefined;
}

/** The words that are known at the end of a source besides the record's own. */
export type Around = ReadonlyMap<string, ScopeRecord | undefined>;

const NOWHERE: Named = { member: undefined, record: undefined, of: undefined };

/** What a path stands for among the names of a scope and what is around. */
export function nameAt(scope: Scope, around: Around, path: readonly string[]): Named {
  const [first, ...others] = path;
  if (first === undefined) return { ...NOWHERE, record: scope.record };
  const start = around.has(first)
    ? { record: around.get(first) }
    : scope.variables.has(first)
      ? { record: scope.variables.get(first) }
      : first === 'record'
        ? { record: scope.record }
        : undefined;
  let named: Named = { ...NOWHERE, record: start ? start.record : scope.record };
  for (const name of start ? others : path) {
    const of: ScopeRecord | undefined = named.record;
    const member = of?.member(name);
    if (!member) return NOWHERE;
    named = { member, of, record: member.record?.() };
  }
  return named;
}

/** The variables of questions over many around the end of a source, and what each of the many is. */
export function variablesAround(scope: Scope, source: string): Around {
  const around = new Map<string, ScopeRecord | undefined>();
  for (const { over, variable } of openMacros(source)) {
    around.set(variable, nameAt(scope, around, over.split('.')).record);
  }
  return around;
}

/** The members of a record as people look for them: what they have made before what every record has. */
export const membersOf = (record: ScopeRecord): readonly ScopeMember[] =>
  [...record.names()]
    .map((name) => record.member(name))
    .filter((member) => member !== undefined)
    .sort((a, b) => Number(a.isSystem ?? false) - Number(b.isSystem ?? false));
