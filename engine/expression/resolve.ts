import { nearest } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { type ExpressionProblem, problemAt } from './problems.ts';
import { RECORD, type Scope, type ScopeMember, type ScopeRecord } from './scope.ts';
import type { Reference, Segment } from './tree.ts';

interface Refused {
  readonly problem: ExpressionProblem;
}

const refused = (...given: Parameters<typeof problemAt>): Refused => ({ problem: problemAt(...given) });

/** What the first name is looked up in, and the path's beginning. */
interface Start {
  readonly record: ScopeRecord;
  readonly path: readonly string[];
  readonly segments: readonly Segment[];
  /** names that could have been meant besides those of the record */
  readonly words: readonly string[];
}

function startOf({ record, variables }: Scope, segments: readonly Segment[]): Start {
  const [{ name }, ...others] = segments as [Segment, ...Segment[]];
  const variable = variables.get(name);
  if (variable) return { record: variable, path: [`$${name}`], segments: others, words: [] };
  if (name === RECORD) return { record, path: [], segments: others, words: [] };
  return { record, path: [], segments, words: [...variables.keys(), RECORD] };
}

/** A word for a record as a whole is no value. */
function refuseWord(scope: Scope, { name, start }: Segment): Refused {
  const { record } = startOf(scope, [{ name, start, end: start }]);
  const [first = 'id'] = record.names();
  const member = record.member('id') ? 'id' : first;
  return refused(start, 'expression.variable', { name }, `${name}.${member}`);
}

const referenceTo = (path: readonly string[], isBehindHops: boolean, member: ScopeMember): Reference => ({
  op: 'reference',
  type: {
    kind: member.kind,
    ...(member.kind === 'list' && { member: member.memberKind ?? 'string' }),
    ...(member.digits && { digits: member.digits }),
    nullable: member.nullable || isBehindHops,
  },
  path,
  ...(member.sqlType !== undefined && { sqlType: member.sqlType }),
});

/**
 * What a path stands for. Members are named by their present names, also where the source has a former one.
 */
export function resolvePath(scope: Scope, written: readonly Segment[]): Reference | Refused {
  const { record, path, segments, words } = startOf(scope, written);
  if (segments.length === 0) return refuseWord(scope, written[0]!);
  if (segments.length > LIMITS.pathHops + 1) {
    const name = segments.map((one) => one.name).join('.');
    return refused(segments[0]!.start, 'expression.hops', { name, limit: LIMITS.pathHops });
  }
  const names = [...path];
  let here: ScopeRecord | undefined = record;
  let member: ScopeMember | undefined;
  for (const { name, start } of segments) {
    if (!here) {
      const at = member!.name;
      return refused(start, 'expression.path', { name: [...names, name].join('.'), at });
    }
    member = here.member(name);
    if (!member) {
      const known = here === record ? [...here.names(), ...words] : here.names();
      return refused(start, 'expression.name', { name }, nearest(name.slice(0, 80), known));
    }
    names.push(member.name);
    here = member.record?.();
  }
  return referenceTo(names, segments.length > 1, member!);
}
