/** What a condition compares with. */
export type Operand =
  | { readonly text: string }
  | { readonly number: string }
  | { readonly flag: boolean }
  /** `YYYY-MM-DD` */
  | { readonly day: string }
  /** RFC 3339 */
  | { readonly moment: string }
  /** so many days from today */
  | { readonly today: number }
  /** another name: `user.id`, `close_date` */
  | { readonly path: string };

export type Operator =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'in'
  | 'notIn'
  | 'empty'
  | 'notEmpty'
  /** `has(x)` and `!has(x)`: the same as the two before, spelled otherwise */
  | 'filled'
  | 'notFilled'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'endsWith'
  /** of a list: whether a value is among its members */
  | 'member'
  | 'notMember'
  | 'yes'
  | 'no'
  | 'changed'
  | 'unchanged'
  /** of the record as a whole */
  | 'isNew'
  | 'isOld';

/** One line of the builder. */
export interface Condition {
  /** names with dots; empty of the record as a whole */
  readonly path: string;
  /** of a moment: its day is compared */
  readonly isDay?: boolean;
  readonly operator: Operator;
  readonly values: readonly Operand[];
}

/** Conditions of which all must hold, or any; also groups inside of groups. */
export interface Group {
  readonly join: 'all' | 'any';
  readonly parts: readonly Part[];
}

export type Part = Condition | Group;

export const isGroup = (part: Part): part is Group => 'parts' in part;

export const NO_CONDITIONS: Group = { join: 'all', parts: [] };
