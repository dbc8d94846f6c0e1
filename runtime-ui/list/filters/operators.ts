import type { FieldMeta, Kind } from '../../api/types.ts';
import type { OperatorName } from './conditions.ts';

/** How the values of a condition are put in. */
export type Editor =
  | 'none'
  | 'text'
  | 'number'
  | 'percent'
  | 'duration'
  | 'day'
  | 'days'
  | 'options'
  | 'stages'
  | 'records'
  | 'kinds'
  | 'objects';

export interface Operator {
  readonly name: OperatorName;
  readonly text: string;
  readonly editor: Editor;
}

const operator = (name: OperatorName, editor: Editor, text: string = name): Operator => ({
  name,
  editor,
  text,
});
const PRESENCE = [operator('empty', 'none'), operator('notEmpty', 'none')] as const;

const day = (): Operator[] => [
  operator('ge', 'day', 'from'),
  operator('le', 'day', 'until'),
  operator('eq', 'day', 'eq'),
  operator('lt', 'day', 'before'),
  operator('gt', 'day', 'after'),
  operator('today', 'none'),
  operator('last', 'days'),
  operator('next', 'days'),
  operator('thisMonth', 'none'),
  operator('overdue', 'none'),
  operator('due', 'none'),
  ...PRESENCE,
];

/** How numbers are put in that are not written as such. */
const NUMBERS: Readonly<Record<string, Editor>> = { percent: 'percent', duration: 'duration' };

const BY_KIND: Readonly<Record<Kind, (field: FieldMeta) => Operator[]>> = {
  string: () => [
    operator('contains', 'text'),
    operator('notContains', 'text'),
    operator('starts', 'text'),
    operator('eq', 'text'),
    operator('ne', 'text'),
    ...PRESENCE,
  ],
  decimal: ({ widget }) => {
    const editor = NUMBERS[widget] ?? 'number';
    return [
      ...(['ge', 'gt', 'le', 'lt', 'eq', 'ne'] as const).map((name) => operator(name, editor)),
      ...PRESENCE,
    ];
  },
  bool: () => [operator('yes', 'none'), operator('no', 'none'), ...PRESENCE],
  date: day,
  timestamp: day,
  duration: () => [...PRESENCE],
  list: ({ options }) => {
    const editor = options ? 'options' : 'text';
    return [operator('has', editor), operator('hasNot', editor), ...PRESENCE];
  },
  // found by the whole value only
  encrypted: () => [operator('eq', 'text'), operator('ne', 'text'), ...PRESENCE],
  null: () => [],
};

/** What is asked of who looks: whether it is them, or a team of theirs. */
function ownOperators(target: string): Operator[] {
  if (target === 'user') return [operator('me', 'none')];
  return target === 'team' ? [operator('myTeam', 'none')] : [];
}

/** The operators of a field: of its kind, and of fixed values where it has them. */
export function operatorsOf(field: FieldMeta): Operator[] {
  // what no expression reads, such as any number of records
  if (field.kind === 'null') return [];
  if (field.widget === 'stage') return [operator('in', 'stages'), operator('notIn', 'stages'), ...PRESENCE];
  if (field.target) {
    return [
      ...ownOperators(field.target),
      operator('in', 'records'),
      operator('notIn', 'records'),
      ...PRESENCE,
    ];
  }
  if (field.targets) return [...PRESENCE];
  if (field.kind === 'string' && field.options) {
    return [operator('in', 'options'), operator('notIn', 'options'), ...PRESENCE];
  }
  return BY_KIND[field.kind](field);
}

/** `about.object` says which of several objects a record is of that a relation points at. */
export const OBJECT_OPERATORS: readonly Operator[] = [
  operator('in', 'objects'),
  operator('notIn', 'objects'),
];

/** `stage.kind`, a path that means something to everybody, filters as a field of its own. */
export const KIND_OPERATORS: readonly Operator[] = [
  operator('in', 'kinds', 'kind'),
  operator('eq', 'kinds', 'kind'),
];
