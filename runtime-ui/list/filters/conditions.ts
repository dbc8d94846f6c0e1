/** A value in a condition: a text, a number as text, or yes and no. */
export type Literal =
  | { readonly text: string }
  | { readonly number: string }
  | { readonly day: string }
  | { readonly flag: boolean };

export type OperatorName =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'notContains'
  | 'starts'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'today'
  | 'last'
  | 'next'
  | 'overdue'
  | 'due'
  | 'thisMonth'
  | 'has'
  | 'hasNot'
  | 'yes'
  | 'no'
  | 'empty'
  | 'notEmpty'
  | 'me'
  | 'myTeam';

/** One line of the filter panel. `path` is a field or what a dot leads to (`stage.kind`). */
export interface Condition {
  readonly path: string;
  readonly operator: OperatorName;
  readonly values: readonly Literal[];
}

/** A filter is a row of conditions that all must hold; what is more than that stays text. */
export type Clause = Condition | { readonly expression: string };

export const isCondition = (clause: Clause): clause is Condition => 'path' in clause;

const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);

function literal(value: Literal): string {
  if ('text' in value) return quoted(value.text);
  if ('number' in value) return value.number;
  if ('day' in value) return `date(${quoted(value.day)})`;
  return String(value.flag);
}

/** A moment is compared by its day. */
const dayOf = (path: string, isMoment: boolean): string => (isMoment ? `date(${path})` : path);

export const COMPARISONS = { eq: '==', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function print({ path, operator, values }: Condition, isMoment: (path: string) => boolean): string {
  const [first] = values;
  const list = `[${values.map(literal).join(', ')}]`;
  const day = dayOf(path, isMoment(path));
  switch (operator) {
    case 'in':
      return `${path} in ${list}`;
    case 'notIn':
      return `(${path} == null || !(${path} in ${list}))`;
    case 'contains':
      return `${path}.contains(${literal(first!)})`;
    case 'notContains':
      return `(${path} == null || !${path}.contains(${literal(first!)}))`;
    case 'starts':
      return `${path}.startsWith(${literal(first!)})`;
    case 'ne':
      return `(${path} == null || ${day} != ${literal(first!)})`;
    case 'has':
      return `${literal(first!)} in ${path}`;
    case 'hasNot':
      return `!(${literal(first!)} in ${path})`;
    case 'yes':
      return `${path} == true`;
    case 'no':
      return `(${path} == null || ${path} == false)`;
    case 'empty':
      return `${path} == null`;
    case 'notEmpty':
      return `${path} != null`;
    case 'me':
      return `${path} == user.id`;
    case 'myTeam':
      return `${path} in user.teams`;
    case 'today':
      return `${day} == today()`;
    case 'overdue':
      return `${day} < today()`;
    case 'due':
      return `${day} <= today()`;
    case 'thisMonth':
      return `(year(${day}) == year(today()) && month(${day}) == month(today()))`;
    case 'last':
      return `(${day} >= today() - days(${literal(first!)}) && ${day} <= today())`;
    case 'next':
      return `(${day} >= today() && ${day} <= today() + days(${literal(first!)}))`;
    default:
      return `${day} ${COMPARISONS[operator]} ${literal(first!)}`;
  }
}

/** The expression text of a filter; empty without conditions. */
export const printFilter = (clauses: readonly Clause[], isMoment: (path: string) => boolean): string =>
  clauses
    .map((clause) => (isCondition(clause) ? print(clause, isMoment) : `(${clause.expression})`))
    .join(' && ');
