import type { Scope, ScopeMember, ScopeRecord } from '../../engine/expression/scope.ts';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { pathInWords } from '../expressions/in-words.ts';
import { membersOf, nameAt } from '../expressions/names-at.ts';
import type { Condition, Operator } from './condition.ts';

/** Something that a line of the builder can be about. */
export interface Subject {
  readonly path: string;
  readonly label: string;
  readonly kind: string;
}

type Say = (labels: Labels | undefined) => string;

const NOBODY = new Map<string, undefined>();
/** From here on only what is behind a dot is offered where somebody writes text. */
const MOST = 2_000;

function under(record: ScopeRecord, path: readonly string[], label: string, say: Say): readonly Subject[] {
  return membersOf(record).map((member) => ({
    path: [...path, member.name].join('.'),
    label: [label, say(member.labels) || member.name].filter(Boolean).join(' › '),
    kind: member.kind,
  }));
}

/** Behind what is a dot of its own: relations, stages, composites. */
const behind = (record: ScopeRecord, path: readonly string[], label: string, say: Say): readonly Subject[] =>
  membersOf(record).flatMap((member) => {
    const next = member.kind === 'records' ? undefined : member.record?.();
    const name = [label, say(member.labels) || member.name].filter(Boolean).join(' › ');
    return next ? under(next, [...path, member.name], name, say) : [];
  });

/** What conditions may be about: names of the record, and those one dot away; of a change also what was before. */
export function subjectsOf(scope: Scope, say: Say, before: string): readonly Subject[] {
  const { record, variables } = scope;
  const old = variables.get('old');
  const all = [
    ...under(record, [], '', say),
    ...behind(record, [], '', say),
    ...(old ? [...under(old, ['old'], before, say), ...behind(old, ['old'], before, say)] : []),
  ];
  return all.slice(0, MOST);
}

/** Names outside of the record that values are compared with. */
export const othersOf = ({ variables }: Scope, say: Say): readonly Subject[] =>
  [...variables]
    .filter(([name]) => name !== 'old')
    .flatMap(([name, record]) => under(record, [name], name === 'user' ? '' : name, say));

/** What stands behind the path of a condition. */
export function memberAt(scope: Scope, path: string): { member: ScopeMember; of: ScopeRecord } | undefined {
  const { member, of } = nameAt(scope, NOBODY, path.split('.'));
  return member && of ? { member, of } : undefined;
}

const PLAIN: readonly Operator[] = ['eq', 'ne', 'contains', 'notContains', 'startsWith', 'endsWith'];
const ORDER: readonly Operator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];
const PRESENCE: readonly Operator[] = ['empty', 'notEmpty'];

const BY_KIND: Readonly<Record<string, readonly Operator[]>> = {
  string: [...PLAIN, ...PRESENCE],
  decimal: [...ORDER, ...PRESENCE],
  bool: ['yes', 'no', ...PRESENCE],
  date: [...ORDER, ...PRESENCE],
  timestamp: [...ORDER, ...PRESENCE],
  list: ['member', 'notMember', ...PRESENCE],
  records: PRESENCE,
  encrypted: PRESENCE,
};

/** The operators of a line, the one that it has among them. */
export function operatorsFor(
  condition: Condition,
  kind: string | undefined,
  given: { readonly isFixed: boolean; readonly ofChange: boolean },
): readonly Operator[] {
  if (condition.path === '') return ['isNew', 'isOld'];
  const own: readonly Operator[] =
    kind === 'string' && given.isFixed
      ? ['in', 'notIn', 'eq', 'ne', ...PRESENCE]
      : (BY_KIND[kind ?? ''] ?? []);
  const change: readonly Operator[] =
    given.ofChange && !condition.path.includes('.') ? ['changed', 'unchanged'] : [];
  return [...new Set([...own, ...change, condition.operator])];
}

const WITHOUT: ReadonlySet<Operator> = new Set([
  'empty',
  'notEmpty',
  'filled',
  'notFilled',
  'yes',
  'no',
  'changed',
  'unchanged',
  'isNew',
  'isOld',
]);

export const takesValues = (operator: Operator): boolean => !WITHOUT.has(operator);

export const takesMany = (operator: Operator): boolean => operator === 'in' || operator === 'notIn';

/** Whether a line says something already. */
export function isComplete({ path, operator, values }: Condition): boolean {
  if (!takesValues(operator)) return path !== '' || operator === 'isNew' || operator === 'isOld';
  return path !== '' && values.length > 0;
}

/** A line about something else: it begins with the first operator that this has. */
export function aboutPath(scope: Scope, path: string, isFixed: boolean): Condition {
  if (path === '') return { path, operator: 'isNew', values: [] };
  const kind = memberAt(scope, path)?.member.kind;
  const blank: Condition = { path, operator: 'eq', values: [] };
  const [operator = 'eq'] = kind === undefined ? [] : operatorsFor(blank, kind, { isFixed, ofChange: false });
  return { path, operator, values: [], ...(kind === 'timestamp' && { isDay: true }) };
}

export const subjectLabel = (scope: Scope, path: string, say: Say, before: string): string => {
  const names = path.split('.');
  const isOld = names[0] === 'old' && scope.variables.has('old');
  const isVariable = isOld || scope.variables.has(names[0]!);
  const said = pathInWords(scope, isVariable ? [`$${names[0]}`, ...names.slice(1)] : names, say);
  return isOld ? `${before} › ${said}` : said;
};
