import { nearest } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Type } from './kinds.ts';
import { type ExpressionProblem, problemAt } from './problems.ts';
import { RECORD, type Scope, type ScopeItem, type ScopeMember, type ScopeRecord } from './scope.ts';
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

function startOf({ record, variables, items }: Scope, segments: readonly Segment[]): Start {
  const [{ name }, ...others] = segments as [Segment, ...Segment[]];
  const item = items?.get(name);
  if (item && !('kind' in item.of)) {
    return { record: item.of, path: [itemName(item)], segments: others, words: [] };
  }
  const variable = variables.get(name);
  if (variable) return { record: variable, path: [`$${name}`], segments: others, words: [] };
  if (name === RECORD) return { record, path: [], segments: others, words: [] };
  return { record, path: [], segments, words: [...(items?.keys() ?? []), ...variables.keys(), RECORD] };
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
    ...(member.most !== undefined && { most: member.most }),
    ...(member.digits && { digits: member.digits }),
    ...(member.length !== undefined && { length: member.length }),
    ...(member.sealedFor !== undefined && { sealedFor: member.sealedFor }),
    nullable: member.kind !== 'records' && (member.nullable || isBehindHops),
  },
  path,
  ...(member.sqlType !== undefined && { sqlType: member.sqlType }),
});

const itemName = ({ depth }: ScopeItem): string => `@${depth}`;

/** A member of a list, inside a macro: nothing stands behind it. */
function resolveMember(item: ScopeItem, type: Type, segments: readonly Segment[]): Resolved | Refused {
  const [first, second] = segments;
  if (!second) return { reference: { op: 'reference', type, path: [itemName(item)] } };
  return refused(second.start, 'expression.path', { name: `${first!.name}.${second.name}`, at: first!.name });
}

/** What a path stands for, and the record that a dot behind it leads to: of related records each of them. */
export interface Resolved {
  readonly reference: Reference;
  readonly record?: ScopeRecord | undefined;
}

/**
 * What a path stands for. Members are named by their present names, also where the source has a former one.
 */
export function resolvePath(scope: Scope, written: readonly Segment[]): Resolved | Refused {
  const item = scope.items?.get(written[0]!.name);
  if (item && 'kind' in item.of) return resolveMember(item, item.of, written);
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
    if (member?.kind === 'records') {
      return refused(start, 'expression.many', { name: member.name, field: name });
    }
    member = here.member(name);
    if (!member) {
      const known = here === record ? [...here.names(), ...words] : here.names();
      return refused(start, 'expression.name', { name }, nearest(name.slice(0, 80), known));
    }
    names.push(member.name);
    here = member.record?.();
  }
  return { reference: referenceTo(names, segments.length > 1, member!), record: here };
}
